import { useEffect, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import type { StaffQueueQuery } from "../gql/graphql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { SignInFirst } from "../account/SignInFirst";
import { NotFound } from "../app/Errors";
import { ProposalReview } from "../mission/ProposalReview";
import { RegistrationReview } from "../mission/RegistrationReview";
import { OpportunityReview } from "../opportunity/OpportunityReview";
import { OrganisationReview } from "../organisation/OrganisationReview";
import { Button } from "../ui/Button";
import { Empty, Failure, Skeleton } from "../ui/Feedback";
import { useLastAct } from "../ui/LastAct";
import { Page } from "../ui/Page";
import { KeyHelp } from "./QueueRow";

const QueueQuery = graphql(`
  query StaffQueue($clusters: [ID!], $first: Int!, $organisations: String, $opportunities: String, $registrations: String, $changes: String) {
    organisations(filter: { statuses: [UNDER_REVIEW], clusters: $clusters }, orderBy: { field: CREATED_AT }, first: $first, after: $organisations) {
      totalCount pageInfo { hasNextPage endCursor } nodes { id status updatedAt ...OrganisationReview_organisation }
    }
    opportunities(filter: { statuses: [SUBMITTED] }, orderBy: { field: NEWEST, direction: ASC }, first: $first, after: $opportunities) {
      totalCount pageInfo { hasNextPage endCursor } nodes { id status updatedAt viewerCanReview ...OpportunityReview_opportunity }
    }
    viewer {
      submitted: undecidedRegistrations(of: ELIGIBILITY, first: $first, after: $registrations) {
        totalCount pageInfo { hasNextPage endCursor } nodes { id status ...RegistrationReview_registration }
      }
      changes: undecidedRegistrations(of: CHANGE, first: $first, after: $changes) {
        totalCount pageInfo { hasNextPage endCursor } nodes { id proposals { id status } ...ProposalReview_registration }
      }
    }
  }
`);
const pageSize = 25;

/** What waits for the staff of a cluster, or for coordinators from every cluster, longest waiting first. */
export function StaffPage(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  if (loading) return <Skeleton />;
  if (!viewer) return <SignInFirst title={i18n._("Work queue")} />;
  if (viewer.cluster) return <Queue clusters={[viewer.cluster.id]} above={viewer.cluster.name} />;
  return viewer.roles.includes("COORDINATOR") ? <Queue clusters={null} above={i18n._("All clusters")} /> : <NotFound />;
}

/** By how long they wait; the portal's pages go by when they came, which is nearly the same. */
const oldest = <T extends { updatedAt?: string | null }>(rows: readonly T[]) => rows.toSorted((a, b) => (a.updatedAt ?? "").localeCompare(b.updatedAt ?? ""));

type Show = "organisations" | "opportunities" | "registrations" | "changes";
/** Where each list's pages begin, as far as one has gone; the last is the one shown. */
type Cursors = Readonly<Record<Show, readonly string[]>>;

function Queue({ clusters, above }: { clusters: string[] | null; above: string }): ReactNode {
  const { i18n } = useLingui();
  const [cursors, setCursors] = useState<Cursors>({ organisations: [], opportunities: [], registrations: [], changes: [] });
  const at = (show: Show) => cursors[show].at(-1) ?? null;
  const { data, error, again } = useQuery(QueueQuery, { clusters, first: pageSize, organisations: at("organisations"), opportunities: at("opportunities"), registrations: at("registrations"), changes: at("changes") });
  return (
    <Page title={i18n._("Work queue")} above={above}>
      {error && <Failure error={error} again={again} />}
      {!data && !error && <Skeleton lines={10} />}
      {data?.viewer && <Sections data={data} viewer={data.viewer} cursors={cursors} turn={(show, to) => setCursors({ ...cursors, [show]: to })} again={again} />}
    </Page>
  );
}

interface Part {
  show: Show;
  title: string;
  keys: readonly (readonly [string, string])[];
  list: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor?: string | null }; nodes: readonly unknown[] };
  rows: readonly ReactNode[];
}

const route = getRouteApi("/staff");

interface SectionsProps {
  data: StaffQueueQuery;
  viewer: NonNullable<StaffQueueQuery["viewer"]>;
  cursors: Cursors;
  turn: (show: Show, to: readonly string[]) => void;
  again: () => void;
}

function Sections({ data, viewer, cursors, turn, again }: SectionsProps): ReactNode {
  const { i18n } = useLingui();
  const { show } = route.useSearch();
  const { tell, bar } = useLastAct();
  // What was decided here stays in the list that was read, so that it can come back: it is left out by what it is now.
  const parts: readonly Part[] = [
    { show: "organisations", title: i18n._("Organisations to verify"), keys: [["V", i18n._("Verify")], ["S", i18n._("Suspend")], ["↵", i18n._("Profile")]], list: data.organisations,
      rows: oldest(data.organisations.nodes).filter((o) => o.status === "UNDER_REVIEW").map((o) => <OrganisationReview key={o.id} organisation={o} tell={tell} />) },
    { show: "opportunities", title: i18n._("Opportunities to review"), keys: [["P", i18n._("Publish")], ["C", i18n._("Read and comment")]], list: data.opportunities,
      rows: oldest(data.opportunities.nodes).filter((o) => o.viewerCanReview && o.status === "SUBMITTED").map((o) => <OpportunityReview key={o.id} opportunity={o} tell={tell} />) },
    { show: "registrations", title: i18n._("Registrations to decide"), keys: [["E", i18n._("Eligible")], ["N", i18n._("Not eligible")]], list: viewer.submitted,
      rows: viewer.submitted.nodes.filter((r) => r.status === "SUBMITTED").map((r) => <RegistrationReview key={r.id} registration={r} tell={tell} />) },
    { show: "changes", title: i18n._("Changes wished for"), keys: [["A", i18n._("Accept change")], ["R", i18n._("Refuse change")]], list: viewer.changes,
      rows: viewer.changes.nodes.filter((r) => r.proposals?.some((p) => p.status === "PROPOSED")).map((r) => <ProposalReview key={r.id} registration={r} tell={tell} />) },
  ];
  const part = parts.find((p) => p.show === show) ?? parts[0]!;
  const { list, rows } = part;
  const done = list.nodes.length - rows.length;
  const here = cursors[part.show];
  const next = list.pageInfo.hasNextPage ? list.pageInfo.endCursor : null;
  useEffect(() => {
    if (rows.length > 0 || done === 0) return;
    if (here.length > 0) turn(part.show, []); // the page is worked through: on with what waits longest
    else if (next) again();
  }, [rows.length, done]);
  return (
    <div className="stack">
      <nav className="tabs" aria-label={i18n._("Work queue")}>
        {parts.map((p) => <Link key={p.show} to="/staff" search={{ show: p.show }} replace className={p === part ? "here" : ""} aria-current={p === part ? "true" : undefined}>{p.title} <span className="count">{i18n.number(p.list.totalCount - (p.list.nodes.length - p.rows.length))}</span></Link>)}
      </nav>
      <div><h2 className="hidden">{part.title}</h2>{rows.length > 0 && <KeyHelp keys={[["J K", i18n._("down, up")], ...part.keys]} />}</div>
      {rows.length === 0 ? <Empty title={i18n._("Nothing waits here.")} /> : <ul className="rows queue">{rows}</ul>}
      {(here.length > 0 || next) && (
        <p className="inline">
          {here.length > 0 && <Button onPress={() => turn(part.show, here.slice(0, -1))}>{i18n._("Longer waiting")}</Button>}
          {next && <Button onPress={() => turn(part.show, [...here, next])}>{i18n._("The next in line")}</Button>}
        </p>
      )}
      {bar}
    </div>
  );
}
