import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { Provider, type Client } from "urql";
import { i18n } from "@lingui/core";
import type { SessionViewerQuery } from "../gql/graphql";
import { post, type Fault } from "./auth";
import { makeClient, onSignedOut } from "./client";
import { useQuery } from "./hooks";
import { ViewerQuery } from "./viewer";

/** The signed-in person as every page knows them. */
export type Viewer = NonNullable<SessionViewerQuery["viewer"]>;

/** Why a sign-in failed, in words for the person; null when it worked. Field "totp": the password was right, and a code is needed too. */
export type SignInFault = Fault | null;

interface Session {
  viewer: Viewer | null;
  loading: boolean;
  /** `totp` is a code of the authenticator app, or a recovery code; "" for none. */
  signIn: (email: string, password: string, totp: string) => Promise<SignInFault>;
  signOut: () => Promise<void>;
  /** Forgets everything cached, as after a change of viewer or language. */
  renew: () => void;
  /** Whose session ended while the page was open: who they were, until they sign in again or leave it; null otherwise. */
  ended: Viewer | null;
  /** Goes on as a visitor after the session ended. */
  leave: () => void;
}

const SessionContext = createContext<Session | null>(null);

/** The session; only below SessionProvider. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession needs a SessionProvider");
  return session;
}

/** Gives the tree a GraphQL client, of which `first` is the first, and the session. */
export function SessionProvider({ first, children }: { first: Client; children: ReactNode }): ReactNode {
  const [over, setOver] = useState(false);
  const [client, setClient] = useState(first);
  useEffect(() => onSignedOut(() => setOver(true)), []);
  const renew = useCallback(() => {
    setOver(false);
    setClient(makeClient(i18n.locale));
  }, []);
  return (
    <Provider value={client}>
      <SessionState renew={renew} over={over}>{children}</SessionState>
    </Provider>
  );
}

/** The session over a client that is already provided. */
export function SessionState({ renew, over = false, children }: { renew: () => void; over?: boolean; children: ReactNode }): ReactNode {
  const { data, fetching } = useQuery(ViewerQuery, {});
  const viewer = data?.viewer ?? null;
  const loading = fetching && !data;
  const session = useMemo<Session>(
    () => ({
      viewer,
      loading,
      renew,
      ended: over ? viewer : null,
      leave: renew,
      signIn: async (email, password, totp) => {
        const { fault } = await post("/auth/session", { email, password, totp });
        if (!fault) renew();
        return fault;
      },
      signOut: async () => {
        await fetch("/auth/session", { method: "DELETE", credentials: "same-origin" });
        renew();
      },
    }),
    [viewer, loading, renew, over],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}
