import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import type { StaffMissionsQuery, StaffQueueQuery } from "../gql/graphql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { SignInFirst } from "../account/SignInFirst";
import { NotFound } from "../app/Errors";
import { ProposalReview } from "../mission/ProposalReview";
import { RegistrationReview } from "../mission/RegistrationReview";
import { OpportunityReview } from "../opportunity/OpportunityReview";
import { OrganisationReview } from "../organisation/OrganisationReview";
import { Empty, Failure, Skeleton } from "../ui/Feedback";
import { useLastAct } from "../ui/LastAct";
import { Page } from "../ui/Page";
import { KeyHelp } from "./QueueRow";

const QueueQuery = graphql(`
  query StaffQueue($clusters: [ID!]) {
    organisations(filter: { statuses: [UNDER_REVIEW], clusters: $clusters }, orderBy: { field: CREATED_AT }, first: 50) {
      totalCount nodes { id status updatedAt ...OrganisationReview_organisation }
    }
    opportunities(filter: { statuses: [SUBMITTED] }, orderBy: { field: NEWEST, direction: ASC }, first: 50) {
      nodes { id status updatedAt viewerCanReview ...OpportunityReview_opportunity }
    }
  }
`);
const MissionsQuery = graphql(`
  query StaffMissions($clusters: [ID!]) {
    missions(filter: { clusters: $clusters, statuses: [OPEN, CLOSED, CONFIRMED] }, first: 8) {
      nodes {
        id viewerCanUpdate
        submitted: registrations(filter: { statuses: [SUBMITTED] }, first: 12) { nodes { id status createdAt ...RegistrationReview_registration } }
        placed: registrations(filter: { statuses: [CONFIRMED] }, first: 25) { nodes { id proposals { id status } } }
      }
    }
  }
`);
const ProposalsQuery = graphql(`
  query StaffProposals($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Registration { ...ProposalReview_registration } } }
`);

/** What waits for the staff of a cluster, or for coordinators from every cluster, longest waiting first. */
export function StaffPage(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  if (loading) return <Skeleton />;
  if (!viewer) return <SignInFirst title={i18n._("Work queue")} />;
  if (viewer.cluster) return <Queue clusters={[viewer.cluster.id]} above={viewer.cluster.name} />;
  return viewer.roles.includes("COORDINATOR") ? <Queue clusters={null} above={i18n._("All clusters")} /> : <NotFound />;
}

function Queue({ clusters, above }: { clusters: string[] | null; above: string }): ReactNode {
  const { i18n } = useLingui();
  const { data, error, again } = useQuery(QueueQuery, { clusters });
  const missions = useQuery(MissionsQuery, { clusters });
  return (
    <Page title={i18n._("Work queue")} above={above}>
      {error && <Failure error={error} again={again} />}
      {missions.error && <Failure error={missions.error} again={missions.again} />}
      {(!data || !missions.data) && !error && !missions.error && <Skeleton lines={10} />}
      {data && missions.data && <Sections data={data} missions={missions.data.missions.nodes.filter((m) => m.viewerCanUpdate)} />}
    </Page>
  );
}

const oldest = <T extends { updatedAt?: string | null }>(rows: readonly T[]) => rows.toSorted((a, b) => (a.updatedAt ?? "").localeCompare(b.updatedAt ?? ""));

interface Part {
  show: string;
  title: string;
  count: number;
  keys: readonly (readonly [string, string])[];
  rows: readonly ReactNode[];
}

const route = getRouteApi("/staff");

function Sections({ data, missions }: { data: StaffQueueQuery; missions: StaffMissionsQuery["missions"]["nodes"] }): ReactNode {
  const { i18n } = useLingui();
  const { show } = route.useSearch();
  const { tell, bar } = useLastAct();
  const organisations = oldest(data.organisations.nodes.filter((o) => o.status === "UNDER_REVIEW"));
  const waiting = data.organisations.totalCount - (data.organisations.nodes.length - organisations.length);
  const opportunities = oldest(data.opportunities.nodes.filter((o) => o.viewerCanReview && o.status === "SUBMITTED"));
  const registrations = missions.flatMap((m) => m.submitted?.nodes ?? []).filter((r) => r.status === "SUBMITTED").toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  const proposed = missions.flatMap((m) => m.placed?.nodes ?? []).filter((r) => r.proposals?.some((p) => p.status === "PROPOSED")).slice(0, 20);
  const asked = useQuery(ProposalsQuery, { ids: proposed.map((r) => r.id) }, proposed.length === 0);
  const proposals = proposed.flatMap((r) => asked.data?.nodes.filter((n): n is Exclude<typeof n, null> => n?.id === r.id && n.__typename === "Registration") ?? []);
  const parts: readonly Part[] = [
    { show: "organisations", title: i18n._("Organisations to verify"), count: waiting, keys: [["V", i18n._("Verify")], ["S", i18n._("Suspend")], ["↵", i18n._("Profile")]],
      rows: organisations.map((o) => <OrganisationReview key={o.id} organisation={o} tell={tell} />) },
    { show: "opportunities", title: i18n._("Opportunities to review"), count: opportunities.length, keys: [["P", i18n._("Publish")], ["C", i18n._("Read and comment")]],
      rows: opportunities.map((o) => <OpportunityReview key={o.id} opportunity={o} tell={tell} />) },
    { show: "registrations", title: i18n._("Registrations to decide"), count: registrations.length, keys: [["E", i18n._("Eligible")], ["N", i18n._("Not eligible")]],
      rows: registrations.map((r) => <RegistrationReview key={r.id} registration={r} tell={tell} />) },
    { show: "changes", title: i18n._("Changes wished for"), count: proposals.length, keys: [["A", i18n._("Accept change")], ["R", i18n._("Refuse change")]],
      rows: proposals.map((r) => <ProposalReview key={r.id} registration={r as never} tell={tell} />) },
  ];
  const part = parts.find((p) => p.show === show) ?? parts[0]!;
  return (
    <div className="stack">
      <nav className="tabs" aria-label={i18n._("Work queue")}>
        {parts.map((p) => <Link key={p.show} to="/staff" search={{ show: p.show }} replace className={p === part ? "here" : ""} aria-current={p === part ? "true" : undefined}>{p.title} <span className="count">{i18n.number(p.count)}</span></Link>)}
      </nav>
      <div><h2 className="hidden">{part.title}</h2>{part.rows.length > 0 && <KeyHelp keys={[["J K", i18n._("down, up")], ...part.keys]} />}</div>
      {part.rows.length === 0 ? <Empty title={i18n._("Nothing waits here.")} /> : <ul className="rows queue">{part.rows}</ul>}
      {bar}
    </div>
  );
}
