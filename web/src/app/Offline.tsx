import { useSyncExternalStore, type ReactNode } from "react";
import { useLingui } from "@lingui/react";

function listen(changed: () => void): () => void {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
}

/** Says while the browser has no connection. */
export function Offline(): ReactNode {
  const { i18n } = useLingui();
  const online = useSyncExternalStore(listen, () => navigator.onLine);
  return <div role="status">{!online && <p className="banner">{i18n._("You are offline. What you see may be out of date; what you write is kept in this tab.")}</p>}</div>;
}
