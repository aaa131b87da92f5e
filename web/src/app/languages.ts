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

/** Fetches the words of a language, once. */
export async function wordsOf(language: Language): Promise<Record<string, string>> {
  return (await catalogues[`../locales/${language}.ts`]?.())?.messages ?? {};
}

/** The locale for a language's numbers and dates: its European conventions where it has several. */
export const localeOf = (language: Language): string => (language === "en" ? "en-GB" : language);
