import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import type { EligibilityRuleKind, SizeClass } from "../gql/graphql";
import { errorAt, errorOn } from "../api/hooks";
import { sizeClasses } from "../organisation/labels";
import { TechnologyPicker } from "../technology/TechnologyPicker";
import { Button } from "../ui/Button";
import { Check, Choice, Field, Group } from "../ui/Form";
import { optionsOf, type SectionProps } from "./EditorFields";
import type { RuleRow } from "./editor";
import { ruleKinds } from "./labels";

/** Programme, conditions of participation, criteria and contacts. */
export function EditorLists({ form, set, choices, errors }: SectionProps): ReactNode {
  const { i18n } = useLingui();
  const at = (path: string) => errorAt(errors, path);
  const lastDay = form.agenda.at(-1)?.endsAt ?? (form.startsOn && `${form.startsOn}T09:00`);
  return (
    <>
      <List title={i18n._("Programme")} rows={form.agenda} onChange={(rows) => set("agenda", rows)} fresh={{ startsAt: lastDay, endsAt: lastDay, title: "", place: "" }} addLabel={i18n._("Add a session")} error={errorOn(errors, "agenda")}
        removeLabel={(n) => i18n._("Remove session {number}", { number: n })}>
        {(row, n, change) => (
          <div className="pair">
            <Field label={i18n._("Begins")} type="datetime-local" value={row.startsAt} onChange={(startsAt) => change({ ...row, startsAt })} error={at(`agenda.${n}.startsAt`)} />
            <Field label={i18n._("Ends")} type="datetime-local" value={row.endsAt} onChange={(endsAt) => change({ ...row, endsAt })} error={at(`agenda.${n}.endsAt`)} />
            <Field label={i18n._("Session")} maxLength={256} value={row.title} onChange={(title) => change({ ...row, title })} error={at(`agenda.${n}.title`)} />
            <Field label={i18n._("Place")} maxLength={256} value={row.place} onChange={(place) => change({ ...row, place })} error={at(`agenda.${n}.place`)} />
          </div>
        )}
      </List>
      <List title={i18n._("Conditions of participation")} rows={form.eligibility} onChange={(rows) => set("eligibility", rows)} fresh={{ kind: "VERIFIED_PROFILE" as EligibilityRuleKind, values: [], min: "", max: "", mandatory: true }}
        addLabel={i18n._("Add a condition")} error={errorOn(errors, "eligibility")} removeLabel={(n) => i18n._("Remove condition {number}", { number: n })}>
        {(row, n, change) => (
          <div className="stack">
            <Choice label={i18n._("About")} value={row.kind} onChange={(kind) => change({ ...row, kind, values: [], min: "", max: "" })} options={optionsOf(ruleKinds(i18n))} error={at(`eligibility.${n}.kind`)} />
            <RuleValues row={row} change={change} choices={choices} error={(field) => at(`eligibility.${n}.${field}`)} />
            <Check label={i18n._("Whoever does not fulfil it stays out")} checked={row.mandatory} onChange={(mandatory) => change({ ...row, mandatory })} />
          </div>
        )}
      </List>
      {form.admission === "SELECTION" && (
        <List title={i18n._("Criteria of the selection")} rows={form.criteria} onChange={(rows) => set("criteria", rows)} fresh={{ name: "", weight: "10" }} addLabel={i18n._("Add a criterion")} error={errorOn(errors, "criteria")}
          removeLabel={(n) => i18n._("Remove criterion {number}", { number: n })}>
          {(row, n, change) => (
            <div className="pair">
              <Field label={i18n._("Criterion")} maxLength={128} value={row.name} onChange={(name) => change({ ...row, name })} error={at(`criteria.${n}.name`)} />
              <Field label={i18n._("Weight, 1 to 100")} inputMode="numeric" value={row.weight} onChange={(weight) => change({ ...row, weight })} error={at(`criteria.${n}.weight`)} />
            </div>
          )}
        </List>
      )}
      <List title={i18n._("Whom to ask")} rows={form.contacts} onChange={(rows) => set("contacts", rows)} fresh={{ name: "", role: "", email: "", phone: "" }} addLabel={i18n._("Add a contact")} error={errorOn(errors, "contacts")}
        removeLabel={(n) => i18n._("Remove contact {number}", { number: n })}>
        {(row, n, change) => (
          <div className="pair">
            <Field label={i18n._("Name")} maxLength={128} value={row.name} onChange={(name) => change({ ...row, name })} error={at(`contacts.${n}.name`)} />
            <Field label={i18n._("Role")} maxLength={128} value={row.role} onChange={(role) => change({ ...row, role })} error={at(`contacts.${n}.role`)} />
            <Field label={i18n._("Email")} type="email" value={row.email} onChange={(email) => change({ ...row, email })} error={at(`contacts.${n}.email`)} />
            <Field label={i18n._("Telephone")} maxLength={40} value={row.phone} onChange={(phone) => change({ ...row, phone })} error={at(`contacts.${n}.phone`)} />
          </div>
        )}
      </List>
    </>
  );
}

interface ListProps<T> {
  title: string;
  rows: readonly T[];
  onChange: (rows: readonly T[]) => void;
  fresh: T;
  addLabel: string;
  removeLabel: (number: number) => string;
  error: string | undefined;
  children: (row: T, n: number, change: (row: T) => void) => ReactNode;
}

function List<T>({ title, rows, onChange, fresh, addLabel, removeLabel, error, children }: ListProps<T>): ReactNode {
  const { i18n } = useLingui();
  return (
    <Group look="stack" legend={title} error={error}>
      {rows.map((row, n) => (
        <div key={n} className="entry">
          {children(row, n, (next) => onChange(rows.map((old, i) => (i === n ? next : old))))}
          <Button look="quiet" label={removeLabel(n + 1)} onPress={() => onChange(rows.filter((_, i) => i !== n))}>{i18n._("Remove")}</Button>
        </div>
      ))}
      <p><Button onPress={() => onChange([...rows, fresh])}>{addLabel}</Button></p>
    </Group>
  );
}

function RuleValues({ row, change, choices, error }: { row: RuleRow; change: (row: RuleRow) => void; choices: SectionProps["choices"]; error: (field: string) => string | undefined }): ReactNode {
  const { i18n } = useLingui();
  const checks = (options: readonly { id: string; label: string }[]) => (
    <>
      <div className="checks">
        {options.map((o) => (
          <Check key={o.id} label={o.label} checked={row.values.some((v) => v.id === o.id)} onChange={(on) => change({ ...row, values: on ? [...row.values, o] : row.values.filter((v) => v.id !== o.id) })} />
        ))}
      </div>
      {error("values") && <p className="field"><span className="wrong">{error("values")}</span></p>}
    </>
  );
  switch (row.kind) {
    case "CLUSTER_MEMBERSHIP": return checks(choices.clusters.filter((c) => c.kind === "CLUSTER").map((c) => ({ id: c.id, label: c.name })));
    case "SIZE_CLASS": return checks((Object.entries(sizeClasses(i18n)) as [SizeClass, string][]).map(([id, label]) => ({ id, label })));
    case "TECHNOLOGY": return <TechnologyPicker chosen={row.values} onChange={(values) => change({ ...row, values })} error={error("values")} />;
    case "PAST_PARTICIPATION": return (
      <>
        <div className="pair">
          <Field label={i18n._("Earlier missions, at least")} inputMode="numeric" value={row.min} onChange={(min) => change({ ...row, min })} error={error("min")} />
          <Field label={i18n._("Earlier missions, at most")} inputMode="numeric" value={row.max} onChange={(max) => change({ ...row, max })} error={error("max")} />
        </div>
        {checks(choices.markets.map((m) => ({ id: m.id, label: m.name })))}
      </>
    );
    case "VERIFIED_PROFILE": return null;
  }
}
