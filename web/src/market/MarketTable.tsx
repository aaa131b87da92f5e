import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";

const MarketFragment = graphql(`
  fragment MarketTable_market on Market {
    id code name status
    regulator { abbreviation name }
    gateways { id }
  }
`);

interface MarketTableProps {
  markets: readonly FragmentType<typeof MarketFragment>[];
  /** Open opportunities and coming missions by market id. */
  opportunities: ReadonlyMap<string, number>;
  missions: ReadonlyMap<string, number>;
}

/** The markets with what is going on in each. */
export function MarketTable({ markets, opportunities, missions }: MarketTableProps): ReactNode {
  const { i18n } = useLingui();
  const number = (n: number | undefined) => i18n.number(n ?? 0);
  return (
    <div className="scroll">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{i18n._("Market")}</th>
            <th scope="col" className="wide">{i18n._("Regulator")}</th>
            <th scope="col" className="num">{i18n._("Opportunities")}</th>
            <th scope="col" className="num">{i18n._("Missions")}</th>
            <th scope="col" className="num">{i18n._("Gateways")}</th>
          </tr>
        </thead>
        <tbody>
          {readFragment(MarketFragment, markets).map((market) => (
            <tr key={market.id}>
              <th scope="row"><Link to="/markets/$code" params={{ code: market.code }}>{market.name}</Link></th>
              <td className="wide"><abbr title={market.regulator.name}>{market.regulator.abbreviation}</abbr></td>
              <td className="num">{number(opportunities.get(market.id))}</td>
              <td className="num">{number(missions.get(market.id))}</td>
              <td className="num">{number(market.gateways.length)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
