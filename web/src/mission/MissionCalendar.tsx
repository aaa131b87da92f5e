import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { MissionCalendar_MissionFragment } from "../gql/graphql";
import { days, today } from "../ui/format";
import { monthsOf, plusDays, weeksOf, type Bar } from "./calendar";

const CalendarFragment = graphql(`
  fragment MissionCalendar_mission on Mission { id title city startsOn endsOn }
`);

type Mission = MissionCalendar_MissionFragment;

/** The months in which missions take place, each mission as a bar over its days. */
export function MissionCalendar({ missions: masked }: { missions: readonly FragmentType<typeof CalendarFragment>[] }): ReactNode {
  const missions = readFragment(CalendarFragment, masked);
  return <div className="months">{monthsOf(missions).map((month) => <Month key={month} month={month} missions={missions} />)}</div>;
}

function Month({ month, missions }: { month: string; missions: readonly Mission[] }): ReactNode {
  const { i18n } = useLingui();
  const weekdays = Array.from({ length: 7 }, (_, n) => i18n.date(new Date(`2027-03-0${n + 1}T00:00:00Z`), { weekday: "short", timeZone: "UTC" })); // a week that begins on Monday
  return (
    <section className="stack" aria-labelledby={`month-${month}`}>
      <h3 id={`month-${month}`}>{i18n.date(new Date(`${month}-01T00:00:00Z`), { month: "long", year: "numeric", timeZone: "UTC" })}</h3>
      <div className="calendar">
        <div className="week head" aria-hidden="true">{weekdays.map((name) => <span key={name}>{name}</span>)}</div>
        {weeksOf(month, missions).map((week) => (
          <div key={week.monday} className="week">
            {Array.from({ length: 7 }, (_, n) => <Day key={n} date={plusDays(week.monday, n)} month={month} column={n + 1} />)}
            {week.bars.map((bar) => <MissionBar key={bar.of.id} bar={bar} />)}
          </div>
        ))}
      </div>
    </section>
  );
}

function Day({ date, month, column }: { date: string; month: string; column: number }): ReactNode {
  const here = date.startsWith(month);
  return <span className={`day${here ? "" : " other"}${date === today() ? " today" : ""}`} aria-hidden="true" style={{ gridColumn: column }}>{Number(date.slice(8))}</span>;
}

function MissionBar({ bar }: { bar: Bar<Mission> }): ReactNode {
  const { i18n } = useLingui();
  const { of: m } = bar;
  return (
    <Link to="/missions/$id" params={{ id: m.id }} className="span" title={m.title} aria-label={`${m.title}, ${days(i18n, m.startsOn, m.endsOn)}`}
      style={{ gridColumn: `${bar.column} / span ${bar.columns}`, gridRow: bar.lane + 1 }}>{m.city || m.title}</Link>
  );
}
