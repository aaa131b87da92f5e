import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { Page } from "../ui/Page";

/** The answer to an address that leads nowhere, or to nothing this reader may see. */
export function NotFound(): ReactNode {
  const { i18n } = useLingui();
  return (
    <Page title={i18n._("Page not found")} lede={i18n._("There is nothing at this address, or it is not open to you.")}>
      <p className="inline">
        <Link to="/" className="button">{i18n._("Front page")}</Link>
        <Link to="/opportunities" className="button">{i18n._("Search opportunities")}</Link>
      </p>
    </Page>
  );
}

/** When what stands around every page broke too. */
export function AllCrashed(): ReactNode {
  return <main className="frame"><Crashed /></main>;
}

/** A page that broke; what stands around it leads on. */
export function Crashed(): ReactNode {
  const { i18n } = useLingui();
  return (
    <Page title={i18n._("Something went wrong.")} lede={i18n._("The page could not be shown. Nothing you saved is lost.")}>
      <p><button type="button" className="button main" onClick={() => location.reload()}>{i18n._("Reload the page")}</button></p>
    </Page>
  );
}
