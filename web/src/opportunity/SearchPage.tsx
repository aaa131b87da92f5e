import { useEffect, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";
import { Button } from "../ui/Button";
import { Empty, Failure, Skeleton } from "../ui/Feedback";
import { Choice } from "../ui/Form";
import { Page } from "../ui/Page";
import { Chips } from "./Chips";
import { Facets } from "./Facets";
import { OpportunityRows } from "./OpportunityRows";
import { filterOf, orderOf, toggled, type Search } from "./search";

const SearchQuery = graphql(`
  query SearchOpportunities($filter: OpportunityFilter, $orderBy: OpportunityOrder) {
    opportunities(filter: $filter, orderBy: $orderBy, first: 20) {
      totalCount
      nodes { id ...OpportunityRows_opportunity }
      facets { ...Facets_counts ...Chips_counts }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const MoreQuery = graphql(`
  query MoreOpportunities($filter: OpportunityFilter, $orderBy: OpportunityOrder, $after: String!) {
    opportunities(filter: $filter, orderBy: $orderBy, first: 20, after: $after) {
      nodes { id ...OpportunityRows_opportunity }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const route = getRouteApi("/opportunities");

/** The search: its whole state stands in the address. */
export function SearchPage(): ReactNode {
  const { i18n } = useLingui();
  const search = route.useSearch();
  const navigate = useNavigate();
  const change = (next: Search) => void navigate({ to: "/opportunities", search: next, replace: true, resetScroll: false });
  const asked = { filter: filterOf(search), orderBy: orderOf(search) };
  const { data, error, fetching, again } = useQuery(SearchQuery, asked);
  const found = data?.opportunities;
  const total = found?.totalCount ?? 0;
  return (
    <Page title={i18n._("Opportunities")}>
      <SearchText text={search.q ?? ""} onChange={(q) => change({ ...search, q: q || undefined })} />
      <div className="columns aside-start">
        <Facets search={search} counts={found?.facets} onChange={change} />
        <section className="stack" aria-label={i18n._("Results")}>
          <div className="between">
            <p aria-live="polite" className="status">{found && i18n._("{total, plural, one {# opportunity} other {# opportunities}}", { total })}</p>
            <Order search={search} onChange={change} />
          </div>
          <Chips search={search} counts={found?.facets} onRemove={(facet, value) => change(toggled(search, facet, value))} onClear={() => change({ q: search.q, sort: search.sort })} />
          {error && <Failure error={error} again={again} />}
          {!found && !error && <Skeleton lines={12} />}
          {found && total === 0 && <NothingFound search={search} onChange={change} />}
          {found && total > 0 && (
            <div className={fetching ? "stack busy" : "stack"}>
              <OpportunityRows opportunities={found.nodes} />
              {found.pageInfo.hasNextPage && found.pageInfo.endCursor && <More key={JSON.stringify(asked)} {...asked} after={found.pageInfo.endCursor} />}
            </div>
          )}
        </section>
      </div>
    </Page>
  );
}

/** Searches while typing: the address follows when the fingers rest for a moment. */
function SearchText({ text, onChange }: { text: string; onChange: (text: string) => void }): ReactNode {
  const { i18n } = useLingui();
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  if (text !== known) {
    setKnown(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => {
      setKnown(typed);
      onChange(typed);
    }, 180);
    return () => clearTimeout(timer);
  });
  return (
    <form className="search" role="search" onSubmit={(e) => { e.preventDefault(); onChange(typed); }}>
      <input className="input" type="search" maxLength={200} value={typed} onChange={(e) => setTyped(e.target.value)}
        aria-label={i18n._("Search opportunities")} placeholder={i18n._("Technology, product, therapy …")} />
    </form>
  );
}

function Order({ search, onChange }: { search: Search; onChange: (next: Search) => void }): ReactNode {
  const { i18n } = useLingui();
  return (
    <Choice label={i18n._("Sort by")} value={search.sort ?? "newest"} onChange={(sort) => onChange({ ...search, sort: sort === "newest" ? undefined : sort })}
      options={[
        { value: "newest", label: i18n._("Newest first") },
        { value: "deadline", label: i18n._("Deadline") },
        { value: "title", label: i18n._("Title") },
      ]} />
  );
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

interface MoreProps {
  filter: ReturnType<typeof filterOf>;
  orderBy: ReturnType<typeof orderOf>;
  after: string;
}

/** A button that becomes the next page of rows, followed by a button of its own. */
function More(props: MoreProps): ReactNode {
  const { i18n } = useLingui();
  const [wanted, setWanted] = useState(false);
  const { data, error, again } = useQuery(MoreQuery, props, !wanted);
  if (error) return <Failure error={error} again={again} />;
  if (!wanted || !data) return <p><Button busy={wanted} onPress={() => setWanted(true)}>{i18n._("Show more")}</Button></p>;
  const { nodes, pageInfo } = data.opportunities;
  return (
    <>
      <OpportunityRows opportunities={nodes} />
      {pageInfo.hasNextPage && pageInfo.endCursor && <More {...props} after={pageInfo.endCursor} />}
    </>
  );
}
