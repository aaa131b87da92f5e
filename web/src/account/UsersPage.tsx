import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { Role, UsersPageQuery } from "../gql/graphql";
import { errorAt, useAct, useQuery } from "../api/hooks";
import { CoordinationPage } from "../app/CoordinationPage";
import { Button } from "../ui/Button";
import { Empty, Failure, Skeleton } from "../ui/Feedback";
import { Choice, Field, Problems } from "../ui/Form";
import { useLastAct } from "../ui/LastAct";
import { optionsOf } from "../mission/EditorFields";

const UsersQuery = graphql(`
  query UsersPage($filter: UserFilter, $first: Int!) {
    users(filter: $filter, first: $first) { totalCount nodes { id name email status roles viewerCanAdminister viewerCanResetTotp createdAt organisation { id legalName } cluster { id name } } }
    clusters { id name }
  }
`);
const Grant = graphql(`mutation GrantRole($input: GrantRoleInput!) { grantRole(input: $input) { user { id roles status cluster { id name } organisation { id legalName } } userErrors { code field message } } }`);
const Revoke = graphql(`mutation RevokeRole($input: RevokeRoleInput!) { revokeRole(input: $input) { user { id roles status cluster { id name } organisation { id legalName } } userErrors { code field message } } }`);
const Suspend = graphql(`mutation SuspendUser($input: SuspendUserInput!) { suspendUser(input: $input) { user { id status } userErrors { code field message } } }`);
const ResetTotp = graphql(`mutation ResetTotp($input: ResetTotpInput!) { resetTotp(input: $input) { user { id viewerCanResetTotp } userErrors { code field message } } }`);
const Reinstate = graphql(`mutation ReinstateUser($input: ReinstateUserInput!) { reinstateUser(input: $input) { user { id status } userErrors { code field message } } }`);

type Data = UsersPageQuery;
type User = Data["users"]["nodes"][number];

const roleNames = (i18n: ReturnType<typeof useLingui>["i18n"]): Record<Role, string> => ({
  MEMBER: i18n._("Member"), ORGANISATION_ADMIN: i18n._("Administrator of the organisation"), STAFF: i18n._("Cluster staff"), ANALYST: i18n._("Analyst"), COORDINATOR: i18n._("Coordinator"),
});

/** The people with accounts: what they may be, and whether they may sign in; for coordinators. */
export function UsersPage(): ReactNode {
  const { i18n } = useLingui();
  return <CoordinationPage title={i18n._("Users")}><Users /></CoordinationPage>;
}

function Users(): ReactNode {
  const { i18n } = useLingui();
  const [text, setText] = useState("");
  const [role, setRole] = useState<Role | "">("");
  const [open, setOpen] = useState<string | null>(null);
  const { tell, bar } = useLastAct();
  const { data, error, again } = useQuery(UsersQuery, { filter: { text: text.trim() || null, roles: role ? [role] : null }, first: 50 });
  const names = roleNames(i18n);
  return (
    <div className="stack">
      <div className="form wide">
        <div className="pair">
          <Field label={i18n._("Name or address")} value={text} onChange={setText} />
          <Choice label={i18n._("Role")} value={role} onChange={setRole} options={[{ value: "", label: i18n._("All") }, ...optionsOf(names)]} />
        </div>
      </div>
      {error && <Failure error={error} again={again} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && <p className="soft small" aria-live="polite">{i18n._("{count, plural, one {# person} other {# people}}", { count: data.users.totalCount })}</p>}
      {data?.users.nodes.length === 0 && <Empty title={i18n._("Nothing found")} />}
      <ul className="rows">
        {data?.users.nodes.map((u) => (
          <li key={u.id}>
            <div className="between">
              <p>
                <span className="title">{u.name}</span> <span className="soft small">{u.email}{u.cluster && ` · ${u.cluster.name}`}{u.organisation && ` · ${u.organisation.legalName}`}</span>
                <span className="facts">{u.roles.map((r) => <span key={r}>{names[r]}</span>)}{u.status === "SUSPENDED" && <span className="status bad">{i18n._("suspended")}</span>}</span>
              </p>
              {u.viewerCanAdminister && <Button look="quiet" expanded={open === u.id} label={i18n._("Edit {name}", { name: u.name })} onPress={() => setOpen(open === u.id ? null : u.id)}>{i18n._("Edit")}</Button>}
            </div>
            {open === u.id && <Acts user={u} clusters={data.clusters} tell={tell} />}
          </li>
        ))}
      </ul>
      {bar}
    </div>
  );
}

function Acts({ user, clusters, tell }: { user: User; clusters: Data["clusters"]; tell: (text: string, undo?: () => Promise<unknown>) => void }): ReactNode {
  const { i18n } = useLingui();
  const names = roleNames(i18n);
  const grant = useAct(Grant);
  const revoke = useAct(Revoke);
  const suspend = useAct(Suspend);
  const reinstate = useAct(Reinstate);
  const [role, setRole] = useState<Role>("STAFF");
  const [cluster, setCluster] = useState(clusters[0]?.id ?? "");
  const reset = useAct(ResetTotp);
  const acts = [grant, revoke, suspend, reinstate, reset];
  const errors = acts.flatMap((a) => a.errors);
  const give = async () => {
    const payload = await grant.run({ input: { userId: user.id, role, clusterId: role === "STAFF" ? cluster : null } });
    if (payload?.user) tell(i18n._("{name} is {role} now.", { name: user.name, role: names[role] }), () => revoke.run({ input: { userId: user.id, role } }));
  };
  const take = async (taken: Role) => {
    const where = { clusterId: taken === "STAFF" ? (user.cluster?.id ?? null) : null, organisationId: taken === "MEMBER" || taken === "ORGANISATION_ADMIN" ? (user.organisation?.id ?? null) : null };
    const payload = await revoke.run({ input: { userId: user.id, role: taken } });
    if (payload?.user) tell(i18n._("{name} is no longer {role}.", { name: user.name, role: names[taken] }), () => grant.run({ input: { userId: user.id, role: taken, ...where } }));
  };
  const bar = async () => {
    if ((await suspend.run({ input: { userId: user.id } }))?.user) tell(i18n._("{name} is suspended.", { name: user.name }), () => reinstate.run({ input: { userId: user.id } }));
  };
  const open = async () => {
    if ((await reinstate.run({ input: { userId: user.id } }))?.user) tell(i18n._("{name} may sign in again.", { name: user.name }), () => suspend.run({ input: { userId: user.id } }));
  };
  const forget = async () => {
    if ((await reset.run({ input: { userId: user.id } }))?.user) tell(i18n._("{name} signs in with the password alone now.", { name: user.name }));
  };
  return (
    <div className="stack opened">
      {acts.map((a, n) => a.failure && <Failure key={n} error={a.failure} />)}
      <Problems errors={errors} />
      {user.roles.length > 0 && <p className="inline acts">{user.roles.map((r) => <Button key={r} onPress={() => void take(r)} busy={revoke.fetching}>{i18n._("Take {role} away", { role: names[r] })}</Button>)}</p>}
      <form className="form wide" onSubmit={(e) => { e.preventDefault(); void give(); }}>
        <div className="pair thirds">
          <Choice label={i18n._("Role")} value={role} onChange={setRole} options={optionsOf(names).filter((o) => o.value !== "MEMBER" && o.value !== "ORGANISATION_ADMIN")} error={errorAt(grant.errors, "role")} />
          {role === "STAFF" && <Choice label={i18n._("Cluster")} value={cluster} onChange={setCluster} options={clusters.map((c) => ({ value: c.id, label: c.name }))} error={errorAt(grant.errors, "clusterId")} />}
          <p><Button type="submit" busy={grant.fetching}>{i18n._("Give role")}</Button></p>
        </div>
      </form>
      {user.viewerCanResetTotp && <p><Button onPress={() => void forget()} busy={reset.fetching}>{i18n._("Take the authenticator app away")}</Button></p>}
      <p>{user.status === "ACTIVE" ? <Button onPress={() => void bar()} busy={suspend.fetching}>{i18n._("Suspend")}</Button> : <Button onPress={() => void open()} busy={reinstate.fetching}>{i18n._("Reinstate")}</Button>}</p>
    </div>
  );
}
