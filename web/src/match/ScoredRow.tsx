import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { Explanation } from "./Explanation";
import { ScoreBar } from "./ScoreBar";

const RowFragment = graphql(`
  fragment ScoredRow_match on Match { score eligible parts { kind points } ...Explanation_match }
`);

interface ScoredRowProps {
  match: FragmentType<typeof RowFragment>;
  title: ReactNode;
  facts: ReactNode;
  side: ReactNode;
  acts: ReactNode;
  advise?: boolean;
}

/** One row of a list of matches: its score, what it is, what can be done, and on demand what the score is made of. */
export function ScoredRow({ match: masked, title, facts, side, acts, advise = false }: ScoredRowProps): ReactNode {
  const { i18n } = useLingui();
  const match = readFragment(RowFragment, masked);
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div><span className="score">{i18n.number(match.score, { minimumFractionDigits: 1 })}</span><ScoreBar parts={match.parts} /></div>
      <div>
        <div className="title">{title}</div>
        <p className="facts">{facts}</p>
        <details className="fold small" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
          <summary>{i18n._("Why it matches")}</summary>
          {open && <Explanation match={match} advise={advise} />}
        </details>
      </div>
      <div className="side">
        {side}
        {!match.eligible && <span className="status bad">{i18n._("not eligible")}</span>}
        {acts}
      </div>
    </li>
  );
}
