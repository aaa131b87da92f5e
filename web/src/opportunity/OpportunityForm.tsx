import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import type { OpportunityKind, Partnership, Stage, Ipr } from "../gql/graphql";
import { errorAt, type UserError } from "../api/hooks";
import { languages } from "../app/languages";
import { TechnologyPicker } from "../technology/TechnologyPicker";
import { Check, Choice, Field, Group, Problems } from "../ui/Form";
import { demanded, fieldNames, type Draft } from "./editing";
import { iprs, kinds, partnerships, stages } from "./labels";
import { RequirementFields } from "./RequirementFields";

interface OpportunityFormProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  errors: readonly UserError[];
  /** What reviewers said of fields, by field. */
  remarks: ReadonlyMap<string, string>;
  markets: readonly { id: string; name: string }[];
  /** Kind and market stand once the opportunity is stored. */
  fixed: boolean;
}

type Texts = "title" | "summary" | "description" | "advantages" | "specification" | "partnerSought" | "deadline" | "trl";
const options = <T extends string>(labels: Record<T, string>) => (Object.entries(labels) as [T, string][]).map(([value, label]) => ({ value, label }));

/** The fields of an opportunity, each with what its kind demands, its error and what reviewers said of it. */
export function OpportunityForm({ draft, onChange, errors, remarks, markets, fixed }: OpportunityFormProps): ReactNode {
  const { i18n } = useLingui();
  const names = fieldNames(i18n);
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  const named = (name: keyof Draft) => `${names[name]}${demanded[draft.kind].includes(name) ? " *" : ""}`;
  const text = (name: Texts, more: { maxLength?: number; multiline?: boolean; type?: string; required?: boolean } = {}) => (
    <Field label={named(name)} value={draft[name]} onChange={(value) => set({ [name]: value })} error={errorAt(errors, name)} help={<Help remark={remarks.get(name)} used={draft[name].length} most={more.maxLength} />} {...more} />
  );
  const toggle = (p: Partnership, on: boolean) => set({ partnerships: on ? [...draft.partnerships, p] : draft.partnerships.filter((old) => old !== p) });
  return (
    <>
      <Problems errors={errors} />
      {!fixed && (
        <div className="pair">
          <Choice<OpportunityKind> label={names["kind"]!} value={draft.kind} onChange={(kind) => set({ kind })} options={options(kinds(i18n))} error={errorAt(errors, "kind")} />
          <Choice label={names["market"]!} value={draft.market} onChange={(market) => set({ market })} options={[{ value: "", label: "–" }, ...markets.map((m) => ({ value: m.id, label: m.name }))]} error={errorAt(errors, "market")} />
        </div>
      )}
      {text("title", { maxLength: 256, required: true })}
      {text("summary", { maxLength: 500, multiline: true, required: true })}
      {text("description", { maxLength: 4000, multiline: true, required: true })}
      {text("advantages", { maxLength: 2000, multiline: true })}
      {text("specification", { maxLength: 2000, multiline: true })}
      {text("partnerSought", { maxLength: 4000, multiline: true })}
      <TechnologyPicker chosen={draft.technologies} onChange={(technologies) => set({ technologies })} error={errorAt(errors, "technologies")} most={5} />
      <Remark remark={remarks.get("technologies")} />
      <div className="pair">
        <Choice<Stage | ""> label={named("stage")} value={draft.stage} onChange={(stage) => set({ stage })} options={[{ value: "", label: "–" }, ...options(stages(i18n))]} error={errorAt(errors, "stage")} />
        <Choice<Ipr | ""> label={named("ipr")} value={draft.ipr} onChange={(ipr) => set({ ipr })} options={[{ value: "", label: "–" }, ...options(iprs(i18n))]} error={errorAt(errors, "ipr")} />
        {text("trl", {})}
        {text("deadline", { type: "date" })}
        <Choice label={names["language"]!} value={draft.language} onChange={(language) => set({ language })} options={options<string>(languages)} error={errorAt(errors, "language")} />
      </div>
      <Group look="stars" legend={i18n._("Types of partnership")} error={errorAt(errors, "partnerships")}>
        {options(partnerships(i18n)).map((p) => <Check key={p.value} label={p.label} checked={draft.partnerships.includes(p.value)} onChange={(on) => toggle(p.value, on)} />)}
      </Group>
      <RequirementFields requirements={draft.requirements} errors={errors} onChange={(requirements) => set({ requirements })} />
      <Remark remark={remarks.get("requirements")} />
      <Check label={i18n._("Confidential: your organisation stays unnamed until you accept an interest")} checked={draft.confidential} onChange={(confidential) => set({ confidential })} error={errorAt(errors, "confidential")} />
    </>
  );
}

function Help({ remark, used, most }: { remark: string | undefined; used: number; most: number | undefined }): ReactNode {
  const { i18n } = useLingui();
  return <>{remark && <Remark remark={remark} />}{most && used > most * 0.8 && i18n._("{left} characters left", { left: most - used })}</>;
}

function Remark({ remark }: { remark: string | undefined }): ReactNode {
  const { i18n } = useLingui();
  return remark ? <span className="remark"><strong>{i18n._("Reviewer:")}</strong> {remark}</span> : null;
}
