import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { readSearch } from "../opportunity/search";
import { SearchPage } from "../opportunity/SearchPage";
import { parseSearch, single, stringifySearch } from "./search-params";
import { AllCrashed, Crashed, NotFound } from "./Errors";
import { Shell } from "./Shell";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: AllCrashed });
const getParentRoute = () => root;
const withToken = (search: Record<string, unknown>): { token?: string } => ({ token: single(search["token"]) });
const withView = (search: Record<string, unknown>): { market?: string | undefined; view?: "calendar" | undefined } => ({ market: single(search["market"]), view: single(search["view"]) === "calendar" ? "calendar" : undefined });
const withMatches = (search: Record<string, unknown>): { market?: string | undefined; score?: string | undefined } => ({ market: single(search["market"]), score: single(search["score"]) });
const withCounts = (search: Record<string, unknown>): { of?: string; by?: string; and?: string } => ({ of: single(search["of"]), by: single(search["by"]), and: single(search["and"]) });
const withShow = (search: Record<string, unknown>): { show?: string } => ({ show: single(search["show"]) });
const withReturn = (search: Record<string, unknown>): { to?: string; fault?: string } => ({ to: single(search["to"]), fault: single(search["fault"]) });

const routeTree = root.addChildren([
  createRoute({ getParentRoute, path: "/", component: lazyRouteComponent(() => import("./FrontPage"), "FrontPage") }),
  createRoute({ getParentRoute, path: "/markets/$code", component: lazyRouteComponent(() => import("../market/MarketPage"), "MarketPage") }),
  createRoute({ getParentRoute, path: "/opportunities", validateSearch: readSearch, component: SearchPage }),
  createRoute({ getParentRoute, path: "/opportunities/new", component: lazyRouteComponent(() => import("../opportunity/EditPage"), "NewOpportunityPage") }),
  createRoute({ getParentRoute, path: "/opportunities/$id/edit", component: lazyRouteComponent(() => import("../opportunity/EditPage"), "EditOpportunityPage") }),
  createRoute({ getParentRoute, path: "/opportunities/$id/candidates", component: lazyRouteComponent(() => import("../match/CandidatesPage"), "CandidatesPage") }),
  createRoute({ getParentRoute, path: "/opportunities/$id", component: lazyRouteComponent(() => import("../opportunity/OpportunityPage"), "OpportunityPage") }),
  createRoute({ getParentRoute, path: "/matches", validateSearch: withMatches, component: lazyRouteComponent(() => import("../match/MatchesPage"), "MatchesPage") }),
  createRoute({ getParentRoute, path: "/bookmarks", component: lazyRouteComponent(() => import("../opportunity/BookmarksPage"), "BookmarksPage") }),
  createRoute({ getParentRoute, path: "/missions", validateSearch: withView, component: lazyRouteComponent(() => import("../mission/MissionsPage"), "MissionsPage") }),
  createRoute({ getParentRoute, path: "/missions/$id", component: lazyRouteComponent(() => import("../mission/MissionPage"), "MissionPage") }),
  createRoute({ getParentRoute, path: "/missions/new", component: lazyRouteComponent(() => import("../mission/EditorPage"), "NewMissionPage") }),
  createRoute({ getParentRoute, path: "/missions/$id/edit", component: lazyRouteComponent(() => import("../mission/EditorPage"), "EditMissionPage") }),
  createRoute({ getParentRoute, path: "/missions/$id/selection", component: lazyRouteComponent(() => import("../mission/SelectionPage"), "SelectionPage") }),
  createRoute({ getParentRoute, path: "/missions/$id/people", component: lazyRouteComponent(() => import("../mission/PeoplePage"), "PeoplePage") }),
  createRoute({ getParentRoute, path: "/missions/$id/report", component: lazyRouteComponent(() => import("../mission/ReportPage"), "ReportPage") }),
  createRoute({ getParentRoute, path: "/import", component: lazyRouteComponent(() => import("../import/ImportPage"), "ImportPage") }),
  createRoute({ getParentRoute, path: "/dashboards", validateSearch: withCounts, component: lazyRouteComponent(() => import("../statistics/DashboardPage"), "DashboardPage") }),
  createRoute({ getParentRoute, path: "/coordination/users", component: lazyRouteComponent(() => import("../account/UsersPage"), "UsersPage") }),
  createRoute({ getParentRoute, path: "/coordination/clusters", component: lazyRouteComponent(() => import("../cluster/ClustersPage"), "ClustersPage") }),
  createRoute({ getParentRoute, path: "/coordination/markets", component: lazyRouteComponent(() => import("../market/MarketsPage"), "MarketsPage") }),
  createRoute({ getParentRoute, path: "/coordination/technologies", component: lazyRouteComponent(() => import("../technology/TechnologiesPage"), "TechnologiesPage") }),
  createRoute({ getParentRoute, path: "/coordination/weights", component: lazyRouteComponent(() => import("../match/WeightsPage"), "WeightsPage") }),
  createRoute({ getParentRoute, path: "/coordination/work", component: lazyRouteComponent(() => import("../work/DeadJobsPage"), "DeadJobsPage") }),
  createRoute({ getParentRoute, path: "/coordination/log", component: lazyRouteComponent(() => import("../audit/AuditPage"), "AuditPage") }),
  createRoute({ getParentRoute, path: "/offer", component: lazyRouteComponent(() => import("../mission/OfferPage"), "OfferPage") }),
  createRoute({ getParentRoute, path: "/organisation", component: lazyRouteComponent(() => import("../organisation/OwnPage"), "OwnPage") }),
  createRoute({ getParentRoute, path: "/staff", validateSearch: withShow, component: lazyRouteComponent(() => import("../cluster/StaffPage"), "StaffPage") }),
  createRoute({ getParentRoute, path: "/security", component: lazyRouteComponent(() => import("../account/SecurityPage"), "SecurityPage") }),
  createRoute({ getParentRoute, path: "/sign-in", validateSearch: withReturn, component: lazyRouteComponent(() => import("../account/SignInPage"), "SignInPage") }),
  createRoute({ getParentRoute, path: "/sign-up", component: lazyRouteComponent(() => import("../account/SignUpPage"), "SignUpPage") }),
  createRoute({ getParentRoute, path: "/verify", validateSearch: withToken, component: lazyRouteComponent(() => import("../account/VerifyPage"), "VerifyPage") }),
  createRoute({ getParentRoute, path: "/reset", component: lazyRouteComponent(() => import("../account/ResetPage"), "ResetPage") }),
  createRoute({ getParentRoute, path: "/reset/new", validateSearch: withToken, component: lazyRouteComponent(() => import("../account/ResetPage"), "NewPasswordPage") }),
  createRoute({ getParentRoute, path: "/invitation", validateSearch: withToken, component: lazyRouteComponent(() => import("../account/InvitationPage"), "InvitationPage") }),
  createRoute({ getParentRoute, path: "/privacy", component: lazyRouteComponent(() => import("../account/PrivacyPage"), "PrivacyPage") }),
]);

/** Every page of the portal; all but the search, which everybody uses, arrive when they are first opened. */
export const router = createRouter({ routeTree, parseSearch, stringifySearch, scrollRestoration: true, defaultPreload: "intent", defaultErrorComponent: Crashed });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
