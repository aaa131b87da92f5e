import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";
import { Button } from "../ui/Button";
import { Empty, Skeleton } from "../ui/Feedback";
import { onDay } from "../ui/format";
import { ratingReasons } from "./labels";
import type { useRating } from "./rating";

const RatingsQuery = graphql(`
  query OwnRatings {
    viewer { ratings(first: 100) { nodes { relevant reason ratedAt organisation { id legalName } opportunity { id title language } } } }
  }
`);

/** What the viewer's organisation has set aside, each with a way back. Asked for when opened. */
export function SetAsideList({ rating }: { rating: ReturnType<typeof useRating> }): ReactNode {
  const { i18n } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <details className="fold" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{i18n._("Set aside")}</summary>
      {open && <Ratings rating={rating} />}
    </details>
  );
}

function Ratings({ rating }: { rating: ReturnType<typeof useRating> }): ReactNode {
  const { i18n } = useLingui();
  const { data } = useQuery(RatingsQuery, {});
  if (!data) return <Skeleton lines={3} />;
  const aside = data.viewer?.ratings.nodes.filter((r) => !r.relevant) ?? [];
  if (!aside.length) return <Empty title={i18n._("Nothing is set aside.")} />;
  return (
    <ul className="rows">
      {aside.map((r) => (
        <li key={`${r.organisation?.id} ${r.opportunity?.id}`} className="between">
          <div>
            {r.opportunity && <p className="title" lang={r.opportunity.language}><Link to="/opportunities/$id" params={{ id: r.opportunity.id }}>{r.opportunity.title}</Link></p>}
            <p className="facts"><span>{r.organisation?.legalName}</span><span>{r.reason && ratingReasons(i18n)[r.reason]}</span><span>{onDay(i18n, r.ratedAt)}</span></p>
          </div>
          {r.opportunity && r.organisation && (
            <Button busy={rating.busy} label={i18n._("Show {title} again", { title: r.opportunity.title })}
              onPress={() => void rating.undo({ organisationId: r.organisation!.id, opportunityId: r.opportunity!.id })}>{i18n._("Show again")}</Button>
          )}
        </li>
      ))}
    </ul>
  );
}
