import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { errorAt, type UserError } from "../api/hooks";
import { Button } from "../ui/Button";
import { Field } from "../ui/Form";

/** Who travels. */
export interface Delegate {
  name: string;
  email: string;
  role: string;
}

/** A delegate not yet named. */
export const nobody: Delegate = { name: "", email: "", role: "" };

interface DelegatesProps {
  delegates: readonly Delegate[];
  seats: number;
  errors: readonly UserError[];
  onChange: (delegates: Delegate[]) => void;
}

/** The fields of all delegates, at most as many as there are seats. */
export function Delegates({ delegates, seats, errors, onChange }: DelegatesProps): ReactNode {
  const { i18n } = useLingui();
  const put = (n: number, delegate: Delegate) => onChange(delegates.map((d, i) => (i === n ? delegate : d)));
  return (
    <>
      {delegates.map((delegate, n) => (
        <fieldset key={n} className="stack">
          <legend>{i18n._("Delegate {number}", { number: n + 1 })}</legend>
          <DelegateFields delegate={delegate} onChange={(d) => put(n, d)} errorOf={(field) => errorAt(errors, `delegates.${n}.${field}`)} />
          {delegates.length > 1 && <p><Button look="quiet" onPress={() => onChange(delegates.filter((_, i) => i !== n))} label={i18n._("Remove delegate {number}", { number: n + 1 })}>{i18n._("Remove")}</Button></p>}
        </fieldset>
      ))}
      {delegates.length < seats && <p><Button onPress={() => onChange([...delegates, nobody])}>{i18n._("Add a delegate")}</Button></p>}
    </>
  );
}

interface DelegateFieldsProps {
  delegate: Delegate;
  onChange: (delegate: Delegate) => void;
  errorOf: (field: keyof Delegate) => string | undefined;
}

/** The fields of one delegate. */
export function DelegateFields({ delegate, onChange, errorOf }: DelegateFieldsProps): ReactNode {
  const { i18n } = useLingui();
  return (
    <>
      <Field label={i18n._("Name")} value={delegate.name} onChange={(name) => onChange({ ...delegate, name })} error={errorOf("name")} maxLength={128} required />
      <div className="pair">
        <Field label={i18n._("Email")} type="email" value={delegate.email} onChange={(email) => onChange({ ...delegate, email })} error={errorOf("email")} required />
        <Field label={i18n._("Role")} value={delegate.role} onChange={(role) => onChange({ ...delegate, role })} error={errorOf("role")} maxLength={128} required />
      </div>
    </>
  );
}
