import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { verdicts as verdictNames } from "../match/labels";

const VerdictFragment = graphql(`
  fragment RuleVerdicts_verdict on RuleVerdict { kind verdict evidence mandatory }
`);

/** How a registration is judged by the mission's conditions of participation. */
export function RuleVerdicts({ verdicts }: { verdicts: readonly FragmentType<typeof VerdictFragment>[] }): ReactNode {
  const { i18n } = useLingui();
  const list = readFragment(VerdictFragment, verdicts);
  if (!list.length) return null;
  return (
    <ul className="small verdicts">
      {list.map((v, n) => (
        <li key={n}><span className={`status ${{ MATCH: "good", GAP: v.mandatory ? "bad" : "warn", UNKNOWN: "warn" }[v.verdict]}`}>{verdictNames(i18n)[v.verdict]}</span> {v.evidence}</li>
      ))}
    </ul>
  );
}
