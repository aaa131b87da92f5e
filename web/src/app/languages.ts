import { i18n } from "@lingui/core";

/** The portal's languages by their own names. */
export const languages = {
  en: "English", es: "Español", ca: "Català", fr: "Français", de: "Deutsch", it: "Italiano", pt: "Português", zh: "中文",
} as const;

/** A language of the portal, ISO 639-1. */
export type Language = keyof typeof languages;

const stored = "portal.language";
const catalogues = import.meta.glob<{ messages: Record<string, string> }>("../locales/*.ts");

/** Whether the portal speaks a language. */
export const isLanguage = (code: string): code is Language => Object.hasOwn(languages, code);

/** The language chosen in this browser, or null. */
export function chosenLanguage(): Language | null {
  const code = localStorage.getItem(stored);
  return code && isLanguage(code) ? code : null;
}

/** Remembers the choice in this browser. */
export const rememberLanguage = (language: Language): void => localStorage.setItem(stored, language);

/** The first of the browser's languages that the portal speaks. */
export function browserLanguage(): Language {
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? "en";
}

/** Loads a catalogue and makes it the page's language. */
export async function speak(language: Language): Promise<void> {
  const catalogue = await catalogues[`../locales/${language}.ts`]?.();
  i18n.loadAndActivate({ locale: language, locales: [language === "en" ? "en-GB" : language], messages: catalogue?.messages ?? {} });
  document.documentElement.lang = language === "zh" ? "zh-Hans" : language;
}
