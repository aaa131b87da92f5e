import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi } from "@tanstack/react-router";
import { graphql } from "../gql";
import type { PeoplePageQuery, RegistrationStatus } from "../gql/graphql";
import { useAct, useQuery } from "../api/hooks";
import { useIdempotencyKey } from "../api/idempotency";
import { NotFound } from "../app/Errors";
import { Button } from "../ui/Button";
import { Empty, Failure, Skeleton } from "../ui/Feedback";
import { Choice, Field, Problems } from "../ui/Form";
import { useLastAct } from "../ui/LastAct";
import { Page } from "../ui/Page";
import { clock, instant } from "../ui/format";
import { optionsOf } from "./EditorFields";
import { missionStatuses, placeReasons, registrationStatuses, selectionPromoted, toneOf } from "./labels";
import { RegistrationActs } from "./RegistrationActs";
import { StaffOnly } from "./StaffOnly";
import { StaffTabs } from "./StaffTabs";

const PeopleQuery = graphql(`
  query PeoplePage($id: ID!, $statuses: [RegistrationStatus!], $after: String) {
    mission(id: $id) {
      id title status timeZone capacity placesLeft waitingCount waitingListRule viewerCanUpdate
      ...StaffTabs_mission
      waitingList { position arrival arrivedAt score promotedFor reason own }
      registrations(filter: { statuses: $statuses }, first: 50, after: $after) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes {
          id status position placeReason offeredUntil promotedFor score motivation viewerCanDecide viewerCanRecordAttendance
          organisation { id legalName cluster { id name } }
          nominatedBy { id name }
          delegates { name email role checkedInAt }
          history { at from to reason }
        }
      }
    }
  }
`);
const CheckIn = graphql(`
  mutation CheckInDelegate($input: CheckInDelegateInput!) {
    checkInDelegate(input: $input) { registration { id status delegates { name email role checkedInAt } history { at from to reason } } userErrors { code field message } }
  }
`);
const Attendance = graphql(`
  mutation RecordAttendance($input: RecordAttendanceInput!) {
    recordAttendance(input: $input) { registration { id status delegates { name email role checkedInAt } history { at from to reason } } userErrors { code field message } }
  }
`);

type Mission = NonNullable<PeoplePageQuery["mission"]>;
type Registration = NonNullable<Mission["registrations"]>["nodes"][number];
type Tell = (text: string, undo?: () => Promise<unknown>) => void;

const route = getRouteApi("/missions/$id/people");
const live: RegistrationStatus[] = ["SUBMITTED", "ELIGIBLE", "CONFIRMED", "OFFERED", "WAITLISTED", "ATTENDED", "NO_SHOW"];

/** Everyone who registered for a mission: who has a place, who waits and in what order, who came. */
export function PeoplePage(): ReactNode {
  const { i18n } = useLingui();
  return <StaffOnly title={i18n._("Participants")}><People /></StaffOnly>;
}

function People(): ReactNode {
  const { i18n } = useLingui();
  const { id } = route.useParams();
  const [status, setStatus] = useState<RegistrationStatus | "" | "LIVE">("LIVE");
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const { tell, bar } = useLastAct();
  const { data, error, again } = useQuery(PeopleQuery, { id, statuses: status === "LIVE" ? live : status ? [status] : null, after: cursors.at(-1) ?? null });
  if (error) return <Failure error={error} again={again} />;
  if (!data) return <Skeleton lines={12} />;
  const mission = data.mission;
  if (!mission?.viewerCanUpdate) return <NotFound />;
  const list = mission.registrations;
  const choices: { value: typeof status; label: string }[] = [{ value: "LIVE", label: i18n._("All that stand") }, { value: "", label: i18n._("All") }, ...optionsOf(registrationStatuses(i18n))];
  return (
    <Page title={i18n._("Participants: {title}", { title: mission.title })} above={missionStatuses(i18n)[mission.status]}
      lede={i18n._("{left} of {capacity} places left, {waiting} waiting", { left: mission.placesLeft, capacity: mission.capacity, waiting: mission.waitingCount })}>
      <StaffTabs mission={mission} here="people" />
      <WaitingList mission={mission} />
      <section className="stack">
        <div className="between">
          <h2>{i18n._("Registrations ({count})", { count: list?.totalCount ?? 0 })}</h2>
          <Choice label={i18n._("Status")} value={status} onChange={(next) => { setCursors([null]); setStatus(next); }} options={choices} />
        </div>
        {list?.nodes.length === 0 && <Empty title={i18n._("No registration stands like this.")} />}
        <ul className="rows queue">{list?.nodes.map((r) => <Row key={r.id} registration={r} mission={mission} tell={tell} />)}</ul>
        <p className="inline">
          {cursors.length > 1 && <Button onPress={() => setCursors(cursors.slice(0, -1))}>{i18n._("Newer")}</Button>}
          {list?.pageInfo.hasNextPage && <Button onPress={() => setCursors([...cursors, list.pageInfo.endCursor ?? null])}>{i18n._("Older")}</Button>}
        </p>
      </section>
      {bar}
    </Page>
  );
}

function WaitingList({ mission }: { mission: Mission }): ReactNode {
  const { i18n } = useLingui();
  const waiting = mission.waitingList ?? [];
  if (!waiting.length) return null;
  return (
    <details className="fold">
      <summary>{i18n._("The waiting list as everyone on it sees it ({count})", { count: waiting.length })}</summary>
      <div className="scroll" tabIndex={0}>
        <table className="table">
          <thead><tr><th scope="col" className="num">{i18n._("Position")}</th><th scope="col">{i18n._("Came")}</th><th scope="col" className="num">{i18n._("Score")}</th><th scope="col">{i18n._("Why it waits")}</th></tr></thead>
          <tbody>
            {waiting.map((w) => (
              <tr key={w.position}>
                <td className="num">{w.position}</td>
                <td>{instant(i18n, w.arrivedAt, mission.timeZone)}</td>
                <td className="num">{w.score ?? "–"}</td>
                <td>{placeReasons(i18n)[w.reason]}{w.promotedFor && <> · {selectionPromoted(i18n, w.promotedFor)}</>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Row({ registration: r, mission, tell }: { registration: Registration; mission: Mission; tell: Tell }): ReactNode {
  const { i18n } = useLingui();
  const [open, setOpen] = useState(false);
  const name = r.organisation?.legalName ?? i18n._("An organisation");
  return (
    <li>
      <div className="between">
        <p>
          <span className="title">{name}</span>{" "}
          <span className="facts"><span>{r.organisation?.cluster.name}</span>{r.nominatedBy && <span>{i18n._("nominated by {cluster}", { cluster: r.nominatedBy.name })}</span>}</span>
        </p>
        <p className="inline">
          <span className={`status ${toneOf(r.status)}`}>{registrationStatuses(i18n)[r.status]}{r.position !== null && r.position !== undefined && ` · ${r.position}`}</span>
          <Button look="quiet" expanded={open} onPress={() => setOpen(!open)} label={i18n._("Details of {organisation}", { organisation: name })}>{i18n._("Details")}</Button>
        </p>
      </div>
      {r.status === "OFFERED" && r.offeredUntil && <p className="small soft">{i18n._("held until {time}", { time: instant(i18n, r.offeredUntil, mission.timeZone) })}</p>}
      {r.promotedFor && <p className="small soft">{selectionPromoted(i18n, r.promotedFor)}</p>}
      {r.viewerCanRecordAttendance ? <CheckIns registration={r} timeZone={mission.timeZone} tell={tell} name={name} /> : <p className="small soft">{r.delegates?.map((d) => `${d.name}, ${d.role}`).join(" · ")}</p>}
      {open && (
        <div className="stack opened">
          {r.motivation && <p className="pre">{r.motivation}</p>}
          <p className="small">{r.delegates?.map((d) => <span key={d.email}>{d.name} <a href={`mailto:${d.email}`}>{d.email}</a> </span>)}</p>
          <ol className="small history">
            {r.history.map((h, n) => <li key={n}><span className="soft">{instant(i18n, h.at, mission.timeZone)}</span> {registrationStatuses(i18n)[h.to]}{h.reason && ` – ${h.reason}`}</li>)}
          </ol>
          <RegistrationActs registration={r} tell={tell} />
        </div>
      )}
    </li>
  );
}

function CheckIns({ registration: r, timeZone, tell, name }: { registration: Registration; timeZone: string; tell: Tell; name: string }): ReactNode {
  const { i18n } = useLingui();
  const keyOf = useIdempotencyKey();
  const [reversing, setReversing] = useState(false);
  const [reason, setReason] = useState("");
  const checkIn = useAct(CheckIn);
  const attendance = useAct(Attendance);
  const arrive = (email: string) => {
    const input = { registrationId: r.id, email };
    void checkIn.run({ input: { ...input, idempotencyKey: keyOf(input) } });
  };
  const record = async (attended: boolean) => {
    const payload = await attendance.run({ input: { registrationId: r.id, attended, reason: reason || null } });
    if (!payload?.registration) return;
    setReversing(false);
    setReason("");
    const undo = () => attendance.run({ input: { registrationId: r.id, attended: !attended, reason: i18n._("Taken back by the staff of the mission.") } });
    tell(attended ? i18n._("{organisation} attended.", { organisation: name }) : i18n._("{organisation} did not come.", { organisation: name }), undo);
  };
  const decided = r.status !== "CONFIRMED";
  return (
    <div className="stack tight">
      {[checkIn, attendance].map((a, n) => a.failure && <Failure key={n} error={a.failure} />)}
      <Problems errors={[...checkIn.errors, ...attendance.errors]} />
      <ul className="checkins">
        {r.delegates?.map((d) => (
          <li key={d.email}>
            <span>{d.name}, <span className="soft">{d.role}</span></span>
            {d.checkedInAt ? <span className="status good">{i18n._("arrived {time}", { time: clock(i18n, d.checkedInAt, timeZone) })}</span>
              : r.status !== "NO_SHOW" && <Button busy={checkIn.fetching} onPress={() => arrive(d.email)} label={i18n._("Check {name} in", { name: d.name })}>{i18n._("Check in")}</Button>}
          </li>
        ))}
      </ul>
      {!decided && <p className="inline acts"><Button onPress={() => void record(true)} busy={attendance.fetching}>{i18n._("All came")}</Button><Button onPress={() => void record(false)} busy={attendance.fetching}>{i18n._("Nobody came")}</Button></p>}
      {decided && !reversing && <p><Button look="quiet" onPress={() => setReversing(true)}>{i18n._("Correct this")}</Button></p>}
      {reversing && (
        <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void record(r.status === "NO_SHOW"); }}>
          <Field label={i18n._("Why")} autoFocus maxLength={1000} value={reason} onChange={setReason} required />
          <p className="inline"><Button type="submit" look="main" busy={attendance.fetching}>{r.status === "NO_SHOW" ? i18n._("It came after all") : i18n._("It did not come after all")}</Button><Button look="quiet" onPress={() => setReversing(false)}>{i18n._("Cancel")}</Button></p>
        </form>
      )}
    </div>
  );
}
