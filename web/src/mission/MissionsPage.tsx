import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { Empty, Failure, Skeleton } from "../ui/Feedback";
import { Choice } from "../ui/Form";
import { Page } from "../ui/Page";
import { today } from "../ui/format";
import { MissionRows } from "./MissionRows";
import { OwnRegistrations } from "./OwnRegistrations";

const MissionsQuery = graphql(`
  query Missions($today: Date!, $markets: [ID!]) {
    markets { id code name }
    coming: missions(filter: { endsFrom: $today, markets: $markets }, first: 30) { totalCount nodes { id ...MissionRows_mission } }
    past: missions(filter: { statuses: [COMPLETED], markets: $markets }, orderBy: { field: STARTS_ON, direction: DESC }, first: 10) { nodes { id ...MissionRows_mission } }
    viewer { registrations(first: 20) { nodes { id ...OwnRegistrations_registration } } }
  }
`);

const route = getRouteApi("/missions");

/** The missions to come and those of the past, and the viewer's registrations. */
export function MissionsPage(): ReactNode {
  const { i18n } = useLingui();
  const { market } = route.useSearch();
  const { viewer } = useSession();
  const navigate = useNavigate();
  const [day] = useState(today);
  const { data, error, again } = useQuery(MissionsQuery, { today: day, markets: market ? [market] : null });
  const own = data?.viewer?.registrations.nodes ?? [];
  return (
    <Page title={i18n._("Missions")} lede={i18n._("Clusters take companies to a market, or bring experts from there to Europe.")}>
      {own.length > 0 && (
        <section className="stack">
          <h2>{i18n._("Your registrations")}</h2>
          <OwnRegistrations registrations={own} />
        </section>
      )}
      <section className="stack">
        <div className="between">
          <h2>{i18n._("Coming")}</h2>
          {(viewer?.cluster || viewer?.roles.includes("COORDINATOR")) && <Link to="/missions/new" className="button">{i18n._("New mission")}</Link>}
          <Choice label={i18n._("Market")} value={market ?? ""} onChange={(code) => void navigate({ to: "/missions", search: { market: code || undefined }, replace: true, resetScroll: false })}
            options={[{ value: "", label: i18n._("All markets") }, ...(data?.markets ?? []).map((m) => ({ value: m.code, label: m.name }))]} />
        </div>
        {error && <Failure error={error} again={again} />}
        {!data && !error && <Skeleton lines={8} />}
        {data?.coming.nodes.length === 0 && <Empty title={i18n._("No mission planned at present.")}><p>{i18n._("Choose another market, or ask your cluster what is in preparation.")}</p></Empty>}
        {data && data.coming.nodes.length > 0 && <MissionRows missions={data.coming.nodes} />}
      </section>
      {data && data.past.nodes.length > 0 && (
        <section className="stack">
          <h2>{i18n._("Past")}</h2>
          <MissionRows missions={data.past.nodes} />
        </section>
      )}
    </Page>
  );
}
