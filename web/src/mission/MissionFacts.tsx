import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { instants, money, series } from "../ui/format";
import { admissions, directions } from "./labels";

const FactsFragment = graphql(`
  fragment MissionFacts_mission on Mission {
    direction admission venue city timeZone opensAt closesAt capacity placesLeft waitingCount seatsPerOrganisation
    fee { cents currency } travelAid { cents currency }
    cluster { id name website }
    quotas { cluster { id name } guaranteed maximum }
  }
`);

/** A mission's facts; times stand in its own zone. */
export function MissionFacts({ mission }: { mission: FragmentType<typeof FactsFragment> }): ReactNode {
  const { i18n } = useLingui();
  const m = readFragment(FactsFragment, mission);
  const facts: [string, ReactNode][] = [
    [i18n._("Places left"), <strong key="places" aria-live="polite">{i18n._("{left} of {capacity}", { left: m.placesLeft, capacity: m.capacity })}</strong>],
    [i18n._("Waiting"), m.waitingCount > 0 && i18n.number(m.waitingCount)],
    [i18n._("Registration"), <>{instants(i18n, m.opensAt, m.timeZone)} –<br />{instants(i18n, m.closesAt, m.timeZone)}</>],
    [i18n._("Admission"), admissions(i18n)[m.admission]],
    [i18n._("Kind"), directions(i18n)[m.direction]],
    [i18n._("Venue"), [m.venue, m.city].filter(Boolean).join(", ")],
    [i18n._("Time zone"), m.timeZone],
    [i18n._("Delegates"), i18n._("up to {count} per organisation", { count: m.seatsPerOrganisation })],
    [i18n._("Fee"), m.fee.cents ? money(i18n, m.fee) : i18n._("none")],
    [i18n._("Travel aid"), m.travelAid.cents ? money(i18n, m.travelAid) : i18n._("none")],
    [i18n._("Run by"), m.cluster.name],
    [i18n._("Guaranteed places"), series(i18n, m.quotas.filter((q) => q.guaranteed > 0).map((q) => `${q.cluster.name}: ${q.guaranteed}`))],
  ];
  return (
    <dl className="facts-list">
      {facts.map(([name, value]) => value ? [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>] : null)}
    </dl>
  );
}
