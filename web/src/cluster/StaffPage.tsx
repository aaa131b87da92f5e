import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { SignInFirst } from "../account/SignInFirst";
import { NotFound } from "../app/Errors";
import { OpportunityReview } from "../opportunity/OpportunityReview";
import { OrganisationReview } from "../organisation/OrganisationReview";
import { Empty, Failure, Skeleton } from "../ui/Feedback";
import { Page } from "../ui/Page";

const QueueQuery = graphql(`
  query StaffQueue($cluster: ID!) {
    organisations(filter: { statuses: [UNDER_REVIEW], clusters: [$cluster] }, orderBy: { field: CREATED_AT }, first: 50) {
      totalCount nodes { id status ...OrganisationReview_organisation }
    }
    opportunities(filter: { statuses: [SUBMITTED] }, orderBy: { field: NEWEST, direction: ASC }, first: 50) {
      nodes { id status viewerCanReview ...OpportunityReview_opportunity }
    }
  }
`);

/** What waits for the staff of a cluster, oldest first. */
export function StaffPage(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  if (loading) return <Skeleton />;
  if (!viewer) return <SignInFirst title={i18n._("Work queue")} />;
  if (!viewer.cluster) return <NotFound />;
  return <Queue cluster={viewer.cluster} />;
}

function Queue({ cluster }: { cluster: { id: string; name: string } }): ReactNode {
  const { i18n } = useLingui();
  const { data, error, again } = useQuery(QueueQuery, { cluster: cluster.id });
  const organisations = data?.organisations.nodes.filter((o) => o.status === "UNDER_REVIEW") ?? [];
  const waiting = (data?.organisations.totalCount ?? 0) - ((data?.organisations.nodes.length ?? 0) - organisations.length);
  const opportunities = data?.opportunities.nodes.filter((o) => o.viewerCanReview && o.status === "SUBMITTED") ?? [];
  return (
    <Page title={i18n._("Work queue")} above={cluster.name}>
      {error && <Failure error={error} again={again} />}
      {!data && !error && <Skeleton lines={10} />}
      {data && (
        <div className="stack-l">
          <section className="stack">
            <h2>{i18n._("Organisations to verify ({count})", { count: waiting })}</h2>
            {organisations.length === 0 && <Empty title={i18n._("Nothing waits here.")} />}
            <ul className="rows">{organisations.map((o) => <OrganisationReview key={o.id} organisation={o} />)}</ul>
          </section>
          <section className="stack">
            <h2>{i18n._("Opportunities to review ({count})", { count: opportunities.length })}</h2>
            {opportunities.length === 0 && <Empty title={i18n._("Nothing waits here.")} />}
            <ul className="rows">{opportunities.map((o) => <OpportunityReview key={o.id} opportunity={o} />)}</ul>
          </section>
        </div>
      )}
    </Page>
  );
}
