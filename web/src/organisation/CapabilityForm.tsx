import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { CapabilityInput, Direction, Partnership, Stage } from "../gql/graphql";
import { errorAt, useAct } from "../api/hooks";
import { partnerships, stages } from "../opportunity/labels";
import { TechnologyPicker, type Technology } from "../technology/TechnologyPicker";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Check, Choice, Field, Problems } from "../ui/Form";
import type { Capability } from "./Capabilities";
import { capabilityDirections } from "./labels";

const SetCapabilities = graphql(`
  mutation SetCapabilities($input: SetCapabilitiesInput!) {
    setCapabilities(input: $input) { organisation { id ...Capabilities_organisation ...ProfileForm_organisation ...Completeness_organisation } userErrors { code field message } }
  }
`);

interface Draft {
  key: number;
  direction: Direction;
  technologies: readonly Technology[];
  text: string;
  language: string;
  stage: Stage | "";
  partnerships: readonly Partnership[];
  markets: readonly string[];
}

let keys = 0;
const draftOf = (c: Capability): Draft => ({ ...c, key: keys++, stage: c.stage ?? "", markets: c.markets.map((m) => m.id) });
const fresh = (language: string): Draft => ({ key: keys++, direction: "OFFERS", technologies: [], text: "", language, stage: "", partnerships: [], markets: [] });
const inputOf = (d: Draft): CapabilityInput => ({
  direction: d.direction, text: d.text.trim(), language: d.language, stage: d.stage || null,
  technologies: d.technologies.map((t) => t.id), partnerships: [...d.partnerships], markets: [...d.markets],
});

interface CapabilityFormProps {
  organisationId: string;
  version: number;
  stored: readonly Capability[];
  onDone: () => void;
}

/** Edits all capabilities at once, as the graph replaces them. */
export function CapabilityForm({ organisationId, version, stored, onDone }: CapabilityFormProps): ReactNode {
  const { i18n } = useLingui();
  const [drafts, setDrafts] = useState(() => (stored.length ? stored.map(draftOf) : [fresh(i18n.locale)]));
  const { run, fetching, errors, failure } = useAct(SetCapabilities);
  const save = async () => {
    const payload = await run({ input: { organisationId, expectedVersion: version, capabilities: drafts.map(inputOf) } });
    if (payload?.organisation) onDone();
  };
  return (
    <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void save(); }}>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      {drafts.map((draft, n) => (
        <DraftFields key={draft.key} draft={draft} number={n + 1} errorOf={(field) => errorAt(errors, `capabilities.${n}.${field}`)}
          onChange={(d) => setDrafts(drafts.map((old) => (old.key === d.key ? d : old)))} onRemove={() => setDrafts(drafts.filter((old) => old.key !== draft.key))} />
      ))}
      {drafts.length < 20 && <p><Button onPress={() => setDrafts([...drafts, fresh(i18n.locale)])}>{i18n._("Add another")}</Button></p>}
      <p className="inline">
        <Button type="submit" look="main" busy={fetching}>{i18n._("Save")}</Button>
        <Button look="quiet" onPress={onDone}>{i18n._("Cancel")}</Button>
      </p>
    </form>
  );
}

interface DraftFieldsProps {
  draft: Draft;
  number: number;
  errorOf: (field: string) => string | undefined;
  onChange: (draft: Draft) => void;
  onRemove: () => void;
}

function DraftFields({ draft, number, errorOf, onChange, onRemove }: DraftFieldsProps): ReactNode {
  const { i18n } = useLingui();
  const options = <T extends string>(labels: Record<T, string>) => (Object.entries(labels) as [T, string][]).map(([value, label]) => ({ value, label }));
  const toggle = (p: Partnership, on: boolean) => onChange({ ...draft, partnerships: on ? [...draft.partnerships, p] : draft.partnerships.filter((old) => old !== p) });
  return (
    <fieldset className="panel stack">
      <legend className="hidden">{i18n._("Capability {number}", { number })}</legend>
      <div className="pair">
        <Choice label={i18n._("Direction")} value={draft.direction} onChange={(direction) => onChange({ ...draft, direction })} options={options(capabilityDirections(i18n))} error={errorOf("direction")} />
        <Choice label={i18n._("Stage of development")} value={draft.stage} onChange={(stage) => onChange({ ...draft, stage })} options={[{ value: "" as const, label: "–" }, ...options(stages(i18n))]} error={errorOf("stage")} />
      </div>
      <TechnologyPicker chosen={draft.technologies} onChange={(technologies) => onChange({ ...draft, technologies })} error={errorOf("technologies")} />
      <Field label={i18n._("In words")} multiline maxLength={2000} value={draft.text} onChange={(text) => onChange({ ...draft, text })} error={errorOf("text")} />
      <details className="fold small" open={errorOf("partnerships") ? true : undefined}>
        <summary>{i18n._("Types of partnership")}</summary>
        {options(partnerships(i18n)).map((p) => <Check key={p.value} label={p.label} checked={draft.partnerships.includes(p.value)} onChange={(on) => toggle(p.value, on)} />)}
        {errorOf("partnerships") && <p className="field"><span className="wrong">{errorOf("partnerships")}</span></p>}
      </details>
      <p><Button look="quiet" onPress={onRemove} label={i18n._("Remove capability {number}", { number })}>{i18n._("Remove")}</Button></p>
    </fieldset>
  );
}
