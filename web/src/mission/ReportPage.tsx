import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi } from "@tanstack/react-router";
import { graphql } from "../gql";
import type { MissionReportPageQuery } from "../gql/graphql";
import { useFresh } from "../api/fresh";
import { useQuery } from "../api/hooks";
import { NotFound } from "../app/Errors";
import { sizeClasses } from "../organisation/labels";
import { Button } from "../ui/Button";
import { Failure, Skeleton } from "../ui/Feedback";
import { Page } from "../ui/Page";
import { days } from "../ui/format";
import { outcomeKinds, valueBands } from "./labels";
import { StaffTabs } from "./StaffTabs";

const ReportQuery = graphql(`
  query MissionReportPage($id: ID!) {
    mission(id: $id) {
      id title startsOn endsOn
      ...StaffTabs_mission
      report {
        meetings csvUrl pageUrl
        participation {
          total { registered confirmed attended noShow delegates }
          byCluster { cluster { id name } figures { registered confirmed attended noShow delegates } }
          bySize { sizeClass figures { registered confirmed attended noShow delegates } }
          byTechnology { technology { id label } figures { registered confirmed attended noShow delegates } }
        }
        outcomes { kind valueBand number }
        satisfaction { asked answers average programme meetings organisation scores }
      }
    }
  }
`);

type Report = NonNullable<NonNullable<MissionReportPageQuery["mission"]>["report"]>;
type Figures = Report["participation"]["total"];

const route = getRouteApi("/missions/$id/report");

/** What came of a mission, in figures; for those who run it and for analysts. */
export function ReportPage(): ReactNode {
  const { i18n } = useLingui();
  const { id } = route.useParams();
  const { data, error, again } = useQuery(ReportQuery, { id });
  if (error) return <Failure error={error} again={again} />;
  if (!data) return <Skeleton lines={12} />;
  const mission = data.mission;
  if (!mission?.report) return <NotFound />;
  const report = mission.report;
  return (
    <Page title={i18n._("Report: {title}", { title: mission.title })} lede={days(i18n, mission.startsOn, mission.endsOn)}>
      <StaffTabs mission={mission} here="report" />
      <p className="inline"><Download url={report.csvUrl} /><a className="button" href={report.pageUrl}>{i18n._("Page to print")}</a></p>
      <FigureTable title={i18n._("By cluster")} head={i18n._("Cluster")} total={report.participation.total} rows={report.participation.byCluster.map((r) => [r.cluster.name, r.figures])} />
      <FigureTable title={i18n._("By size")} head={i18n._("Size class")} rows={report.participation.bySize.map((r) => [r.sizeClass ? sizeClasses(i18n)[r.sizeClass] : i18n._("not known"), r.figures])} />
      <FigureTable title={i18n._("By technology")} head={i18n._("Technology")} rows={report.participation.byTechnology.map((r) => [r.technology.label, r.figures])} />
      <div className="columns even">
        <Outcomes report={report} />
        <Satisfaction report={report} />
      </div>
    </Page>
  );
}

/** Figures leave the portal as data only after a fresh sign-in. */
function Download({ url }: { url: string }): ReactNode {
  const { i18n } = useLingui();
  const prove = useFresh();
  const fetchFile = async () => {
    if ((await prove()) !== "refused") window.location.assign(url);
  };
  return <Button onPress={() => void fetchFile()}>{i18n._("Download CSV")}</Button>;
}

const shortTable = 15;

function FigureTable({ title, head, rows, total }: { title: string; head: string; rows: readonly (readonly [string, Figures])[]; total?: Figures }): ReactNode {
  const { i18n } = useLingui();
  const [all, setAll] = useState(rows.length <= shortTable + 3); // a few more are no reason to fold
  if (!rows.length) return null;
  const names = ["registered", "confirmed", "attended", "noShow", "delegates"] as const;
  const labels = { registered: i18n._("Registered"), confirmed: i18n._("Had a place"), attended: i18n._("Attended"), noShow: i18n._("Did not attend"), delegates: i18n._("Delegates") };
  const cells = (f: Figures) => names.map((n) => <td key={n} className={n === "noShow" ? "num wide" : "num"}>{i18n.number(f[n])}</td>);
  return (
    <section className="stack">
      <h2>{title}</h2>
      <div className="scroll" tabIndex={0}>
        <table className="table">
          <thead><tr><th scope="col">{head}</th>{names.map((n) => <th key={n} scope="col" className={n === "noShow" ? "num wide" : "num"}>{labels[n]}</th>)}</tr></thead>
          <tbody>{rows.slice(0, all ? rows.length : shortTable).map(([name, f]) => <tr key={name}><th scope="row">{name}</th>{cells(f)}</tr>)}</tbody>
          {total && <tfoot><tr><th scope="row">{i18n._("All")}</th>{cells(total)}</tr></tfoot>}
        </table>
      </div>
      {!all && <p><Button onPress={() => setAll(true)}>{i18n._("Show all {count}", { count: rows.length })}</Button></p>}
    </section>
  );
}

function Outcomes({ report }: { report: Report }): ReactNode {
  const { i18n } = useLingui();
  return (
    <section className="stack">
      <h2>{i18n._("What came of it")}</h2>
      <p>{i18n._("{count, plural, =0 {No meeting held} one {# meeting held} other {# meetings held}}", { count: report.meetings })} <span className="small soft">{i18n._("Meetings held, as they are recorded among the outcomes.")}</span></p>
      {report.outcomes.length === 0 ? <p className="soft">{i18n._("No outcome recorded yet.")}</p> : (
        <table className="table">
          <thead><tr><th scope="col">{i18n._("Outcome")}</th><th scope="col">{i18n._("Value")}</th><th scope="col" className="num">{i18n._("Number")}</th></tr></thead>
          <tbody>{report.outcomes.map((o) => <tr key={o.kind + o.valueBand}><th scope="row">{outcomeKinds(i18n)[o.kind]}</th><td>{valueBands(i18n)[o.valueBand]}</td><td className="num">{i18n.number(o.number)}</td></tr>)}</tbody>
        </table>
      )}
    </section>
  );
}

function Satisfaction({ report: { satisfaction: s } }: { report: Report }): ReactNode {
  const { i18n } = useLingui();
  const rows: readonly [string, number | null | undefined][] = [[i18n._("All in all"), s.average], [i18n._("Programme"), s.programme], [i18n._("Meetings"), s.meetings], [i18n._("Organisation of the mission"), s.organisation]];
  return (
    <section className="stack">
      <h2>{i18n._("How satisfied people are")}</h2>
      <p>{i18n._("{answers} of {asked} answered; 1 is not at all, 5 is very.", { answers: s.answers, asked: s.asked })}</p>
      {s.answers > 0 && (
        <table className="table">
          <tbody>{rows.map(([name, value]) => <tr key={name}><th scope="row">{name}</th><td className="num">{value === null || value === undefined ? "–" : i18n.number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}</td></tr>)}</tbody>
        </table>
      )}
    </section>
  );
}
