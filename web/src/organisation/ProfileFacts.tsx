import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { listed, money, named, series } from "../ui/format";
import { sizeClasses } from "./labels";

const FactsFragment = graphql(`
  fragment ProfileFacts_organisation on Organisation {
    country city foundedYear sizeClass headcount turnover languages certifications website listed
  }
`);

/** An organisation's facts, as far as the viewer may read them. */
export function ProfileFacts({ organisation }: { organisation: FragmentType<typeof FactsFragment> }): ReactNode {
  const { i18n } = useLingui();
  const o = readFragment(FactsFragment, organisation);
  const facts: [string, ReactNode][] = [
    [i18n._("Site"), [o.city, o.country && named(i18n, "region", o.country)].filter(Boolean).join(", ")],
    [i18n._("Size class"), o.sizeClass && sizeClasses(i18n)[o.sizeClass]],
    [i18n._("Year of foundation"), o.foundedYear],
    [i18n._("Headcount"), o.headcount != null && i18n.number(o.headcount)],
    [i18n._("Annual turnover"), o.turnover != null && money(i18n, { cents: o.turnover * 100, currency: "EUR" })],
    [i18n._("Languages"), o.languages?.length ? listed(i18n, o.languages.map((code) => named(i18n, "language", code))) : null],
    [i18n._("Certifications"), o.certifications && series(i18n, o.certifications)],
    [i18n._("Web site"), o.website && /^https?:/.test(o.website) ? <a href={o.website} rel="noopener noreferrer">{o.website.replace(/^https?:\/\//, "")}</a> : o.website],
    [i18n._("Listed"), o.listed == null ? null : o.listed ? i18n._("yes") : i18n._("no")],
  ];
  return (
    <dl className="facts-list">
      {facts.map(([name, value]) => value ? [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>] : null)}
    </dl>
  );
}
