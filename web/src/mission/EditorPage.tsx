import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { graphql } from "../gql";
import type { EditorChoicesQuery, EditorMissionQuery } from "../gql/graphql";
import { useAct, useQuery, type UserError } from "../api/hooks";
import { useIdempotencyKey } from "../api/idempotency";
import { useSession } from "../api/session";
import { SignInFirst } from "../account/SignInFirst";
import { NotFound } from "../app/Errors";
import { Button } from "../ui/Button";
import { Failure, Note, Skeleton } from "../ui/Feedback";
import { Problems } from "../ui/Form";
import { Page } from "../ui/Page";
import { EditorFields } from "./EditorFields";
import { EditorLists } from "./EditorLists";
import { blankMission, changedInput, createInput, formOf, lackingTimes, type MissionForm } from "./editor";
import { Lifecycle } from "./Lifecycle";
import { missionStatuses } from "./labels";
import { MissionDocuments } from "./MissionDocuments";
import { Preview } from "./Preview";
import { StaffOnly } from "./StaffOnly";
import { StaffTabs } from "./StaffTabs";

const ChoicesQuery = graphql(`
  query EditorChoices { markets { id code name timeZones } clusters { id slug name kind } }
`);

const EditorFragment = graphql(`
  query EditorMission($id: ID!) {
    mission(id: $id) {
      id version direction status admission title description city venue timeZone startsOn endsOn opensAt closesAt capacity seatsPerOrganisation offerHours viewerCanUpdate
      fee { cents currency } travelAid { cents currency }
      market { id name } cluster { id name } coOwners { id name }
      quotas { cluster { id name } guaranteed maximum }
      agenda { startsAt endsAt title place }
      contacts { name role email phone }
      eligibility { kind clusters { id name } sizeClasses technologies { id label } markets { id name } min max mandatory }
      criteria { name weight }
      ...Lifecycle_mission
      ...MissionDocuments_mission
      ...StaffTabs_mission
    }
  }
`);

const Create = graphql(`
  mutation CreateMission($input: CreateMissionInput!) { createMission(input: $input) { mission { id } userErrors { code field message } } }
`);
const Update = graphql(`
  mutation UpdateMission($input: UpdateMissionInput!) {
    updateMission(input: $input) { mission { id version title startsOn endsOn ...MissionFacts_mission ...Agenda_mission } userErrors { code field message } }
  }
`);

export type Choices = EditorChoicesQuery;
type Mission = NonNullable<EditorMissionQuery["mission"]>;

/** Writes a new mission; for cluster staff and coordinators. */
export function NewMissionPage(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  const { data, error, again } = useQuery(ChoicesQuery, {});
  if (error) return <Failure error={error} again={again} />;
  if (loading || !data) return <Skeleton lines={12} />;
  if (!viewer) return <SignInFirst title={i18n._("New mission")} />;
  if (!viewer.cluster && !viewer.roles.includes("COORDINATOR")) return <NotFound />;
  return <Page title={i18n._("New mission")}><NewMission choices={data} needsCluster={!viewer.cluster} /></Page>;
}

function NewMission({ choices, needsCluster }: { choices: Choices; needsCluster: boolean }): ReactNode {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const keyOf = useIdempotencyKey();
  const [cluster, setCluster] = useState(choices.clusters[0]?.id ?? "");
  const { run, fetching, errors, failure } = useAct(Create);
  const { form, change, forget } = useStoredForm("new", blankMission(choices.markets[0]?.id ?? "", choices.markets[0]?.timeZones[0]));
  const save = async () => {
    const input = { ...createInput(form), cluster: needsCluster ? cluster : null };
    const payload = await run({ input: { ...input, idempotencyKey: keyOf(input) } });
    if (!payload?.mission) return;
    forget();
    void navigate({ to: "/missions/$id/edit", params: { id: payload.mission.id } });
  };
  return (
    <Editor form={form} onChange={change} choices={choices} errors={errors} onSave={save} isNew owner={needsCluster ? { cluster, onChange: setCluster } : undefined}
      above={failure && <Failure error={failure} />} saveLabel={i18n._("Save as a draft")} busy={fetching} />
  );
}

const route = getRouteApi("/missions/$id/edit");

/** Changes a mission, moves it on, and keeps its documents; for its staff. */
export function EditMissionPage(): ReactNode {
  const { i18n } = useLingui();
  return <StaffOnly title={i18n._("Edit")}><EditMissionOf /></StaffOnly>;
}

function EditMissionOf(): ReactNode {
  const { i18n } = useLingui();
  const { id } = route.useParams();
  const { data, error, again } = useQuery(EditorFragment, { id });
  const choices = useQuery(ChoicesQuery, {});
  if (error) return <Failure error={error} again={again} />;
  if (!data || !choices.data) return <Skeleton lines={12} />;
  const mission = data.mission;
  if (!mission?.viewerCanUpdate) return <NotFound />;
  return (
    <Page title={mission.title} above={missionStatuses(i18n)[mission.status]}>
      <StaffTabs mission={mission} here="edit" />
      <Lifecycle mission={mission} />
      <EditMission key={mission.version} mission={mission} choices={choices.data} again={again} />
      <MissionDocuments mission={mission} again={again} />
    </Page>
  );
}

function EditMission({ mission, choices, again }: { mission: Mission; choices: Choices; again: () => void }): ReactNode {
  const { i18n } = useLingui();
  const { run, fetching, errors, failure } = useAct(Update);
  const before = formOf(mission);
  const { form, change, forget } = useStoredForm(`${mission.id}.${mission.version}`, before);
  const changes = changedInput(before, form);
  const save = async () => {
    const payload = await run({ input: { missionId: mission.id, expectedVersion: mission.version, ...changes } });
    if (!payload?.mission) return;
    forget();
    again();
  };
  const dirty = Object.keys(changes).length > 0;
  const conflict = errors.some((e) => e.code === "CONFLICT" && e.field?.[0] === "expectedVersion");
  return (
    <Editor form={form} onChange={change} choices={choices} errors={errors} onSave={save} busy={fetching} saveLabel={i18n._("Save")} clean={!dirty}
      above={<>
        {failure && <Failure error={failure} />}
        {conflict && <Note tone="bad"><p>{i18n._("Somebody else has changed this mission meanwhile.")}</p><Button look="quiet" onPress={again}>{i18n._("Show theirs")}</Button></Note>}
      </>} />
  );
}

interface EditorProps {
  form: MissionForm;
  onChange: (form: MissionForm) => void;
  choices: Choices;
  errors: readonly UserError[];
  onSave: () => Promise<void>;
  busy: boolean;
  saveLabel: string;
  above: ReactNode;
  isNew?: boolean;
  clean?: boolean;
  owner?: { cluster: string; onChange: (cluster: string) => void } | undefined;
}

function Editor({ form, onChange, choices, errors, onSave, busy, saveLabel, above, isNew = false, clean = false, owner }: EditorProps): ReactNode {
  const { i18n } = useLingui();
  const [lacking, setLacking] = useState<readonly string[]>([]);
  const missing = lacking.filter((field) => lackingTimes(form).includes(field)).map((field): UserError => ({ code: "INVALID", field: field.split("."), message: i18n._("Please fill this in.") }));
  const all = [...missing, ...errors];
  const save = () => {
    const times = lackingTimes(form);
    setLacking(times);
    if (times.length === 0) void onSave();
  };
  const set = <K extends keyof MissionForm>(name: K, value: MissionForm[K]) => onChange({ ...form, [name]: value });
  return (
    <div className="columns editor">
      <form className="stack-l" noValidate onSubmit={(e) => { e.preventDefault(); save(); }}>
        {above}
        <Problems errors={all} />
        <EditorFields form={form} set={set} setAll={onChange} choices={choices} errors={all} isNew={isNew} owner={owner} />
        <EditorLists form={form} set={set} choices={choices} errors={all} />
        <p className="inline save"><Button type="submit" look="main" busy={busy} disabled={clean}>{saveLabel}</Button>{all.length > 0 && <span className="status bad">{i18n._("Not saved yet: see the fields marked above.")}</span>}</p>
      </form>
      <Preview form={form} choices={choices} />
    </div>
  );
}

/** The form, kept in this tab until it is saved, also when the session ends. */
function useStoredForm(name: string, initial: MissionForm) {
  const place = `portal.mission.${name}`;
  const [form, setForm] = useState<MissionForm>(() => {
    try {
      return { ...initial, ...(JSON.parse(sessionStorage.getItem(place) ?? "{}") as Partial<MissionForm>) };
    } catch {
      return initial;
    }
  });
  const change = (next: MissionForm) => {
    sessionStorage.setItem(place, JSON.stringify(next));
    setForm(next);
  };
  return { form, change, forget: () => sessionStorage.removeItem(place) };
}
