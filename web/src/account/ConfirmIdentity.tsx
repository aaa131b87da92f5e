import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { useClient } from "urql";
import { graphql } from "../gql";
import { parsed } from "../api/documents";
import { FreshContext, type Proof } from "../api/fresh";
import { errorAt, useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";
import { CodeField } from "./CodeField";

const FreshQuery = graphql(`query FreshUntil { viewer { freshUntil } }`);
const Confirm = graphql(`mutation ConfirmPassword($input: ConfirmPasswordInput!) { confirmPassword(input: $input) { freshUntil userErrors { code field message } } }`);

/** Lets acts below it ask for the password, and a code where the account has an authenticator app, over the page and without leaving it, when the last proof is too old. */
export function ConfirmIdentity({ children }: { children: ReactNode }): ReactNode {
  const client = useClient();
  const [asking, setAsking] = useState<{ answer: (proof: Proof) => void } | null>(null);
  const prove = useCallback(async (): Promise<Proof> => {
    const { data } = await client.query(parsed(FreshQuery), {}, { requestPolicy: "network-only" }).toPromise();
    const until = data?.viewer?.freshUntil;
    if (until && Date.parse(until) > Date.now()) return "fresh";
    return new Promise((answer) => setAsking({ answer }));
  }, [client]);
  const done = (proof: Proof) => {
    asking?.answer(proof);
    setAsking(null);
  };
  return <><FreshContext value={prove}>{children}</FreshContext>{asking && <Dialog onDone={done} />}</>;
}

function Dialog({ onDone }: { onDone: (proof: Proof) => void }): ReactNode {
  const { i18n } = useLingui();
  const dialog = useRef<HTMLDialogElement>(null);
  const [password, setPassword] = useState("");
  const [totp, setTotp] = useState("");
  const [asksCode, setAsksCode] = useState(false);
  const { run, fetching, errors, failure } = useAct(Confirm);
  useEffect(() => dialog.current?.showModal?.(), []);
  const send = async () => {
    const payload = await run({ input: { password, totp: totp || null } });
    if (payload && errorAt(payload.userErrors, "totp")) setAsksCode(true);
    if (payload?.freshUntil) onDone("proven");
  };
  return (
    <dialog ref={dialog} className="panel" aria-labelledby="confirm-identity" onCancel={(e) => { e.preventDefault(); onDone("refused"); }}>
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
        <h2 id="confirm-identity">{i18n._("Is it you?")}</h2>
        <p>{i18n._("This needs your password once more, as you gave it a while ago. What you did goes on from here.")}</p>
        {failure && <Failure error={failure} />}
        <Problems errors={errors} />
        <Field label={i18n._("Password")} type="password" autoComplete="current-password" autoFocus value={password} onChange={setPassword} error={errorAt(errors, "password")} required />
        {asksCode && <CodeField value={totp} onChange={setTotp} error={errorAt(errors, "totp")} autoFocus />}
        <p className="inline">
          <Button type="submit" look="main" busy={fetching}>{i18n._("Confirm")}</Button>
          <Button look="quiet" onPress={() => onDone("refused")}>{i18n._("Cancel")}</Button>
        </p>
      </form>
    </dialog>
  );
}
