import { useEffect, useRef, type ReactNode } from "react";

let pagesShown = 0;

/** A page: sets the title, and moves the focus to its heading when the reader came from another page. `beside` stands right of the heading where there is room, `below` right under the lede. */
export function Page({ title, lede, above, beside, below, children }: { title: string; lede?: ReactNode; above?: ReactNode; beside?: ReactNode; below?: ReactNode; children?: ReactNode }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title === "bioXclusters" ? title : `${title} · bioXclusters`;
  }, [title]);
  useEffect(() => {
    if (pagesShown++ > 0 && !document.activeElement?.closest("main")) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <article className="page">
      <header className={beside ? "columns even" : undefined}>
        <div className="stack">
          {above && <p className="small soft">{above}</p>}
          <h1 ref={heading} tabIndex={-1}>{title}</h1>
          {lede && <p className="lede">{lede}</p>}
          {below && <div className="stack below">{below}</div>}
        </div>
        {beside}
      </header>
      {children}
    </article>
  );
}
