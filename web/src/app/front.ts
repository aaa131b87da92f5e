import { graphql } from "../gql";

/** What the front page tells. It stands alone because it is sent before the page's own code has come. */
export const FrontQuery = graphql(`
  query Front($today: Date!) {
    markets { id ...MarketTable_market ...WorldMap_market }
    opportunities(filter: { openOnly: true }, first: 6) {
      totalCount
      facets { markets { market { id } count } }
      nodes { id ...OpportunityRow_opportunity }
    }
    missions(filter: { endsFrom: $today }, first: 20) { nodes { id status placesLeft market { id } ...MissionRows_mission } }
    clusters { id organisationCount ...ClusterTable_cluster ...WorldMap_cluster }
  }
`);
