import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { SecurityPageQuery } from "../gql/graphql";
import type { Fault } from "../api/auth";
import { useFresh } from "../api/fresh";
import { errorAt, useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Empty, Failure, Note } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";
import { instant } from "../ui/format";

const RenamePasskey = graphql(`mutation RenamePasskey($input: RenamePasskeyInput!) { renamePasskey(input: $input) { done userErrors { code field message } } }`);
const RemovePasskey = graphql(`mutation RemovePasskey($input: RemovePasskeyInput!) { removePasskey(input: $input) { done userErrors { code field message } } }`);

type Passkey = NonNullable<SecurityPageQuery["viewer"]>["passkeys"][number];

/** Passkeys: makes, renames and removes them. `again` asks for the list anew. */
export function PasskeyPanel({ passkeys, again }: { passkeys: readonly Passkey[]; again: () => void }): ReactNode {
  const { i18n } = useLingui();
  return (
    <section className="stack" aria-labelledby="passkeys">
      <h2 id="passkeys">{i18n._("Passkeys")}</h2>
      <p className="prose">{i18n._("A passkey signs you in by your fingerprint, your face or the code of your device, without a password. No copy of this site can trick it out of you.")}</p>
      {passkeys.length === 0 && <Empty title={i18n._("You have no passkeys.")} />}
      {passkeys.length > 0 && <ul className="rows">{passkeys.map((p) => <Row key={p.id} passkey={p} />)}</ul>}
      {"PublicKeyCredential" in window ? <NewPasskey again={again} /> : <p>{i18n._("This browser knows no passkeys.")}</p>}
    </section>
  );
}

function Row({ passkey }: { passkey: Passkey }): ReactNode {
  const { i18n } = useLingui();
  const [editing, setEditing] = useState(false);
  const [name, setName] = useState(passkey.name);
  const rename = useAct(RenamePasskey);
  const remove = useAct(RemovePasskey);
  const save = async () => {
    if ((await rename.run({ input: { passkeyId: passkey.id, name: name.trim() } }))?.done) setEditing(false);
  };
  return (
    <li>
      <div className="between">
        <p>
          <span className="title">{passkey.name}</span>
          <span className="facts">
            <span>{i18n._("added {at}", { at: instant(i18n, passkey.createdAt) })}</span>
            <span>{passkey.lastUsedAt ? i18n._("last used {at}", { at: instant(i18n, passkey.lastUsedAt) }) : i18n._("never used")}</span>
          </span>
        </p>
        <p className="inline">
          <Button look="quiet" expanded={editing} label={i18n._("Rename {name}", { name: passkey.name })} onPress={() => setEditing(!editing)}>{i18n._("Rename")}</Button>
          <Button look="quiet" busy={remove.fetching} label={i18n._("Remove {name}", { name: passkey.name })} onPress={() => void remove.run({ input: { passkeyId: passkey.id } })}>{i18n._("Remove")}</Button>
        </p>
      </div>
      {[rename, remove].map((a, n) => a.failure && <Failure key={n} error={a.failure} />)}
      <Problems errors={[...rename.errors, ...remove.errors]} />
      {editing && (
        <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void save(); }}>
          <Field label={i18n._("Its name, such as the device it is on")} value={name} onChange={setName} maxLength={100} error={errorAt(rename.errors, "name")} autoFocus required />
          <p><Button type="submit" busy={rename.fetching}>{i18n._("Save")}</Button></p>
        </form>
      )}
    </li>
  );
}

function NewPasskey({ again }: { again: () => void }): ReactNode {
  const { i18n } = useLingui();
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const prove = useFresh();
  const submit = async () => {
    if (!name.trim()) { setFault({ code: "INVALID", field: "name", message: i18n._("Please fill this in.") }); return; }
    if ((await prove()) === "refused") return;
    setBusy(true);
    const { makePasskey, noneGiven } = await import("./passkeys");
    const problem = await makePasskey(name.trim());
    setBusy(false);
    setFault(problem?.code === noneGiven ? { ...problem, message: i18n._("No passkey was made. Try again; one device keeps one passkey for the portal.") } : problem);
    if (!problem) { setName(""); again(); }
  };
  const aboutName = fault?.field === "name";
  return (
    <div className="stack">
      {fault && !aboutName && <Note tone="bad">{fault.message || i18n._("The portal does not answer. Check your connection and try again.")}</Note>}
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void submit(); }}>
        <Field label={i18n._("Its name, such as the device it is on")} value={name} onChange={setName} maxLength={100} error={aboutName ? fault.message : undefined} required />
        <p><Button type="submit" busy={busy}>{i18n._("Add a passkey")}</Button></p>
      </form>
    </div>
  );
}
