import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link, Outlet } from "@tanstack/react-router";
import { graphql } from "../gql";
import { useAct } from "../api/hooks";
import { ConfirmIdentity } from "../account/ConfirmIdentity";
import { SessionEnded } from "../account/SessionEnded";
import { useSession } from "../api/session";
import { Button } from "../ui/Button";
import { isLanguage, languages, rememberLanguage } from "./languages";
import { speak } from "./speak";
import { Offline } from "./Offline";
import { chosenTheme, showTheme, type Theme } from "./theme";
import { useProfileLanguage } from "./useProfileLanguage";

/** What stands around every page. */
export function Shell(): ReactNode {
  const { i18n } = useLingui();
  useProfileLanguage();
  return (
    <>
      <Offline />
      <SessionEnded />
      <a className="skip" href="#content">{i18n._("Skip to content")}</a>
      <header className="bar">
        <div className="frame">
          <Link to="/" className="brand"><Mark />bioXclusters</Link>
          <Navigation />
          <Who />
        </div>
      </header>
      <main id="content" className="frame" tabIndex={-1}><ConfirmIdentity><Outlet /></ConfirmIdentity></main>
      <footer className="foot">
        <div className="frame">
          <span>{i18n._("An alliance of European life-science clusters")}</span>
          <span className="end">
            <Link to="/privacy">{i18n._("Privacy")}</Link>
            <ThemeChoice />
          </span>
        </div>
      </footer>
    </>
  );
}

function Mark(): ReactNode {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" fill="currentColor" stroke="currentColor">
      <path d="M7 7l18 18M25 7L7 25" fill="none" strokeWidth="3" />
      <circle cx="7" cy="7" r="4" /><circle cx="25" cy="7" r="4" /><circle cx="7" cy="25" r="4" /><circle cx="25" cy="25" r="4" />
    </svg>
  );
}

function Navigation(): ReactNode {
  const { i18n } = useLingui();
  const { viewer } = useSession();
  const steers = viewer?.roles.includes("COORDINATOR") ?? false;
  return (
    <nav className="nav" aria-label={i18n._("Main")}>
      <ul>
        <li><Link to="/opportunities">{i18n._("Opportunities")}</Link></li>
        <li><Link to="/missions">{i18n._("Missions")}</Link></li>
        {viewer?.organisation && <li><Link to="/matches">{i18n._("Matches")}</Link></li>}
        {viewer && <li><Link to="/bookmarks">{i18n._("Bookmarks")}</Link></li>}
        {viewer && !viewer.cluster && !steers && !viewer.roles.includes("ANALYST") && <li><Link to="/organisation">{i18n._("My organisation")}</Link></li>}
        {(viewer?.cluster || steers) && <li><Link to="/staff">{i18n._("Work queue")}</Link></li>}
        {(viewer?.cluster || steers) && <li><Link to="/import">{i18n._("Import")}</Link></li>}
        {(steers || viewer?.roles.includes("ANALYST")) && <li><Link to="/dashboards">{i18n._("Dashboards")}</Link></li>}
        {viewer && (viewer.cluster || steers || viewer.roles.includes("ANALYST")) && <li><a href="/explore">{i18n._("Explore")}</a></li>}
        {steers && <li><Link to="/coordination/users">{i18n._("Coordination")}</Link></li>}
      </ul>
    </nav>
  );
}

function Who(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading, signOut } = useSession();
  return (
    <div className="who">
      <LanguageChoice />
      {viewer && <Link to="/security">{i18n._("Security")}</Link>}
      {viewer && <Button look="quiet" onPress={() => void signOut()} label={i18n._("Sign out {name}", { name: viewer.user.name })}>{i18n._("Sign out")}</Button>}
      {!viewer && !loading && <Link to="/sign-in">{i18n._("Sign in")}</Link>}
    </div>
  );
}

const UpdateLanguage = graphql(`
  mutation UpdateLanguage($input: UpdateProfileInput!) {
    updateProfile(input: $input) { user { id language } userErrors { code field message } }
  }
`);

function LanguageChoice(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, renew } = useSession();
  const { run } = useAct(UpdateLanguage);
  const change = async (language: string) => {
    if (!isLanguage(language)) return;
    rememberLanguage(language);
    await speak(language);
    if (viewer) await run({ input: { language } });
    renew();
  };
  return (
    <select className="input" aria-label={i18n._("Language")} value={i18n.locale} onChange={(e) => void change(e.target.value)}>
      {Object.entries(languages).map(([code, name]) => <option key={code} value={code}>{name}</option>)}
    </select>
  );
}

function ThemeChoice(): ReactNode {
  const { i18n } = useLingui();
  const [theme, setTheme] = useState(chosenTheme);
  const change = (next: Theme) => {
    showTheme(next);
    setTheme(next);
  };
  return (
    <label>
      {i18n._("Theme")}{" "}
      <select value={theme} onChange={(e) => change(e.target.value as Theme)}>
        <option value="system">{i18n._("As the device")}</option>
        <option value="light">{i18n._("Light")}</option>
        <option value="dark">{i18n._("Dark")}</option>
      </select>
    </label>
  );
}
