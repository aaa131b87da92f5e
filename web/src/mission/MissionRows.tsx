import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { MissionRows_MissionFragment } from "../gql/graphql";
import { day, dayIn, days } from "../ui/format";
import { missionStatuses } from "./labels";

const RowFragment = graphql(`
  fragment MissionRows_mission on Mission {
    id title status city startsOn endsOn closesAt timeZone placesLeft
    market { id name }
    cluster { id name }
    viewerRegistration { id status }
  }
`);

type Rows = readonly FragmentType<typeof RowFragment>[];

/** Missions as dense rows, their dates in front; `narrow` keeps everything in one column. */
export function MissionRows({ missions, narrow = false }: { missions: Rows; narrow?: boolean }): ReactNode {
  return (
    <ul className={narrow ? "rows" : "rows dated"}>
      {readFragment(RowFragment, missions).map((row) => <Row key={row.id} row={row} />)}
    </ul>
  );
}

function Row({ row }: { row: MissionRows_MissionFragment }): ReactNode {
  const { i18n } = useLingui();
  return (
    <li>
      <time className="small" dateTime={row.startsOn}>{days(i18n, row.startsOn, row.endsOn)}</time>
      <div>
        <p className="title"><Link to="/missions/$id" params={{ id: row.id }}>{row.title}</Link></p>
        <p className="facts"><span>{row.city}</span><span>{row.market.name}</span><span>{row.cluster.name}</span></p>
      </div>
      <div className="side">
        {row.status === "OPEN" ? (
          <>
            <span className={row.placesLeft > 0 ? "status good" : "status warn"}>{i18n._("{count, plural, =0 {Waiting list} one {# place left} other {# places left}}", { count: row.placesLeft })}</span>
            <span className="soft">{i18n._("until {day}", { day: day(i18n, dayIn(row.closesAt, row.timeZone)) })}</span>
          </>
        ) : <span className="soft">{missionStatuses(i18n)[row.status]}</span>}
      </div>
    </li>
  );
}
