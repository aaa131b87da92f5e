import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { Check } from "../ui/Form";

/** Accepts the privacy notice. */
export function PrivacyCheck({ accepted, onChange, error }: { accepted: boolean; onChange: (on: boolean) => void; error?: string | undefined }): ReactNode {
  const { i18n } = useLingui();
  return (
    <div>
      <Check label={i18n._("I accept the privacy notice")} checked={accepted} onChange={onChange} error={error} />
      <p className="small"><Link to="/privacy">{i18n._("Read the privacy notice")}</Link></p>
    </div>
  );
}
