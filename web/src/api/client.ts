import { Client, fetchExchange, mapExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { cacheOptions } from "./cache";
import { fetchByName, naming } from "./documents";

const signedOutEvent = "portal:signed-out";

/** Has `act` called whenever an answer says that nobody is signed in, until the function returned is called. */
export function onSignedOut(act: () => void): () => void {
  window.addEventListener(signedOutEvent, act);
  return () => window.removeEventListener(signedOutEvent, act);
}

/**
 * A client with an empty cache; make a new one whenever the viewer or the language changes. The session travels as a cookie; what is
 * watched comes as server-sent events.
 */
export function makeClient(language: string): Client {
  const signedOut = mapExchange({
    onError: (error) => {
      if (error.graphQLErrors.some((e) => e.extensions?.["code"] === "UNAUTHENTICATED")) window.dispatchEvent(new Event(signedOutEvent));
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
