import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { Independence } from "../gql/graphql";
import { errorAt, type UserError } from "../api/hooks";
import { Button } from "../ui/Button";
import { Check, Choice, Field, Problems } from "../ui/Form";
import { independences } from "./labels";
import type { Profile } from "./profile";

export const ProfileFragment = graphql(`
  fragment ProfileForm_organisation on Organisation {
    id version kind legalName country city foundedYear headcount turnover balanceTotal accountsYear independence languages certifications website description listed
  }
`);

interface ProfileFormProps {
  initial: Profile;
  errors: readonly UserError[];
  busy: boolean;
  submitLabel: string;
  onSubmit: (profile: Profile) => void;
  onCancel?: () => void;
  /** Fields that stand before the basic facts, for what these are by now. */
  before?: (profile: Profile) => ReactNode;
}

/** The basic facts of an organisation. */
export function ProfileForm({ initial, errors, busy, submitLabel, onSubmit, onCancel, before }: ProfileFormProps): ReactNode {
  const { i18n } = useLingui();
  const [p, setProfile] = useState(initial);
  const set = <K extends keyof Profile>(name: K) => (value: Profile[K]) => setProfile({ ...p, [name]: value });
  const text = (name: Exclude<keyof Profile, "listed" | "independence">, label: string, more: { help?: string; multiline?: boolean; required?: boolean; inputMode?: "numeric" | "url" } = {}) => (
    <Field label={label} value={p[name]} onChange={set(name)} error={errorAt(errors, name)} {...more} />
  );
  const needed = i18n._("Needed before the profile is submitted");
  const relations = (Object.entries(independences(i18n)) as [Independence, string][]).map(([value, label]) => ({ value, label }));
  return (
    <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); onSubmit(p); }}>
      <Problems errors={errors} />
      {before?.(p)}
      {text("legalName", i18n._("Legal name"), { required: true })}
      <div className="pair">
        {text("country", i18n._("Country"), { help: i18n._("Two letters, such as ES"), required: true })}
        {text("city", i18n._("City"), { help: needed })}
      </div>
      {text("description", i18n._("What the organisation does"), { help: needed, multiline: true })}
      {text("website", i18n._("Web site"), { inputMode: "url" })}
      <div className="pair">
        {text("foundedYear", i18n._("Year of foundation"), { inputMode: "numeric" })}
        {text("headcount", i18n._("Headcount"), { help: needed, inputMode: "numeric" })}
        {text("turnover", i18n._("Annual turnover in euros"), { inputMode: "numeric" })}
        {text("balanceTotal", i18n._("Balance-sheet total in euros"), { inputMode: "numeric" })}
        {text("accountsYear", i18n._("Year of the accounts"), { inputMode: "numeric" })}
        <Choice label={i18n._("Relations to other enterprises")} value={p.independence} onChange={set("independence")} options={relations} error={errorAt(errors, "independence")} />
      </div>
      {text("languages", i18n._("Languages of business"), { help: `${i18n._("Two letters each, with commas: en, es, ca")}. ${needed}` })}
      {text("certifications", i18n._("Certifications and approvals"), { help: i18n._("With commas: ISO 13485, GMP") })}
      <Check label={i18n._("Listed: others may see the profile")} checked={p.listed} onChange={set("listed")} error={errorAt(errors, "listed")} />
      <p className="inline">
        <Button type="submit" look="main" busy={busy}>{submitLabel}</Button>
        {onCancel && <Button look="quiet" onPress={onCancel}>{i18n._("Cancel")}</Button>}
      </p>
    </form>
  );
}
