import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { errorAt, useAct } from "../api/hooks";
import { useDraft } from "../api/draft";
import { useIdempotencyKey } from "../api/idempotency";
import { Button } from "../ui/Button";
import { Failure, Note } from "../ui/Feedback";
import { Field, Group, Problems } from "../ui/Form";

const FeedbackFragment = graphql(`
  fragment FeedbackForm_registration on Registration {
    id viewerCanGiveFeedback
    feedback { satisfaction programme meetings organisation comment version }
  }
`);
const Give = graphql(`
  mutation GiveFeedback($input: GiveFeedbackInput!) {
    giveFeedback(input: $input) { registration { id ...FeedbackForm_registration } userErrors { code field message } }
  }
`);

const asked = ["satisfaction", "programme", "meetings", "organisation"] as const;
type Draft = Record<(typeof asked)[number], number> & { comment: string };
const isDraft = (d: Draft) => typeof d.comment === "string" && asked.every((name) => typeof d[name] === "number");

/** What an organisation thinks of a mission that it attended. */
export function FeedbackForm({ registration: masked }: { registration: FragmentType<typeof FeedbackFragment> }): ReactNode {
  const { i18n } = useLingui();
  const r = readFragment(FeedbackFragment, masked);
  const f = r.feedback;
  const initial = { satisfaction: f?.satisfaction ?? 0, programme: f?.programme ?? 0, meetings: f?.meetings ?? 0, organisation: f?.organisation ?? 0, comment: f?.comment ?? "" };
  const { draft, change, forget } = useDraft(`feedback.${r.id}`, initial, isDraft);
  const [saved, setSaved] = useState(false);
  const { run, fetching, errors, failure } = useAct(Give);
  const keyOf = useIdempotencyKey();
  if (!r.viewerCanGiveFeedback) return null;
  const labels = { satisfaction: i18n._("All in all"), programme: i18n._("The programme"), meetings: i18n._("The meetings"), organisation: i18n._("How it was organised") };
  const send = async () => {
    const input = { registrationId: r.id, satisfaction: draft.satisfaction, programme: draft.programme || null, meetings: draft.meetings || null, organisation: draft.organisation || null, comment: draft.comment, expectedVersion: f?.version ?? null };
    const payload = await run({ input: { ...input, idempotencyKey: keyOf(input) } });
    if (payload?.registration) forget();
    setSaved(!!payload?.registration);
  };
  return (
    <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
      <h3>{i18n._("How was it?")}</h3>
      <p className="small soft">{i18n._("1: not at all satisfied, 5: very satisfied")}</p>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      {asked.map((name) => <Score key={name} label={labels[name]} value={draft[name]} error={errorAt(errors, name)} onChange={(score) => { setSaved(false); change({ ...draft, [name]: score }); }} />)}
      <Field label={i18n._("In words")} multiline maxLength={4000} value={draft.comment} onChange={(comment) => { setSaved(false); change({ ...draft, comment }); }} error={errorAt(errors, "comment")} />
      {saved && <Note tone="good">{i18n._("Thank you. The cluster reads it.")}</Note>}
      <p><Button type="submit" look="main" busy={fetching}>{i18n._("Send")}</Button></p>
    </form>
  );
}

function Score({ label, value, error, onChange }: { label: string; value: number; error: string | undefined; onChange: (score: number) => void }): ReactNode {
  return (
    <Group look="stars" legend={label} error={error}>
      <div className="inline">
        {[1, 2, 3, 4, 5].map((n) => (
          <label key={n} className="check"><input type="radio" name={label} checked={value === n} onChange={() => onChange(n)} /><span>{n}</span></label>
        ))}
      </div>
    </Group>
  );
}
