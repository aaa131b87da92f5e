import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Note } from "../ui/Feedback";

/** What an import did, or would have done, as POST /imports answers. */
export interface Report {
  dryRun: boolean;
  written: boolean;
  read: number;
  created: number;
  changed: number;
  unchanged: number;
  refused: number;
  refusals: { line: number; field: string; reason: string }[];
  warnings: { field: string; message: string; count: number; lines: number[] }[];
  unmappedTechnologies: { text: string; count: number }[];
  unreadColumns: string[];
}

const most = 50;

/** A report for people: the counts, then what was refused and why. */
export function ReportView({ report: r }: { report: Report }): ReactNode {
  const { i18n } = useLingui();
  const counts = [[i18n._("Records read"), r.read], [i18n._("New"), r.created], [i18n._("Changed"), r.changed], [i18n._("Unchanged"), r.unchanged], [i18n._("Refused"), r.refused]] as const;
  const verdict = r.written ? i18n._("Imported.") : r.dryRun ? i18n._("This was a dry run: nothing was written.") : i18n._("Nothing was written, because records were refused.");
  return (
    <div className="stack">
      <Note tone={r.written ? "good" : "warn"}>{verdict}</Note>
      <dl className="tallies">{counts.map(([name, n]) => <div key={name}><dt>{name}</dt><dd className={name === i18n._("Refused") && n > 0 ? "status bad" : ""}>{i18n.number(n)}</dd></div>)}</dl>
      <Lines title={i18n._("Refused")} rows={r.refusals.map((f) => [String(f.line), f.field, f.reason])} />
      <Lines title={i18n._("Warnings")} rows={r.warnings.map((w) => [w.lines.join(", ") + (w.count > w.lines.length ? " …" : ""), w.field, w.message])} />
      {r.unmappedTechnologies.length > 0 && <p className="small"><strong>{i18n._("Technologies that the tree does not know:")}</strong> {r.unmappedTechnologies.slice(0, most).map((u) => `${u.text} (${u.count})`).join(", ")}</p>}
      {r.unreadColumns.length > 0 && <p className="small soft">{i18n._("Columns that nothing reads: {columns}", { columns: r.unreadColumns.join(", ") })}</p>}
    </div>
  );
}

function Lines({ title, rows }: { title: string; rows: readonly (readonly [string, string, string])[] }): ReactNode {
  const { i18n } = useLingui();
  if (!rows.length) return null;
  return (
    <section className="stack">
      <h3>{title}</h3>
      <div className="scroll" tabIndex={0}>
        <table className="table tight">
          <thead><tr><th scope="col">{i18n._("Line")}</th><th scope="col">{i18n._("Field")}</th><th scope="col">{i18n._("Why")}</th></tr></thead>
          <tbody>{rows.slice(0, most).map(([line, field, reason], n) => <tr key={n}><td className="num">{line}</td><td>{field}</td><td>{reason}</td></tr>)}</tbody>
        </table>
      </div>
      {rows.length > most && <p className="small soft">{i18n._("{count, plural, one {and # more} other {and # more}}", { count: rows.length - most })}</p>}
    </section>
  );
}
