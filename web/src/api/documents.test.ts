import { Client, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { afterEach, expect, it, vi } from "vitest";
import { TypedDocumentString } from "../gql/graphql";
import { fetchByName, naming, parsed } from "./documents";

const document = new TypedDocumentString<{ markets: { code: string }[] }, { first: number }>("query Markets($first: Int) { markets(first: $first) { code } }", { hash: "sha256:abc" });

/** Asks through the exchanges of the client; answers are those of a portal that knows the name or not. */
async function ask(answers: [number, unknown][]) {
  const bodies: Record<string, unknown>[] = [];
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    bodies.push(JSON.parse(String(init.body)));
    const [status, body] = answers.shift()!;
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/graphql-response+json" } });
  });
  const client = new Client({ url: "/graphql", preferGetMethod: false, exchanges: [cacheExchange({ keys: { Market: () => null } }), naming, fetchExchange], fetch: fetchByName });
  const result = await client.query(parsed(document), { first: 2 }).toPromise();
  return { bodies, result };
}

const found = { data: { markets: [{ code: "CN", __typename: "Market" }] } };
afterEach(() => vi.unstubAllGlobals());

it("asks by name, without the text", async () => {
  const { bodies, result } = await ask([[200, found]]);
  expect(bodies).toEqual([{ operationName: "Markets", variables: { first: 2 }, documentId: "sha256:abc" }]);
  expect(result.data?.markets[0]?.code).toBe("CN");
});

it("sends the text to a portal that does not know the name", async () => {
  const { bodies, result } = await ask([[400, { errors: [{ message: "none", extensions: { code: "PERSISTED_DOCUMENT_NOT_FOUND" } }] }], [200, found]]);
  expect(bodies.map((body) => [body["documentId"], typeof body["query"]])).toEqual([["sha256:abc", "undefined"], [undefined, "string"]]);
  expect(result.data?.markets[0]?.code).toBe("CN");
});

it("leaves other refusals alone", async () => {
  const { bodies, result } = await ask([[503, { errors: [{ message: "later", extensions: { code: "UNAVAILABLE" } }] }]]);
  expect(bodies).toHaveLength(1);
  expect(result.error).toBeDefined();
});
