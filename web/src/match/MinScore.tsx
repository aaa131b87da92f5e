import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Choice } from "../ui/Form";

const steps = ["40", "60", "70", "80"];

/** The least score that a list shows. */
export function MinScore({ value, onChange }: { value: string | undefined; onChange: (score: string | undefined) => void }): ReactNode {
  const { i18n } = useLingui();
  const options = [{ value: "", label: i18n._("Any") }, ...steps.map((s) => ({ value: s, label: i18n._("{score} and more", { score: s }) }))];
  return <Choice label={i18n._("Score")} value={value && steps.includes(value) ? value : ""} onChange={(s) => onChange(s || undefined)} options={options} />;
}
