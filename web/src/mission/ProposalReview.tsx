import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import { errorAt, useAct } from "../api/hooks";
import { QueueRow } from "../cluster/QueueRow";
import { Age } from "../ui/Age";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";

const ReviewFragment = graphql(`
  fragment ProposalReview_registration on Registration {
    id motivation
    delegates { name email role }
    mission { id title }
    organisation { id legalName }
    proposals { id status version message motivation createdAt delegates { name email role } }
  }
`);

const Decide = graphql(`
  mutation DecideProposal($input: DecideProposalInput!) {
    decideProposal(input: $input) { registration { ...ProposalReview_registration } userErrors { code field message } }
  }
`);

interface ProposalReviewProps {
  registration: FragmentType<typeof ReviewFragment>;
  tell: (text: string) => void;
}

/** A change that an organisation wishes for its registration: what stands, what is wished, accept or refuse. */
export function ProposalReview({ registration, tell }: ProposalReviewProps): ReactNode {
  const { i18n } = useLingui();
  const r = readFragment(ReviewFragment, registration);
  const proposal = r.proposals?.find((p) => p.status === "PROPOSED");
  const [refusing, setRefusing] = useState(false);
  const [reason, setReason] = useState("");
  const { run, fetching, errors, failure } = useAct(Decide);
  if (!proposal) return null;
  const decide = async (accept: boolean) => {
    const payload = await run({ input: { proposalId: proposal.id, expectedVersion: proposal.version, accept, reason: reason || null } });
    if (payload?.registration) tell(accept ? i18n._("The change is accepted.") : i18n._("The change is refused."));
  };
  const people = (list: readonly { name: string; role: string }[]) => list.map((d) => `${d.name} (${d.role})`).join(", ");
  return (
    <QueueRow keys={{ a: () => void decide(true), r: () => setRefusing(true) }}>
      <div className="between">
        <p><span className="title">{r.organisation?.legalName}</span> <span className="facts"><Link to="/missions/$id" params={{ id: r.mission.id }}>{r.mission.title}</Link><Age since={proposal.createdAt} /></span></p>
        {!refusing && (
          <p className="inline">
            <Button look="main" busy={fetching} onPress={() => void decide(true)}>{i18n._("Accept change")}</Button>
            <Button onPress={() => setRefusing(true)}>{i18n._("Refuse change")}</Button>
          </p>
        )}
      </div>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      {proposal.delegates && <p className="small"><del>{people(r.delegates ?? [])}</del> <ins>{people(proposal.delegates)}</ins></p>}
      {proposal.motivation && <p className="small"><del>{r.motivation}</del> <ins>{proposal.motivation}</ins></p>}
      {proposal.message && <p className="small pre">{proposal.message}</p>}
      {refusing && (
        <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void decide(false); }}>
          <Field label={i18n._("Why")} help={i18n._("The organisation reads it.")} autoFocus maxLength={1000} value={reason} onChange={setReason} error={errorAt(errors, "reason")} required />
          <p className="inline">
            <Button type="submit" look="main" busy={fetching}>{i18n._("Refuse change")}</Button>
            <Button look="quiet" onPress={() => setRefusing(false)}>{i18n._("Cancel")}</Button>
          </p>
        </form>
      )}
    </QueueRow>
  );
}
