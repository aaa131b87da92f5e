import { useEffect, useRef, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { useSession, type Viewer } from "../api/session";
import { Button } from "../ui/Button";
import { SignInForm } from "./SignInForm";

/** When the session ended while the page was open: signs in again on the spot, so that nothing that was typed is lost. */
export function SessionEnded(): ReactNode {
  const { ended } = useSession();
  return ended && <Dialog viewer={ended} />;
}

function Dialog({ viewer }: { viewer: Viewer }): ReactNode {
  const { i18n } = useLingui();
  const { leave } = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal?.(), []);
  return (
    <dialog ref={dialog} className="panel" aria-labelledby="ended" onCancel={(e) => { e.preventDefault(); leave(); }}>
      <div className="stack">
        <h2 id="ended">{i18n._("Your session has ended")}</h2>
        <p>{i18n._("Sign in again as {name} to go on where you were. What you typed is still here.", { name: viewer.user.name })}</p>
        <SignInForm email={viewer.user.email}><Button look="quiet" onPress={leave}>{i18n._("Go on as a visitor")}</Button></SignInForm>
      </div>
    </dialog>
  );
}
