import { useEffect, useRef, type ReactNode } from "react";

let pagesShown = 0;

/** A page: sets the title, and moves the focus to its heading when the reader came from another page. */
export function Page({ title, lede, above, children }: { title: string; lede?: ReactNode; above?: ReactNode; children?: ReactNode }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title === "bioXclusters" ? title : `${title} · bioXclusters`;
  }, [title]);
  useEffect(() => {
    if (pagesShown++ > 0 && !document.activeElement?.closest("main")) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <article className="page">
      <header>
        {above && <p className="small soft">{above}</p>}
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        {lede && <p className="lede">{lede}</p>}
      </header>
      {children}
    </article>
  );
}
