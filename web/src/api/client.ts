import { Client, fetchExchange, mapExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { cacheOptions } from "./cache";
import { fetchByName, naming } from "./documents";

/**
 * A client with an empty cache; make a new one whenever the viewer or the language changes. The session travels as a cookie; what is
 * watched comes as server-sent events. `onSignedOut` is called whenever an answer says that nobody is signed in.
 */
export function makeClient(language: string, onSignedOut: () => void): Client {
  const signedOut = mapExchange({
    onError: (error) => {
      if (error.graphQLErrors.some((e) => e.extensions?.["code"] === "UNAUTHENTICATED")) onSignedOut();
    },
  });
  return new Client({
    url: "/graphql",
    preferGetMethod: false,
    fetchSubscriptions: true,
    exchanges: [signedOut, cacheExchange(cacheOptions), naming, fetchExchange],
    fetch: fetchByName,
    fetchOptions: { credentials: "same-origin", headers: { "Accept-Language": language } },
  });
}
