import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { errorAt, useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure, Note } from "../ui/Feedback";
import { Choice, Field, Problems } from "../ui/Form";

const TeamFragment = graphql(`
  fragment Team_organisation on Organisation { id members { id name email organisationRole } }
`);
const Invite = graphql(`
  mutation InviteMember($input: InviteMemberInput!) { inviteMember(input: $input) { invited userErrors { code field message } } }
`);

type MemberRole = "MEMBER" | "ORGANISATION_ADMIN";

/** The people of an organisation; its administrators invite more. */
export function Team({ organisation, canInvite }: { organisation: FragmentType<typeof TeamFragment>; canInvite: boolean }): ReactNode {
  const { i18n } = useLingui();
  const { members } = readFragment(TeamFragment, organisation);
  const roles: Record<MemberRole, string> = { MEMBER: i18n._("Member"), ORGANISATION_ADMIN: i18n._("Administrator") };
  return (
    <section className="stack">
      <h2>{i18n._("Team")}</h2>
      <ul className="rows">
        {members?.map((m) => (
          <li key={m.id} className="between">
            <span><span className="title">{m.name}</span> <span className="soft small">{m.email}</span></span>
            <span className="small soft">{roles[m.organisationRole as MemberRole]}</span>
          </li>
        ))}
      </ul>
      {canInvite && <InviteForm roles={roles} />}
    </section>
  );
}

function InviteForm({ roles }: { roles: Record<MemberRole, string> }): ReactNode {
  const { i18n } = useLingui();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<MemberRole>("MEMBER");
  const [invited, setInvited] = useState("");
  const { run, fetching, errors, failure } = useAct(Invite);
  const send = async () => {
    const payload = await run({ input: { email: email.trim(), role } });
    if (!payload?.invited) return;
    setInvited(email.trim());
    setEmail("");
  };
  return (
    <details className="fold">
      <summary>{i18n._("Invite a colleague")}</summary>
      <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
        {failure && <Failure error={failure} />}
        <Problems errors={errors} />
        {invited && <Note tone="good">{i18n._("A letter is on its way to {email}.", { email: invited })}</Note>}
        <div className="pair">
          <Field label={i18n._("Email")} type="email" value={email} onChange={setEmail} error={errorAt(errors, "email")} required />
          <Choice label={i18n._("Role")} value={role} onChange={setRole} options={(Object.entries(roles) as [MemberRole, string][]).map(([value, label]) => ({ value, label }))} error={errorAt(errors, "role")} />
        </div>
        <p><Button type="submit" look="main" busy={fetching}>{i18n._("Invite")}</Button></p>
      </form>
    </details>
  );
}
