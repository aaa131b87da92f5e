import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { errorAt, type UserError } from "../api/hooks";
import { Button } from "../ui/Button";
import { Field, Problems } from "../ui/Form";

export interface RecordField {
  name: string;
  label: string;
  help?: string;
  multiline?: boolean;
  /** What cannot be changed once it is stored. */
  fixed?: boolean;
}

interface RecordFormProps {
  fields: readonly RecordField[];
  values: Readonly<Record<string, string>>;
  onChange: (values: Record<string, string>) => void;
  errors: readonly UserError[];
  busy: boolean;
  onSave: () => void;
  onCancel: () => void;
  children?: ReactNode;
}

/** A form over plain texts, for the rows of reference data. */
export function RecordForm({ fields, values, onChange, errors, busy, onSave, onCancel, children }: RecordFormProps): ReactNode {
  const { i18n } = useLingui();
  const at = (name: string) => errorAt(errors, name);
  return (
    <form className="form wide opened" noValidate onSubmit={(e) => { e.preventDefault(); onSave(); }}>
      <Problems errors={errors} />
      {children}
      <div className="pair">
        {fields.filter((f) => !f.multiline && !f.fixed).map((f) => <Field key={f.name} label={f.label} help={f.help} value={values[f.name] ?? ""} onChange={(v) => onChange({ ...values, [f.name]: v })} error={at(f.name)} />)}
      </div>
      {fields.filter((f) => f.multiline).map((f) => <Field key={f.name} label={f.label} help={f.help} multiline value={values[f.name] ?? ""} onChange={(v) => onChange({ ...values, [f.name]: v })} error={at(f.name)} />)}
      <p className="inline"><Button type="submit" look="main" busy={busy}>{i18n._("Save")}</Button><Button look="quiet" onPress={onCancel}>{i18n._("Cancel")}</Button></p>
    </form>
  );
}

/** The items of a text that commas part. */
export const items = (text: string | undefined): string[] => (text ?? "").split(",").map((s) => s.trim()).filter(Boolean);

interface LanguageText {
  language: string;
  text: string;
}

/** Texts by language out of values named prefix.xx; empty ones are left out. */
export const textsOf = (values: Readonly<Record<string, string>>, prefix: string): LanguageText[] =>
  Object.entries(values).filter(([name, text]) => name.startsWith(`${prefix}.`) && text.trim()).map(([name, text]) => ({ language: name.slice(prefix.length + 1), text: text.trim() }));

/** Errors with those on texts that textsOf made named as the fields are: "names.2.text" becomes "names.de"; what concerns all is said at English. */
export const byLanguage = (errors: readonly UserError[], prefix: string, sent: readonly LanguageText[]): UserError[] =>
  errors.map((e) => (e.field?.[0] === prefix ? { ...e, field: [prefix, sent[Number(e.field[1])]?.language ?? "en"] } : e));
