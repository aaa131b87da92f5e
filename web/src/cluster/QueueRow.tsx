import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from "react";

interface QueueRowProps {
  /** What a key does while the row itself has the focus, by the key's letter. */
  keys: Readonly<Record<string, () => void>>;
  children: ReactNode;
}

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-queue]")];

/** The row that the reader comes to next when this one goes. */
function neighbour(row: HTMLElement): HTMLElement | undefined {
  const all = rows();
  const at = all.indexOf(row);
  return all[at + 1] ?? all[at - 1];
}

/** A row of a work queue. J and K, or the arrows, go down and up; a row that goes hands its focus to the next. */
export function QueueRow({ keys, children }: QueueRowProps): ReactNode {
  const row = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    const element = row.current!;
    return () => { if (element.contains(document.activeElement)) neighbour(element)?.focus(); };
  }, []);
  const press = (e: KeyboardEvent<HTMLLIElement>) => {
    if (e.target !== e.currentTarget || e.ctrlKey || e.metaKey || e.altKey) return; // letters typed into a field are letters
    const all = rows();
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[e.key];
    const act = step ? () => all[all.indexOf(e.currentTarget) + step]?.focus() : keys[e.key.toLowerCase()];
    if (!act) return;
    e.preventDefault();
    act();
  };
  return <li ref={row} tabIndex={0} data-queue="" aria-keyshortcuts={Object.keys(keys).join(" ").toUpperCase()} onKeyDown={press}>{children}</li>;
}

/** The keys that a queue knows, for those who look for them. */
export function KeyHelp({ keys }: { keys: readonly (readonly [string, string])[] }): ReactNode {
  return (
    <p className="keys small soft">
      {keys.map(([key, meaning]) => <span key={key}><kbd>{key}</kbd> {meaning}</span>)}
    </p>
  );
}
