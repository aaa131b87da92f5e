import { useEffect, useReducer, useRef } from "react";
import { useClient, type AnyVariables, type Client, type CombinedError } from "urql";
import type { TypedDocumentString } from "../gql/graphql";
import { parsed } from "./documents";

/** A page of a list, as every connection answers. */
interface Page<E> {
  edges: readonly E[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null | undefined };
}

interface Tail<E> {
  edges: readonly E[];
  after: string | null;
  fetching: boolean;
  error: CombinedError | undefined;
}

/** What was read of each list beyond its first page, for as long as the client lives: who comes back finds the list as it was left. */
const tails = new WeakMap<Client, Map<string, Tail<never>>>();
const mostLists = 12;

const cursorOf = ({ pageInfo }: Page<unknown>) => (pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null);

interface TailOptions<R, V, E> {
  /** Asks for the page after the cursor `after`. */
  document: TypedDocumentString<R, V & { after?: string | null | undefined }>;
  asked: V;
  /** The first page, which is asked for otherwise; undefined while it is under way. */
  head: Page<unknown> | undefined;
  read: (answer: R) => Page<E> | null | undefined;
}

/** A list's rows beyond its first page. `more` reads the next page, once however often it is called meanwhile; `after` is null at the end. */
export function useTail<R, V extends AnyVariables, E>({ document, asked, head, read }: TailOptions<R, V, E>): Tail<E> & { more: () => void } {
  const client = useClient();
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);
  const lists = (tails.get(client) ?? new Map<string, Tail<never>>()) as Map<string, Tail<E>>;
  tails.set(client, lists as Map<string, Tail<never>>);
  const begin: Tail<E> = { edges: [], after: head ? cursorOf(head) : null, fetching: false, error: undefined };
  const key = document.toString() + JSON.stringify([asked, begin.after]); // a head that ends elsewhere begins another list
  const tail = lists.get(key) ?? begin;
  const put = (next: Tail<E>) => {
    lists.delete(key);
    lists.set(key, next);
    if (lists.size > mostLists) lists.delete(lists.keys().next().value!);
    if (here.current) redraw();
  };
  const more = async () => {
    const now = lists.get(key) ?? begin;
    if (now.fetching || now.after === null) return;
    put({ ...now, fetching: true, error: undefined });
    const { data, error } = await client.query<R>(parsed(document), { ...asked, after: now.after }).toPromise();
    const page = data && read(data);
    put(page ? { edges: [...now.edges, ...page.edges], after: cursorOf(page), fetching: false, error: undefined } : { ...now, fetching: false, error });
  };
  return { ...tail, more: () => void more() };
}
