import { useMemo, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { useNavigate } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import { borders, height, land, pointOf, shapeOf, width } from "./atlas";

export const MapMarket = graphql(`
  fragment WorldMap_market on Market { id code name countries }
`);
export const MapCluster = graphql(`
  fragment WorldMap_cluster on Cluster { id name coordinates }
`);

interface WorldMapProps {
  markets: readonly FragmentType<typeof MapMarket>[];
  clusters: readonly FragmentType<typeof MapCluster>[];
  opportunities: ReadonlyMap<string, number>;
}

/** The world with the markets and the clusters on it. It repeats what the table beside it says, which is for keyboards and screen readers. */
export default function WorldMap({ markets, clusters, opportunities }: WorldMapProps): ReactNode {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const shapes = useMemo(() => readFragment(MapMarket, markets).flatMap((market) => {
    const shape = shapeOf(market.countries);
    return shape ? [{ market, ...shape }] : [];
  }), [markets]);
  return (
    <svg className="map" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path className="land" d={land} />
      <path className="borders" d={borders} />
      {shapes.map(({ market, path }) => (
        <path key={market.id} className="market" d={path} onClick={() => void navigate({ to: "/markets/$code", params: { code: market.code } })}><title>{market.name}</title></path>
      ))}
      {readFragment(MapCluster, clusters).map((cluster) => {
        const at = pointOf(cluster.coordinates);
        return at && <circle key={cluster.id} className="site" cx={at[0]} cy={at[1]} r="5"><title>{cluster.name}</title></circle>;
      })}
      {shapes.map(({ market, middle }) => (
        <text key={market.id} x={middle[0]} y={middle[1]} textAnchor="middle">
          {market.name}
          <tspan x={middle[0]} dy="1.2em" className="figure">{i18n.number(opportunities.get(market.id) ?? 0)}</tspan>
        </text>
      ))}
    </svg>
  );
}
