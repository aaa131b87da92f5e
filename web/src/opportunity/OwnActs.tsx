import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { OpportunityStatus } from "../gql/graphql";
import { useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Problems } from "../ui/Form";

const ActsFragment = graphql(`
  fragment OwnActs_opportunity on Opportunity { id status viewerCanUpdate openForInterest }
`);
const Withdraw = graphql(`
  mutation WithdrawOpportunity($input: WithdrawOpportunityInput!) {
    withdrawOpportunity(input: $input) { opportunity { id status openForInterest viewerCanUpdate } userErrors { code field message } }
  }
`);

const open: readonly OpportunityStatus[] = ["DRAFT", "SUBMITTED", "CHANGES_REQUESTED", "PUBLISHED", "ON_HOLD"];

/** What its owner can do with an opportunity. */
export function OwnActs({ opportunity }: { opportunity: FragmentType<typeof ActsFragment> }): ReactNode {
  const { i18n } = useLingui();
  const o = readFragment(ActsFragment, opportunity);
  const [sure, setSure] = useState(false);
  const { run, fetching, errors, failure } = useAct(Withdraw);
  return (
    <div className="stack noprint">
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      <p className="inline">
        {o.openForInterest && <Link to="/opportunities/$id/candidates" params={{ id: o.id }} className="button main">{i18n._("Candidates")}</Link>}
        {o.viewerCanUpdate && <Link to="/opportunities/$id/edit" params={{ id: o.id }} className="button">{i18n._("Edit")}</Link>}
        {open.includes(o.status) && !sure && <Button look="quiet" onPress={() => setSure(true)}>{i18n._("Withdraw")}</Button>}
      </p>
      {sure && open.includes(o.status) && (
        <p className="inline">
          <span>{i18n._("Withdraw it for good? It cannot be published again.")}</span>
          <Button busy={fetching} onPress={() => void run({ input: { opportunityId: o.id } })}>{i18n._("Yes, withdraw")}</Button>
          <Button look="quiet" onPress={() => setSure(false)}>{i18n._("Keep it")}</Button>
        </p>
      )}
    </div>
  );
}
