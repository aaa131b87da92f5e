/** A question with the name that people find it by. */
export interface Saved {
  name: string;
  query: string;
}

/** Questions to begin with; each is checked against the schema by a test. */
export const examples: readonly Saved[] = [
  { name: "Open opportunities by market", query: "query OpenByMarket {\n  opportunities(filter: { openOnly: true }, first: 0) {\n    totalCount\n    facets { markets { market { code name } count } }\n  }\n}\n" },
  { name: "Newest opportunities with their technologies", query: "query Newest {\n  opportunities(filter: { openOnly: true }, orderBy: { field: NEWEST }, first: 10) {\n    nodes { reference title kind stage market { code } technologies { label } }\n  }\n}\n" },
  { name: "Missions and their places", query: "query Places {\n  missions(orderBy: { field: STARTS_ON, direction: DESC }, first: 20) {\n    nodes { title status admission startsOn capacity placesLeft waitingCount quotas { cluster { name } guaranteed maximum } }\n  }\n}\n" },
  { name: "What came of missions", query: "query Reports {\n  missions(filter: { statuses: [COMPLETED] }, first: 10) {\n    nodes {\n      title\n      report {\n        participation { total { registered confirmed attended noShow } byCluster { cluster { name } figures { attended } } }\n        outcomes { kind valueBand number }\n        satisfaction { average answers asked }\n      }\n    }\n  }\n}\n" },
  { name: "Organisations by technology and cluster", query: "query ByTechnology {\n  statistics(of: ORGANISATIONS, by: [TECHNOLOGY, CLUSTER]) {\n    takenAt\n    rows { technology { label } cluster { name } count }\n  }\n}\n" },
  { name: "Are higher scores better matches?", query: "query Bands {\n  matchFeedback { weightsVersion from to rated relevant acceptance }\n}\n" },
];

const place = "portal.explore.saved";

/** The reader's own questions, kept in this browser. */
export function savedQueries(): readonly Saved[] {
  try {
    const list = JSON.parse(localStorage.getItem(place) ?? "[]") as unknown;
    return Array.isArray(list) ? list.filter((s): s is Saved => typeof s?.name === "string" && typeof s?.query === "string") : [];
  } catch {
    return [];
  }
}

/** Keeps a question under a name, over one of the same name. */
export function keep(name: string, query: string): readonly Saved[] {
  const list = [...savedQueries().filter((s) => s.name !== name), { name, query }];
  localStorage.setItem(place, JSON.stringify(list));
  return list;
}

/** Forgets a question. */
export function forget(name: string): readonly Saved[] {
  const list = savedQueries().filter((s) => s.name !== name);
  localStorage.setItem(place, JSON.stringify(list));
  return list;
}
