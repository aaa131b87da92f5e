import { useEffect, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { Note } from "../ui/Feedback";
import { Page } from "../ui/Page";
import { PasskeyButton } from "./PasskeyButton";
import { SignInForm } from "./SignInForm";

const route = getRouteApi("/sign-in");

/** A path of the portal itself; anything else leads to the front page. */
export const ownPath = (to: string | undefined): string => (to && /^\/(?![/\\])/.test(to) ? to : "/");

/** Signs a person in and returns to where they came from. */
export function SignInPage(): ReactNode {
  const { i18n } = useLingui();
  const { to, fault } = route.useSearch();
  const { history } = useRouter();
  const done = () => history.push(ownPath(to));
  return (
    <Page title={i18n._("Sign in")}>
      {fault && <Refusal code={fault} />}
      <SignInForm done={done}><Link to="/reset">{i18n._("Forgot the password?")}</Link></SignInForm>
      <OtherWays done={done} />
      <p>{i18n._("No account yet?")} <Link to="/sign-up">{i18n._("Open an account")}</Link></p>
    </Page>
  );
}

/** Why the provider's sign-in, from which the browser comes back with a code, came to nothing. */
function Refusal({ code }: { code: string }): ReactNode {
  const { i18n } = useLingui();
  const words = {
    FORBIDDEN: i18n._("There is no active account with the address that the sign-in service knows. Open an account first, or sign in with your password."),
    UNAVAILABLE: i18n._("The sign-in service does not answer. Try again in a minute, or sign in with your password."),
  }[code];
  return <Note tone="bad">{words ?? i18n._("The sign-in did not come about. Please try again.")}</Note>;
}

/** How people may sign in besides: by passkey, and with the provider that the portal knows, if it does. */
function OtherWays({ done }: { done: () => void }): ReactNode {
  const { i18n } = useLingui();
  const [ways, setWays] = useState<{ oidc?: { name: string; url: string }; passkeys?: boolean }>({});
  useEffect(() => {
    const leave = new AbortController();
    fetch("/auth/ways", { signal: leave.signal })
      .then((response) => response.json())
      .then(setWays)
      .catch(() => undefined); // the password is there anyway
    return () => leave.abort();
  }, []);
  return (
    <>
      {ways.passkeys && <PasskeyButton done={done} />}
      {ways.oidc && <p><a className="button" href={ways.oidc.url}>{i18n._("Sign in with {name}", { name: ways.oidc.name })}</a></p>}
    </>
  );
}
