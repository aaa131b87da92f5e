import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { errorAt, useAct } from "../api/hooks";
import { useIdempotencyKey } from "../api/idempotency";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Choice, Field, Problems } from "../ui/Form";
import { onDay } from "../ui/format";
import { DelegateFields, Delegates, nobody } from "./delegates";
import { proposalStatuses } from "./labels";

const ChangeFragment = graphql(`
  fragment ChangeForm_registration on Registration {
    id motivation viewerCanProposeChange viewerCanSubstitute
    delegates { name email role }
    proposals { id status message reason createdAt }
  }
`);
const Propose = graphql(`
  mutation ProposeChange($input: ProposeChangeInput!) {
    proposeChange(input: $input) { registration { id ...ChangeForm_registration ...OwnRegistration_registration } userErrors { code field message } }
  }
`);
const Substitute = graphql(`
  mutation SubstituteDelegate($input: SubstituteDelegateInput!) {
    substituteDelegate(input: $input) { registration { id ...ChangeForm_registration ...OwnRegistration_registration } userErrors { code field message } }
  }
`);

type Masked = FragmentType<typeof ChangeFragment>;

/** What of a registration can still change, and the changes that were wished for. */
export function Changes({ registration: masked, seats }: { registration: Masked; seats: number }): ReactNode {
  const { i18n } = useLingui();
  const r = readFragment(ChangeFragment, masked);
  const [open, setOpen] = useState<"change" | "substitute" | null>(null);
  return (
    <>
      {r.proposals && r.proposals.length > 0 && (
        <ul className="stack small" aria-label={i18n._("Changes you proposed")}>
          {r.proposals.map((p) => <li key={p.id}>{i18n._("Change of {day}", { day: onDay(i18n, p.createdAt) })}: <strong>{proposalStatuses(i18n)[p.status]}</strong>{p.reason && ` · ${p.reason}`}</li>)}
        </ul>
      )}
      {!open && (
        <p className="inline">
          {r.viewerCanProposeChange && <Button onPress={() => setOpen("change")}>{i18n._("Change the registration")}</Button>}
          {r.viewerCanSubstitute && <Button onPress={() => setOpen("substitute")}>{i18n._("Send somebody else")}</Button>}
        </p>
      )}
      {open === "change" && <ChangeForm registration={masked} seats={seats} onDone={() => setOpen(null)} />}
      {open === "substitute" && <SubstituteForm registration={masked} onDone={() => setOpen(null)} />}
    </>
  );
}

function ChangeForm({ registration: masked, seats, onDone }: { registration: Masked; seats: number; onDone: () => void }): ReactNode {
  const { i18n } = useLingui();
  const r = readFragment(ChangeFragment, masked);
  const [delegates, setDelegates] = useState(() => (r.delegates ?? [nobody]).map(({ name, email, role }) => ({ name, email, role })));
  const [motivation, setMotivation] = useState(r.motivation ?? "");
  const [message, setMessage] = useState("");
  const { run, fetching, errors, failure } = useAct(Propose);
  const keyOf = useIdempotencyKey();
  const send = async () => {
    const input = { registrationId: r.id, delegates, motivation, message: message || null };
    if ((await run({ input: { ...input, idempotencyKey: keyOf(input) } }))?.registration) onDone();
  };
  return (
    <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
      <p className="small soft">{i18n._("Once places are confirmed, the mission’s staff decide on changes.")}</p>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      <Delegates delegates={delegates} seats={seats} errors={errors} onChange={setDelegates} />
      <Field label={i18n._("Motivation")} multiline maxLength={4000} value={motivation} onChange={setMotivation} error={errorAt(errors, "motivation")} />
      <Field label={i18n._("A word to those who decide")} maxLength={1000} value={message} onChange={setMessage} error={errorAt(errors, "message")} />
      <p className="inline">
        <Button type="submit" look="main" busy={fetching}>{i18n._("Send")}</Button>
        <Button look="quiet" onPress={onDone}>{i18n._("Cancel")}</Button>
      </p>
    </form>
  );
}

function SubstituteForm({ registration: masked, onDone }: { registration: Masked; onDone: () => void }): ReactNode {
  const { i18n } = useLingui();
  const r = readFragment(ChangeFragment, masked);
  const people = r.delegates ?? [];
  const [email, setEmail] = useState(people[0]?.email ?? "");
  const [delegate, setDelegate] = useState(nobody);
  const { run, fetching, errors, failure } = useAct(Substitute);
  const keyOf = useIdempotencyKey();
  const send = async () => {
    const input = { registrationId: r.id, email, delegate };
    if ((await run({ input: { ...input, idempotencyKey: keyOf(input) } }))?.registration) onDone();
  };
  return (
    <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      <Choice label={i18n._("Who stays at home")} value={email} onChange={setEmail} options={people.map((d) => ({ value: d.email, label: d.name }))} error={errorAt(errors, "email")} />
      <fieldset className="stack">
        <legend>{i18n._("Who travels instead")}</legend>
        <DelegateFields delegate={delegate} onChange={setDelegate} errorOf={(field) => errorAt(errors, `delegate.${field}`)} />
      </fieldset>
      <p className="inline">
        <Button type="submit" look="main" busy={fetching}>{i18n._("Send")}</Button>
        <Button look="quiet" onPress={onDone}>{i18n._("Cancel")}</Button>
      </p>
    </form>
  );
}
