import type { ReactNode } from "react";
import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { RequirementList_RequirementFragment } from "../gql/graphql";
import { sizeClasses } from "../organisation/labels";
import { requirementKinds } from "../match/labels";
import { named, series } from "../ui/format";
import { iprs, stages } from "./labels";

const RequirementFragment = graphql(`
  fragment RequirementList_requirement on Requirement { kind values min max mandatory }
`);

/** What a partner must, or should, bring. */
export function RequirementList({ requirements }: { requirements: readonly FragmentType<typeof RequirementFragment>[] }): ReactNode {
  const { i18n } = useLingui();
  return (
    <ul className="rows">
      {readFragment(RequirementFragment, requirements).map((r, n) => (
        <li key={n}>
          <p>{requirementKinds(i18n)[r.kind]} {!r.mandatory && <span className="soft">{i18n._("(desirable)")}</span>}</p>
          <p className="small soft">{words(i18n, r)}</p>
        </li>
      ))}
    </ul>
  );
}

function words(i18n: I18n, r: RequirementList_RequirementFragment): string {
  if (r.kind === "COUNTRY") return series(i18n, r.values.map((v) => named(i18n, "region", v)));
  if (r.kind === "LANGUAGE") return series(i18n, r.values.map((v) => named(i18n, "language", v)));
  if (r.kind === "SIZE_CLASS" || r.kind === "STAGE" || r.kind === "IPR") return series(i18n, r.values.map((v) => coded(i18n)[v] ?? v));
  if (r.min != null && r.max != null) return `${r.min}–${r.max}`;
  if (r.min != null) return i18n._("at least {min}", { min: r.min });
  if (r.max != null) return i18n._("at most {max}", { max: r.max });
  return series(i18n, r.values);
}

/** Words for the values that requirements give as codes. */
const coded = (i18n: I18n): Record<string, string> => ({ ...sizeClasses(i18n), ...stages(i18n), ...iprs(i18n) });
