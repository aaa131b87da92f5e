import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { Explanation_MatchFragment } from "../gql/graphql";
import { adviceOn } from "./advice";
import { partOrder, parts, requirementKinds, verdicts } from "./labels";
import { ScoreBar } from "./ScoreBar";

const ExplanationFragment = graphql(`
  fragment Explanation_match on Match {
    score eligible weightsVersion
    parts { kind weight score points evidence }
    requirements { kind verdict evidence mandatory }
  }
`);

interface ExplanationProps {
  match: FragmentType<typeof ExplanationFragment>;
  /** Says what to do about gaps: for the organisation that has them. */
  advise?: boolean;
}

/** Why the two suit: the parts that add up to the score, and every requirement with its verdict. */
export function Explanation({ match: masked, advise = false }: ExplanationProps): ReactNode {
  const { i18n } = useLingui();
  const match = readFragment(ExplanationFragment, masked);
  return (
    <div className="stack">
      <p className="inline">
        <span className="score">{i18n.number(match.score, { minimumFractionDigits: 1 })}</span>
        <span className="soft">{i18n._("of 100")}</span>
        {!match.eligible && <span className="status bad">{i18n._("A mandatory requirement is not fulfilled")}</span>}
      </p>
      <ScoreBar parts={match.parts} />
      <Parts match={match} />
      {match.requirements.length > 0 && <Requirements match={match} advise={advise} />}
    </div>
  );
}

function Parts({ match }: { match: Explanation_MatchFragment }): ReactNode {
  const { i18n } = useLingui();
  const points = (n: number) => i18n.number(n, { minimumFractionDigits: 1 });
  return (
    <div className="scroll">
      <table className="table small stacked">
        <thead>
          <tr><th scope="col">{i18n._("Part")}</th><th scope="col">{i18n._("What it rests on")}</th><th scope="col" className="num">{i18n._("Points")}</th></tr>
        </thead>
        <tbody>
          {partOrder.flatMap((kind, n) => match.parts.filter((p) => p.kind === kind).map((part) => (
            <tr key={kind}>
              <th scope="row"><span className={`key p${n + 1}`} aria-hidden="true" />{parts(i18n)[kind]}</th>
              <td className="whole">{part.evidence}</td>
              <td className="num">{points(part.points)} <span className="soft">/ {points(part.weight * 100)}</span></td>
            </tr>
          )))}
        </tbody>
        <tfoot>
          <tr><th scope="row" colSpan={2}>{i18n._("Score")}</th><td className="num"><strong>{points(match.score)}</strong></td></tr>
        </tfoot>
      </table>
    </div>
  );
}

const tones = { MATCH: "good", GAP: "bad", UNKNOWN: "warn" } as const;

function Requirements({ match, advise }: { match: Explanation_MatchFragment; advise: boolean }): ReactNode {
  const { i18n } = useLingui();
  const mend = advise && match.requirements.some((r) => r.verdict !== "MATCH");
  return (
    <div className="stack">
      <h3>{i18n._("Requirements")}</h3>
      <ul className="rows">
        {match.requirements.map((r, n) => (
          <li key={n}>
            <p className="between">
              <span>{requirementKinds(i18n)[r.kind]} {!r.mandatory && <span className="soft">{i18n._("(desirable)")}</span>}</span>
              <span className={`status ${tones[r.verdict]}`}>{verdicts(i18n)[r.verdict]}</span>
            </p>
            <p className="small soft">{r.evidence}</p>
            {advise && r.verdict !== "MATCH" && <p className="small">{adviceOn(i18n, r.kind, r.verdict)}</p>}
          </li>
        ))}
      </ul>
      {mend && <p className="small"><Link to="/organisation">{i18n._("Complete your profile to close gaps")}</Link></p>}
    </div>
  );
}
