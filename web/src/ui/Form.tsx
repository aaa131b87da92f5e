import { useId, useLayoutEffect, useRef, useState, type ChangeEvent, type ReactNode } from "react";
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
  const id = useId();
  const described = [help ? `${id}-help` : "", error ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  const common = {
    id, className: "input", value, required: !!required, autoComplete, inputMode, maxLength, autoFocus, "aria-invalid": error ? true : undefined, "aria-describedby": described || undefined,
    onChange: (e: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange(e.target.value),
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {help && <span className="help" id={`${id}-help`}>{help}</span>}
      {multiline ? <textarea {...common} /> : <input type={type} {...common} />}
      {error && <span className="wrong" id={`${id}-wrong`}>{error}</span>}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string }[];
  error?: string | undefined;
  help?: ReactNode;
  required?: boolean;
}

/** One choice out of few: the platform's own select, which every keyboard and telephone knows. */
export function Choice<T extends string>({ label, value, onChange, options, error, help, required }: ChoiceProps<T>): ReactNode {
  const id = useId();
  const described = [help ? `${id}-help` : "", error ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {help && <span className="help" id={`${id}-help`}>{help}</span>}
      <select id={id} className="input" value={value} required={!!required} aria-invalid={!!error} aria-describedby={described || undefined}
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

/** What belongs together under one name, such as boxes of which some are ticked, with the error of the whole. */
export function Group({ legend, look, small, error, children }: { legend: ReactNode; look?: string; small?: boolean; error?: string | undefined; children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <fieldset className={look} aria-describedby={error ? id : undefined}>
      <legend className={small ? "small" : undefined}>{legend}</legend>
      {children}
      {error && <p className="field"><span className="wrong" id={id}>{error}</span></p>}
    </fieldset>
  );
}

/**
 * Stands at the top of a form, or of what acts without one: shows the errors that no field there shows, and leads the focus to the first field
 * that shows one when new ones come, or the eye to itself where none does. It looks at what the fields did show, so that no error is ever lost between the two.
 */
export function Problems({ errors }: { errors: readonly UserError[] }): ReactNode {
  const place = useRef<HTMLSpanElement>(null);
  const note = useRef<HTMLDivElement>(null);
  const known = useRef<readonly string[]>([]);
  const owed = useRef(false);
  const [rest, setRest] = useState<readonly string[]>([]);
  useLayoutEffect(() => {
    const form = place.current?.closest("form") ?? place.current?.parentElement;
    if (!form) return;
    const fields = [...form.querySelectorAll(".wrong")];
    const shown = fields.map((f) => f.textContent);
    const left = errors.filter((e) => {
      const at = e.field ? shown.indexOf(e.message) : -1;
      if (at >= 0) shown.splice(at, 1); // two fields may say the same
      return at < 0;
    }).map((e) => e.message);
    if (left.join("\n") !== rest.join("\n")) setRest(left);
    const now = errors.map((e) => `${e.field?.join(".")} ${e.message}`);
    if (now.length === 0) owed.current = false;
    else if (now.some((e) => !known.current.includes(e))) owed.current = true; // while people mend one after the other, the focus stays theirs
    known.current = now;
    if (!owed.current || !(fields[0] ?? note.current)) return;
    owed.current = false;
    if (fields[0]) controlOf(fields[0])?.focus();
    else note.current?.scrollIntoView?.({ block: "nearest" });
  });
  return (
    <>
      <span hidden ref={place} />
      {rest.length > 0 && <div ref={note} role="alert" className="note bad">{rest.map((message, n) => <p key={n}>{message}</p>)}</div>}
    </>
  );
}

/** What can be changed nearest to an error. */
function controlOf(wrong: Element): HTMLElement | null {
  for (let around = wrong.parentElement; around; around = around.parentElement) {
    const control = around.querySelector<HTMLElement>("input, select, textarea, button");
    if (control) return control;
  }
  return null;
}
