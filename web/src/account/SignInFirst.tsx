import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link, useLocation } from "@tanstack/react-router";
import { Page } from "../ui/Page";

/** Stands for a page that needs a signed-in reader. */
export function SignInFirst({ title }: { title: string }): ReactNode {
  const { i18n } = useLingui();
  const { href } = useLocation();
  return (
    <Page title={title} lede={i18n._("This page is for members. Sign in to go on.")}>
      <p className="inline">
        <Link to="/sign-in" search={{ to: href }} className="button main">{i18n._("Sign in")}</Link>
        <Link to="/sign-up" className="button">{i18n._("Open an account")}</Link>
      </p>
    </Page>
  );
}
