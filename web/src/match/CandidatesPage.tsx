import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import type { CandidatesQuery as CandidatesResult } from "../gql/graphql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { useTail } from "../api/tail";
import { SignInFirst } from "../account/SignInFirst";
import { NotFound } from "../app/Errors";
import { sizeClasses } from "../organisation/labels";
import { Button } from "../ui/Button";
import { Empty, Failure, Note, Skeleton } from "../ui/Feedback";
import { Check, Choice } from "../ui/Form";
import { Page } from "../ui/Page";
import { named, series } from "../ui/format";
import { MinScore } from "./MinScore";
import { SetAside, useRating } from "./rating";
import { ScoredRow } from "./ScoredRow";

const CandidatesQuery = graphql(`
  query Candidates($id: ID!, $filter: CandidateFilter, $after: String) {
    clusters { id slug name kind }
    opportunity(id: $id) {
      id title language openForInterest
      candidates(first: 20, filter: $filter, after: $after) {
        totalCount indexReady
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            organisation { id legalName city country sizeClass website cluster { id name } technologies { id label } }
            ...ScoredRow_match
          }
        }
      }
    }
  }
`);

type Found = NonNullable<NonNullable<CandidatesResult["opportunity"]>["candidates"]>;
type Candidate = Found["edges"][number]["node"];

const route = getRouteApi("/opportunities/$id/candidates");

/** Who suits an opportunity of one's own, best first, each explained. */
export function CandidatesPage(): ReactNode {
  const { i18n } = useLingui();
  const { id } = route.useParams();
  const { viewer, loading } = useSession();
  const [cluster, setCluster] = useState("");
  const [score, setScore] = useState<string>();
  const [eligible, setEligible] = useState(false);
  const filter = { clusters: cluster ? [cluster] : null, minScore: score ? Number(score) : null, eligibleOnly: eligible };
  const { data, error, fetching, again } = useQuery(CandidatesQuery, { id, filter }, !viewer);
  const rating = useRating();
  if (!viewer && !loading) return <SignInFirst title={i18n._("Candidates")} />;
  if (error) return <Failure error={error} again={again} />;
  if (!data) return <Skeleton lines={12} />;
  const opportunity = data.opportunity;
  const found = opportunity?.candidates;
  if (!opportunity || !found) return <NotFound />;
  return (
    <Page title={i18n._("Candidates")} lede={<Link lang={opportunity.language} to="/opportunities/$id" params={{ id }}>{opportunity.title}</Link>}>
      <div className="filters">
        <Choice label={i18n._("Cluster")} value={cluster} onChange={setCluster} options={[{ value: "", label: i18n._("All clusters") }, ...data.clusters.filter((c) => c.kind === "CLUSTER").map((c) => ({ value: c.slug, label: c.name }))]} />
        <MinScore value={score} onChange={setScore} />
        <Check label={i18n._("Eligible only")} checked={eligible} onChange={setEligible} />
        <p className="status" aria-live="polite">{i18n._("{total, plural, one {# candidate} other {# candidates}}", { total: found.totalCount })}</p>
      </div>
      <SetAside rating={rating} />
      {!opportunity.openForInterest && <Note tone="warn">{i18n._("Candidates are found while the opportunity is open for interest.")}</Note>}
      {opportunity.openForInterest && found.totalCount === 0 && <Empty title={i18n._("Nobody passes these filters.")}><p>{i18n._("Remove a filter, or ask less of partners: requirements that are desirable instead of mandatory keep candidates eligible.")}</p></Empty>}
      {found.totalCount > 0 && <List found={found} id={id} filter={filter} busy={fetching} rating={rating} />}
    </Page>
  );
}

interface ListProps {
  found: Found;
  id: string;
  filter: { clusters: string[] | null; minScore: number | null; eligibleOnly: boolean };
  busy: boolean;
  rating: ReturnType<typeof useRating>;
}

function List({ found, id, filter, busy, rating }: ListProps): ReactNode {
  const { i18n } = useLingui();
  const tail = useTail({ document: CandidatesQuery, asked: { id, filter }, head: found, read: (more) => more.opportunity?.candidates });
  const acts = ({ organisation }: Candidate) => (
    <Button look="quiet" busy={rating.busy} label={i18n._("Not for us: {title}", { title: organisation.legalName })}
      onPress={() => void rating.setAside({ organisationId: organisation.id, opportunityId: id }, organisation.legalName)}>{i18n._("Not for us")}</Button>
  );
  return (
    <>
      <ul className={busy ? "rows scored busy" : "rows scored"} aria-busy={busy}>
        {[...found.edges, ...tail.edges].map(({ node }) => <Row key={node.organisation.id} candidate={node} acts={acts(node)} />)}
      </ul>
      {tail.error && <Failure error={tail.error} again={tail.more} />}
      {tail.after !== null && <p><Button busy={tail.fetching} onPress={tail.more}>{i18n._("Show more")}</Button></p>}
    </>
  );
}

function Row({ candidate, acts }: { candidate: Candidate; acts: ReactNode }): ReactNode {
  const { i18n } = useLingui();
  const o = candidate.organisation;
  const name = o.website && /^https?:/.test(o.website) ? <a href={o.website} rel="noopener noreferrer">{o.legalName}</a> : o.legalName;
  return (
    <ScoredRow match={candidate} acts={acts} title={name}
      facts={<><span>{[o.city, o.country && named(i18n, "region", o.country)].filter(Boolean).join(", ")}</span><span>{series(i18n, o.technologies.map((t) => t.label))}</span></>}
      side={<><strong>{o.cluster.name}</strong>{o.sizeClass && <span>{sizeClasses(i18n)[o.sizeClass]}</span>}</>} />
  );
}
