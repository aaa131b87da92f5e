import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { graphql } from "../gql";
import type { MatchesQuery as MatchesResult } from "../gql/graphql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { useTail } from "../api/tail";
import { SignInFirst } from "../account/SignInFirst";
import { kinds } from "../opportunity/labels";
import { Button } from "../ui/Button";
import { Empty, Failure, Note, Skeleton } from "../ui/Feedback";
import { Choice } from "../ui/Form";
import { Page } from "../ui/Page";
import { day, series } from "../ui/format";
import { MinScore } from "./MinScore";
import { SetAside, useRating } from "./rating";
import { ScoredRow } from "./ScoredRow";
import { SetAsideList } from "./SetAsideList";

const MatchesQuery = graphql(`
  query Matches($filter: MatchFilter, $after: String) {
    markets { id code name }
    viewer {
      organisation {
        id legalName
        matches(first: 20, filter: $filter, after: $after) {
          totalCount indexReady
          pageInfo { hasNextPage endCursor }
          edges {
            node {
              opportunity { id title kind language deadline market { id name } technologies { id label } }
              ...ScoredRow_match
            }
          }
        }
      }
    }
  }
`);

type Matches = NonNullable<NonNullable<NonNullable<MatchesResult["viewer"]>["organisation"]>["matches"]>;
type Match = Matches["edges"][number]["node"];

const route = getRouteApi("/matches");

/** What suits the viewer's organisation, best first, by market, each explained. */
export function MatchesPage(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  if (loading) return <Skeleton />;
  if (!viewer) return <SignInFirst title={i18n._("Matches")} />;
  if (viewer.organisation) return <Matching />;
  return (
    <Page title={i18n._("Matches")}>
      <Empty title={i18n._("Matches need a profile.")}><Link to="/organisation" className="button main">{i18n._("Describe your organisation")}</Link></Empty>
    </Page>
  );
}

function Matching(): ReactNode {
  const { i18n } = useLingui();
  const search = route.useSearch();
  const navigate = useNavigate();
  const change = (next: typeof search) => void navigate({ to: "/matches", search: { ...search, ...next }, replace: true, resetScroll: false });
  const filter = { markets: search.market ? [search.market] : null, minScore: search.score ? Number(search.score) : null };
  const { data, error, fetching, again } = useQuery(MatchesQuery, { filter });
  const rating = useRating();
  const found = data?.viewer?.organisation?.matches;
  return (
    <Page title={i18n._("Matches")} lede={i18n._("Opportunities that suit your organisation, best first. Open one to see what its score is made of.")}>
      <div className="filters">
        <Choice label={i18n._("Market")} value={search.market ?? ""} onChange={(code) => change({ market: code || undefined })}
          options={[{ value: "", label: i18n._("All markets") }, ...(data?.markets ?? []).map((m) => ({ value: m.code, label: m.name }))]} />
        <MinScore value={search.score} onChange={(score) => change({ score })} />
        <p className="status" aria-live="polite">{found?.indexReady && i18n._("{total, plural, one {# match} other {# matches}}", { total: found.totalCount })}</p>
      </div>
      <SetAside rating={rating} />
      {error && <Failure error={error} again={again} />}
      {found?.indexReady === false && <Note>{i18n._("The portal has just started and is reading its opportunities. Results follow in a moment.")} <Button look="quiet" onPress={again}>{i18n._("Try again")}</Button></Note>}
      {!data && !error && <Skeleton lines={12} />}
      {found?.indexReady && found.totalCount === 0 && <NoMatch filtered={!!(search.market || search.score)} onAll={() => change({ market: undefined, score: undefined })} />}
      {found && found.totalCount > 0 && <List found={found} filter={filter} busy={fetching} organisationId={data!.viewer!.organisation!.id} rating={rating} />}
      <SetAsideList rating={rating} />
    </Page>
  );
}

interface ListProps {
  found: Matches;
  filter: { markets: string[] | null; minScore: number | null };
  busy: boolean;
  organisationId: string;
  rating: ReturnType<typeof useRating>;
}

function List({ found, filter, busy, organisationId, rating }: ListProps): ReactNode {
  const { i18n } = useLingui();
  const tail = useTail({ document: MatchesQuery, asked: { filter }, head: found, read: (more) => more.viewer?.organisation?.matches });
  const rows = [...found.edges, ...tail.edges];
  const aside = (match: Match) => (
    <Button look="quiet" busy={rating.busy} label={i18n._("Not for me: {title}", { title: match.opportunity.title })}
      onPress={() => void rating.setAside({ organisationId, opportunityId: match.opportunity.id }, match.opportunity.title)}>{i18n._("Not for me")}</Button>
  );
  return (
    <>
      <ul className={busy ? "rows scored busy" : "rows scored"} aria-busy={busy}>
        {rows.map(({ node }) => <Row key={node.opportunity.id} match={node} acts={aside(node)} />)}
      </ul>
      {tail.error && <Failure error={tail.error} again={tail.more} />}
      {tail.after !== null && <p><Button busy={tail.fetching} onPress={tail.more}>{i18n._("Show more")}</Button></p>}
    </>
  );
}

function Row({ match, acts }: { match: Match; acts: ReactNode }): ReactNode {
  const { i18n } = useLingui();
  const { opportunity } = match;
  return (
    <ScoredRow match={match} advise acts={acts}
      title={<Link lang={opportunity.language} to="/opportunities/$id" params={{ id: opportunity.id }}>{opportunity.title}</Link>}
      facts={<span>{series(i18n, opportunity.technologies.map((t) => t.label))}</span>}
      side={<>
        <strong>{opportunity.market.name}</strong>
        <span>{kinds(i18n)[opportunity.kind]}</span>
        {opportunity.deadline && <span className="soft">{i18n._("until {day}", { day: day(i18n, opportunity.deadline) })}</span>}
      </>} />
  );
}

function NoMatch({ filtered, onAll }: { filtered: boolean; onAll: () => void }): ReactNode {
  const { i18n } = useLingui();
  if (filtered) return <Empty title={i18n._("No match passes these filters.")}><Button onPress={onAll}>{i18n._("Show all matches")}</Button></Empty>;
  return (
    <Empty title={i18n._("Nothing suits your profile yet.")}>
      <p>{i18n._("Say what you offer and seek, with technologies: matches follow at once.")}</p>
      <Link to="/organisation" className="button main">{i18n._("Complete the profile")}</Link>
    </Empty>
  );
}
