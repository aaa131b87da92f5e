import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import { errorAt, useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";
import { Page } from "../ui/Page";
import { privacyVersion } from "./privacy";
import { PrivacyCheck } from "./PrivacyCheck";
import { SignUpSteps } from "./SignUpSteps";

const SignUp = graphql(`
  mutation SignUp($input: SignUpInput!) { signUp(input: $input) { accepted userErrors { code field message } } }
`);

/** Opens an account. */
export function SignUpPage(): ReactNode {
  const { i18n } = useLingui();
  const [sentTo, setSentTo] = useState("");
  if (!sentTo) return <SignUpForm onSent={setSentTo} />;
  return (
    <Page title={i18n._("Look into your mailbox")} below={<SignUpSteps at="address" />} lede={i18n._("A letter with a link is on its way to {address}. Open the link to verify your address; then sign in and describe your organisation.", { address: sentTo })}>
      <p>{i18n._("No letter after some minutes? Look into the folder for spam, or open the account once more with the right address.")}</p>
      <p className="inline"><button type="button" className="button quiet" onClick={() => setSentTo("")}>{i18n._("Another address")}</button><Link to="/opportunities" className="button">{i18n._("Search opportunities meanwhile")}</Link></p>
    </Page>
  );
}

function SignUpForm({ onSent }: { onSent: (address: string) => void }): ReactNode {
  const { i18n } = useLingui();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [accepted, setAccepted] = useState(false);
  const { run, fetching, errors, failure } = useAct(SignUp);
  const submit = async () => {
    const payload = await run({ input: { name, email: email.trim(), password, language: i18n.locale, privacyVersion: accepted ? privacyVersion : "" } }); // the portal refuses what is not accepted, along with all else that is wrong
    if (payload?.accepted) onSent(email.trim());
  };
  return (
    <Page title={i18n._("Open an account")} below={<SignUpSteps at="account" />} lede={i18n._("From address to submitted profile takes about five minutes.")}>
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void submit(); }}>
        {failure && <Failure error={failure} />}
        <Problems errors={errors} />
        <Field label={i18n._("Name")} autoComplete="name" value={name} onChange={setName} error={errorAt(errors, "name")} required />
        <Field label={i18n._("Email")} type="email" autoComplete="email" value={email} onChange={setEmail} error={errorAt(errors, "email")} required />
        <Field label={i18n._("Password")} type="password" autoComplete="new-password" help={i18n._("At least 10 characters")} value={password} onChange={setPassword} error={errorAt(errors, "password")} required />
        <PrivacyCheck accepted={accepted} onChange={setAccepted} error={errorAt(errors, "privacyVersion")} />
        <p><Button type="submit" look="main" busy={fetching}>{i18n._("Open an account")}</Button></p>
      </form>
    </Page>
  );
}
