import { useEffect, useReducer, useRef } from "react";
import { useClient, type Client, type CombinedError } from "urql";
import { graphql } from "../gql";
import type { MoreOpportunitiesQuery, MoreOpportunitiesQueryVariables } from "../gql/graphql";

const MoreQuery = graphql(`
  query MoreOpportunities($filter: OpportunityFilter, $orderBy: OpportunityOrder, $after: String!) {
    opportunities(filter: $filter, orderBy: $orderBy, first: 60, after: $after) {
      edges { node { id } ...OpportunityRow_edge }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

type Page = MoreOpportunitiesQuery["opportunities"];

/** One row of a list of results. */
export type Edge = Page["edges"][number];

interface Tail {
  edges: readonly Edge[];
  after: string | null;
  fetching: boolean;
  error: CombinedError | undefined;
}

/** What was read of each list beyond its first page, for as long as the client lives: who comes back finds the list as it was left. */
const tails = new WeakMap<Client, Map<string, Tail>>();
const mostLists = 12;

const cursorOf = ({ pageInfo }: Pick<Page, "pageInfo">) => (pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null);

/** A list's rows beyond the head, its first page. `more` reads the next page, once however often it is called meanwhile. */
export function useTail(asked: Omit<MoreOpportunitiesQueryVariables, "after">, head: Pick<Page, "pageInfo"> | undefined) {
  const client = useClient();
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);
  const lists = tails.get(client) ?? new Map<string, Tail>();
  tails.set(client, lists);
  const key = JSON.stringify(asked);
  const begin: Tail = { edges: [], after: head ? cursorOf(head) : null, fetching: false, error: undefined };
  const tail = lists.get(key) ?? begin;
  const put = (next: Tail) => {
    lists.delete(key);
    lists.set(key, next);
    if (lists.size > mostLists) lists.delete(lists.keys().next().value!);
    if (here.current) redraw();
  };
  const more = async () => {
    const now = lists.get(key) ?? begin;
    if (now.fetching || now.after === null) return;
    put({ ...now, fetching: true, error: undefined });
    const { data, error } = await client.query<MoreOpportunitiesQuery>(MoreQuery.toString(), { ...asked, after: now.after }).toPromise();
    if (!data) return put({ ...now, fetching: false, error });
    put({ edges: [...now.edges, ...data.opportunities.edges], after: cursorOf(data.opportunities), fetching: false, error: undefined });
  };
  return { ...tail, more: () => void more() };
}
