import { graphql } from "../gql";
import { filterOf, orderOf, type Search } from "./search";

/** A search's first rows and what narrows it. It stands alone because it is sent before the page's own code has come. */
export const SearchQuery = graphql(`
  query SearchOpportunities($filter: OpportunityFilter, $orderBy: OpportunityOrder) {
    opportunities(filter: $filter, orderBy: $orderBy, first: 12) {
      totalCount correctedText indexReady
      edges { node { id } ...OpportunityRow_edge }
      facets { ...Facets_counts ...Chips_counts }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

/** What a search asks of it. */
export const asked = (search: Search) => ({ filter: filterOf(search), orderBy: orderOf(search) });
