import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { useNavigate } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import { errorAt, useAct, type UserError } from "../api/hooks";
import { useIdempotencyKey } from "../api/idempotency";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";

const LifecycleFragment = graphql(`
  fragment Lifecycle_mission on Mission { id status admission startsOn viewerCanUpdate }
`);
const Open = graphql(`mutation OpenMission($input: OpenMissionInput!) { openMission(input: $input) { mission { id status version viewerCanUpdate } userErrors { code field message } } }`);
const Close = graphql(`mutation CloseMission($input: CloseMissionInput!) { closeMission(input: $input) { mission { id status version placesLeft waitingCount } userErrors { code field message } } }`);
const Confirm = graphql(`mutation ConfirmMission($input: ConfirmMissionInput!) { confirmMission(input: $input) { mission { id status version } userErrors { code field message } } }`);
const Run = graphql(`mutation RunMission($input: RunMissionInput!) { runMission(input: $input) { mission { id status version } userErrors { code field message } } }`);
const Complete = graphql(`mutation CompleteMission($input: CompleteMissionInput!) { completeMission(input: $input) { mission { id status version } userErrors { code field message } } }`);
const Cancel = graphql(`mutation CancelMission($input: CancelMissionInput!) { cancelMission(input: $input) { mission { id status version cancelReason } userErrors { code field message } } }`);
const Clone = graphql(`mutation CloneMission($input: CloneMissionInput!) { cloneMission(input: $input) { mission { id } userErrors { code field message } } }`);

/** What may be done with the mission as a whole: the next step of its life, calling it off, writing another like it. */
export function Lifecycle({ mission }: { mission: FragmentType<typeof LifecycleFragment> }): ReactNode {
  const { i18n } = useLingui();
  const m = readFragment(LifecycleFragment, mission);
  const [asking, setAsking] = useState<"cancel" | "clone" | null>(null);
  const steps = { DRAFT: useAct(Open), OPEN: useAct(Close), CLOSED: useAct(Confirm), CONFIRMED: useAct(Run), RUNNING: useAct(Complete) };
  const labels = { DRAFT: i18n._("Open for registration"), OPEN: i18n._("Close registration"), CLOSED: i18n._("Make the list final"), CONFIRMED: i18n._("Start the mission"), RUNNING: i18n._("Complete the mission") };
  const status = m.status as keyof typeof steps;
  const step = steps[status];
  const cancellable = ["DRAFT", "OPEN", "CLOSED", "CONFIRMED"].includes(m.status);
  return (
    <section className="stack" aria-label={i18n._("The mission's next steps")}>
      {step?.failure && <Failure error={step.failure} />}
      {step && <Problems errors={step.errors} />}
      <p className="inline">
        {step && <Button look="main" busy={step.fetching} onPress={() => void step.run({ input: { missionId: m.id } })}>{labels[status]}</Button>}
        <Button onPress={() => setAsking(asking === "clone" ? null : "clone")} expanded={asking === "clone"}>{i18n._("Clone")}</Button>
        {cancellable && <Button onPress={() => setAsking(asking === "cancel" ? null : "cancel")} expanded={asking === "cancel"}>{i18n._("Call the mission off")}</Button>}
      </p>
      {asking === "cancel" && <CancelForm id={m.id} onDone={() => setAsking(null)} />}
      {asking === "clone" && <CloneForm id={m.id} startsOn={m.startsOn} />}
    </section>
  );
}

function CancelForm({ id, onDone }: { id: string; onDone: () => void }): ReactNode {
  const { i18n } = useLingui();
  const [reason, setReason] = useState("");
  const { run, fetching, errors, failure } = useAct(Cancel);
  const send = async () => {
    const payload = await run({ input: { missionId: id, reason } });
    if (payload?.mission) onDone();
  };
  return (
    <form className="form panel" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      <Field label={i18n._("Why")} help={i18n._("Everyone concerned gets a letter with it. This cannot be undone.")} multiline autoFocus maxLength={1000} value={reason} onChange={setReason} error={errorAt(errors, "reason")} required />
      <p><Button type="submit" look="main" busy={fetching}>{i18n._("Call the mission off")}</Button></p>
    </form>
  );
}

function CloneForm({ id, startsOn }: { id: string; startsOn: string }): ReactNode {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const keyOf = useIdempotencyKey();
  const [day, setDay] = useState(() => nextYear(startsOn));
  const [empty, setEmpty] = useState<UserError[]>([]);
  const { run, fetching, errors, failure } = useAct(Clone);
  const send = async () => {
    if (!day) return setEmpty([{ code: "INVALID", field: ["startsOn"], message: i18n._("Please fill this in.") }]);
    setEmpty([]);
    const input = { missionId: id, startsOn: day };
    const payload = await run({ input: { ...input, idempotencyKey: keyOf(input) } });
    if (payload?.mission) void navigate({ to: "/missions/$id/edit", params: { id: payload.mission.id } });
  };
  return (
    <form className="form panel" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      <Field label={i18n._("First day of the new mission")} help={i18n._("Last day, registration window and programme move with it. Documents are not copied.")} type="date" value={day} onChange={setDay} error={errorAt([...empty, ...errors], "startsOn")} required />
      <p><Button type="submit" look="main" busy={fetching}>{i18n._("Clone")}</Button></p>
    </form>
  );
}

/** The same weekday a year on. */
function nextYear(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 364);
  return day.toISOString().slice(0, 10);
}
