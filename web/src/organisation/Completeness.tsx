import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { itemsOf, percentOf } from "./completeness";

const CompletenessFragment = graphql(`
  fragment Completeness_organisation on Organisation {
    id description website foundedYear headcount turnover balanceTotal accountsYear languages certifications
    capabilities { id direction text stage partnerships }
  }
`);

const shown = 4;

/** How complete the profile is, and what would improve its matches most. */
export function Completeness({ organisation }: { organisation: FragmentType<typeof CompletenessFragment> }): ReactNode {
  const { i18n } = useLingui();
  const items = itemsOf(i18n, readFragment(CompletenessFragment, organisation));
  const percent = percentOf(items);
  const missing = items.filter((item) => !item.said).slice(0, shown);
  return (
    <section className="panel stack" aria-labelledby="completeness">
      <div className="between">
        <h2 id="completeness">{i18n._("Completeness")}</h2>
        <strong>{i18n.number(percent / 100, { style: "percent" })}</strong>
      </div>
      <meter className="meter" min={0} max={100} value={percent} aria-labelledby="completeness" />
      {missing.length > 0 && (
        <>
          <p className="small">{i18n._("What would improve your matches:")}</p>
          <ul className="stack small">
            {missing.map((item) => <li key={item.what} className="between"><span>{item.what}</span><span className="soft">+{i18n.number(item.worth)} · {item.why}</span></li>)}
          </ul>
        </>
      )}
    </section>
  );
}
