import { lazy, Suspense, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { SecurityPageQuery } from "../gql/graphql";
import { errorAt, useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure, Skeleton } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";
import { instant } from "../ui/format";
import { CodeField } from "./CodeField";

const BeginTotp = graphql(`mutation BeginTotp($input: BeginTotpInput!) { beginTotp(input: $input) { key { secret uri } userErrors { code field message } } }`);
const ConfirmTotp = graphql(`mutation ConfirmTotp($input: ConfirmTotpInput!) { confirmTotp(input: $input) { recoveryCodes userErrors { code field message } } }`);
const RenewRecoveryCodes = graphql(`mutation RenewRecoveryCodes($input: RenewRecoveryCodesInput!) { renewRecoveryCodes(input: $input) { recoveryCodes userErrors { code field message } } }`);
const RemoveTotp = graphql(`mutation RemoveTotp($input: RemoveTotpInput!) { removeTotp(input: $input) { done userErrors { code field message } } }`);

const QrCode = lazy(() => import("./QrCode").then((m) => ({ default: m.QrCode })));

type Totp = NonNullable<NonNullable<SecurityPageQuery["viewer"]>["totp"]>;

/** The authenticator app: sets one up, gives recovery codes, takes it away. */
export function TotpPanel({ totp }: { totp: Totp | null }): ReactNode {
  const { i18n } = useLingui();
  const [codes, setCodes] = useState<readonly string[]>([]);
  return (
    <section className="stack" aria-labelledby="totp">
      <h2 id="totp">{i18n._("Authenticator app")}</h2>
      {codes.length > 0 && <RecoveryCodes codes={codes} close={() => setCodes([])} />}
      {totp ? <InForce totp={totp} show={setCodes} /> : <SetUp show={setCodes} />}
    </section>
  );
}

/** The codes, shown this once. */
function RecoveryCodes({ codes, close }: { codes: readonly string[]; close: () => void }): ReactNode {
  const { i18n } = useLingui();
  return (
    <div className="panel stack" role="status">
      <h3>{i18n._("Your recovery codes")}</h3>
      <p className="prose">{i18n._("Each signs you in once when your telephone is not at hand. Keep them where only you find them: they are not shown again.")}</p>
      <ul className="codes">{codes.map((c) => <li key={c}><code>{c}</code></li>)}</ul>
      <p className="inline">
        <a className="button" download="bioxclusters-recovery-codes.txt" href={`data:text/plain;charset=utf-8,${encodeURIComponent(codes.join("\n") + "\n")}`}>{i18n._("Save as a file")}</a>
        <Button look="main" onPress={close}>{i18n._("I have kept them")}</Button>
      </p>
    </div>
  );
}

function SetUp({ show }: { show: (codes: readonly string[]) => void }): ReactNode {
  const { i18n } = useLingui();
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [key, setKey] = useState<{ secret: string; uri: string } | null>(null);
  const begin = useAct(BeginTotp);
  const confirm = useAct(ConfirmTotp);
  const start = async () => {
    const payload = await begin.run({ input: { password } });
    setKey(payload?.key ?? null);
  };
  const finish = async () => show((await confirm.run({ input: { totp: code } }))?.recoveryCodes ?? []);
  if (key) {
    return (
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void finish(); }}>
        <p>{i18n._("Scan this code with the app on your telephone, then type the six digits that it shows.")}</p>
        <Suspense fallback={<Skeleton lines={6} />}><QrCode text={key.uri} /></Suspense>
        <p className="small">{i18n._("If you cannot scan it, type this key into the app:")} <code className="secret">{key.secret.match(/.{1,4}/g)?.join(" ")}</code></p>
        {confirm.failure && <Failure error={confirm.failure} />}
        <Problems errors={confirm.errors} />
        <Field label={i18n._("Six digits")} autoComplete="one-time-code" inputMode="numeric" maxLength={7} value={code} onChange={setCode} error={errorAt(confirm.errors, "totp")} autoFocus required />
        <p className="inline">
          <Button type="submit" look="main" busy={confirm.fetching}>{i18n._("Confirm")}</Button>
          <Button look="quiet" onPress={() => setKey(null)}>{i18n._("Cancel")}</Button>
        </p>
      </form>
    );
  }
  return (
    <>
      <p className="prose">{i18n._("With an app on your telephone, nobody signs in with your password alone: each time, the app shows a code that is asked for too.")}</p>
      {!open && <p><Button onPress={() => setOpen(true)}>{i18n._("Set up an authenticator app")}</Button></p>}
      {open && (
        <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void start(); }}>
          {begin.failure && <Failure error={begin.failure} />}
          <Problems errors={begin.errors} />
          <Field label={i18n._("Your password, once more")} type="password" autoComplete="current-password" value={password} onChange={setPassword} error={errorAt(begin.errors, "password")} autoFocus required />
          <p className="inline">
            <Button type="submit" look="main" busy={begin.fetching}>{i18n._("Go on")}</Button>
            <Button look="quiet" onPress={() => setOpen(false)}>{i18n._("Cancel")}</Button>
          </p>
        </form>
      )}
    </>
  );
}

function InForce({ totp, show }: { totp: Totp; show: (codes: readonly string[]) => void }): ReactNode {
  const { i18n } = useLingui();
  const [act, setAct] = useState<"renew" | "remove" | null>(null);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const renew = useAct(RenewRecoveryCodes);
  const remove = useAct(RemoveTotp);
  const { errors, failure, fetching } = act === "renew" ? renew : remove;
  const open = (next: typeof act) => { setAct(next); setPassword(""); setCode(""); };
  const submit = async () => {
    const input = { password, totp: code };
    if (act === "remove") { await remove.run({ input }); return; }
    const payload = await renew.run({ input });
    if (payload?.recoveryCodes) { show(payload.recoveryCodes); open(null); }
  };
  return (
    <>
      <p>{i18n._("In force since {at}.", { at: instant(i18n, totp.confirmedAt) })} {i18n._("{count, plural, =0 {No recovery code is left.} one {# recovery code is left.} other {# recovery codes are left.}}", { count: totp.recoveryCodesLeft })}</p>
      {!act && <p className="inline"><Button onPress={() => open("renew")}>{i18n._("New recovery codes")}</Button><Button onPress={() => open("remove")}>{i18n._("Remove the app")}</Button></p>}
      {act && (
        <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void submit(); }}>
          <p>{act === "renew" ? i18n._("The old recovery codes will no longer count.") : i18n._("Without the app, your password alone signs you in again.")}</p>
          {failure && <Failure error={failure} />}
          <Problems errors={errors} />
          <Field label={i18n._("Your password, once more")} type="password" autoComplete="current-password" value={password} onChange={setPassword} error={errorAt(errors, "password")} autoFocus required />
          <CodeField value={code} onChange={setCode} error={errorAt(errors, "totp")} />
          <p className="inline">
            <Button type="submit" look="main" busy={fetching}>{act === "renew" ? i18n._("New recovery codes") : i18n._("Remove the app")}</Button>
            <Button look="quiet" onPress={() => open(null)}>{i18n._("Cancel")}</Button>
          </p>
        </form>
      )}
    </>
  );
}
