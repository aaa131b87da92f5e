import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import { errorAt, useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";
import { CodeField } from "./CodeField";

const ConfirmPasswordMutation = graphql(`mutation ConfirmPassword($input: ConfirmPasswordInput!) { confirmPassword(input: $input) { freshUntil userErrors { code field message } } }`);

/** For acts that need a password given lately: takes it once more, and a code where the account has an authenticator app. */
export function ConfirmPassword(): ReactNode {
  const { i18n } = useLingui();
  const [password, setPassword] = useState("");
  const [totp, setTotp] = useState("");
  const [asked, setAsked] = useState(false);
  const [done, setDone] = useState(false);
  const { run, fetching, errors, failure } = useAct(ConfirmPasswordMutation);
  const send = async () => {
    const payload = await run({ input: { password, totp: totp || null } });
    if (payload && errorAt(payload.userErrors, "totp")) setAsked(true);
    setDone(!!payload?.freshUntil);
  };
  if (done) return <p role="status" className="status good">{i18n._("Thank you. Do it again now.")}</p>;
  return (
    <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} shown={["password", "totp"]} />
      <Field label={i18n._("Your password, once more")} type="password" autoComplete="current-password" value={password} onChange={setPassword} error={errorAt(errors, "password")} required />
      {asked && <CodeField value={totp} onChange={setTotp} error={errorAt(errors, "totp")} autoFocus />}
      <p><Button type="submit" busy={fetching}>{i18n._("Confirm")}</Button></p>
    </form>
  );
}
