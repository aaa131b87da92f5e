import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import { errorAt, useAct, useQuery } from "../api/hooks";
import { useIdempotencyKey } from "../api/idempotency";
import { Button } from "../ui/Button";
import { Failure, Note } from "../ui/Feedback";
import { Check, Choice, Field, Problems } from "../ui/Form";
import { nobody, type Delegate } from "./delegates";

const OwnQuery = graphql(`
  query Nominees($clusters: [ID!], $text: String) {
    organisations(filter: { clusters: $clusters, statuses: [VERIFIED], kinds: [COMPANY, RESEARCH], text: $text }, first: 50) { nodes { id legalName } }
  }
`);
const Nominate = graphql(`
  mutation NominateForMission($input: NominateForMissionInput!) {
    nominateForMission(input: $input) {
      registration { id status position organisation { id legalName } mission { id placesLeft waitingCount } }
      userErrors { code field message }
    }
  }
`);

/** Registers an organisation of the viewer's cluster for a mission, with its consent; for cluster staff. */
export function NominatePanel({ missionId, clusterId, seats }: { missionId: string; clusterId: string; seats: number }): ReactNode {
  const { i18n } = useLingui();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  return (
    <section className="panel stack">
      <div className="between">
        <h2>{i18n._("Nominate an organisation of your cluster")}</h2>
        <Button expanded={open} onPress={() => setOpen(!open)}>{open ? i18n._("Close") : i18n._("Nominate")}</Button>
      </div>
      {done && <Note tone="good">{done}</Note>}
      {open && <NominateForm missionId={missionId} clusterId={clusterId} seats={seats} onDone={(text) => { setDone(text); setOpen(false); }} />}
    </section>
  );
}

function NominateForm({ missionId, clusterId, seats, onDone }: { missionId: string; clusterId: string; seats: number; onDone: (text: string) => void }): ReactNode {
  const { i18n } = useLingui();
  const [text, setText] = useState("");
  const [organisation, setOrganisation] = useState("");
  const [delegates, setDelegates] = useState<readonly Delegate[]>([nobody]);
  const [motivation, setMotivation] = useState("");
  const [agreed, setAgreed] = useState(false);
  const keyOf = useIdempotencyKey();
  const { data } = useQuery(OwnQuery, { clusters: [clusterId], text: text.trim() || null });
  const { run, fetching, errors, failure } = useAct(Nominate);
  const found = data?.organisations.nodes ?? [];
  const chosen = found.some((o) => o.id === organisation) ? organisation : (found[0]?.id ?? "");
  const send = async () => {
    const input = { missionId, organisationId: chosen, agreed, delegates: delegates.map((d) => ({ ...d })), motivation: motivation || null };
    const payload = await run({ input: { ...input, idempotencyKey: keyOf(input) } });
    if (payload?.registration) onDone(i18n._("{organisation} is registered.", { organisation: payload.registration.organisation?.legalName ?? "" }));
  };
  const set = (n: number, delegate: Delegate) => setDelegates(delegates.map((d, i) => (i === n ? delegate : d)));
  const fields = ["name", "email", "role"] as const;
  const labels = { name: i18n._("Name"), email: i18n._("Email"), role: i18n._("Role") };
  return (
    <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      <div className="pair">
        <Field label={i18n._("Find the organisation")} value={text} onChange={setText} />
        <Choice label={i18n._("Organisation")} value={chosen} onChange={setOrganisation} options={found.map((o) => ({ value: o.id, label: o.legalName }))} error={errorAt(errors, "organisationId")} />
      </div>
      {delegates.map((d, n) => (
        <fieldset key={n} className="pair thirds">
          <legend className="hidden">{i18n._("Delegate {number}", { number: n + 1 })}</legend>
          {fields.map((f) => <Field key={f} label={labels[f]} value={d[f]} onChange={(value) => set(n, { ...d, [f]: value })} error={errorAt(errors, `delegates.${n}.${f}`)} />)}
        </fieldset>
      ))}
      {delegates.length < seats && <p><Button onPress={() => setDelegates([...delegates, nobody])}>{i18n._("Add a delegate")}</Button></p>}
      <Field label={i18n._("Motivation")} multiline maxLength={4000} value={motivation} onChange={setMotivation} error={errorAt(errors, "motivation")} />
      <Check label={i18n._("The organisation agreed: the clusters that run the mission see its registration.")} checked={agreed} onChange={setAgreed} error={errorAt(errors, "agreed")} />
      <p><Button type="submit" look="main" busy={fetching} disabled={!chosen}>{i18n._("Register")}</Button></p>
    </form>
  );
}
