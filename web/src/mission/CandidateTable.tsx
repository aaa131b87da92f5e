import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import { errorAt, useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";
import { byScore, type Candidate, type SelectionMission } from "./candidates";
import { registrationStatuses, toneOf } from "./labels";
import { RegistrationActs } from "./RegistrationActs";
import { RuleVerdicts } from "./RuleVerdicts";

const Score = graphql(`
  mutation ScoreRegistration($input: ScoreRegistrationInput!) {
    scoreRegistration(input: $input) { registration { id score assessments { reviewerName own conflict points comment at } } userErrors { code field message } }
  }
`);
const Conflict = graphql(`
  mutation DeclareConflict($input: DeclareConflictInput!) {
    declareConflict(input: $input) { registration { id score assessments { reviewerName own conflict points comment at } } userErrors { code field message } }
  }
`);

interface CandidateTableProps {
  mission: SelectionMission;
  candidates: readonly Candidate[];
  tell: (text: string, undo?: () => Promise<unknown>) => void;
}

/** Every candidate with what reviewers think, best first; a row opens to score and to decide. */
export function CandidateTable({ mission, candidates, tell }: CandidateTableProps): ReactNode {
  const { i18n } = useLingui();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section className="stack">
      <h2>{i18n._("Candidates ({count})", { count: candidates.length })}</h2>
      <div className="scroll" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{i18n._("Organisation")}</th>
              <th scope="col" className="wide">{i18n._("Cluster")}</th>
              <th scope="col">{i18n._("Status")}</th>
              <th scope="col" className="num wide">{i18n._("Reviews")}</th>
              <th scope="col" className="num">{i18n._("Score")}</th>
            </tr>
          </thead>
          <tbody>
            {candidates.toSorted(byScore).map((c) => <CandidateRow key={c.id} mission={mission} candidate={c} open={open === c.id} onOpen={() => setOpen(open === c.id ? null : c.id)} tell={tell} />)}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const reviewsOf = (c: Candidate) => (c.assessments ?? []).filter((a) => !a.conflict);

function CandidateRow({ mission, candidate: c, open, onOpen, tell }: { mission: SelectionMission; candidate: Candidate; open: boolean; onOpen: () => void; tell: CandidateTableProps["tell"] }): ReactNode {
  const { i18n } = useLingui();
  const own = c.assessments?.find((a) => a.own);
  const canScore = c.viewerCanDecide && !own?.conflict && (c.status === "SUBMITTED" || c.status === "ELIGIBLE") && mission.criteria.length > 0;
  return (
    <>
      <tr>
        <th scope="row"><Button look="quiet" expanded={open} onPress={onOpen}>{c.organisation?.legalName ?? i18n._("An organisation")}</Button></th>
        <td className="wide">{c.organisation?.cluster.name}</td>
        <td><span className={`status ${toneOf(c.status)}`}>{registrationStatuses(i18n)[c.status]}</span></td>
        <td className="num wide">{reviewsOf(c).length}</td>
        <td className="num">{c.score === null || c.score === undefined ? "–" : i18n.number(c.score, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}</td>
      </tr>
      {open && (
        <tr>
          <td colSpan={5}>
            <div className="stack opened">
              {c.motivation && <p className="pre">{c.motivation}</p>}
              <RuleVerdicts verdicts={c.eligibility} />
              <Assessments candidate={c} criteria={mission.criteria} />
              {own?.conflict && <p className="status warn">{i18n._("You declared a conflict of interest.")}</p>}
              {canScore && <ScoreForm candidate={c} criteria={mission.criteria} />}
              <RegistrationActs registration={c} tell={tell} />
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

function Assessments({ candidate, criteria }: { candidate: Candidate; criteria: SelectionMission["criteria"] }): ReactNode {
  const { i18n } = useLingui();
  const list = candidate.assessments ?? [];
  if (!list.length) return null;
  return (
    <table className="table tight">
      <thead><tr><th scope="col">{i18n._("Reviewer")}</th>{criteria.map((k) => <th key={k.name} scope="col" className="num">{k.name}</th>)}<th scope="col" className="wide">{i18n._("Comment")}</th></tr></thead>
      <tbody>
        {list.map((a) => (
          <tr key={a.reviewerName + a.at}>
            <th scope="row">{a.reviewerName}</th>
            {a.conflict ? <td colSpan={criteria.length} className="soft">{i18n._("conflict of interest")}</td> : criteria.map((k, n) => <td key={k.name} className="num">{a.points[n]}</td>)}
            <td className="wide">{a.comment}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ScoreForm({ candidate, criteria }: { candidate: Candidate; criteria: SelectionMission["criteria"] }): ReactNode {
  const { i18n } = useLingui();
  const own = candidate.assessments?.find((a) => a.own);
  const [points, setPoints] = useState<readonly string[]>(() => criteria.map((_, n) => String(own?.points[n] ?? "")));
  const [comment, setComment] = useState(own?.comment ?? "");
  const score = useAct(Score);
  const conflict = useAct(Conflict);
  const whole = (text: string) => (/^\d+$/.test(text) ? Number(text) : -1);
  return (
    <form className="form wide" noValidate onSubmit={(e) => { e.preventDefault(); void score.run({ input: { registrationId: candidate.id, points: points.map(whole), comment: comment || null } }); }}>
      <h3>{i18n._("Your review")}</h3>
      {score.failure && <Failure error={score.failure} />}
      <Problems errors={[...score.errors, ...conflict.errors]} />
      <div className="pair thirds">
        {criteria.map((k, n) => (
          <Field key={k.name} label={i18n._("{criterion}, 0 to 10", { criterion: k.name })} inputMode="numeric" value={points[n] ?? ""} onChange={(value) => setPoints(points.map((old, i) => (i === n ? value : old)))} error={errorAt(score.errors, `points.${n}`)} />
        ))}
      </div>
      <Field label={i18n._("Comment")} multiline maxLength={2000} value={comment} onChange={setComment} error={errorAt(score.errors, "comment")} />
      <p className="inline">
        <Button type="submit" look="main" busy={score.fetching}>{i18n._("Save review")}</Button>
        <Button look="quiet" busy={conflict.fetching} onPress={() => void conflict.run({ input: { registrationId: candidate.id } })}>{i18n._("I have a conflict of interest")}</Button>
      </p>
    </form>
  );
}
