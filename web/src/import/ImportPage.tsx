import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { sendForm } from "../api/upload";
import { SignInFirst } from "../account/SignInFirst";
import { NotFound } from "../app/Errors";
import { optionsOf } from "../mission/EditorFields";
import { organisationKinds } from "../organisation/labels";
import { Button } from "../ui/Button";
import { Note, Skeleton } from "../ui/Feedback";
import { Check, Choice, Field } from "../ui/Form";
import { Page } from "../ui/Page";
import { demanded, fields, guess, headOf, mapText, type Field as FieldName, type Mapping } from "./csv";
import { fieldNames } from "./labels";
import { ReportView, type Report } from "./ReportView";

const ClustersQuery = graphql(`query ImportClusters { clusters { id slug name kind } }`);

interface Chosen {
  file: File;
  columns: string[];
  samples: string[][];
}

/** Brings organisations from a file: which column feeds which field, a dry run that says what would happen, then the import. */
export function ImportPage(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  const { data } = useQuery(ClustersQuery, {});
  if (loading || !data) return <Skeleton lines={8} />;
  if (!viewer) return <SignInFirst title={i18n._("Import organisations")} />;
  if (!viewer.cluster && !viewer.roles.includes("COORDINATOR")) return <NotFound />;
  const clusters = data.clusters.filter((c) => c.kind === "CLUSTER" && (!viewer.cluster || c.id === viewer.cluster.id));
  return (
    <Page title={i18n._("Import organisations")} lede={i18n._("From a CSV file. What comes in is under review until its cluster verifies it; importing a file again changes only what differs.")}>
      <Import clusters={clusters} />
    </Page>
  );
}

function Import({ clusters }: { clusters: readonly { slug: string; name: string }[] }): ReactNode {
  const { i18n } = useLingui();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [mapping, setMapping] = useState<Mapping>({});
  const [cluster, setCluster] = useState(clusters[0]?.slug ?? "");
  const [skipBad, setSkipBad] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const [report, setReport] = useState<Report | null>(null);
  const forget = () => { setReport(null); setProblem(""); };
  const choose = async (file: File | undefined) => {
    forget();
    if (!file) return setChosen(null);
    const head = headOf(await file.slice(0, 65_536).text());
    setChosen({ file, ...head });
    setMapping(guess(head.columns));
  };
  const send = async (dryRun: boolean) => {
    if (!chosen) return;
    forget();
    setBusy(true);
    const answer = await sendForm("/imports", { map: mapText(chosen.file.name, `${cluster}:`, mapping), cluster, dryRun: String(dryRun), skipBad: String(skipBad) }, chosen.file);
    setBusy(false);
    if (answer.ok) setReport(answer.answer as Report);
    else setProblem(answer.message || i18n._("Something went wrong."));
  };
  const lacking = demanded.filter((f) => !mapping[f]?.column && !mapping[f]?.value);
  const rehearsed = report?.dryRun && (report.refused === 0 || skipBad) && report.created + report.changed > 0;
  return (
    <div className="stack-l">
      <section className="stack">
        <h2>{i18n._("1. The file")}</h2>
        <div className="form wide">
          <div className="pair">
            <div className="field">
              <label htmlFor="import-file">{i18n._("CSV file, at most 20 MB")}</label>
              <input id="import-file" className="input" type="file" accept=".csv,.txt,text/csv" onChange={(e) => void choose(e.target.files?.[0])} />
            </div>
            <Choice label={i18n._("Responsible cluster")} value={cluster} onChange={(v) => { forget(); setCluster(v); }} options={clusters.map((c) => ({ value: c.slug, label: c.name }))} />
          </div>
        </div>
        {chosen && chosen.columns.length === 0 && <Note tone="bad">{i18n._("This file's first line names no columns.")}</Note>}
      </section>
      {chosen && chosen.columns.length > 0 && (
        <>
          <section className="stack">
            <h2>{i18n._("2. Which column feeds which field")}</h2>
            <MappingTable chosen={chosen} mapping={mapping} onChange={(next) => { forget(); setMapping(next); }} />
            {lacking.length > 0 && <Note tone="warn">{i18n._("Still needed: {fields}", { fields: lacking.map((f) => fieldNames(i18n)[f]).join(", ") })}</Note>}
          </section>
          <section className="stack">
            <h2>{i18n._("3. Try, then import")}</h2>
            <Check label={i18n._("Import the good records when some are refused")} checked={skipBad} onChange={setSkipBad} />
            <p className="inline">
              <Button look={rehearsed ? undefined : "main"} busy={busy} disabled={lacking.length > 0} onPress={() => void send(true)}>{i18n._("Dry run")}</Button>
              <Button look={rehearsed ? "main" : undefined} busy={busy} disabled={!rehearsed} onPress={() => void send(false)}>{i18n._("Import")}</Button>
            </p>
            {problem && <Note tone="bad">{problem}</Note>}
            {report && <ReportView report={report} />}
          </section>
        </>
      )}
    </div>
  );
}

function MappingTable({ chosen, mapping, onChange }: { chosen: Chosen; mapping: Mapping; onChange: (mapping: Mapping) => void }): ReactNode {
  const { i18n } = useLingui();
  const names = fieldNames(i18n);
  const sample = (column: string) => chosen.samples.map((row) => row[chosen.columns.indexOf(column)] ?? "").filter(Boolean).join(" · ").slice(0, 80);
  const set = (field: FieldName, column: string) => onChange({ ...mapping, [field]: { column, value: mapping[field]?.value ?? "" } });
  return (
    <table className="table mapping">
      <thead><tr><th scope="col">{i18n._("Field")}</th><th scope="col">{i18n._("Column")}</th><th scope="col" className="wide">{i18n._("In the file")}</th></tr></thead>
      <tbody>
        {fields.map((field) => {
          const column = mapping[field]?.column ?? "";
          const fixed = (field === "kind" || field === "country") && !column;
          return (
            <tr key={field}>
              <th scope="row">{names[field]}{(demanded as readonly string[]).includes(field) && <span className="soft"> *</span>}</th>
              <td>
                <select className="input" aria-label={i18n._("Column for {field}", { field: names[field] })} value={column} onChange={(e) => set(field, e.target.value)}>
                  <option value="">{fixed ? i18n._("the same for all") : i18n._("none")}</option>
                  {chosen.columns.map((c) => <option key={c} value={c}>{c}</option>)}
                </select>
                {fixed && <ForAll field={field} value={mapping[field]?.value ?? ""} onChange={(value) => onChange({ ...mapping, [field]: { column: "", value } })} />}
              </td>
              <td className="wide soft small">{column && sample(column)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** A value that no column gives and every record gets. */
function ForAll({ field, value, onChange }: { field: FieldName; value: string; onChange: (value: string) => void }): ReactNode {
  const { i18n } = useLingui();
  const label = i18n._("{field} for all", { field: fieldNames(i18n)[field] });
  return field === "kind" ? <Choice label={label} value={value} onChange={onChange} options={optionsOf<string>(organisationKinds(i18n))} /> : <Field label={label} value={value} onChange={onChange} />;
}
