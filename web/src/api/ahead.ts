import type { Language } from "../app/languages";
import type { TypedDocumentString } from "../gql/graphql";

/** A question of the graph that no page need be there to ask. */
export interface Question {
  document: TypedDocumentString<unknown, never>;
  variables: object;
}

export const question = <R, V extends object>(document: TypedDocumentString<R, V>, variables: V): Question => ({ document: document as Question["document"], variables });

let all: Promise<unknown> = Promise.resolve();

interface Sent {
  at: number;
  variables: string;
  answer: Promise<Response>;
}

/** After so many milliseconds an answer that nobody asked for is too old to be given. */
const freshFor = 10_000;
const sent = new Map<string, Sent>();

/** Variables as a text that does not depend on the order in which they were put together. */
const inOrder = (variables: unknown): string =>
  JSON.stringify(variables ?? {}, (_name, value: unknown) => (value && typeof value === "object" && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value));

/** Sends a question by its name while the code that will ask it is still on its way. */
export function askAhead({ document, variables }: Question, language: Language): void {
  const documentId = document.__meta__?.["hash"] as string;
  const answer = fetch("/graphql", {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json", "Accept-Language": language },
    body: JSON.stringify({ documentId, variables }),
  });
  all = Promise.allSettled([all, answer]);
  sent.set(documentId, { at: performance.now(), variables: inOrder(variables), answer });
}

/** The answer that was asked for ahead, once and only to the very same question; undefined when there is none. */
export function takeAhead(documentId: string, variables: unknown): Promise<Response> | undefined {
  const early = sent.get(documentId);
  sent.delete(documentId);
  return early?.variables === inOrder(variables) && performance.now() - early.at < freshFor ? early.answer : undefined;
}

/** Fulfilled once every question asked ahead is answered, or has failed. */
export const arrived = (): Promise<unknown> => all;
