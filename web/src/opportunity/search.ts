import type { OpportunityFilter, OpportunityKind, OpportunityOrder, OpportunityOrderField, Stage } from "../gql/graphql";
import { many, single } from "../app/search-params";

const kindCodes: readonly string[] = ["BUSINESS_OFFER", "BUSINESS_REQUEST", "TECHNOLOGY_OFFER", "TECHNOLOGY_REQUEST", "RESEARCH_REQUEST"] satisfies OpportunityKind[];
const stageCodes: readonly string[] = ["CONCEPT", "UNDER_DEVELOPMENT", "LAB_TESTED", "DEMONSTRATION", "ON_MARKET"] satisfies Stage[];

/** The orders that an address can ask for; without one it is the most relevant first, and the newest where nothing is searched for. */
export type Sort = "newest" | "deadline" | "title";
const sorts: Record<Sort, OpportunityOrderField> = { newest: "NEWEST", deadline: "DEADLINE", title: "TITLE" };

/** A search as its address says it; whatever is absent does not narrow. */
export interface Search {
  q?: string | undefined;
  market?: string[] | undefined;
  kind?: OpportunityKind[] | undefined;
  technology?: string[] | undefined;
  stage?: Stage[] | undefined;
  /** "all" also lists what is no longer open for interest. */
  show?: "all" | undefined;
  sort?: Sort | undefined;
}

/** The facets that take several values. */
export type Facet = "market" | "kind" | "technology" | "stage";

/** Reads an address, dropping what no search knows. */
export function readSearch(raw: Record<string, unknown>): Search {
  const known = <T extends string>(value: unknown, codes: readonly string[]) => many(many(value)?.filter((v) => codes.includes(v))) as T[] | undefined;
  const sort = single(raw["sort"]) ?? "";
  return {
    q: single(raw["q"])?.slice(0, 200),
    market: many(raw["market"])?.slice(0, 50),
    kind: known<OpportunityKind>(raw["kind"], kindCodes),
    technology: many(raw["technology"])?.slice(0, 50),
    stage: known<Stage>(raw["stage"], stageCodes),
    show: single(raw["show"]) === "all" ? "all" : undefined,
    sort: Object.hasOwn(sorts, sort) ? (sort as Sort) : undefined,
  };
}

/** The search as the graph's filter. */
export function filterOf(search: Search): OpportunityFilter {
  return {
    text: search.q?.trim() || null,
    markets: search.market ?? null,
    kinds: search.kind ?? null,
    technologies: search.technology ?? null,
    stages: search.stage ?? null,
    openOnly: search.show === "all" ? null : true,
  };
}

/** The search's order. */
export function orderOf(search: Search): OpportunityOrder {
  return { field: search.sort ? sorts[search.sort] : "RELEVANCE" };
}

/** The search with one value of a facet put in, or taken out. */
export function toggled(search: Search, facet: Facet, value: string): Search {
  const before: readonly string[] = search[facet] ?? [];
  const after = before.includes(value) ? before.filter((v) => v !== value) : [...before, value];
  return { ...search, [facet]: after.length ? after : undefined };
}
