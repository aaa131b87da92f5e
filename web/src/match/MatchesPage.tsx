import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { graphql } from "../gql";
import type { MatchesQuery as MatchesResult } from "../gql/graphql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { SignInFirst } from "../account/SignInFirst";
import { kinds } from "../opportunity/labels";
import { Button } from "../ui/Button";
import { Empty, Failure, Skeleton } from "../ui/Feedback";
import { Choice } from "../ui/Form";
import { Page } from "../ui/Page";
import { day } from "../ui/format";
import { Explanation } from "./Explanation";
import { ScoreBar } from "./ScoreBar";

const MatchesQuery = graphql(`
  query Matches($first: Int!, $filter: MatchFilter) {
    markets { id code name }
    viewer {
      organisation {
        id status
        matches(first: $first, filter: $filter) {
          totalCount
          pageInfo { hasNextPage }
          nodes {
            score eligible
            parts { kind points }
            opportunity { id title kind language deadline market { id name } technologies { id label } }
            ...Explanation_match
          }
        }
      }
    }
  }
`);

type Match = NonNullable<NonNullable<NonNullable<MatchesResult["viewer"]>["organisation"]>["matches"]>["nodes"][number];

const route = getRouteApi("/matches");

/** What suits the viewer's organisation, best first, by market, each explained. */
export function MatchesPage(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  if (loading) return <Skeleton />;
  if (!viewer) return <SignInFirst title={i18n._("Matches")} />;
  if (!viewer.organisation) {
    return (
      <Page title={i18n._("Matches")}>
        <Empty title={i18n._("Matches need a profile.")}><Link to="/organisation" className="button main">{i18n._("Describe your organisation")}</Link></Empty>
      </Page>
    );
  }
  return <Matches />;
}

function Matches(): ReactNode {
  const { i18n } = useLingui();
  const { market } = route.useSearch();
  const navigate = useNavigate();
  const [first, setFirst] = useState(20);
  const { data, error, fetching, again } = useQuery(MatchesQuery, { first, filter: market ? { markets: [market] } : null });
  const found = data?.viewer?.organisation?.matches;
  return (
    <Page title={i18n._("Matches")} lede={i18n._("Opportunities that suit your organisation, best first. Open one to see what its score is made of.")}>
      <div className="between">
        <Choice label={i18n._("Market")} value={market ?? ""} onChange={(code) => void navigate({ to: "/matches", search: { market: code || undefined }, replace: true })}
          options={[{ value: "", label: i18n._("All markets") }, ...(data?.markets ?? []).map((m) => ({ value: m.code, label: m.name }))]} />
        <p className="status" aria-live="polite">{found && i18n._("{total, plural, one {# match} other {# matches}}", { total: found.totalCount })}</p>
      </div>
      {error && <Failure error={error} again={again} />}
      {!data && !error && <Skeleton lines={12} />}
      {found?.totalCount === 0 && (
        <Empty title={i18n._("Nothing suits your profile yet.")}>
          <p>{i18n._("Say what you offer and seek, with technologies: matches follow at once.")}</p>
          <Link to="/organisation" className="button main">{i18n._("Complete the profile")}</Link>
        </Empty>
      )}
      {found && found.totalCount > 0 && <ul className="rows scored">{found.nodes.map((m) => <Row key={m.opportunity.id} match={m} />)}</ul>}
      {found?.pageInfo.hasNextPage && first < 100 && <p><Button busy={fetching} onPress={() => setFirst(first + 40)}>{i18n._("Show more")}</Button></p>}
    </Page>
  );
}

function Row({ match }: { match: Match }): ReactNode {
  const { i18n } = useLingui();
  const [open, setOpen] = useState(false);
  const { opportunity } = match;
  return (
    <li>
      <div><span className="score">{i18n.number(match.score, { minimumFractionDigits: 1 })}</span><ScoreBar parts={match.parts} /></div>
      <div>
        <p className="title" lang={opportunity.language}><Link to="/opportunities/$id" params={{ id: opportunity.id }}>{opportunity.title}</Link></p>
        <p className="facts"><span>{opportunity.technologies.map((t) => t.label).join(", ")}</span></p>
        <details className="fold small" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
          <summary>{i18n._("Why it matches")}</summary>
          {open && <Explanation match={match} />}
        </details>
      </div>
      <div className="side">
        <strong>{opportunity.market.name}</strong>
        <span>{kinds(i18n)[opportunity.kind]}</span>
        {opportunity.deadline && <span className="soft">{i18n._("until {day}", { day: day(i18n, opportunity.deadline) })}</span>}
        {!match.eligible && <span className="status bad">{i18n._("not eligible")}</span>}
      </div>
    </li>
  );
}
