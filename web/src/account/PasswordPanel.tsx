import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import { errorAt, useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure, Note } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";

const ChangePassword = graphql(`mutation ChangePassword($input: ChangePasswordInput!) { changePassword(input: $input) { done userErrors { code field message } } }`);

/** Changes the password. */
export function PasswordPanel(): ReactNode {
  const { i18n } = useLingui();
  const [oldPassword, setOld] = useState("");
  const [newPassword, setNew] = useState("");
  const [done, setDone] = useState(false);
  const { run, fetching, errors, failure } = useAct(ChangePassword);
  const submit = async () => {
    const ok = !!(await run({ input: { oldPassword, newPassword } }))?.done;
    setDone(ok);
    if (ok) { setOld(""); setNew(""); }
  };
  return (
    <section className="stack" aria-labelledby="password">
      <h2 id="password">{i18n._("Password")}</h2>
      {done && <Note tone="good">{i18n._("Your new password is set. Everywhere else you are signed out.")}</Note>}
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void submit(); }}>
        {failure && <Failure error={failure} />}
        <Problems errors={errors} />
        <Field label={i18n._("Password in force")} type="password" autoComplete="current-password" value={oldPassword} onChange={setOld} error={errorAt(errors, "oldPassword")} required />
        <Field label={i18n._("New password")} type="password" autoComplete="new-password" help={i18n._("At least 10 characters")} value={newPassword} onChange={setNew} error={errorAt(errors, "newPassword")} required />
        <p><Button type="submit" busy={fetching}>{i18n._("Change password")}</Button></p>
      </form>
    </section>
  );
}
