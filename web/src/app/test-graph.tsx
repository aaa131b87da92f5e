import type { ReactNode } from "react";
import { I18nProvider } from "@lingui/react";
import { i18n } from "@lingui/core";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import { Provider, type Client, type GraphQLRequest } from "urql";
import { fromValue, never } from "wonka";

/** What a test's graph was asked to do. */
export interface Asked {
  name: string;
  variables: Record<string, unknown>;
}

const nameOf = ({ definitions: [definition] }: GraphQLRequest["query"]) => (definition?.kind === "OperationDefinition" ? (definition.name?.value ?? "") : "");

/** Renders below a graph that answers operations by name; asked tells what came. Unknown operations stay unanswered. */
export function renderOver(answers: Record<string, (variables: never) => unknown>, element: ReactNode) {
  const asked: Asked[] = [];
  const execute = (request: GraphQLRequest) => {
    const name = nameOf(request.query);
    asked.push({ name, variables: request.variables as Record<string, unknown> });
    const answer = answers[name];
    return answer ? fromValue({ data: answer(request.variables as never), operation: request, stale: false, hasNext: false }) : never;
  };
  const query = (document: GraphQLRequest["query"], variables: never) => ({ toPromise: async () => ({ data: answers[nameOf(document)]?.(variables) }) });
  const client = { query, executeQuery: execute, executeMutation: execute, executeSubscription: () => never, readQuery: () => null } as unknown as Client;
  const rootRoute = createRootRoute({ component: () => element });
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory({ initialEntries: ["/"] }), defaultNotFoundComponent: () => element });
  render(
    <I18nProvider i18n={i18n}>
      <Provider value={client}><RouterProvider router={router as never} /></Provider>
    </I18nProvider>,
  );
  return asked;
}
