import { describe, expect, test } from "vitest";
import { parseSearch, stringifySearch } from "../app/search-params";
import { filterOf, orderOf, readSearch, toggled } from "./search";

describe("a search and its address", () => {
  test("an address survives the round trip", () => {
    const address = "?q=sepsis+test&market=CN&market=BR&kind=BUSINESS_OFFER&sort=deadline";
    expect(stringifySearch({ ...readSearch(parseSearch(address)) })).toBe(address);
  });
  test("what no search knows is dropped", () => {
    expect(readSearch({ kind: ["NONSENSE"], stage: "CONCEPT", sort: "rank", show: "x", q: "" })).toEqual({ stage: ["CONCEPT"] });
  });
  test("a word that looks like a number stays a word", () => expect(readSearch(parseSearch("?q=510")).q).toBe("510"));
  test("only open ones unless all are wanted", () => {
    expect(filterOf({}).openOnly).toBe(true);
    expect(filterOf({ show: "all" }).openOnly).toBeNull();
  });
  test("the most relevant come first unless said otherwise", () => {
    expect(orderOf({}).field).toBe("RELEVANCE");
    expect(orderOf({ sort: "newest" }).field).toBe("NEWEST");
    expect(orderOf({ sort: "title" }).field).toBe("TITLE");
  });
  test("a facet's value goes in and out", () => {
    const once = toggled({ q: "x" }, "market", "CN");
    expect(once).toEqual({ q: "x", market: ["CN"] });
    expect(toggled(once, "market", "CN")).toEqual({ q: "x", market: undefined });
  });
});
