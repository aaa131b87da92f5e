import { useEffect, useRef, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { useSession, type SignInFault, type Viewer } from "../api/session";
import { Button } from "../ui/Button";
import { Note } from "../ui/Feedback";
import { Field } from "../ui/Form";

/** When the session ended while the page was open: signs in again on the spot, so that nothing that was typed is lost. */
export function SessionEnded(): ReactNode {
  const { ended } = useSession();
  return ended && <Dialog viewer={ended} />;
}

function Dialog({ viewer }: { viewer: Viewer }): ReactNode {
  const { i18n } = useLingui();
  const { signIn, leave } = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<SignInFault>(null);
  useEffect(() => dialog.current?.showModal?.(), []);
  const submit = async () => {
    setBusy(true);
    setFault(await signIn(viewer.user.email, password));
    setBusy(false);
  };
  return (
    <dialog ref={dialog} className="panel" aria-labelledby="ended" onCancel={(e) => { e.preventDefault(); leave(); }}>
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void submit(); }}>
        <h2 id="ended">{i18n._("Your session has ended")}</h2>
        <p>{i18n._("Sign in again as {name} to go on where you were. What you typed is still here.", { name: viewer.user.name })}</p>
        {fault && <Note tone="bad">{fault.message || i18n._("The portal does not answer. Check your connection and try again.")}</Note>}
        <Field label={i18n._("Password")} type="password" autoComplete="current-password" value={password} onChange={setPassword} required />
        <p className="inline">
          <Button type="submit" look="main" busy={busy}>{i18n._("Sign in")}</Button>
          <Button look="quiet" onPress={leave}>{i18n._("Go on as a visitor")}</Button>
        </p>
      </form>
    </dialog>
  );
}
