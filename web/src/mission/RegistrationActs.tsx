import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { RegistrationStatus } from "../gql/graphql";
import { errorAt, useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Choice, Field, Problems } from "../ui/Form";
import { optionsOf } from "./EditorFields";
import { registrationStatuses } from "./labels";

const result = graphql(`
  fragment RegistrationActs_result on Registration {
    id status position placeReason promotedFor score viewerCanDecide history { at from to reason }
    mission { id placesLeft waitingCount waitingList { position arrival arrivedAt score promotedFor reason own } }
  }
`);
void result;
const Judge = graphql(`
  mutation JudgeRegistration($input: JudgeEligibilityInput!) { judgeEligibility(input: $input) { registration { ...RegistrationActs_result } userErrors { code field message } } }
`);
const Reject = graphql(`
  mutation RejectRegistration($input: RejectRegistrationInput!) { rejectRegistration(input: $input) { registration { ...RegistrationActs_result } userErrors { code field message } } }
`);
const Reverse = graphql(`
  mutation ReverseRegistration($input: ReverseDecisionInput!) { reverseDecision(input: $input) { registration { ...RegistrationActs_result } userErrors { code field message } } }
`);
const Promote = graphql(`
  mutation PromoteRegistration($input: PromoteRegistrationInput!) { promoteRegistration(input: $input) { registration { ...RegistrationActs_result } userErrors { code field message } } }
`);

/** To what a decision may be reversed, by what it made of the registration; the portal has the last word. */
const reversals: Partial<Record<RegistrationStatus, readonly RegistrationStatus[]>> = {
  ELIGIBLE: ["SUBMITTED", "INELIGIBLE"], INELIGIBLE: ["SUBMITTED", "ELIGIBLE"], REJECTED: ["WAITLISTED", "CONFIRMED", "ELIGIBLE"], CONFIRMED: ["WAITLISTED", "ELIGIBLE"],
  WAITLISTED: ["ELIGIBLE"], OFFERED: ["WAITLISTED"], DECLINED: ["WAITLISTED", "CONFIRMED"], LAPSED: ["WAITLISTED", "CONFIRMED"],
};
const rejectable: readonly RegistrationStatus[] = ["SUBMITTED", "ELIGIBLE", "CONFIRMED", "WAITLISTED", "OFFERED"];

interface RegistrationActsProps {
  registration: { id: string; status: RegistrationStatus; viewerCanDecide: boolean; promotedFor?: string; organisation?: { legalName: string } | null };
  tell: (text: string, undo?: () => Promise<unknown>) => void;
}

/** What staff of the mission may decide about a registration, each with its reason. */
export function RegistrationActs({ registration: r, tell }: RegistrationActsProps): ReactNode {
  const { i18n } = useLingui();
  const [asking, setAsking] = useState<"ineligible" | "reject" | "reverse" | "promote" | null>(null);
  const [reason, setReason] = useState("");
  const [to, setTo] = useState<RegistrationStatus | "">("");
  const judge = useAct(Judge);
  const reject = useAct(Reject);
  const reverse = useAct(Reverse);
  const promote = useAct(Promote);
  if (!r.viewerCanDecide) return null;
  const targets = reversals[r.status] ?? [];
  const acts = [judge, reject, reverse, promote];
  const errors = acts.flatMap((a) => a.errors);
  const name = r.organisation?.legalName ?? i18n._("An organisation");
  const back = (before: RegistrationStatus) => () => reverse.run({ input: { registrationId: r.id, to: before, reason: i18n._("Taken back by the staff of the mission.") } });
  const done = (text: string, undo?: () => Promise<unknown>) => {
    setAsking(null);
    setReason("");
    tell(text, undo);
  };
  const send = async (what: typeof asking) => {
    const input = { registrationId: r.id, reason };
    const before = r.status;
    if (what === "ineligible" && (await judge.run({ input: { registrationId: r.id, eligible: false, reasons: [reason] } }))?.registration) done(i18n._("{organisation} may not be chosen.", { organisation: name }), back(before));
    if (what === "reject" && (await reject.run({ input }))?.registration) done(i18n._("{organisation} is rejected.", { organisation: name }), before === "OFFERED" ? undefined : back(before));
    if (what === "reverse" && (await reverse.run({ input: { ...input, to: to || targets[0]! } }))?.registration) done(i18n._("The decision about {organisation} is reversed.", { organisation: name }));
    if (what === "promote" && (await promote.run({ input }))?.registration) done(i18n._("{organisation} is at the head of the waiting list.", { organisation: name }));
  };
  const accept = async () => {
    if ((await judge.run({ input: { registrationId: r.id, eligible: true } }))?.registration) done(i18n._("{organisation} may be chosen.", { organisation: name }), back("SUBMITTED"));
  };
  const words = {
    ineligible: [i18n._("Not eligible"), i18n._("The organisation reads it.")], reject: [i18n._("Reject"), i18n._("The organisation reads it.")],
    reverse: [i18n._("Reverse the decision"), i18n._("The organisation reads it.")], promote: [i18n._("Put at the head of the list"), i18n._("Everyone on the list reads it: name nobody.")],
  };
  const open = (what: keyof typeof words) => <Button expanded={asking === what} onPress={() => setAsking(asking === what ? null : what)}>{words[what][0]}</Button>;
  return (
    <div className="stack">
      {acts.map((a, n) => a.failure && <Failure key={n} error={a.failure} />)}
      <Problems errors={errors} />
      <p className="inline acts">
        {r.status === "SUBMITTED" && <Button look="main" busy={judge.fetching} onPress={() => void accept()}>{i18n._("Eligible")}</Button>}
        {r.status === "SUBMITTED" && open("ineligible")}
        {r.status === "WAITLISTED" && !r.promotedFor && open("promote")}
        {rejectable.includes(r.status) && open("reject")}
        {targets.length > 0 && open("reverse")}
      </p>
      {asking && (
        <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void send(asking); }}>
          {asking === "reverse" && <Choice label={i18n._("It is to be")} value={to || targets[0]!} onChange={setTo} options={optionsOf(registrationStatuses(i18n)).filter((o) => targets.includes(o.value))} error={errorAt(errors, "to")} />}
          <Field label={i18n._("Why")} help={words[asking][1]} autoFocus maxLength={asking === "ineligible" ? 100 : 1000} value={reason} onChange={setReason} error={errorAt(errors, "reason") ?? errorAt(errors, "reasons")} required />
          <p className="inline">
            <Button type="submit" look="main" busy={acts.some((a) => a.fetching)}>{words[asking][0]}</Button>
            <Button look="quiet" onPress={() => setAsking(null)}>{i18n._("Cancel")}</Button>
          </p>
        </form>
      )}
    </div>
  );
}
