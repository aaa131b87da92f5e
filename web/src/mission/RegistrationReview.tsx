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
  fragment RegistrationReview_registration on Registration {
    id status createdAt motivation viewerCanDecide
    mission { id title }
    organisation { id legalName cluster { id name } }
  }
`);

const Judge = graphql(`
  mutation JudgeEligibility($input: JudgeEligibilityInput!) {
    judgeEligibility(input: $input) { registration { id status viewerCanDecide history { at from to reason } } userErrors { code field message } }
  }
`);
const Reverse = graphql(`
  mutation ReverseDecision($input: ReverseDecisionInput!) {
    reverseDecision(input: $input) {
      registration { id status position placeReason score viewerCanDecide history { at from to reason } mission { id placesLeft waitingCount } }
      userErrors { code field message }
    }
  }
`);

interface RegistrationReviewProps {
  registration: FragmentType<typeof ReviewFragment>;
  tell: (text: string, undo?: () => Promise<unknown>) => void;
}

/** A registration for a selection that nobody has judged yet: may it be chosen? */
export function RegistrationReview({ registration, tell }: RegistrationReviewProps): ReactNode {
  const { i18n } = useLingui();
  const r = readFragment(ReviewFragment, registration);
  const [refusing, setRefusing] = useState(false);
  const judge = useAct(Judge);
  const reverse = useAct(Reverse);
  const name = r.organisation?.legalName ?? i18n._("An organisation");
  const undo = () => reverse.run({ input: { registrationId: r.id, to: "SUBMITTED", reason: i18n._("Taken back by the staff of the mission.") } });
  const decide = async (eligible: boolean, reasons?: string[]) => {
    const payload = await judge.run({ input: { registrationId: r.id, eligible, reasons: reasons ?? null } });
    if (payload?.registration) tell(eligible ? i18n._("{organisation} may be chosen.", { organisation: name }) : i18n._("{organisation} may not be chosen.", { organisation: name }), undo);
  };
  return (
    <QueueRow keys={{ e: () => void decide(true), n: () => setRefusing(true) }}>
      <div className="between">
        <p><span className="title">{name}</span> <span className="facts"><span>{r.organisation?.cluster.name}</span><Link to="/missions/$id" params={{ id: r.mission.id }}>{r.mission.title}</Link><Age since={r.createdAt} /></span></p>
        {r.viewerCanDecide && !refusing && (
          <p className="inline">
            <Button look="main" busy={judge.fetching} onPress={() => void decide(true)} label={i18n._("Eligible: {organisation}", { organisation: name })}>{i18n._("Eligible")}</Button>
            <Button onPress={() => setRefusing(true)} label={i18n._("Not eligible: {organisation}", { organisation: name })}>{i18n._("Not eligible")}</Button>
          </p>
        )}
      </div>
      {judge.failure && <Failure error={judge.failure} />}
      <Problems errors={judge.errors} />
      {refusing && <ReasonForm error={errorAt(judge.errors, "reasons")} busy={judge.fetching} onSend={(reason) => void decide(false, [reason])} onCancel={() => setRefusing(false)} />}
      {r.motivation && <p className="clip small">{r.motivation}</p>}
    </QueueRow>
  );
}

function ReasonForm({ error, busy, onSend, onCancel }: { error: string | undefined; busy: boolean; onSend: (reason: string) => void; onCancel: () => void }): ReactNode {
  const { i18n } = useLingui();
  const [reason, setReason] = useState("");
  return (
    <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); onSend(reason); }}>
      <Field label={i18n._("Why")} help={i18n._("The organisation reads it.")} autoFocus maxLength={100} value={reason} onChange={setReason} error={error} required />
      <p className="inline">
        <Button type="submit" look="main" busy={busy}>{i18n._("Not eligible")}</Button>
        <Button look="quiet" onPress={onCancel}>{i18n._("Cancel")}</Button>
      </p>
    </form>
  );
}
