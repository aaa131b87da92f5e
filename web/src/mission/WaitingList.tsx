import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { instant } from "../ui/format";
import { placeReasons, waitingListRules } from "./labels";

const ListFragment = graphql(`
  fragment WaitingList_mission on Mission {
    waitingListRule
    waitingList { position arrival arrivedAt score promotedFor reason own }
  }
`);

/** The waiting list as everyone on it sees it: the rule, and each place with what it rests on, so that one's own can be recomputed. */
export function WaitingList({ mission }: { mission: FragmentType<typeof ListFragment> }): ReactNode {
  const { i18n } = useLingui();
  const { waitingListRule, waitingList } = readFragment(ListFragment, mission);
  if (!waitingList?.length) return null;
  const scored = waitingListRule === "SCORE";
  return (
    <details className="fold">
      <summary>{i18n._("The whole waiting list")}</summary>
      <div className="stack">
        <p className="small">{waitingListRules(i18n)[waitingListRule]} {i18n._("A free place goes to the first whom the quotas allow.")}</p>
        <div className="scroll" tabIndex={0}>
          <table className="table small">
            <thead>
              <tr>
                <th scope="col" className="num">{i18n._("Position")}</th>
                <th scope="col">{i18n._("Arrived")}</th>
                {scored && <th scope="col" className="num">{i18n._("Score")}</th>}
                <th scope="col">{i18n._("Why it waits")}</th>
              </tr>
            </thead>
            <tbody>
              {waitingList.map((place) => (
                <tr key={place.position} className={place.own ? "own" : undefined}>
                  <td className="num">{i18n.number(place.position)}</td>
                  <td>{instant(i18n, place.arrivedAt)} <span className="soft">({i18n.number(place.arrival)})</span></td>
                  {scored && <td className="num">{place.score == null ? "–" : i18n.number(place.score, { minimumFractionDigits: 1 })}</td>}
                  <td>{place.own && <strong>{i18n._("You:")} </strong>}{place.promotedFor || placeReasons(i18n)[place.reason]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </details>
  );
}
