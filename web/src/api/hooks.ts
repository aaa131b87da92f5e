import { useState } from "react";
import { useMutation as useUrqlMutation, useQuery as useUrqlQuery, useSubscription, type AnyVariables, type CombinedError } from "urql";
import type { TypedDocumentString } from "../gql/graphql";
import type { ErrorCode } from "../gql/graphql";
import { parsed } from "./documents";
import { useFresh } from "./fresh";

/** What a person can mend, as every payload carries it. */
export interface UserError {
  code: ErrorCode;
  field?: string[] | null;
  message: string;
}

interface Payload {
  userErrors: UserError[];
}

/** Asks a question of the graph and keeps the answer up to date; `pause` holds it back. */
export function useQuery<R, V extends AnyVariables>(document: TypedDocumentString<R, V>, variables: V, pause = false) {
  const [{ data, error, fetching, stale }, again] = useUrqlQuery<R, V>({ query: parsed(document), variables, pause } as never);
  return { data, error, fetching: fetching || stale, again: () => again({ requestPolicy: "network-only" }) };
}

/** Watches what changes; the cache takes it in, so that every answer shown keeps up. Nothing is returned. */
export function useWatch<R, V extends AnyVariables>(document: TypedDocumentString<R, V>, variables: V, pause = false): void {
  useSubscription<R, R, V>({ query: parsed(document), variables, pause } as never);
}

/** What the one root field of a mutation answers. */
type Answer<R> = R[Exclude<keyof R, "__typename">];

/**
 * Runs a mutation whose document has one root field. `run` answers with its payload, or null when it never arrived. What the portal
 * forbids because the last sign-in is too old is sent again once the person has given their password.
 */
export function useAct<R extends object, V extends AnyVariables>(document: TypedDocumentString<R, V>) {
  const [{ fetching, error }, execute] = useUrqlMutation<R, V>(parsed(document));
  const [errors, setErrors] = useState<UserError[]>([]);
  const prove = useFresh();
  const send = async (variables: V) => {
    const { data } = await execute(variables);
    const payload = data ? (Object.values(data).find((v) => typeof v === "object") as Answer<R>) : null;
    return { payload, errors: (payload as Payload | null)?.userErrors ?? [] };
  };
  const run = async (variables: V): Promise<Answer<R> | null> => {
    setErrors([]);
    let sent = await send(variables);
    if (sent.errors.some((e) => e.code === "FORBIDDEN" && !e.field) && (await prove()) === "proven") sent = await send(variables);
    setErrors(sent.errors);
    return sent.payload;
  };
  return { run, fetching, errors, failure: error };
}

/** The portal's code of the first error, such as NOT_FOUND; UNAVAILABLE when the portal did not answer. */
export function codeOf(error: CombinedError): string {
  const code = error.graphQLErrors[0]?.extensions?.["code"];
  return typeof code === "string" ? code : error.networkError ? "UNAVAILABLE" : "INTERNAL";
}

/** The message for a field, named as a path below the input ("delegates.0.email"), or for an item of it: "languages" has that of "languages.0". */
export function errorAt(errors: readonly UserError[], path: string): string | undefined {
  return errorOn(errors, path) ?? errors.find((e) => e.field?.join(".").startsWith(`${path}.`))?.message;
}

/** The message for a list as a whole, whose rows show their own. */
export function errorOn(errors: readonly UserError[], path: string): string | undefined {
  return errors.find((e) => e.field?.join(".") === path)?.message;
}
