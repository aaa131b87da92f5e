import { useEffect, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { Note } from "../ui/Feedback";
import { Page } from "../ui/Page";
import { SignInForm } from "./SignInForm";

const route = getRouteApi("/sign-in");

/** A path of the portal itself; anything else leads to the front page. */
export const ownPath = (to: string | undefined): string => (to && /^\/(?![/\\])/.test(to) ? to : "/");

/** Signs a person in and returns to where they came from. */
export function SignInPage(): ReactNode {
  const { i18n } = useLingui();
  const { to, fault } = route.useSearch();
  const { history } = useRouter();
  return (
    <Page title={i18n._("Sign in")}>
      {fault && <Refusal code={fault} />}
      <SignInForm done={() => history.push(ownPath(to))}><Link to="/reset">{i18n._("Forgot the password?")}</Link></SignInForm>
      <OtherWays />
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
