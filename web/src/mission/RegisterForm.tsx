import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { errorAt, useAct } from "../api/hooks";
import { useIdempotencyKey } from "../api/idempotency";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";
import { nobody, useDraft, type Delegate } from "./draft";

const MissionFragment = graphql(`
  fragment RegisterForm_mission on Mission { id admission placesLeft seatsPerOrganisation }
`);

const Register = graphql(`
  mutation RegisterForMission($input: RegisterForMissionInput!) {
    registerForMission(input: $input) {
      registration {
        ...OwnRegistration_registration
        ...OwnRegistrations_registration
        mission { id placesLeft waitingCount viewerCanRegister viewerCannotRegisterBecause viewerRegistration { id } }
      }
      userErrors { code field message }
    }
  }
`);

const delegateFields = ["name", "email", "role"] as const;

/** Registers the viewer's organisation: who travels, and why. What was typed survives a reload. */
export function RegisterForm({ mission: masked }: { mission: FragmentType<typeof MissionFragment> }): ReactNode {
  const { i18n } = useLingui();
  const mission = readFragment(MissionFragment, masked);
  const { draft, change, forget } = useDraft(mission.id);
  const { run, fetching, errors, failure } = useAct(Register);
  const keyOf = useIdempotencyKey();
  const submit = async () => {
    const input = { missionId: mission.id, delegates: draft.delegates, motivation: draft.motivation || null };
    const payload = await run({ input: { ...input, idempotencyKey: keyOf(input) } });
    if (payload?.registration) forget();
  };
  const setDelegate = (n: number, delegate: Delegate) => change({ ...draft, delegates: draft.delegates.map((d, i) => (i === n ? delegate : d)) });
  const shown = [...draft.delegates.flatMap((_, n) => delegateFields.map((f) => `delegates.${n}.${f}`)), "motivation"];
  return (
    <section className="panel stack" aria-labelledby="register">
      <h2 id="register">{i18n._("Register")}</h2>
      {mission.admission === "FIRST_COME" && mission.placesLeft === 0 && <p>{i18n._("All places are taken: you would join the waiting list.")}</p>}
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void submit(); }}>
        {failure && <Failure error={failure} />}
        <Problems errors={errors} shown={shown} />
        {draft.delegates.map((delegate, n) => (
          <DelegateFields key={n} number={n + 1} delegate={delegate} onChange={(d) => setDelegate(n, d)} errorOf={(field) => errorAt(errors, `delegates.${n}.${field}`)}
            onRemove={draft.delegates.length > 1 ? () => change({ ...draft, delegates: draft.delegates.filter((_, i) => i !== n) }) : undefined} />
        ))}
        {draft.delegates.length < mission.seatsPerOrganisation && (
          <p><Button onPress={() => change({ ...draft, delegates: [...draft.delegates, nobody] })}>{i18n._("Add a delegate")}</Button></p>
        )}
        <Field label={i18n._("Motivation")} help={i18n._("What you want to achieve there, and with whom")} multiline maxLength={4000}
          value={draft.motivation} onChange={(motivation) => change({ ...draft, motivation })} error={errorAt(errors, "motivation")} />
        <p className="small soft">{i18n._("The cluster that runs the mission will see this registration.")}</p>
        <p><Button type="submit" look="main" busy={fetching}>{i18n._("Register")}</Button></p>
      </form>
    </section>
  );
}

interface DelegateFieldsProps {
  number: number;
  delegate: Delegate;
  onChange: (delegate: Delegate) => void;
  errorOf: (field: keyof Delegate) => string | undefined;
  onRemove?: (() => void) | undefined;
}

function DelegateFields({ number, delegate, onChange, errorOf, onRemove }: DelegateFieldsProps): ReactNode {
  const { i18n } = useLingui();
  return (
    <fieldset className="stack">
      <legend>{i18n._("Delegate {number}", { number })}</legend>
      <Field label={i18n._("Name")} value={delegate.name} onChange={(name) => onChange({ ...delegate, name })} error={errorOf("name")} maxLength={128} required />
      <div className="pair">
        <Field label={i18n._("Email")} type="email" value={delegate.email} onChange={(email) => onChange({ ...delegate, email })} error={errorOf("email")} required />
        <Field label={i18n._("Role")} value={delegate.role} onChange={(role) => onChange({ ...delegate, role })} error={errorOf("role")} maxLength={128} required />
      </div>
      {onRemove && <p><Button look="quiet" onPress={onRemove} label={i18n._("Remove delegate {number}", { number })}>{i18n._("Remove")}</Button></p>}
    </fieldset>
  );
}
