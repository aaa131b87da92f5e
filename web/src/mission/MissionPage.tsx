import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import type { MissionPageQuery } from "../gql/graphql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { NotFound } from "../app/Errors";
import { Failure, Note, Skeleton } from "../ui/Feedback";
import { Markdown } from "../ui/Markdown";
import { Page } from "../ui/Page";
import { days } from "../ui/format";
import { Agenda } from "./Agenda";
import { MissionFacts } from "./MissionFacts";
import { missionStatuses } from "./labels";
import { NominatePanel } from "./NominatePanel";
import { OwnRegistration } from "./OwnRegistration";
import { RegisterForm } from "./RegisterForm";
import { StaffTabs } from "./StaffTabs";

const MissionQuery = graphql(`
  query MissionPage($id: ID!) {
    mission(id: $id) {
      id title status description city startsOn endsOn viewerCanRegister viewerCannotRegisterBecause
      market { id code name }
      viewerRegistration { id status ...OwnRegistration_registration }
      ...MissionFacts_mission
      ...Agenda_mission
      ...RegisterForm_mission
      ...StaffTabs_mission
      seatsPerOrganisation
    }
  }
`);

const route = getRouteApi("/missions/$id");

/** A mission: what, when, how many places, and the viewer's own registration. */
export function MissionPage(): ReactNode {
  const { id } = route.useParams();
  const { data, error, again } = useQuery(MissionQuery, { id });
  if (error) return <Failure error={error} again={again} />;
  if (!data) return <Skeleton lines={12} />;
  if (!data.mission) return <NotFound />;
  return <MissionView mission={data.mission} />;
}

type Mission = NonNullable<MissionPageQuery["mission"]>;

function MissionView({ mission }: { mission: Mission }): ReactNode {
  const { i18n } = useLingui();
  return (
    <Page title={mission.title} lede={<>{days(i18n, mission.startsOn, mission.endsOn)}, {mission.city}</>}
      above={<><Link to="/markets/$code" params={{ code: mission.market.code }}>{mission.market.name}</Link> · {missionStatuses(i18n)[mission.status]}</>}>
      <StaffTabs mission={mission} here="page" />
      <div className="columns aside-end">
        <div className="stack-l">
          {mission.viewerRegistration && <OwnRegistration registration={mission.viewerRegistration} />}
          <Markdown text={mission.description} />
          <Agenda mission={mission} />
          <Registering mission={mission} />
        </div>
        <aside className="stack-l"><MissionFacts mission={mission} /></aside>
      </div>
    </Page>
  );
}

function Registering({ mission }: { mission: Mission }): ReactNode {
  const { i18n } = useLingui();
  const { viewer } = useSession();
  if (viewer?.cluster && mission.status === "OPEN") return <NominatePanel missionId={mission.id} clusterId={viewer.cluster.id} seats={mission.seatsPerOrganisation} />;
  if (mission.viewerCanRegister) return <RegisterForm mission={mission} />;
  if (viewer) {
    const said = mission.viewerRegistration ? null : mission.viewerCannotRegisterBecause;
    return said ? <Note>{said}</Note> : null;
  }
  if (mission.status !== "OPEN") return null;
  return (
    <div className="panel stack">
      <p>{i18n._("Companies of the clusters register here once they are signed in.")}</p>
      <p><Link to="/sign-in" search={{ to: `/missions/${mission.id}` }} className="button main">{i18n._("Sign in to register")}</Link></p>
    </div>
  );
}
