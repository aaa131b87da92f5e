import { useEffect, useState, type KeyboardEvent, type ReactNode } from "react";
import { useLingui } from "@lingui/react";

/** Searches while typing: `onChange` follows when the fingers rest for a moment. The down key leads to the first result. */
export function SearchText({ text, onChange }: { text: string; onChange: (text: string) => void }): ReactNode {
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
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    document.querySelector<HTMLElement>("main .rows .title a")?.focus();
  };
  return (
    <form className="search" role="search" onSubmit={(e) => { e.preventDefault(); onChange(typed); }}>
      <input className="input" type="search" maxLength={200} value={typed} onChange={(e) => setTyped(e.target.value)} onKeyDown={onKeyDown}
        aria-label={i18n._("Search opportunities")} placeholder={i18n._("Technology, product, therapy …")} />
    </form>
  );
}
