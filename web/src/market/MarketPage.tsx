import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import type { MarketPageQuery } from "../gql/graphql";
import { codeOf, useQuery } from "../api/hooks";
import { NotFound } from "../app/Errors";
import { MissionRows } from "../mission/MissionRows";
import { OpportunityRows } from "../opportunity/OpportunityRows";
import { Empty, Failure, Skeleton } from "../ui/Feedback";
import { listed, named, series, today } from "../ui/format";
import { Markdown } from "../ui/Markdown";
import { Page } from "../ui/Page";

const MarketQuery = graphql(`
  query MarketPage($code: String!, $id: ID!, $today: Date!) {
    market(code: $code) {
      id code name status guide currency timeZones languages
      regulator { abbreviation name website }
      gateways { id legalName city country website }
    }
    opportunities(filter: { markets: [$id], openOnly: true }, first: 5) { totalCount nodes { id ...OpportunityRow_opportunity } }
    missions(filter: { markets: [$id], endsFrom: $today }, first: 5) { nodes { id ...MissionRows_mission } }
  }
`);

const route = getRouteApi("/markets/$code");

/** A market: its guide, its gateways, and what is open there. */
export function MarketPage(): ReactNode {
  const { code } = route.useParams();
  const [day] = useState(today);
  const { data, error, again } = useQuery(MarketQuery, { code, id: code, today: day });
  if (error) return codeOf(error) === "INVALID" ? <NotFound /> : <Failure error={error} again={again} />; // nothing can be asked of a market that is none
  if (!data) return <Skeleton lines={12} />;
  if (!data.market) return <NotFound />;
  return <MarketView market={data.market} data={data} />;
}

function MarketView({ market, data }: { market: NonNullable<MarketPageQuery["market"]>; data: MarketPageQuery }): ReactNode {
  const { i18n } = useLingui();
  return (
    <Page title={market.name} above={i18n._("Market")}>
      <div className="columns aside-end">
        <div className="stack-l">
          <section className="stack">
            <div className="between">
              <h2>{i18n._("Open opportunities")}</h2>
              <Link to="/opportunities" search={{ market: [market.code] }}>{i18n._("All {total} opportunities", { total: data.opportunities.totalCount })}</Link>
            </div>
            {data.opportunities.nodes.length ? <OpportunityRows opportunities={data.opportunities.nodes} /> : <Empty title={i18n._("No open opportunities here at present.")} />}
          </section>
          <section className="stack" aria-label={i18n._("Market guide")}><Markdown text={market.guide} /></section>
        </div>
        <aside className="stack-l">
          <Facts market={market} />
          <section className="stack">
            <h2>{i18n._("Gateways")}</h2>
            {market.gateways.length === 0 && <p className="soft">{i18n._("No gateway signed yet.")}</p>}
            <ul className="rows">
              {market.gateways.map((gateway) => (
                <li key={gateway.id}>
                  <span className="title">{gateway.website ? <a href={safe(gateway.website)} rel="noopener noreferrer">{gateway.legalName}</a> : gateway.legalName}</span>
                  <span className="facts">{gateway.city && <span>{gateway.city}</span>}</span>
                </li>
              ))}
            </ul>
          </section>
          <section className="stack">
            <h2>{i18n._("Missions")}</h2>
            {data.missions.nodes.length ? <MissionRows missions={data.missions.nodes} narrow /> : <p className="soft">{i18n._("No mission planned at present.")}</p>}
          </section>
        </aside>
      </div>
    </Page>
  );
}

function Facts({ market }: { market: NonNullable<MarketPageQuery["market"]> }): ReactNode {
  const { i18n } = useLingui();
  return (
    <dl className="facts-list">
      <dt>{i18n._("Regulator")}</dt>
      <dd><a href={safe(market.regulator.website)} rel="noopener noreferrer">{market.regulator.name} ({market.regulator.abbreviation})</a></dd>
      <dt>{i18n._("Languages")}</dt>
      <dd>{listed(i18n, market.languages.map((code) => named(i18n, "language", code)))}</dd>
      <dt>{i18n._("Currency")}</dt>
      <dd>{market.currency}</dd>
      <dt>{i18n._("Time zones")}</dt>
      <dd>{series(i18n, market.timeZones)}</dd>
    </dl>
  );
}

/** A web address that may stand in a link; others lead nowhere. */
const safe = (url: string): string => (/^https?:\/\//i.test(url) ? url : "#");
