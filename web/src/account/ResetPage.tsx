import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import { errorAt, useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";
import { Page } from "../ui/Page";
import { linkToken } from "./token";

const RequestReset = graphql(`
  mutation RequestPasswordReset($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { accepted userErrors { code field message } } }
`);
const ResetPassword = graphql(`
  mutation ResetPassword($input: ResetPasswordInput!) { resetPassword(input: $input) { done userErrors { code field message } } }
`);

/** Asks for a letter with which to set a new password. */
export function ResetPage(): ReactNode {
  const { i18n } = useLingui();
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const { run, fetching, errors, failure } = useAct(RequestReset);
  const submit = async () => setSent(!!(await run({ input: { email: email.trim() } }))?.accepted);
  if (sent) return <Page title={i18n._("Look into your mailbox")} lede={i18n._("If there is an account with this address, a letter is on its way.")} />;
  return (
    <Page title={i18n._("Set a new password")}>
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void submit(); }}>
        {failure && <Failure error={failure} />}
        <Problems errors={errors} />
        <Field label={i18n._("Email")} type="email" autoComplete="username" value={email} onChange={setEmail} error={errorAt(errors, "email")} required />
        <p><Button type="submit" look="main" busy={fetching}>{i18n._("Send me a letter")}</Button></p>
      </form>
    </Page>
  );
}

const route = getRouteApi("/reset/new");

/** Sets a new password with the token of a letter. */
export function NewPasswordPage(): ReactNode {
  const { i18n } = useLingui();
  const { token = linkToken() } = route.useSearch();
  const [password, setPassword] = useState("");
  const [done, setDone] = useState(false);
  const { run, fetching, errors, failure } = useAct(ResetPassword);
  const submit = async () => setDone(!!(await run({ input: { token, password } }))?.done);
  if (done) {
    return <Page title={i18n._("Your new password is set")}><p><Link to="/sign-in" className="button main">{i18n._("Sign in")}</Link></p></Page>;
  }
  return (
    <Page title={i18n._("Set a new password")}>
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void submit(); }}>
        {failure && <Failure error={failure} />}
        <Problems errors={errors} />
        <Field label={i18n._("New password")} type="password" autoComplete="new-password" help={i18n._("At least 10 characters")} value={password} onChange={setPassword} error={errorAt(errors, "password")} required />
        <p><Button type="submit" look="main" busy={fetching}>{i18n._("Save")}</Button></p>
      </form>
    </Page>
  );
}
