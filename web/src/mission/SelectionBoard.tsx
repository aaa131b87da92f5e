import { useEffect, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { ProposeSelectionMutation } from "../gql/graphql";
import { errorAt, useAct } from "../api/hooks";
import { useIdempotencyKey } from "../api/idempotency";
import { QueueRow, KeyHelp } from "../cluster/QueueRow";
import { Button } from "../ui/Button";
import { Failure, Skeleton } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";
import { byScore, type Candidate, type SelectionMission } from "./candidates";
import { selectionRules } from "./labels";
import { QuotaBars } from "./QuotaBars";

const Propose = graphql(`
  mutation ProposeSelection($input: ProposeSelectionInput!) {
    proposeSelection(input: $input) {
      proposal {
        total
        chosen { score reason registration { id } }
        leftOut { score rule missingPoints missingReviews above registration { id } behind { id organisation { id legalName } } }
      }
      userErrors { code field message }
    }
  }
`);
const ConfirmSelection = graphql(`
  mutation ConfirmSelection($input: ConfirmSelectionInput!) {
    confirmSelection(input: $input) { mission { id placesLeft waitingCount } userErrors { code field message } }
  }
`);

type Proposal = NonNullable<NonNullable<ProposeSelectionMutation["proposeSelection"]>["proposal"]>;
type Lane = "confirmed" | "waiting" | "rejected";
type Lanes = Readonly<Record<string, Lane>>;

interface BoardProps {
  mission: SelectionMission;
  candidates: readonly Candidate[];
  again: () => void;
}

/** The list that the portal proposes beside the one that staff make of it; one step decides on everybody. */
export function SelectionBoard({ mission, candidates, again }: BoardProps): ReactNode {
  const { run, fetching, errors, failure } = useAct(Propose);
  const [proposal, setProposal] = useState<Proposal | null>(null);
  useEffect(() => {
    void run({ input: { missionId: mission.id } }).then((payload) => setProposal(payload?.proposal ?? null));
  }, [mission.id]);
  if (failure) return <Failure error={failure} />;
  if (errors.length) return <Problems errors={errors} />;
  if (!proposal || fetching) return <Skeleton lines={8} />;
  return <Board mission={mission} candidates={candidates.toSorted(byScore)} proposal={proposal} again={again} />;
}

function Board({ mission, candidates, proposal, again }: BoardProps & { proposal: Proposal }): ReactNode {
  const { i18n } = useLingui();
  const proposed: Lanes = Object.fromEntries(candidates.map((c) => [c.id, proposal.chosen.some((p) => p.registration.id === c.id) ? "confirmed" : "waiting"]));
  const [lanes, setLanes] = useState<Lanes>(proposed);
  const [reasons, setReasons] = useState<Readonly<Record<string, string>>>({});
  const [sent, setSent] = useState<readonly string[]>([]); // in the order that the errors count in, wherever they are moved meanwhile
  const keyOf = useIdempotencyKey();
  const { run, fetching, errors, failure } = useAct(ConfirmSelection);
  const move = (id: string, lane: Lane) => setLanes((old) => ({ ...old, [id]: lane }));
  const inLane = (lane: Lane) => candidates.filter((c) => lanes[c.id] === lane);
  const [confirmed, waiting, rejected] = [inLane("confirmed"), inLane("waiting"), inLane("rejected")];
  const send = async () => {
    const input = { missionId: mission.id, confirmed: confirmed.map((c) => c.id), rejected: rejected.map((c) => ({ registrationId: c.id, reason: reasons[c.id] ?? "" })) };
    setSent(input.rejected.map((r) => r.registrationId));
    const payload = await run({ input: { ...input, idempotencyKey: keyOf(input) } });
    if (payload?.mission) again();
  };
  const changed = candidates.filter((c) => lanes[c.id] !== proposed[c.id]).length;
  return (
    <section className="stack">
      <div className="between">
        <h2>{i18n._("The list")}</h2>
        <KeyHelp keys={[["J K", i18n._("down, up")], ["C", i18n._("place")], ["W", i18n._("wait")], ["R", i18n._("reject")]]} />
      </div>
      <QuotaBars mission={mission} chosen={confirmed.map((c) => c.organisation?.cluster)} />
      <div className="board">
        <ProposedList candidates={candidates} proposal={proposal} lanes={lanes} />
        <div className="stack">
          <div className="between">
            <h3>{i18n._("Your list")}</h3>
            {changed > 0 && <Button look="quiet" onPress={() => setLanes(proposed)}>{i18n._("{count, plural, one {Undo # change} other {Undo # changes}}", { count: changed })}</Button>}
          </div>
          {(["confirmed", "waiting", "rejected"] as const).map((lane) => (
            <LaneList key={lane} lane={lane} candidates={inLane(lane)} move={move} reasons={reasons} errorOf={(id) => errorAt(errors, `rejected.${sent.indexOf(id)}.reason`)} setReason={(id, reason) => setReasons({ ...reasons, [id]: reason })} />
          ))}
        </div>
      </div>
      <div className="panel stack">
        {failure && <Failure error={failure} />}
        <p>{i18n._("{confirmed} get a place, {waiting} wait by score, {rejected} are rejected. Each gets a letter.", { confirmed: confirmed.length, waiting: waiting.length, rejected: rejected.length })}</p>
        <p><Button look="main" busy={fetching} onPress={() => void send()}>{i18n._("Confirm the list")}</Button></p>
      </div>
      <Problems errors={errors} />
    </section>
  );
}

const nameOf = (c: Candidate) => c.organisation?.legalName ?? c.id;

function Points({ score }: { score: number | null | undefined }): ReactNode {
  const { i18n } = useLingui();
  return <span className="num">{score === null || score === undefined ? "–" : i18n.number(score, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}</span>;
}

function ProposedList({ candidates, proposal, lanes }: { candidates: readonly Candidate[]; proposal: Proposal; lanes: Lanes }): ReactNode {
  const { i18n } = useLingui();
  const of = (id: string) => candidates.find((c) => c.id === id);
  const differs = (id: string, lane: Lane) => (lanes[id] === lane ? "" : "differs");
  return (
    <div className="stack">
      <div className="between"><h3>{i18n._("Proposed list")}</h3><span className="soft small">{i18n._("{total} points in all", { total: i18n.number(proposal.total, { maximumFractionDigits: 1 }) })}</span></div>
      <ol className="lane">
        {proposal.chosen.map((p) => {
          const c = of(p.registration.id);
          return c && <li key={c.id} className={differs(c.id, "confirmed")}><div className="between"><span>{nameOf(c)}</span><Points score={p.score} /></div><p className="small soft">{c.organisation?.cluster.name}{p.reason === "GUARANTEED_PLACE" && ` · ${i18n._("guaranteed place")}`}</p></li>;
        })}
      </ol>
      <h4>{i18n._("Left out, and why")}</h4>
      <ol className="lane">
        {proposal.leftOut.map((p) => {
          const c = of(p.registration.id);
          return c && <li key={c.id} className={differs(c.id, "waiting")}><div className="between"><span>{nameOf(c)}</span><Points score={p.score} /></div><p className="small soft">{c.organisation?.cluster.name} · <Why left={p} /></p></li>;
        })}
      </ol>
    </div>
  );
}

function Why({ left }: { left: Proposal["leftOut"][number] }): ReactNode {
  const { i18n } = useLingui();
  if (left.rule === "NOT_SCORED") return i18n._("{count, plural, one {# review is missing} other {# reviews are missing}}", { count: left.missingReviews });
  const points = left.missingPoints !== null && left.missingPoints !== undefined && left.behind ? i18n._("{points} points behind {organisation}", { points: i18n.number(left.missingPoints, { maximumFractionDigits: 2 }), organisation: left.behind.organisation?.legalName ?? "–" }) : null;
  return [selectionRules(i18n)[left.rule], points].filter(Boolean).join("; ");
}

interface LaneListProps {
  lane: Lane;
  candidates: readonly Candidate[];
  move: (id: string, lane: Lane) => void;
  reasons: Readonly<Record<string, string>>;
  errorOf: (id: string) => string | undefined;
  setReason: (id: string, reason: string) => void;
}

function LaneList({ lane, candidates, move, reasons, errorOf, setReason }: LaneListProps): ReactNode {
  const { i18n } = useLingui();
  const [over, setOver] = useState(false);
  const titles = { confirmed: i18n._("Places"), waiting: i18n._("Waiting list"), rejected: i18n._("Rejected") };
  const drop = (id: string) => {
    setOver(false);
    if (id.startsWith("reg_")) move(id, lane);
  };
  return (
    <div className={over ? "drop over" : "drop"} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={(e) => { e.preventDefault(); drop(e.dataTransfer.getData("text/plain")); }}>
      <h4>{titles[lane]} <span className="soft">{i18n.number(candidates.length)}</span></h4>
      <ul className="lane queue">
        {candidates.map((c) => (
          <QueueRow key={c.id} keys={{ c: () => move(c.id, "confirmed"), w: () => move(c.id, "waiting"), r: () => move(c.id, "rejected") }}>
            <div draggable onDragStart={(e) => e.dataTransfer.setData("text/plain", c.id)} className="card">
              <div className="between"><span>{nameOf(c)}</span><Points score={c.score} /></div>
              <div className="between">
                <span className="small soft">{c.organisation?.cluster.name}</span>
                <fieldset className="moves">
                  <legend className="hidden">{nameOf(c)}</legend>
                  {(["confirmed", "waiting", "rejected"] as const).map((to) => (
                    <label key={to}><input type="radio" name={`lane-${c.id}`} checked={to === lane} onChange={() => move(c.id, to)} />{{ confirmed: i18n._("Place"), waiting: i18n._("Wait"), rejected: i18n._("Reject") }[to]}</label>
                  ))}
                </fieldset>
              </div>
              {lane === "rejected" && <Field label={i18n._("Why")} help={i18n._("The organisation reads it.")} maxLength={1000} value={reasons[c.id] ?? ""} onChange={(reason) => setReason(c.id, reason)} error={errorOf(c.id)} />}
            </div>
          </QueueRow>
        ))}
      </ul>
    </div>
  );
}
