import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { graphql } from "../gql";
import type { DashboardQuery, StatisticsDimension, StatisticsSubject } from "../gql/graphql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { SignInFirst } from "../account/SignInFirst";
import { NotFound } from "../app/Errors";
import { Button } from "../ui/Button";
import { Empty, Failure, Note, Skeleton } from "../ui/Feedback";
import { Choice } from "../ui/Form";
import { Page } from "../ui/Page";
import { instant } from "../ui/format";
import { Bars } from "./Bars";
import { save, toCSV } from "./csv";
import { optionsOf } from "../mission/EditorFields";

const DashboardDocument = graphql(`
  query Dashboard($of: StatisticsSubject!, $by: [StatisticsDimension!]!) {
    statistics(of: $of, by: $by) {
      subject takenAt
      sample { day organisations population perOrganisation weightsVersion }
      rows { count market { id name } technology { id label } cluster { id name } }
    }
  }
`);

type Row = NonNullable<DashboardQuery["statistics"]>["rows"][number];
const route = getRouteApi("/dashboards");
const subjectNames: readonly StatisticsSubject[] = ["OPPORTUNITIES", "ORGANISATIONS", "REGISTRATIONS", "MATCHES"];
const dimensionNames: readonly StatisticsDimension[] = ["MARKET", "TECHNOLOGY", "CLUSTER"];

/** Counts by market, technology and cluster, as a chart with its table beneath; for analysts and coordinators. */
export function DashboardPage(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  if (loading) return <Skeleton />;
  if (!viewer) return <SignInFirst title={i18n._("Dashboards")} />;
  return viewer.roles.includes("ANALYST") || viewer.roles.includes("COORDINATOR") ? <Dashboard /> : <NotFound />;
}

function Dashboard(): ReactNode {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const search = route.useSearch();
  const of = subjectNames.find((s) => s === search.of) ?? "OPPORTUNITIES";
  const by = dimensionNames.find((d) => d === search.by) ?? "MARKET";
  const and = dimensionNames.find((d) => d === search.and && d !== by);
  const subjects: Record<StatisticsSubject, string> = { OPPORTUNITIES: i18n._("Opportunities"), ORGANISATIONS: i18n._("Organisations"), REGISTRATIONS: i18n._("Registrations"), MATCHES: i18n._("Matches (sample)") };
  const dimensions: Record<StatisticsDimension, string> = { MARKET: i18n._("Market"), TECHNOLOGY: i18n._("Technology"), CLUSTER: i18n._("Cluster") };
  const { data: answered, error, fetching, again } = useQuery(DashboardDocument, { of, by: and ? [by, and] : [by] });
  const data = fetching ? undefined : answered; // what was counted before is not what the title says now
  const go = (next: { of?: string; by?: string; and?: string | undefined }) => void navigate({ to: "/dashboards", search: { of, by, and, ...next }, replace: true, resetScroll: false });
  const found = data?.statistics;
  return (
    <Page title={i18n._("Dashboards")} lede={i18n._("What the portal holds, counted now. Something with several technologies or markets counts at each.")}>
      <div className="form wide">
        <div className="pair thirds">
          <Choice label={i18n._("Counted")} value={of} onChange={(v) => go({ of: v })} options={optionsOf(subjects)} />
          <Choice label={i18n._("By")} value={by} onChange={(v) => go({ by: v })} options={optionsOf(dimensions)} />
          <Choice label={i18n._("And by")} value={and ?? ""} onChange={(v) => go({ and: v || undefined })} options={[{ value: "", label: i18n._("nothing else") }, ...optionsOf(dimensions).filter((o) => o.value !== by)]} />
        </div>
      </div>
      {error && <Failure error={error} again={again} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && !found && <Empty title={i18n._("No sample has been taken yet.")}><p>{i18n._("Matches are sampled once a night.")}</p></Empty>}
      {found?.sample && (
        <Note tone="warn">{i18n._("A sample, not a count of all: the best {each} matches of {some} organisations, drawn by chance from {all}, taken {time}. Weights version {version}.", {
          each: found.sample.perOrganisation, some: i18n.number(found.sample.organisations), all: i18n.number(found.sample.population), time: instant(i18n, found.takenAt), version: found.sample.weightsVersion,
        })}</Note>
      )}
      {found && found.rows.length === 0 && <Empty title={i18n._("There is nothing to count.")} />}
      {found && found.rows.length > 0 && <Counts title={subjects[of]} by={by} and={and} rows={found.rows} names={dimensions} file={`${of.toLowerCase()}-${by.toLowerCase()}${and ? `-${and.toLowerCase()}` : ""}.csv`} />}
    </Page>
  );
}

interface CountsProps {
  title: string;
  by: StatisticsDimension;
  and: StatisticsDimension | undefined;
  rows: readonly Row[];
  names: Record<StatisticsDimension, string>;
  file: string;
}

function Counts({ title, by, and, rows, names, file }: CountsProps): ReactNode {
  const { i18n } = useLingui();
  const none = i18n._("none");
  const at = (row: Row, d: StatisticsDimension) => ({ MARKET: row.market?.name, TECHNOLOGY: row.technology?.label, CLUSTER: row.cluster?.name })[d] ?? none;
  const sum = (list: readonly Row[]) => list.reduce((n, r) => n + r.count, 0);
  const groups = [...Map.groupBy(rows, (r) => at(r, by))].toSorted((a, b) => sum(b[1]) - sum(a[1]));
  const parts = and ? [...Map.groupBy(rows, (r) => at(r, and))].toSorted((a, b) => sum(b[1]) - sum(a[1])).map(([name]) => name) : [title];
  const countOf = (list: readonly Row[], part: string) => sum(and ? list.filter((r) => at(r, and) === part) : list);
  const table = groups.map(([name, list]) => ({ name, counts: parts.map((part) => countOf(list, part)) }));
  return (
    <section className="stack">
      <div className="between">
        <h2>{and ? i18n._("{title} by {first} and {second}", { title, first: names[by], second: names[and] }) : i18n._("{title} by {first}", { title, first: names[by] })}</h2>
        <Button onPress={() => save(file, toCSV([[names[by], ...parts], ...table.map((row) => [row.name, ...row.counts])]))}>{i18n._("Download CSV")}</Button>
      </div>
      <Bars rows={table} parts={parts} />
      <div className="scroll" tabIndex={0}>
        <table className="table">
          <thead><tr><th scope="col">{names[by]}</th>{parts.map((part) => <th key={part} scope="col" className="num">{part}</th>)}</tr></thead>
          <tbody>{table.map((row) => <tr key={row.name}><th scope="row">{row.name}</th>{row.counts.map((n, i) => <td key={i} className="num">{i18n.number(n)}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}
