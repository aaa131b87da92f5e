import { lazy, Suspense, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link, useNavigate } from "@tanstack/react-router";
import type { FrontQuery as FrontQueryResult } from "../gql/graphql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { ClusterTable } from "../cluster/ClusterTable";
import { MarketTable } from "../market/MarketTable";
import { MissionRows } from "../mission/MissionRows";
import { OpportunityRows } from "../opportunity/OpportunityRows";
import { Button } from "../ui/Button";
import { Failure, Skeleton } from "../ui/Feedback";
import { Page } from "../ui/Page";
import { today } from "../ui/format";
import { FrontQuery } from "./front";

const WorldMap = lazy(() => import("../market/WorldMap"));

/** What the portal offers, on one page. */
export function FrontPage(): ReactNode {
  const { i18n } = useLingui();
  const [day] = useState(today);
  const { data, error, again } = useQuery(FrontQuery, { today: day });
  const counts = new Map(data?.opportunities.facets.markets.map((c) => [c.market.id, c.count]));
  const missions = data?.missions.nodes ?? [];
  return (
    <Page title={i18n._("Partners and pilot missions beyond Europe")}
      lede={i18n._("European life-science clusters open doors for their companies abroad: partnering opportunities, missions, and people who know the market.")}
      beside={(
        <div className="stack">
          <div className="mapframe">{data && <Suspense><WorldMap markets={data.markets} clusters={data.clusters} opportunities={counts} /></Suspense>}</div>
          {data ? <MarketTable markets={data.markets} opportunities={counts} missions={countBy(missions.map((m) => m.market.id))} /> : <Skeleton lines={4} />}
        </div>
      )}
      below={<><SearchBox total={data?.opportunities.totalCount} /><Invitation />{data && <Figures data={data} />}</>}>
      {error && <Failure error={error} again={again} />}
      {!data && !error && <Skeleton lines={10} />}
      {data && (
        <div className="stack-l appear">
          <div className="columns even">
            <section className="stack">
              <Heading title={i18n._("Newest opportunities")}><Link to="/opportunities">{i18n._("All opportunities")}</Link></Heading>
              <OpportunityRows opportunities={data.opportunities.nodes} narrow />
            </section>
            <section className="stack">
              <Heading title={i18n._("Next missions")}><Link to="/missions">{i18n._("All missions")}</Link></Heading>
              <MissionRows missions={missions.slice(0, 5)} narrow />
            </section>
          </div>
          <section className="stack">
            <h2>{i18n._("The clusters")}</h2>
            <ClusterTable clusters={data.clusters} />
          </section>
        </div>
      )}
    </Page>
  );
}

/** What there is at the moment, in figures. */
function Figures({ data }: { data: FrontQueryResult }): ReactNode {
  const { i18n } = useLingui();
  const open = data.missions.nodes.filter((m) => m.status === "OPEN");
  const figures: [number, string][] = [
    [data.opportunities.totalCount, i18n._("open opportunities")],
    [open.length, i18n._("missions to register for")],
    [open.reduce((sum, m) => sum + m.placesLeft, 0), i18n._("places left")],
    [data.clusters.reduce((sum, c) => sum + c.organisationCount, 0), i18n._("organisations listed")],
  ];
  return <dl className="figures">{figures.map(([n, what]) => <div key={what}><dd>{i18n.number(n)}</dd><dt>{what}</dt></div>)}</dl>;
}

function Heading({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return <div className="between"><h2>{title}</h2>{children}</div>;
}

function SearchBox({ total }: { total: number | undefined }): ReactNode {
  const { i18n } = useLingui();
  const [text, setText] = useState("");
  const navigate = useNavigate();
  return (
    <form className="search" role="search" onSubmit={(e) => { e.preventDefault(); void navigate({ to: "/opportunities", search: { q: text || undefined } }); }}>
      <input className="input" type="search" aria-label={i18n._("Search opportunities")} value={text} onChange={(e) => setText(e.target.value)}
        placeholder={total === undefined ? i18n._("Search opportunities") : i18n._("Search {total, plural, one {# opportunity} other {# opportunities}}", { total })} />
      <Button type="submit" look="main">{i18n._("Search")}</Button>
    </form>
  );
}

function Invitation(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  if (loading) return null;
  if (viewer?.organisation) {
    return <p><Link to="/matches">{i18n._("See what suits {organisation}", { organisation: viewer.organisation.legalName })}</Link></p>;
  }
  if (viewer) return null;
  return (
    <p className="inline">
      <Link to="/sign-up" className="button">{i18n._("Open an account")}</Link>
      <span className="soft">{i18n._("Free for companies of the clusters; your cluster verifies the profile.")}</span>
    </p>
  );
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
