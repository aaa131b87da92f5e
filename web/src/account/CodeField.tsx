import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Field } from "../ui/Form";

/** Takes a code of the authenticator app, or a recovery code; browsers that know either fill it in. */
export function CodeField({ value, onChange, error, autoFocus = false }: { value: string; onChange: (value: string) => void; error?: string | undefined; autoFocus?: boolean }): ReactNode {
  const { i18n } = useLingui();
  return (
    <Field label={i18n._("Code")} help={i18n._("Six digits of your authenticator app, or one of your recovery codes.")} autoComplete="one-time-code" maxLength={20}
      value={value} onChange={onChange} error={error} autoFocus={autoFocus} required />
  );
}
