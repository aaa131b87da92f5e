import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import { useAct } from "../api/hooks";
import { QueueRow } from "../cluster/QueueRow";
import { Age } from "../ui/Age";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Problems } from "../ui/Form";
import { ReviewForm } from "./ReviewForm";
import { kinds } from "./labels";

const ReviewFragment = graphql(`
  fragment OpportunityReview_opportunity on Opportunity {
    id title summary kind language updatedAt market { id name } organisation { id legalName status }
  }
`);

const Publish = graphql(`
  mutation PublishOpportunity($input: PublishOpportunityInput!) {
    publishOpportunity(input: $input) { opportunity { id status viewerCanReview publishedAt } userErrors { code field message } }
  }
`);

interface OpportunityReviewProps {
  opportunity: FragmentType<typeof ReviewFragment>;
  tell: (text: string) => void;
}

/** An opportunity that waits for review: publish it, or send it back with comments on its fields. */
export function OpportunityReview({ opportunity, tell }: OpportunityReviewProps): ReactNode {
  const { i18n } = useLingui();
  const o = readFragment(ReviewFragment, opportunity);
  const [reviewing, setReviewing] = useState(false);
  const { run, fetching, errors, failure } = useAct(Publish);
  const publish = async () => {
    const payload = await run({ input: { opportunityId: o.id } });
    if (payload?.opportunity) tell(i18n._("“{title}” is published.", { title: o.title }));
  };
  return (
    <QueueRow keys={{ p: () => void publish(), c: () => setReviewing(true), enter: () => setReviewing(!reviewing) }}>
      <div className="between">
        <p className="title" lang={o.language}><Link to="/opportunities/$id" params={{ id: o.id }}>{o.title}</Link></p>
      </div>
      <p className="facts"><span>{kinds(i18n)[o.kind]}</span><span>{o.market.name}</span><span>{o.organisation?.legalName}</span>{o.updatedAt && <Age since={o.updatedAt} />}</p>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      {reviewing ? <ReviewForm opportunityId={o.id} publish={<Button busy={fetching} onPress={() => void publish()} label={i18n._("Publish {title}", { title: o.title })}>{i18n._("Publish")}</Button>} onCancel={() => setReviewing(false)} onSent={() => tell(i18n._("“{title}” went back to its author.", { title: o.title }))} /> : (
        <>
          <p className="clip small" lang={o.language}>{o.summary}</p>
          <p className="inline">
            <Button look="main" busy={fetching} onPress={() => void publish()} label={i18n._("Publish {title}", { title: o.title })}>{i18n._("Publish")}</Button>
            <Button onPress={() => setReviewing(true)} label={i18n._("Request changes to {title}", { title: o.title })}>{i18n._("Read and comment")}</Button>
          </p>
        </>
      )}
    </QueueRow>
  );
}
