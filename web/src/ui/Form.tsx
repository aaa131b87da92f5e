import { useId, type ReactNode } from "react";
import { FieldError, Input, Label, Text, TextArea, TextField } from "react-aria-components";
import type { UserError } from "../api/hooks";

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  help?: ReactNode;
  type?: string;
  required?: boolean;
  autoComplete?: string;
  inputMode?: "numeric" | "email" | "url";
  maxLength?: number;
  multiline?: boolean;
  /** For a form that a press has just opened. */
  autoFocus?: boolean;
}

/** A labelled text field with its help and its error. */
export function Field({ label, value, onChange, error, help, type = "text", required, autoComplete, inputMode, maxLength, multiline, autoFocus = false }: FieldProps): ReactNode {
  return (
    <TextField className="field" value={value} onChange={onChange} type={type} isInvalid={!!error} isRequired={!!required} validationBehavior="aria" autoFocus={autoFocus}
      {...(autoComplete ? { autoComplete } : {})} {...(inputMode ? { inputMode } : {})} {...(maxLength ? { maxLength } : {})}>
      <Label>{label}</Label>
      {help && <Text slot="description" className="help">{help}</Text>}
      {multiline ? <TextArea className="input" /> : <Input className="input" />}
      <FieldError className="wrong">{error}</FieldError>
    </TextField>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string }[];
  error?: string | undefined;
}

/** One choice out of few: the platform's own select, which every keyboard and telephone knows. */
export function Choice<T extends string>({ label, value, onChange, options, error }: ChoiceProps<T>): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" value={value} aria-invalid={!!error} aria-describedby={error ? `${id}-wrong` : undefined}
        onChange={(e) => onChange(e.target.value as T)}>
        {options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
      </select>
      {error && <span className="wrong" id={`${id}-wrong`}>{error}</span>}
    </div>
  );
}

/** A box to tick. `count` says how many rows it would leave. */
export function Check({ label, checked, onChange, count, error }: { label: ReactNode; checked: boolean; onChange: (on: boolean) => void; count?: string; error?: string | undefined }): ReactNode {
  const id = useId();
  return (
    <div>
      <label className="check">
        <input type="checkbox" checked={checked} onChange={(e) => onChange(e.target.checked)} aria-invalid={!!error || undefined} aria-describedby={error ? id : undefined} />
        <span>{label}</span>
        {count !== undefined && <span className="num">{count}</span>}
      </label>
      {error && <p className="field"><span className="wrong" id={id}>{error}</span></p>}
    </div>
  );
}

/** The errors that no field of the form shows. `shown` lists the paths that have a place. */
export function Problems({ errors, shown = [] }: { errors: readonly UserError[]; shown?: readonly string[] }): ReactNode {
  const rest = errors.filter((e) => !e.field || !shown.includes(e.field.join(".")));
  if (!rest.length) return null;
  return (
    <div role="alert" className="note bad">
      {rest.map((e) => <p key={e.message}>{e.message}</p>)}
    </div>
  );
}
