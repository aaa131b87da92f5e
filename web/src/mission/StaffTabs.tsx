import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";

const TabsFragment = graphql(`
  fragment StaffTabs_mission on Mission { id status admission viewerCanUpdate }
`);

/** The ways through a mission for those who run it. */
export function StaffTabs({ mission, here }: { mission: FragmentType<typeof TabsFragment>; here?: "page" | "edit" | "selection" | "people" | "report" }): ReactNode {
  const { i18n } = useLingui();
  const m = readFragment(TabsFragment, mission);
  if (!m.viewerCanUpdate) return null;
  const tabs = [
    ["page", "/missions/$id", i18n._("Page")],
    ["edit", "/missions/$id/edit", i18n._("Edit")],
    ...(m.admission === "SELECTION" ? [["selection", "/missions/$id/selection", i18n._("Selection")] as const] : []),
    ["people", "/missions/$id/people", i18n._("Participants")],
    ["report", "/missions/$id/report", i18n._("Report")],
  ] as const;
  return (
    <nav className="tabs" aria-label={i18n._("Run the mission")}>
      {tabs.map(([name, to, label]) => <Link key={name} to={to} params={{ id: m.id }} className={name === here ? "here" : ""} activeOptions={{ exact: true }}>{label}</Link>)}
    </nav>
  );
}
