/** What the reader asked for; "system" follows the device. */
export type Theme = "system" | "light" | "dark";

const stored = "portal.theme";

/** The theme chosen in this browser. */
export function chosenTheme(): Theme {
  const theme = localStorage.getItem(stored);
  return theme === "light" || theme === "dark" ? theme : "system";
}

/** Shows a theme and remembers it. */
export function showTheme(theme: Theme): void {
  localStorage.setItem(stored, theme);
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
