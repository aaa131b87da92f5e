import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Page } from "../ui/Page";
import { privacyVersion } from "./privacy";

/** The privacy notice that people accept when they open an account. */
export function PrivacyPage(): ReactNode {
  const { i18n } = useLingui();
  return (
    <Page title={i18n._("Privacy notice")} above={i18n._("Version {version}", { version: privacyVersion })}>
      <div className="prose">
        <p>{i18n._("The portal keeps your name, your email address, your language and what you write in it, for one purpose: to bring your organisation together with partners and missions.")}</p>
        <p>{i18n._("The staff of your cluster see your organisation's profile. Others see it only if you choose to be listed, and never the names of your team.")}</p>
        <p>{i18n._("When you register for a mission, the cluster that runs it sees your registration and the delegates you name.")}</p>
        <p>{i18n._("The only cookie is the one that keeps you signed in. Nothing is passed on for advertising. Ask your cluster to see, correct or erase your data at any time.")}</p>
      </div>
    </Page>
  );
}
