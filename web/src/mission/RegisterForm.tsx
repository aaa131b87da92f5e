import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { errorAt, useAct, type UserError } from "../api/hooks";
import { useDraft } from "../api/draft";
import { useIdempotencyKey } from "../api/idempotency";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";
import { Steps } from "../ui/Steps";
import { Delegates, nobody, type Delegate } from "./delegates";

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

interface Draft {
  step: number;
  delegates: Delegate[];
  motivation: string;
}
const blank: Draft = { step: 0, delegates: [nobody], motivation: "" };
const isDraft = (d: Draft) => Array.isArray(d.delegates) && d.delegates.length > 0 && typeof d.motivation === "string" && typeof d.step === "number";
const last = 2;

/** The step that shows the first of the errors. */
function stepOf(errors: readonly UserError[]): number {
  const names = errors.map((e) => e.field?.[0]);
  return names.includes("delegates") ? 0 : names.includes("motivation") ? 1 : last;
}

/** Registers the viewer's organisation in three steps: who travels, why, and a look at all of it. What was typed survives a reload. */
export function RegisterForm({ mission: masked }: { mission: FragmentType<typeof MissionFragment> }): ReactNode {
  const { i18n } = useLingui();
  const mission = readFragment(MissionFragment, masked);
  const { draft, change, forget } = useDraft(`registration.${mission.id}`, blank, isDraft);
  const { run, fetching, errors, failure } = useAct(Register);
  const keyOf = useIdempotencyKey();
  const send = async () => {
    const input = { missionId: mission.id, delegates: draft.delegates, motivation: draft.motivation || null };
    const payload = await run({ input: { ...input, idempotencyKey: keyOf(input) } });
    if (payload?.registration) forget();
    else if (payload?.userErrors.length) change({ ...draft, step: stepOf(payload.userErrors) });
  };
  const go = (step: number) => change({ ...draft, step });
  const names = [i18n._("Who travels"), i18n._("Why"), i18n._("Check and send")];
  const waits = mission.admission === "FIRST_COME" && mission.placesLeft === 0;
  return (
    <section className="panel stack noprint" aria-labelledby="register">
      <h2 id="register">{i18n._("Register")}</h2>
      {waits && <p>{i18n._("All places are taken: you would join the waiting list.")}</p>}
      <Steps names={names} current={draft.step} onGo={go} />
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); if (draft.step < last) go(draft.step + 1); else void send(); }}>
        {failure && <Failure error={failure} />}
        <Problems errors={errors} />
        {draft.step === 0 && <Delegates delegates={draft.delegates} seats={mission.seatsPerOrganisation} errors={errors} onChange={(delegates) => change({ ...draft, delegates })} />}
        {draft.step === 1 && (
          <Field label={i18n._("Motivation")} help={i18n._("What you want to achieve there, and with whom")} multiline maxLength={4000}
            value={draft.motivation} onChange={(motivation) => change({ ...draft, motivation })} error={errorAt(errors, "motivation")} />
        )}
        {draft.step === last && <Summary draft={draft} />}
        <p className="inline">
          <Button type="submit" look="main" busy={fetching}>{draft.step < last ? i18n._("Continue") : waits ? i18n._("Join the waiting list") : i18n._("Send the registration")}</Button>
          {draft.step > 0 && <Button look="quiet" onPress={() => go(draft.step - 1)}>{i18n._("Back")}</Button>}
        </p>
      </form>
    </section>
  );
}

function Summary({ draft }: { draft: Draft }): ReactNode {
  const { i18n } = useLingui();
  return (
    <>
      <dl className="facts-list">
        {draft.delegates.map((d, n) => [
          <dt key={n}>{i18n._("Delegate {number}", { number: n + 1 })}</dt>,
          <dd key={`${n} value`}>{[d.name, d.role, d.email].filter(Boolean).join(", ") || "–"}</dd>,
        ])}
        <dt>{i18n._("Motivation")}</dt>
        <dd className="pre">{draft.motivation || "–"}</dd>
      </dl>
      <p className="small soft">{i18n._("The cluster that runs the mission will see this registration.")}</p>
    </>
  );
}
