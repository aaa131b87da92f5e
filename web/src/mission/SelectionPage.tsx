import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useSession } from "../api/session";
import { SignInFirst } from "../account/SignInFirst";
import { NotFound } from "../app/Errors";
import { Empty, Failure, Note, Skeleton } from "../ui/Feedback";
import { useLastAct } from "../ui/LastAct";
import { Page } from "../ui/Page";
import { CandidateTable } from "./CandidateTable";
import { useCandidates } from "./candidates";
import { missionStatuses } from "./labels";
import { SelectionBoard } from "./SelectionBoard";
import { StaffTabs } from "./StaffTabs";

const route = getRouteApi("/missions/$id/selection");

/** A selection from the first review to the final list. */
export function SelectionPage(): ReactNode {
  const { i18n } = useLingui();
  const { id } = route.useParams();
  const { viewer, loading } = useSession();
  const { mission, answered, candidates, error, again } = useCandidates(id);
  const { tell, bar } = useLastAct();
  if (error) return <Failure error={error} again={again} />;
  if (loading || !answered) return <Skeleton lines={12} />;
  if (!viewer) return <SignInFirst title={i18n._("Selection")} />;
  if (!mission?.viewerCanUpdate || mission.admission !== "SELECTION") return <NotFound />;
  const unjudged = candidates.filter((c) => c.status === "SUBMITTED");
  const eligible = candidates.filter((c) => c.status === "ELIGIBLE");
  return (
    <Page title={i18n._("Selection: {title}", { title: mission.title })} above={missionStatuses(i18n)[mission.status]}>
      <StaffTabs mission={mission} here="selection" />
      {mission.criteria.length === 0 && <Note tone="warn">{i18n._("The mission has no criteria yet: candidates cannot be scored.")} <Link to="/missions/$id/edit" params={{ id }}>{i18n._("Add criteria")}</Link></Note>}
      {mission.status === "OPEN" && <Note>{i18n._("Registration is still open: candidates can be judged and scored, the list is made once it is closed.")}</Note>}
      {candidates.length === 0 && <Empty title={i18n._("Nobody has registered yet.")} />}
      {mission.status === "CLOSED" && unjudged.length > 0 && <Note tone="warn">{i18n._("{count, plural, one {# candidate waits} other {# candidates wait}} to be judged before the list can be made.", { count: unjudged.length })}</Note>}
      {mission.status === "CLOSED" && unjudged.length === 0 && eligible.length > 0 && <SelectionBoard key={eligible.length} mission={mission} candidates={eligible} again={again} />}
      {candidates.length > 0 && <CandidateTable mission={mission} candidates={candidates} tell={tell} />}
      {bar}
    </Page>
  );
}
