import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Steps } from "../ui/Steps";

/** The steps from an address to a profile submitted for verification, in their order. */
export type SignUpStep = "account" | "address" | "organisation" | "capabilities" | "submission";

/** Where one stands on the way from an address to a submitted profile. */
export function SignUpSteps({ at }: { at: SignUpStep }): ReactNode {
  const { i18n } = useLingui();
  const names: Record<SignUpStep, string> = {
    account: i18n._("Account"), address: i18n._("Address"), organisation: i18n._("Organisation"), capabilities: i18n._("What you offer and seek"), submission: i18n._("Submission"),
  };
  return <Steps names={Object.values(names)} current={Object.keys(names).indexOf(at)} />;
}
