import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import type { Fault } from "../api/auth";
import { useSession } from "../api/session";
import { Button } from "../ui/Button";
import { Note } from "../ui/Feedback";

/** Signs in with a passkey, where the browser knows them. */
export function PasskeyButton({ done }: { done: () => void }): ReactNode {
  const { i18n } = useLingui();
  const { renew } = useSession();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  if (!("PublicKeyCredential" in window)) return null;
  const press = async () => {
    setBusy(true);
    const { signInByPasskey, noneGiven } = await import("./passkeys");
    const problem = await signInByPasskey();
    setBusy(false);
    setFault(problem?.code === noneGiven ? { ...problem, message: i18n._("No passkey was given. Try again, or sign in with your password.") } : problem);
    if (!problem) { renew(); done(); }
  };
  return (
    <div className="stack">
      {fault && <Note tone="bad">{fault.message || i18n._("The portal does not answer. Check your connection and try again.")}</Note>}
      <p><Button busy={busy} onPress={() => void press()}>{i18n._("Sign in with a passkey")}</Button></p>
    </div>
  );
}
