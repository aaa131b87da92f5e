import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link, useNavigate } from "@tanstack/react-router";
import { graphql } from "../gql";
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

const FrontQuery = graphql(`
  query Front($today: Date!) {
    markets { id ...MarketTable_market }
    opportunities(filter: { openOnly: true }, first: 6) {
      totalCount
      facets { markets { market { id } count } }
      nodes { id ...OpportunityRows_opportunity }
    }
    missions(filter: { endsFrom: $today }, first: 20) { nodes { id market { id } ...MissionRows_mission } }
    clusters { id ...ClusterTable_cluster }
  }
`);

/** What the portal offers, on one page. */
export function FrontPage(): ReactNode {
  const { i18n } = useLingui();
  const [day] = useState(today);
  const { data, error, again } = useQuery(FrontQuery, { today: day });
  const counts = new Map(data?.opportunities.facets.markets.map((c) => [c.market.id, c.count]));
  const missions = data?.missions.nodes ?? [];
  return (
    <Page title={i18n._("Partners and pilot missions beyond Europe")}
      lede={i18n._("Four European life-science clusters open doors for their companies in China, Brazil and the USA: partnering opportunities, missions, and people who know the market.")}
      beside={data ? <MarketTable markets={data.markets} opportunities={counts} missions={countBy(missions.map((m) => m.market.id))} /> : <Skeleton lines={5} />}>
      <SearchBox total={data?.opportunities.totalCount} />
      <Invitation />
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
