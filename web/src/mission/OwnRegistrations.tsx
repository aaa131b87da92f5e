import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import { days, instant } from "../ui/format";
import { registrationStatuses, toneOf } from "./labels";

const RegistrationFragment = graphql(`
  fragment OwnRegistrations_registration on Registration {
    id status position offeredUntil
    mission { id title startsOn endsOn timeZone market { id name } }
  }
`);

/** The organisation's registrations with where each stands. */
export function OwnRegistrations({ registrations }: { registrations: readonly FragmentType<typeof RegistrationFragment>[] }): ReactNode {
  const { i18n } = useLingui();
  return (
    <ul className="rows dated">
      {readFragment(RegistrationFragment, registrations).map((r) => (
        <li key={r.id}>
          <time className="small" dateTime={r.mission.startsOn}>{days(i18n, r.mission.startsOn, r.mission.endsOn)}</time>
          <p className="title"><Link to="/missions/$id" params={{ id: r.mission.id }}>{r.mission.title}</Link></p>
          <div className="side">
            <span className={`status ${toneOf(r.status)}`}>{registrationStatuses(i18n)[r.status]}</span>
            {r.position != null && <span className="soft">{i18n._("position {position}", { position: r.position })}</span>}
            {r.status === "OFFERED" && r.offeredUntil && <span className="soft">{i18n._("answer until {time}", { time: instant(i18n, r.offeredUntil) })}</span>}
          </div>
        </li>
      ))}
    </ul>
  );
}
