import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { Conditions_MissionFragment } from "../gql/graphql";
import { sizeClasses } from "../organisation/labels";
import { verdicts } from "../match/labels";
import { listed } from "../ui/format";
import { ruleKinds } from "./labels";

const ConditionsFragment = graphql(`
  fragment Conditions_mission on Mission {
    eligibility { kind min max mandatory clusters { id name } sizeClasses technologies { id label } markets { id name } }
    viewerEligibility { kind verdict evidence mandatory }
  }
`);

type Rule = Conditions_MissionFragment["eligibility"][number];
const tones = { MATCH: "good", GAP: "bad", UNKNOWN: "warn" } as const;

/** The conditions of participation; for members of an organisation, how it is judged by them. */
export function Conditions({ mission }: { mission: FragmentType<typeof ConditionsFragment> }): ReactNode {
  const { i18n } = useLingui();
  const { eligibility, viewerEligibility } = readFragment(ConditionsFragment, mission);
  if (!eligibility.length) return null;
  return (
    <section className="stack">
      <h2>{i18n._("Who can take part")}</h2>
      <ul className="rows">
        {eligibility.map((rule, n) => {
          const judged = viewerEligibility?.[n];
          return (
            <li key={n}>
              <p className="between">
                <span>{ruleKinds(i18n)[rule.kind]} {!rule.mandatory && <span className="soft">{i18n._("(desirable)")}</span>}</span>
                {judged && <span className={`status ${tones[judged.verdict]}`}>{verdicts(i18n)[judged.verdict]}</span>}
              </p>
              <p className="small soft">{judged?.evidence ?? <Asked rule={rule} />}</p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Asked({ rule }: { rule: Rule }): ReactNode {
  const { i18n } = useLingui();
  const names = [...rule.clusters.map((c) => c.name), ...rule.sizeClasses.map((s) => sizeClasses(i18n)[s]), ...rule.technologies.map((t) => t.label), ...rule.markets.map((m) => m.name)];
  const span = [rule.min != null && i18n._("at least {min}", { min: rule.min }), rule.max != null && i18n._("at most {max}", { max: rule.max })].filter(Boolean).join(", ");
  return [span, names.length ? listed(i18n, names) : ""].filter(Boolean).join(" · ");
}
