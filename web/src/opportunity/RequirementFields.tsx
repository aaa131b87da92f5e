import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import type { RequirementInput, RequirementKind } from "../gql/graphql";
import { errorAt, errorOn, type UserError } from "../api/hooks";
import { requirementKinds } from "../match/labels";
import { sizeClasses } from "../organisation/labels";
import { Button } from "../ui/Button";
import { Check, Choice, Field, Group } from "../ui/Form";
import { iprs, stages } from "./labels";

interface RequirementFieldsProps {
  requirements: readonly RequirementInput[];
  errors: readonly UserError[];
  onChange: (requirements: RequirementInput[]) => void;
}

const numbers: readonly RequirementKind[] = ["TRL", "YEARS_IN_BUSINESS"];
const most = 20;
const whole = (text: string) => (/^\d{1,3}$/.test(text) ? Number(text) : null);

/** What a partner must, or should, bring: matches judge each of them. */
export function RequirementFields({ requirements, errors, onChange }: RequirementFieldsProps): ReactNode {
  const { i18n } = useLingui();
  const put = (n: number, requirement: RequirementInput) => onChange(requirements.map((r, i) => (i === n ? requirement : r)));
  const kindOptions = (Object.entries(requirementKinds(i18n)) as [RequirementKind, string][]).map(([value, label]) => ({ value, label }));
  return (
    <Group look="stack" legend={i18n._("What a partner must bring")} error={errorOn(errors, "requirements")}>
      {requirements.map((r, n) => (
        <div key={n} className="stack">
          <div className="pair">
            <Choice label={i18n._("Requirement {number}", { number: n + 1 })} value={r.kind} options={kindOptions} error={errorAt(errors, `requirements.${n}.kind`)}
              onChange={(kind) => put(n, { kind, values: [], min: null, max: null, mandatory: r.mandatory ?? true })} />
            <Wanted requirement={r} error={errorAt(errors, `requirements.${n}.values`) ?? errorAt(errors, `requirements.${n}.min`) ?? errorAt(errors, `requirements.${n}.max`)} onChange={(next) => put(n, next)} />
          </div>
          <div className="between">
            <Check label={i18n._("Mandatory")} checked={r.mandatory ?? true} onChange={(mandatory) => put(n, { ...r, mandatory })} />
            <Button look="quiet" onPress={() => onChange(requirements.filter((_, i) => i !== n))} label={i18n._("Remove requirement {number}", { number: n + 1 })}>{i18n._("Remove")}</Button>
          </div>
        </div>
      ))}
      {requirements.length < most && <p><Button onPress={() => onChange([...requirements, { kind: "CERTIFICATION", values: [], min: null, max: null, mandatory: true }])}>{i18n._("Add a requirement")}</Button></p>}
    </Group>
  );
}

interface WantedProps {
  requirement: RequirementInput;
  error: string | undefined;
  onChange: (requirement: RequirementInput) => void;
}

function Wanted({ requirement: r, error, onChange }: WantedProps): ReactNode {
  const { i18n } = useLingui();
  if (numbers.includes(r.kind)) {
    return <Field label={i18n._("At least")} inputMode="numeric" value={r.min == null ? "" : String(r.min)} onChange={(text) => onChange({ ...r, min: whole(text) })} error={error} />;
  }
  const closed: Partial<Record<RequirementKind, Record<string, string>>> = { SIZE_CLASS: sizeClasses(i18n), STAGE: stages(i18n), IPR: iprs(i18n) };
  const labels = closed[r.kind];
  if (!labels) {
    const help = r.kind === "COUNTRY" ? i18n._("Two letters, such as ES") : r.kind === "LANGUAGE" ? i18n._("Two letters each, with commas: en, es, ca") : i18n._("With commas; any one of them will do");
    const put = (text: string) => onChange({ ...r, values: text.split(",").map((v) => v.trimStart()) });
    return <Field label={i18n._("Any of")} help={help} value={(r.values ?? []).join(", ")} onChange={put} error={error} />;
  }
  const values = r.values ?? [];
  return (
    <Group look="stars" small legend={i18n._("Any of")} error={error}>
      {Object.entries(labels).map(([value, label]) => (
        <Check key={value} label={label} checked={values.includes(value)} onChange={(on) => onChange({ ...r, values: on ? [...values, value] : values.filter((v) => v !== value) })} />
      ))}
    </Group>
  );
}
