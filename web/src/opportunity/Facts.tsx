import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { day, named, onDay, series } from "../ui/format";
import { iprs, partnerships, stages } from "./labels";

const FactsFragment = graphql(`
  fragment Facts_opportunity on Opportunity {
    reference stage trl ipr partnerships deadline publishedAt expiresAt language confidential
    organisation { id legalName city country }
    technologies { id label }
  }
`);

/** The opportunity's facts in a list. */
export function Facts({ opportunity }: { opportunity: FragmentType<typeof FactsFragment> }): ReactNode {
  const { i18n } = useLingui();
  const facts = readFragment(FactsFragment, opportunity);
  const owner = facts.organisation && [facts.organisation.legalName, facts.organisation.city, facts.organisation.country && named(i18n, "region", facts.organisation.country)].filter(Boolean).join(", ");
  const at = (time: string) => onDay(i18n, time);
  const list: [string, ReactNode][] = [
    [i18n._("Organisation"), owner ?? (facts.confidential ? i18n._("named once interest is accepted") : null)],
    [i18n._("Deadline"), facts.deadline && day(i18n, facts.deadline)],
    [i18n._("Technologies"), series(i18n, facts.technologies.map((t) => t.label))],
    [i18n._("Partnership"), series(i18n, facts.partnerships.map((p) => partnerships(i18n)[p]))],
    [i18n._("Stage of development"), facts.stage && stages(i18n)[facts.stage]],
    [i18n._("Technology readiness level"), facts.trl],
    [i18n._("Intellectual property"), facts.ipr && iprs(i18n)[facts.ipr]],
    [i18n._("Language"), named(i18n, "language", facts.language)],
    [i18n._("Published"), facts.publishedAt && at(facts.publishedAt)],
    [i18n._("Expires"), facts.expiresAt && at(facts.expiresAt)],
    [i18n._("Reference"), facts.reference],
  ];
  return (
    <dl className="facts-list">
      {list.map(([name, value]) => value ? [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>] : null)}
    </dl>
  );
}
