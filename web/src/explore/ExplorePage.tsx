import { useEffect, useMemo, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { GraphiQL } from "graphiql";
import { TabFocus } from "monaco-editor/esm/vs/editor/browser/config/tabFocus.js";
import { examples, forget, keep, savedQueries } from "./queries";

// Tab leads out of the editors in place of writing into them: whoever has no mouse could not leave them (WCAG 2.1.2).
TabFocus.setTabFocusMode(true);

interface Answer {
  data?: unknown;
  errors?: readonly { message: string }[];
  extensions?: { cost?: unknown };
}

async function ask(body: unknown, language: string): Promise<Answer> {
  const response = await fetch("/graphql", { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", Accept: "application/json", "Accept-Language": language }, body: JSON.stringify(body) });
  return (await response.json()) as Answer;
}

/** The graph, open to whoever is signed in: write a question, see its answer and what it cost. */
export function ExplorePage(): ReactNode {
  const { i18n } = useLingui();
  const [viewer, setViewer] = useState<{ user: { name: string } } | null | undefined>(undefined);
  useEffect(() => {
    document.title = `${i18n._("Explore the graph")} · bioXclusters`;
    void ask({ query: "query ExploreViewer { viewer { user { name } } }" }, i18n.locale).then((answer) => setViewer((answer.data as { viewer: typeof viewer } | undefined)?.viewer ?? null), () => setViewer(null));
  }, [i18n]);
  if (viewer === undefined) return null;
  return viewer ? <Explorer /> : (
    <main className="signed-out stack">
      <h1>{i18n._("Explore the graph")}</h1>
      <p>{i18n._("This page is for members. Sign in to go on.")}</p>
      <p><a className="button main" href="/sign-in?to=%2Fexplore">{i18n._("Sign in")}</a></p>
    </main>
  );
}

function Explorer(): ReactNode {
  const { i18n } = useLingui();
  const [saved, setSaved] = useState(savedQueries);
  const [begin, setBegin] = useState({ query: examples[0]!.query, number: 0 });
  const [text, setText] = useState(begin.query);
  const [name, setName] = useState("");
  const [cost, setCost] = useState<unknown>(undefined);
  const fetcher = useMemo(() => async (params: { query: string; operationName?: string | null; variables?: unknown }) => {
    const answer = await ask(params, i18n.locale);
    if (params.operationName !== "IntrospectionQuery") setCost(answer.extensions?.cost);
    return answer;
  }, [i18n]);
  const load = (query: string | undefined) => {
    if (!query) return;
    setBegin({ query, number: begin.number + 1 });
    setText(query);
  };
  return (
    <div className="explore">
      <header>
        <a href="/">bioXclusters</a>
        <h1>{i18n._("Explore the graph")}</h1>
        <label>{i18n._("Examples")}<Pick list={examples} onPick={load} /></label>
        {saved.length > 0 && <label>{i18n._("Saved")}<Pick list={saved} onPick={(query, picked) => { load(query); if (query) setName(picked); }} /></label>}
        <input className="input" aria-label={i18n._("Name to save under")} placeholder={i18n._("Name to save under")} value={name} onChange={(e) => setName(e.target.value)} />
        <button type="button" className="button" disabled={!name.trim()} onClick={() => setSaved(keep(name.trim(), text))}>{i18n._("Save")}</button>
        {saved.some((s) => s.name === name) && <button type="button" className="button quiet" onClick={() => { setSaved(forget(name)); setName(""); }}>{i18n._("Remove")}</button>}
        <span className="cost small" role="status">{cost !== undefined && i18n._("Cost: {cost}", { cost: inWords(cost) })}</span>
      </header>
      <main>
        <GraphiQL key={begin.number} fetcher={fetcher as never} initialQuery={begin.query} onEditQuery={setText} storage={nothingKept} />
      </main>
    </div>
  );
}

function Pick({ list, onPick }: { list: readonly { name: string; query: string }[]; onPick: (query: string | undefined, name: string) => void }): ReactNode {
  const { i18n } = useLingui();
  const [picked, setPicked] = useState(""); // stays shown, so that arrow keys go on from there
  useEffect(() => { // keys pass over many; where they rest is what was meant
    const rest = setTimeout(() => onPick(list.find((q) => q.name === picked)?.query, picked), 300);
    return () => clearTimeout(rest);
  }, [picked]);
  return (
    <select className="input" value={picked} onChange={(e) => setPicked(e.target.value)}>
      <option value="">{i18n._("Choose")}</option>
      {list.map((q) => <option key={q.name} value={q.name}>{q.name}</option>)}
    </select>
  );
}

/** The editor's own memory would bring old tabs back over what was chosen. */
const nothingKept = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined, clear: () => undefined, length: 0 };

/** A cost as the portal tells it: a number, or several by name. */
function inWords(cost: unknown): string {
  if (typeof cost !== "object" || cost === null) return String(cost);
  return Object.entries(cost).map(([name, value]) => `${name} ${String(value)}`).join(", ");
}
