import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { clock, day, dayIn } from "../ui/format";

const AgendaFragment = graphql(`
  fragment Agenda_mission on Mission { timeZone agenda { startsAt endsAt title place } }
`);

/** The programme by day, in the mission's zone. */
export function Agenda({ mission }: { mission: FragmentType<typeof AgendaFragment> }): ReactNode {
  const { i18n } = useLingui();
  const { agenda, timeZone } = readFragment(AgendaFragment, mission);
  if (!agenda.length) return null;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const elsewhere = agenda.some((item) => clock(i18n, item.startsAt, here) !== clock(i18n, item.startsAt, timeZone));
  const dates = [...new Set(agenda.map((item) => dayIn(item.startsAt, timeZone)))];
  return (
    <section className="stack">
      <h2>{i18n._("Programme")}</h2>
      {dates.map((date) => (
        <div key={date} className="stack">
          <h3>{day(i18n, date)}</h3>
          <table className="table">
            <thead className="hidden"><tr><th scope="col">{i18n._("Time")}</th><th scope="col">{i18n._("Session")}</th></tr></thead>
            <tbody>
              {agenda.filter((item) => dayIn(item.startsAt, timeZone) === date).map((item) => (
                <tr key={item.startsAt + item.title}>
                  <td className="clock">{clock(i18n, item.startsAt, timeZone)}–{clock(i18n, item.endsAt, timeZone)}
                    {elsewhere && <span className="soft small">{clock(i18n, item.startsAt, here)}–{clock(i18n, item.endsAt, here)}</span>}
                  </td>
                  <td>{item.title}{item.place && <span className="soft"> · {item.place}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
      <p className="small soft">{elsewhere ? i18n._("Times in {zone}, and below in yours, {here}", { zone: timeZone, here }) : i18n._("Times in {zone}", { zone: timeZone })}</p>
    </section>
  );
}
