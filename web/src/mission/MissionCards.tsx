import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { MissionCards_MissionFragment } from "../gql/graphql";
import { day, dayIn, days } from "../ui/format";
import { admissions, missionStatuses, registrationStatuses, toneOf } from "./labels";

const CardFragment = graphql(`
  fragment MissionCards_mission on Mission {
    id title status admission direction city startsOn endsOn closesAt timeZone placesLeft capacity
    market { id name }
    cluster { id name }
    viewerRegistration { id status }
  }
`);

/** The missions to come, each as a card: when, what, where, and how many places are left. */
export function MissionCards({ missions }: { missions: readonly FragmentType<typeof CardFragment>[] }): ReactNode {
  return <ul className="cards">{readFragment(CardFragment, missions).map((m) => <Card key={m.id} mission={m} />)}</ul>;
}

function Card({ mission: m }: { mission: MissionCards_MissionFragment }): ReactNode {
  const { i18n } = useLingui();
  return (
    <li className="panel">
      <p className="small soft"><time dateTime={m.startsOn}>{days(i18n, m.startsOn, m.endsOn)}</time> · {m.city}</p>
      <h3><Link to="/missions/$id" params={{ id: m.id }}>{m.title}</Link></h3>
      <p className="facts small soft"><span>{m.market.name}</span><span>{m.cluster.name}</span><span>{admissions(i18n)[m.admission]}</span></p>
      <div className="foot-of-card small">
        {m.status === "OPEN" ? <Places mission={m} /> : <span className="soft">{missionStatuses(i18n)[m.status]}</span>}
        {m.viewerRegistration && <span className={`status ${toneOf(m.viewerRegistration.status)}`}>{registrationStatuses(i18n)[m.viewerRegistration.status]}</span>}
      </div>
    </li>
  );
}

function Places({ mission: m }: { mission: MissionCards_MissionFragment }): ReactNode {
  const { i18n } = useLingui();
  return (
    <>
      <svg className="places" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width={Math.max(0, 100 - (100 * m.placesLeft) / m.capacity)} height="1" />
      </svg>
      <span className={m.placesLeft > 0 ? "status good" : "status warn"}>{i18n._("{count, plural, =0 {Waiting list} one {# place left} other {# places left}}", { count: m.placesLeft })}</span>
      <span className="soft">{i18n._("until {day}", { day: day(i18n, dayIn(m.closesAt, m.timeZone)) })}</span>
    </>
  );
}
