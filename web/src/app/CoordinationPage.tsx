import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { useSession } from "../api/session";
import { SignInFirst } from "../account/SignInFirst";
import { Skeleton } from "../ui/Feedback";
import { Page } from "../ui/Page";
import { NotFound } from "./Errors";

/** A page for coordinators, with the ways to its sisters. */
export function CoordinationPage({ title, lede, children }: { title: string; lede?: ReactNode; children: ReactNode }): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  if (loading) return <Skeleton lines={8} />;
  if (!viewer) return <SignInFirst title={title} />;
  if (!viewer.roles.includes("COORDINATOR")) return <NotFound />;
  const tabs = [
    ["/coordination/users", i18n._("Users")], ["/coordination/clusters", i18n._("Clusters")], ["/coordination/markets", i18n._("Markets")], ["/coordination/technologies", i18n._("Technologies")],
    ["/coordination/weights", i18n._("Weights")], ["/coordination/work", i18n._("Dead letters")], ["/coordination/log", i18n._("Audit log")],
  ] as const;
  return (
    <Page title={title} lede={lede}>
      <nav className="tabs" aria-label={i18n._("Coordination")}>{tabs.map(([to, label]) => <Link key={to} to={to} activeProps={{ className: "here" }}>{label}</Link>)}</nav>
      {children}
    </Page>
  );
}
