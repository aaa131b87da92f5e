import { useDeferredValue, useEffect, useRef, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { graphql } from "../gql";
import type { MoreOpportunitiesQuery, SearchOpportunitiesQuery } from "../gql/graphql";
import { useQuery } from "../api/hooks";
import { useTail } from "../api/tail";
import { Button } from "../ui/Button";
import { Empty, Failure, Note, Skeleton } from "../ui/Feedback";
import { Choice } from "../ui/Form";
import { Page } from "../ui/Page";
import { Chips } from "./Chips";
import { Facets } from "./Facets";
import { ResultList } from "./ResultList";
import { asked as askedOf, SearchQuery } from "./query";
import { toggled, type Search, type Sort } from "./search";
import { SearchText } from "./SearchText";

const MoreQuery = graphql(`
  query MoreOpportunities($filter: OpportunityFilter, $orderBy: OpportunityOrder, $after: String) {
    opportunities(filter: $filter, orderBy: $orderBy, first: 25, after: $after) {
      edges { node { id } ...OpportunityRow_edge }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

/** One row of the results. */
export type Edge = MoreOpportunitiesQuery["opportunities"]["edges"][number];

const route = getRouteApi("/opportunities");

/** The search: its whole state stands in the address. */
export function SearchPage(): ReactNode {
  const { i18n } = useLingui();
  const search = route.useSearch();
  const navigate = useNavigate();
  const status = useRef<HTMLParagraphElement>(null);
  const change = (next: Search) => void navigate({ to: "/opportunities", search: next, replace: true, resetScroll: false });
  const asked = askedOf(search);
  const { data, error, fetching, again } = useQuery(SearchQuery, asked);
  const found = data?.opportunities;
  const facets = useDeferredValue(found?.facets ?? null, null); // the rows first
  /** What was pressed goes away with the change: the focus goes to what came of it. */
  const changeFrom = (next: Search) => {
    change(next);
    status.current?.focus({ preventScroll: true });
  };
  useEffect(() => {
    if (found?.indexReady !== false || fetching) return;
    const timer = setTimeout(again, 1000);
    return () => clearTimeout(timer);
  });
  return (
    <Page title={i18n._("Opportunities")}>
      <SearchText text={search.q ?? ""} onChange={(q) => change({ ...search, q: q || undefined })} />
      <div className="columns aside-start">
        <Facets search={search} counts={facets ?? undefined} onChange={change} />
        <section className="stack" aria-label={i18n._("Results")}>
          <div className="between">
            <p ref={status} tabIndex={-1} aria-live="polite" className="status">{found?.indexReady && i18n._("{total, plural, one {# opportunity} other {# opportunities}}", { total: found.totalCount })}</p>
            <Order search={search} onChange={change} />
          </div>
          <Chips search={search} counts={found?.facets} onRemove={(facet, value) => changeFrom(toggled(search, facet, value))} onClear={() => changeFrom({ q: search.q, sort: search.sort })} />
          {error && <Failure error={error} again={again} />}
          {found?.indexReady === false && <Note>{i18n._("The portal has just started and is reading its opportunities. Results follow in a moment.")}</Note>}
          {!found?.indexReady && !error && <Skeleton lines={12} />}
          {found?.indexReady && <Results found={found} asked={asked} busy={fetching} search={search} onChange={changeFrom} />}
        </section>
      </div>
    </Page>
  );
}

interface ResultsProps {
  found: SearchOpportunitiesQuery["opportunities"];
  asked: ReturnType<typeof askedOf>;
  busy: boolean;
  search: Search;
  onChange: (next: Search) => void;
}

/** The rows. While the next search is under way, those of the last one stay. */
function Results({ found, asked, busy, search, onChange }: ResultsProps): ReactNode {
  const { i18n } = useLingui();
  const name = JSON.stringify(asked);
  const [settled, setSettled] = useState({ name, asked, found });
  if (!busy && (settled.name !== name || settled.found !== found)) setSettled({ name, asked, found });
  const tail = useTail({ document: MoreQuery, asked: settled.asked, head: settled.found, read: (more) => more.opportunities });
  if (settled.found.totalCount === 0) return <NothingFound search={search} onChange={onChange} />;
  const { correctedText, totalCount, edges } = settled.found;
  return (
    <div className={busy ? "stack busy" : "stack"} aria-busy={busy}>
      {correctedText && <Note>{i18n._("Nothing holds “{typed}”. These hold “{corrected}”.", { typed: settled.asked.filter.text, corrected: correctedText })}</Note>}
      <ResultList key={settled.name} name={settled.name} edges={[...edges, ...tail.edges]} total={totalCount} hasMore={tail.after !== null && !tail.error} onMore={tail.more} />
      {tail.fetching && <Skeleton lines={3} />}
      {tail.error && <Failure error={tail.error} again={tail.more} />}
    </div>
  );
}

function Order({ search, onChange }: { search: Search; onChange: (next: Search) => void }): ReactNode {
  const { i18n } = useLingui();
  const standard = search.q ? i18n._("Most relevant first") : i18n._("Newest first");
  const options: { value: Sort | ""; label: string }[] = [
    { value: "", label: standard },
    ...(search.q ? [{ value: "newest" as const, label: i18n._("Newest first") }] : []),
    { value: "deadline", label: i18n._("Deadline") },
    { value: "title", label: i18n._("Title") },
  ];
  return <Choice<Sort | ""> label={i18n._("Sort by")} value={search.sort ?? ""} onChange={(sort) => onChange({ ...search, sort: sort || undefined })} options={options} />;
}

function NothingFound({ search, onChange }: { search: Search; onChange: (next: Search) => void }): ReactNode {
  const { i18n } = useLingui();
  return (
    <Empty title={i18n._("No opportunity fits this search.")}>
      <p>{i18n._("Try fewer words or remove a filter.")}</p>
      <p className="inline">
        <Button onPress={() => onChange({})}>{i18n._("Start over")}</Button>
        {search.show !== "all" && <Button look="quiet" onPress={() => onChange({ ...search, show: "all" })}>{i18n._("Include those no longer open")}</Button>}
      </p>
    </Empty>
  );
}
