import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import type { CombinedError } from "urql";
import { codeOf } from "../api/hooks";

/** Grey lines where content is about to stand. */
export function Skeleton({ lines = 6 }: { lines?: number }): ReactNode {
  const { i18n } = useLingui();
  return (
    <div className="skeleton" role="status" aria-label={i18n._("Loading")}>
      {Array.from({ length: lines }, (_, n) => <i key={n} />)}
    </div>
  );
}

/** Nothing here: says so and what to do. */
export function Empty({ title, children }: { title: string; children?: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <p className="status">{title}</p>
      {children}
    </div>
  );
}

/** A message beside the content: what happened, or what to mind. */
export function Note({ tone, children }: { tone?: "good" | "warn" | "bad"; children: ReactNode }): ReactNode {
  return <div className={tone ? `note ${tone}` : "note"} role={tone === "bad" ? "alert" : "status"}>{children}</div>;
}

/** A question that failed, with a way to ask again. */
export function Failure({ error, again }: { error: CombinedError; again?: (() => void) | undefined }): ReactNode {
  const { i18n } = useLingui();
  const code = codeOf(error);
  const words = {
    UNAVAILABLE: i18n._("The portal does not answer. Check your connection and try again."),
    UNAUTHENTICATED: i18n._("Your session has ended. Sign in again to go on."),
    LIMITED: i18n._("Too many requests. Wait a moment and try again."),
  }[code];
  return (
    <Note tone="bad">
      <p>{words ?? error.graphQLErrors[0]?.message ?? i18n._("Something went wrong.")}</p>
      {again && <button type="button" className="button quiet" onClick={again}>{i18n._("Try again")}</button>}
    </Note>
  );
}
