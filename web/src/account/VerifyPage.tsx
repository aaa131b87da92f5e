import { useEffect, useRef, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import { useAct } from "../api/hooks";
import { Failure, Skeleton } from "../ui/Feedback";
import { Problems } from "../ui/Form";
import { Page } from "../ui/Page";
import { SignUpSteps } from "./SignUpSteps";
import { linkToken } from "./token";

const VerifyEmail = graphql(`
  mutation VerifyEmail($input: VerifyEmailInput!) { verifyEmail(input: $input) { verified userErrors { code field message } } }
`);

const route = getRouteApi("/verify");

/** Verifies an address with the token of a letter. */
export function VerifyPage(): ReactNode {
  const { i18n } = useLingui();
  const { token = linkToken() } = route.useSearch();
  const [verified, setVerified] = useState(false);
  const { run, errors, failure } = useAct(VerifyEmail);
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return; // a token works once, and strict mode runs effects twice
    asked.current = true;
    void run({ input: { token } }).then((payload) => setVerified(!!payload?.verified));
  });
  if (verified) {
    return (
      <Page title={i18n._("Your address is verified")} below={<SignUpSteps at="organisation" />} lede={i18n._("Sign in now, and describe your organisation.")}>
        <p><Link to="/sign-in" search={{ to: "/organisation" }} className="button main">{i18n._("Sign in")}</Link></p>
      </Page>
    );
  }
  return (
    <Page title={i18n._("Verifying your address")}>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      {!failure && !errors.length && <Skeleton lines={2} />}
    </Page>
  );
}
