import { useEffect, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { useSession, type SignInFault } from "../api/session";
import { Button } from "../ui/Button";
import { Note } from "../ui/Feedback";
import { Field } from "../ui/Form";
import { Page } from "../ui/Page";

const route = getRouteApi("/sign-in");

/** A path of the portal itself; anything else leads to the front page. */
export const ownPath = (to: string | undefined): string => (to && /^\/(?![/\\])/.test(to) ? to : "/");

/** Signs a person in and returns to where they came from. */
export function SignInPage(): ReactNode {
  const { i18n } = useLingui();
  const { signIn } = useSession();
  const { to } = route.useSearch();
  const { history } = useRouter();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<SignInFault>(null);
  const submit = async () => {
    setBusy(true);
    const problem = await signIn(email.trim(), password);
    setBusy(false);
    setFault(problem);
    if (!problem) history.push(ownPath(to));
  };
  return (
    <Page title={i18n._("Sign in")}>
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void submit(); }}>
        {fault && <Note tone="bad">{fault.message || i18n._("The portal does not answer. Check your connection and try again.")}</Note>}
        <Field label={i18n._("Email")} type="email" autoComplete="username" value={email} onChange={setEmail} required />
        <Field label={i18n._("Password")} type="password" autoComplete="current-password" value={password} onChange={setPassword} required />
        <p className="inline">
          <Button type="submit" look="main" busy={busy}>{i18n._("Sign in")}</Button>
          <Link to="/reset">{i18n._("Forgot the password?")}</Link>
        </p>
      </form>
      <OtherWays />
      <p>{i18n._("No account yet?")} <Link to="/sign-up">{i18n._("Open an account")}</Link></p>
    </Page>
  );
}

/** The provider that people may sign in with besides, where the portal has one. */
function OtherWays(): ReactNode {
  const { i18n } = useLingui();
  const [provider, setProvider] = useState<{ name: string; url: string } | null>(null);
  useEffect(() => {
    const leave = new AbortController();
    fetch("/auth/ways", { signal: leave.signal })
      .then((response) => response.json())
      .then((ways: { oidc?: { name: string; url: string } }) => setProvider(ways.oidc ?? null))
      .catch(() => undefined); // the password is there anyway
    return () => leave.abort();
  }, []);
  return provider && <p><a className="button" href={provider.url}>{i18n._("Sign in with {name}", { name: provider.name })}</a></p>;
}
