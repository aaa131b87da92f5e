import { createRequest, makeOperation, mapExchange, type DocumentInput } from "@urql/core";
import type { TypedDocumentString } from "../gql/graphql";
import { takeAhead } from "./ahead";

/** A document that knows the name under which the portal's binary carries it. */
type Named = { documentId?: string };

/** Reads a document, once. */
export function parsed<R, V>(document: TypedDocumentString<R, V>): DocumentInput<R> {
  const { query } = createRequest(document.toString(), {});
  (query as Named).documentId ??= document.__meta__?.["hash"];
  return query as DocumentInput<R>;
}

/** Tells fetchByName what a document is called, which is lost when it becomes a text. */
export const naming = mapExchange({
  onOperation: (operation) => {
    const { documentId } = operation.query as Named;
    return documentId ? makeOperation(operation.kind, { ...operation, extensions: { documentId } }) : operation;
  },
});

/**
 * Sends questions by their names. A portal that has been renewed since this page was loaded may no longer know a name: it is sent the
 * text instead.
 */
export async function fetchByName(url: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const { query, extensions, ...rest } = JSON.parse(String(init?.body)) as { query?: string; variables?: unknown; extensions?: Named };
  const documentId = extensions?.documentId;
  if (documentId) {
    const answer = await (takeAhead(documentId, rest.variables) ?? fetch(url, { ...init, body: JSON.stringify({ ...rest, documentId }) }));
    const unknown = !answer.ok && (await answer.clone().text()).includes("PERSISTED_DOCUMENT_NOT_FOUND");
    if (!unknown) return answer;
  }
  return fetch(url, { ...init, body: JSON.stringify({ ...rest, query }) });
}
