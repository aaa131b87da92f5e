import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { FollowUpPersonInput } from "../gql/graphql";
import { errorAt, useAct } from "../api/hooks";
import { useIdempotencyKey } from "../api/idempotency";
import { Button } from "../ui/Button";
import { Failure, Note } from "../ui/Feedback";
import { Check, Field, Problems } from "../ui/Form";
import { onDay } from "../ui/format";

const FollowUpFragment = graphql(`
  fragment FollowUpForm_registration on Registration {
    id viewerCanSubmitFollowUp
    delegates { name email }
    followUp {
      version submittedAt
      people { email passportName passportNumber passportExpiresOn nationality needsVisa dietary assistance emergencyContact }
    }
  }
`);
const Submit = graphql(`
  mutation SubmitFollowUp($input: SubmitFollowUpInput!) {
    submitFollowUp(input: $input) { registration { id ...FollowUpForm_registration } userErrors { code field message } }
  }
`);

type Person = Required<{ [K in keyof FollowUpPersonInput]: NonNullable<FollowUpPersonInput[K]> }>;
const texts = ["passportName", "passportNumber", "passportExpiresOn", "nationality", "dietary", "assistance", "emergencyContact"] as const;

/** What the delegates need for the journey. Kept nowhere but on the portal: passports are no drafts. */
export function FollowUpForm({ registration: masked }: { registration: FragmentType<typeof FollowUpFragment> }): ReactNode {
  const { i18n } = useLingui();
  const r = readFragment(FollowUpFragment, masked);
  const [people, setPeople] = useState<Person[]>(() => (r.delegates ?? []).map((d) => personOf(d, r.followUp?.people.find((p) => p.email === d.email))));
  const [saved, setSaved] = useState(false);
  const { run, fetching, errors, failure } = useAct(Submit);
  const keyOf = useIdempotencyKey();
  if (!r.viewerCanSubmitFollowUp) return null;
  const send = async () => {
    const input = { registrationId: r.id, expectedVersion: r.followUp?.version ?? null, people: people.map((p) => ({ ...p, passportExpiresOn: p.passportExpiresOn || null, nationality: p.nationality.toUpperCase() })) };
    const payload = await run({ input: { ...input, idempotencyKey: keyOf(input) } });
    setSaved(!!payload?.registration);
  };
  const put = (n: number, change: Partial<Person>) => {
    setSaved(false);
    setPeople(people.map((p, i) => (i === n ? { ...p, ...change } : p)));
  };
  return (
    <details className="fold">
      <summary>{r.followUp ? i18n._("For the journey: told on {day}", { day: onDay(i18n, r.followUp.submittedAt) }) : i18n._("For the journey: passports, visas, diets")}</summary>
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
        <p className="small soft">{i18n._("Only the mission’s staff read this. It is deleted 90 days after the mission.")}</p>
        {failure && <Failure error={failure} />}
        <Problems errors={errors} />
        {people.map((p, n) => (
          <fieldset key={p.email} className="stack">
            <legend>{r.delegates?.find((d) => d.email === p.email)?.name ?? p.email}</legend>
            <PersonFields person={p} onChange={(change) => put(n, change)} errorOf={(field) => errorAt(errors, `people.${n}.${field}`)} />
          </fieldset>
        ))}
        {saved && <Note tone="good">{i18n._("Saved.")}</Note>}
        <p><Button type="submit" look="main" busy={fetching}>{i18n._("Save")}</Button></p>
      </form>
    </details>
  );
}

interface PersonFieldsProps {
  person: Person;
  onChange: (change: Partial<Person>) => void;
  errorOf: (field: string) => string | undefined;
}

function PersonFields({ person, onChange, errorOf }: PersonFieldsProps): ReactNode {
  const { i18n } = useLingui();
  const field = (name: (typeof texts)[number], label: string, more: { help?: string; type?: string; maxLength?: number } = {}) => (
    <Field label={label} value={person[name]} onChange={(value) => onChange({ [name]: value })} error={errorOf(name)} {...more} />
  );
  return (
    <>
      <div className="pair">
        {field("passportName", i18n._("Name as in the passport"))}
        {field("passportNumber", i18n._("Passport number"))}
        {field("passportExpiresOn", i18n._("Passport valid until"), { type: "date" })}
        {field("nationality", i18n._("Nationality"), { help: i18n._("Two letters, such as ES"), maxLength: 2 })}
      </div>
      <Check label={i18n._("Needs a visa")} checked={person.needsVisa} onChange={(needsVisa) => onChange({ needsVisa })} />
      {field("dietary", i18n._("Diet and allergies"))}
      {field("assistance", i18n._("Assistance needed"))}
      {field("emergencyContact", i18n._("Whom to call in an emergency"))}
    </>
  );
}

type Stored = { [K in keyof Person]?: Person[K] | null } | undefined;

function personOf(delegate: { name: string; email: string }, stored: Stored): Person {
  const text = (name: (typeof texts)[number]) => stored?.[name] ?? "";
  return {
    email: delegate.email, passportName: stored?.passportName || delegate.name, passportNumber: text("passportNumber"), passportExpiresOn: text("passportExpiresOn"),
    nationality: text("nationality"), needsVisa: stored?.needsVisa ?? false, dietary: text("dietary"), assistance: text("assistance"), emergencyContact: text("emergencyContact"),
  };
}
