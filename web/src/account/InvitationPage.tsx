import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import { errorAt, useAct } from "../api/hooks";
import { useSession } from "../api/session";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";
import { Page } from "../ui/Page";
import { linkToken } from "./token";
import { privacyVersion } from "./privacy";
import { PrivacyCheck } from "./PrivacyCheck";

const AcceptInvitation = graphql(`
  mutation AcceptInvitation($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) { organisation { id legalName } userErrors { code field message } }
  }
`);

const route = getRouteApi("/invitation");

/** Joins an organisation with the token of an invitation; who has no account opens one. */
export function InvitationPage(): ReactNode {
  const { i18n } = useLingui();
  const { token = linkToken() } = route.useSearch();
  const { viewer, renew } = useSession();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [accepted, setAccepted] = useState(false);
  const [joined, setJoined] = useState<string | null>(null);
  const { run, fetching, errors, failure } = useAct(AcceptInvitation);
  const submit = async () => {
    const fresh = viewer ? {} : { name, password, ...(accepted ? { privacyVersion } : {}) };
    const payload = await run({ input: { token, ...fresh } });
    if (!payload?.organisation) return;
    setJoined(payload.organisation.legalName);
    renew();
  };
  if (joined) {
    return (
      <Page title={i18n._("You have joined {organisation}", { organisation: joined })}>
        <p><Link to={viewer ? "/organisation" : "/sign-in"} className="button main">{viewer ? i18n._("My organisation") : i18n._("Sign in")}</Link></p>
      </Page>
    );
  }
  return (
    <Page title={i18n._("Join your organisation")}>
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void submit(); }}>
        {failure && <Failure error={failure} />}
        <Problems errors={errors} />
        {!viewer && (
          <>
            <Field label={i18n._("Name")} autoComplete="name" value={name} onChange={setName} error={errorAt(errors, "name")} required />
            <Field label={i18n._("Password")} type="password" autoComplete="new-password" help={i18n._("At least 10 characters")} value={password} onChange={setPassword} error={errorAt(errors, "password")} required />
            <PrivacyCheck accepted={accepted} onChange={setAccepted} error={errorAt(errors, "privacyVersion")} />
          </>
        )}
        <p><Button type="submit" look="main" busy={fetching}>{i18n._("Join")}</Button></p>
      </form>
    </Page>
  );
}
