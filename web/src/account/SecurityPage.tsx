import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { Failure, Skeleton } from "../ui/Feedback";
import { Page } from "../ui/Page";
import { PasskeyPanel } from "./PasskeyPanel";
import { PasswordPanel } from "./PasswordPanel";
import { SessionPanel } from "./SessionPanel";
import { SignInFirst } from "./SignInFirst";
import { TokenPanel } from "./TokenPanel";
import { TotpPanel } from "./TotpPanel";

const SecurityQuery = graphql(`
  query SecurityPage {
    viewer {
      totp { confirmedAt recoveryCodesLeft }
      passkeys { id name createdAt lastUsedAt }
      sessions { id kind browser system signedInAt lastUsedAt current }
      tokens { id name scopes createdAt expiresAt lastUsedAt revokedAt }
    }
  }
`);

/** How the signed-in person signs in, and what signs in for them. */
export function SecurityPage(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  const { data, error, again } = useQuery(SecurityQuery, {}, !viewer);
  if (loading) return <Skeleton lines={8} />;
  if (!viewer) return <SignInFirst title={i18n._("Security")} />;
  const mine = data?.viewer;
  return (
    <Page title={i18n._("Security")} lede={i18n._("How you sign in as {email}.", { email: viewer.user.email })}>
      {error && <Failure error={error} again={again} />}
      {!mine && !error && <Skeleton lines={8} />}
      {mine && (
        <div className="stack-l">
          <TotpPanel totp={mine.totp ?? null} />
          <PasskeyPanel passkeys={mine.passkeys} again={again} />
          <PasswordPanel />
          <SessionPanel sessions={mine.sessions} />
          <TokenPanel tokens={mine.tokens} />
        </div>
      )}
    </Page>
  );
}
