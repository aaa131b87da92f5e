import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { defaultRangeExtractor, useWindowVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { OpportunityRow } from "./OpportunityRow";
import type { Edge } from "./SearchPage";

interface ResultListProps {
  /** Names the list: two lists with one name have the same rows. */
  name: string;
  edges: readonly Edge[];
  total: number;
  hasMore: boolean;
  onMore: () => void;
}

const usualHeight = 112;
const readAhead = 20;
/** Milliseconds until what is near is read ahead: what the reader looks at is drawn first. */
const settling = 60;
/** Heights of the rows of lists that were left, so that going back lands on the same row. */
const heights = new Map<string, VirtualItem[]>();

/** The results as one long list of which only what is near the window stands in the document. The arrow keys go from row to row. */
export function ResultList({ name, edges, total, hasMore, onMore }: ResultListProps): ReactNode {
  const { i18n } = useLingui();
  const list = useRef<HTMLUListElement>(null);
  const [margin, setMargin] = useState(0);
  const [current, setCurrent] = useState(-1);
  const rows = useWindowVirtualizer({
    count: edges.length,
    estimateSize: () => usualHeight,
    overscan: margin ? 4 : 0, // at first what can be seen
    scrollMargin: margin,
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    getItemKey: (n) => edges[n]!.node.id,
    initialMeasurementsCache: heights.get(name) ?? [],
    rangeExtractor: (range) => withCurrent(defaultRangeExtractor(range), current),
  });
  useEffect(() => setMargin(list.current?.offsetTop ?? 0), [name]);
  useEffect(() => () => {
    heights.clear(); // only the list left last is worth keeping
    heights.set(name, rows.measurementsCache);
  }, [name, rows]);
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  const wanting = hasMore && last >= edges.length - readAhead;
  useEffect(() => {
    if (!wanting) return;
    const timer = setTimeout(onMore, settling);
    return () => clearTimeout(timer);
  }, [wanting, edges.length]);
  const go = (n: number) => {
    if (n < 0 || n >= edges.length) return;
    setCurrent(n);
    rows.scrollToIndex(n);
    requestAnimationFrame(() => requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-index="${n}"] .title a`)?.focus({ preventScroll: true })));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = Number((event.target as HTMLElement).closest("li")?.dataset["index"]);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: edges.length - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (to < 0) document.querySelector<HTMLElement>("[role=search] input")?.focus();
    else go(to);
  };
  return (
    <ul ref={list} className="rows sided tall" onKeyDown={onKeyDown} style={{ height: rows.getTotalSize() }} aria-label={i18n._("Opportunities")}>
      {shown.map((item) => (
        <li key={item.key} ref={rows.measureElement} data-index={item.index} aria-setsize={total} aria-posinset={item.index + 1}
          onFocus={() => setCurrent(item.index)} style={{ transform: `translateY(${item.start - margin}px)` }}>
          <OpportunityRow edge={edges[item.index]!} />
        </li>
      ))}
    </ul>
  );
}

/** The row that has the focus stays in the document wherever the window is. */
function withCurrent(range: number[], current: number): number[] {
  if (current < 0 || range.includes(current)) return range;
  return [...range, current].sort((a, b) => a - b);
}
