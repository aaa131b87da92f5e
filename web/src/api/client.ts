import { Client, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { cacheOptions } from "./cache";

/** A client with an empty cache; make a new one whenever the viewer or the language changes. The session travels as a cookie; what is watched comes as server-sent events. */
export function makeClient(language: string): Client {
  return new Client({
    url: "/graphql",
    preferGetMethod: false,
    fetchSubscriptions: true,
    exchanges: [cacheExchange(cacheOptions), fetchExchange],
    fetchOptions: { credentials: "same-origin", headers: { "Accept-Language": language } },
  });
}
