import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { useSession, type SignInFault } from "../api/session";
import { Button } from "../ui/Button";
import { Note } from "../ui/Feedback";
import { Field } from "../ui/Form";
import { CodeField } from "./CodeField";

/** Signs in with address and password and, where the account asks for it, a code. `email` stands where it is known who. */
export function SignInForm({ email: known, done, children }: { email?: string; done?: () => void; children?: ReactNode }): ReactNode {
  const { i18n } = useLingui();
  const { signIn } = useSession();
  const [email, setEmail] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [totp, setTotp] = useState("");
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<SignInFault>(null);
  const submit = async () => {
    setBusy(true);
    const problem = await signIn(email.trim(), password, totp);
    setBusy(false);
    setFault(problem);
    if (problem?.field === "totp") setAsked(true);
    if (!problem) done?.();
  };
  const aboutCode = fault?.field === "totp";
  return (
    <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void submit(); }}>
      {fault && !aboutCode && <Note tone="bad">{fault.message || i18n._("The portal does not answer. Check your connection and try again.")}</Note>}
      {known === undefined && <Field label={i18n._("Email")} type="email" autoComplete="username" value={email} onChange={setEmail} required />}
      <Field label={i18n._("Password")} type="password" autoComplete="current-password" value={password} onChange={setPassword} required />
      {asked && <CodeField value={totp} onChange={setTotp} error={aboutCode ? fault.message : undefined} autoFocus />}
      <p className="inline">
        <Button type="submit" look="main" busy={busy}>{i18n._("Sign in")}</Button>
        {children}
      </p>
    </form>
  );
}
