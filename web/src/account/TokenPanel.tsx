import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { SecurityPageQuery, TokenScope } from "../gql/graphql";
import { errorAt, useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Empty, Failure } from "../ui/Feedback";
import { Check, Choice, Field, Group, Problems } from "../ui/Form";
import { instant } from "../ui/format";

const CreateToken = graphql(`
  mutation CreateToken($input: CreateTokenInput!) {
    createToken(input: $input) { secret token { id name scopes createdAt expiresAt lastUsedAt revokedAt } userErrors { code field message } }
  }
`);
const RevokeToken = graphql(`mutation RevokeToken($input: RevokeTokenInput!) { revokeToken(input: $input) { token { id revokedAt } userErrors { code field message } } }`);

type Token = NonNullable<SecurityPageQuery["viewer"]>["tokens"][number];
const lives = ["30", "90", "365"] as const;

/** Personal access tokens, for people's own scripts. */
export function TokenPanel({ tokens }: { tokens: readonly Token[] }): ReactNode {
  const { i18n } = useLingui();
  const scopes = { READ: i18n._("ask questions"), WRITE: i18n._("act"), EXPORT: i18n._("download reports") } satisfies Record<TokenScope, string>;
  const [secret, setSecret] = useState<string | null>(null);
  const live = tokens.filter((t) => !t.revokedAt && new Date(t.expiresAt) > new Date());
  return (
    <section className="stack" aria-labelledby="tokens">
      <h2 id="tokens">{i18n._("Access tokens")}</h2>
      <p className="prose">{i18n._("What your own scripts sign in with. A token may what you tick, and never more than you.")}</p>
      {secret && (
        <div className="panel stack" role="status">
          <p>{i18n._("Your new token. Copy it now: it is not shown again.")}</p>
          <p><code className="secret">{secret}</code></p>
          <p><Button onPress={() => setSecret(null)}>{i18n._("I have kept it")}</Button></p>
        </div>
      )}
      {live.length === 0 && <Empty title={i18n._("You have no tokens.")} />}
      {live.length > 0 && <ul className="rows">{live.map((t) => <Row key={t.id} token={t} may={t.scopes.map((s) => scopes[s])} />)}</ul>}
      <NewToken scopes={scopes} show={setSecret} />
    </section>
  );
}

function Row({ token, may }: { token: Token; may: readonly string[] }): ReactNode {
  const { i18n } = useLingui();
  const { run, fetching, errors, failure } = useAct(RevokeToken);
  return (
    <li>
      <div className="between">
        <p>
          <span className="title">{token.name}</span>
          <span className="facts">
            <span>{may.join(", ")}</span>
            <span>{i18n._("until {at}", { at: instant(i18n, token.expiresAt) })}</span>
            <span>{token.lastUsedAt ? i18n._("last used {at}", { at: instant(i18n, token.lastUsedAt) }) : i18n._("never used")}</span>
          </span>
        </p>
        <Button look="quiet" busy={fetching} label={i18n._("End {name}", { name: token.name })} onPress={() => void run({ input: { tokenId: token.id } })}>{i18n._("End")}</Button>
      </div>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
    </li>
  );
}

function NewToken({ scopes, show }: { scopes: Record<TokenScope, string>; show: (secret: string) => void }): ReactNode {
  const { i18n } = useLingui();
  const [name, setName] = useState("");
  const [may, setMay] = useState<readonly TokenScope[]>(["READ"]);
  const [days, setDays] = useState<(typeof lives)[number]>("90");
  const { run, fetching, errors, failure } = useAct(CreateToken);
  const submit = async () => {
    const payload = await run({ input: { name: name.trim(), scopes: [...may], days: Number(days) } });
    if (payload?.secret) { show(payload.secret); setName(""); }
  };
  return (
    <details className="fold">
      <summary>{i18n._("New token")}</summary>
      <div className="stack">
        <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void submit(); }}>
          {failure && <Failure error={failure} />}
          <Problems errors={errors} />
          <Field label={i18n._("What it is for")} value={name} onChange={setName} maxLength={100} error={errorAt(errors, "name")} required />
          <Group legend={i18n._("What it may")} error={errorAt(errors, "scopes")}>
            {(Object.keys(scopes) as TokenScope[]).map((s) => <Check key={s} label={scopes[s]} checked={may.includes(s)} onChange={(on) => setMay(on ? [...may, s] : may.filter((other) => other !== s))} />)}
          </Group>
          <Choice label={i18n._("It lives")} value={days} onChange={setDays} error={errorAt(errors, "days")} options={lives.map((d) => ({ value: d, label: i18n._("{count, plural, one {# day} other {# days}}", { count: Number(d) }) }))} />
          <p><Button type="submit" busy={fetching}>{i18n._("Make a token")}</Button></p>
        </form>
      </div>
    </details>
  );
}
