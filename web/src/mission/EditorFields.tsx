import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { errorAt, errorOn, type UserError } from "../api/hooks";
import { Check, Choice, Field, Group } from "../ui/Form";
import type { Choices } from "./EditorPage";
import { sentQuotas, type MissionForm, type QuotaRow } from "./editor";
import { admissions, directions } from "./labels";

export interface SectionProps {
  form: MissionForm;
  set: <K extends keyof MissionForm>(name: K, value: MissionForm[K]) => void;
  choices: Choices;
  errors: readonly UserError[];
}

type TextName = { [K in keyof MissionForm]: MissionForm[K] extends string ? K : never }[keyof MissionForm];
const zones = Intl.supportedValuesOf("timeZone");

export const optionsOf = <T extends string>(labels: Record<T, string>) => (Object.entries(labels) as [T, string][]).map(([value, label]) => ({ value, label }));

/** What, where, when, and how many places. */
export function EditorFields({ form, set, setAll, choices, errors, isNew, owner }: SectionProps & { setAll: (form: MissionForm) => void; isNew: boolean; owner: { cluster: string; onChange: (cluster: string) => void } | undefined }): ReactNode {
  const { i18n } = useLingui();
  const text = (name: TextName, label: string, more: { type?: string; help?: string; multiline?: boolean; required?: boolean; inputMode?: "numeric"; maxLength?: number; as?: string } = {}) => (
    <Field label={label} value={form[name]} onChange={(value) => set(name, value as never)} error={errorAt(errors, more.as ?? name)} {...more} />
  );
  const setMarket = (market: string) => setAll({ ...form, market, timeZone: (form.direction === "OUTBOUND" && choices.markets.find((m) => m.id === market)?.timeZones[0]) || form.timeZone });
  const markets = choices.markets.map((m) => ({ value: m.id, label: m.name }));
  const zoneOptions = [...new Set([form.timeZone, ...(choices.markets.find((m) => m.id === form.market)?.timeZones ?? []), ...zones])].map((z) => ({ value: z, label: z }));
  return (
    <>
      <fieldset className="stack">
        <legend>{i18n._("The mission")}</legend>
        {isNew && (
          <div className="pair">
            <Choice label={i18n._("Market")} value={form.market} onChange={setMarket} options={markets} error={errorAt(errors, "market")} />
            {owner && <Choice label={i18n._("Run by")} value={owner.cluster} onChange={owner.onChange} options={choices.clusters.map((c) => ({ value: c.id, label: c.name }))} error={errorAt(errors, "cluster")} />}
            <Choice label={i18n._("Kind")} value={form.direction} onChange={(v) => set("direction", v)} options={optionsOf(directions(i18n))} error={errorAt(errors, "direction")} />
            <Choice label={i18n._("Admission")} value={form.admission} onChange={(v) => set("admission", v)} options={optionsOf(admissions(i18n))} error={errorAt(errors, "admission")} />
          </div>
        )}
        {text("title", i18n._("Title"), { required: true, maxLength: 256 })}
        {text("description", i18n._("Description"), { multiline: true, maxLength: 8000, help: i18n._("Markdown: # heading, - list, **bold**") })}
        <div className="pair">
          {text("city", i18n._("City"))}
          {text("venue", i18n._("Venue"))}
        </div>
      </fieldset>
      <fieldset className="stack">
        <legend>{i18n._("When")}</legend>
        <Choice label={i18n._("Time zone of the venue")} value={form.timeZone} onChange={(v) => set("timeZone", v)} options={zoneOptions} error={errorAt(errors, "timeZone")} />
        <div className="pair">
          {text("startsOn", i18n._("First day"), { type: "date", required: true })}
          {text("endsOn", i18n._("Last day"), { type: "date", required: true })}
          {text("opensAt", i18n._("Registration opens"), { type: "datetime-local", required: true })}
          {text("closesAt", i18n._("Registration closes"), { type: "datetime-local", required: true })}
        </div>
      </fieldset>
      <fieldset className="stack">
        <legend>{i18n._("Places")}</legend>
        <div className="pair thirds">
          {text("capacity", i18n._("Places, in organisations"), { inputMode: "numeric", required: true })}
          {text("seatsPerOrganisation", i18n._("Delegates each"), { inputMode: "numeric", required: true })}
          {text("offerHours", i18n._("Hours an offer is held"), { inputMode: "numeric" })}
          {text("fee", i18n._("Fee"), { inputMode: "numeric", as: "feeCents" })}
          {text("travelAid", i18n._("Travel aid"), { inputMode: "numeric", as: "travelAidCents" })}
          {text("currency", i18n._("Currency"), { maxLength: 3 })}
        </div>
        <Quotas form={form} set={set} choices={choices} errors={errors} />
        {choices.clusters.length > 1 && (
          <Group small legend={i18n._("Run together with")} error={errorAt(errors, "coOwners")}>
            <div className="checks">
              {choices.clusters.map((c) => (
                <Check key={c.id} label={c.name} checked={form.coOwners.includes(c.id)} onChange={(on) => set("coOwners", on ? [...form.coOwners, c.id] : form.coOwners.filter((id) => id !== c.id))} />
              ))}
            </div>
          </Group>
        )}
      </fieldset>
    </>
  );
}

/** Guaranteed and greatest numbers of places, a cluster a row. */
function Quotas({ form, set, choices, errors }: SectionProps): ReactNode {
  const { i18n } = useLingui();
  const rowOf = (cluster: string): QuotaRow => form.quotas.find((q) => q.cluster === cluster) ?? { cluster, guaranteed: "", maximum: "" };
  const change = (row: QuotaRow) => set("quotas", [...form.quotas.filter((q) => q.cluster !== row.cluster), row]);
  const at = (cluster: string, field: string) => errorAt(errors, `quotas.${sentQuotas(form).findIndex((q) => q.cluster === cluster)}.${field}`);
  const general = errorOn(errors, "quotas");
  return (
    <div className="stack">
      <table className="table tight">
        <thead><tr><th scope="col">{i18n._("Cluster")}</th><th scope="col">{i18n._("Guaranteed")}</th><th scope="col">{i18n._("At most")}</th></tr></thead>
        <tbody>
          {choices.clusters.filter((c) => c.kind === "CLUSTER").map((c) => {
            const row = rowOf(c.id);
            const cell = (name: "guaranteed" | "maximum", label: string) => (
              <td>
                <input className="input small-number" inputMode="numeric" aria-label={label} value={row[name]} aria-invalid={!!at(c.id, name)} onChange={(e) => change({ ...row, [name]: e.target.value })} />
                {at(c.id, name) && <span className="field"><span className="wrong">{at(c.id, name)}</span></span>}
              </td>
            );
            return <tr key={c.id}><th scope="row">{c.name}</th>{cell("guaranteed", i18n._("Guaranteed to {cluster}", { cluster: c.name }))}{cell("maximum", i18n._("At most for {cluster}", { cluster: c.name }))}</tr>;
          })}
        </tbody>
      </table>
      {general && <p className="field"><span className="wrong">{general}</span></p>}
    </div>
  );
}
