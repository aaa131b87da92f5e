import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";

/** Where one stands on a way of several steps; steps already done lead back where `onGo` is given. */
export function Steps({ names, current, onGo }: { names: readonly string[]; current: number; onGo?: (step: number) => void }): ReactNode {
  const { i18n } = useLingui();
  return (
    <nav aria-label={i18n._("Steps")}>
      <ol className="steps">
        {names.map((name, n) => (
          <li key={name} aria-current={n === current ? "step" : undefined} className={n < current ? "done" : undefined}>
            <span className="step" aria-hidden="true">{n + 1}</span>
            {onGo && n < current ? <button type="button" onClick={() => onGo(n)}>{name}</button> : <span>{name}</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
