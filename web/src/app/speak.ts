import { i18n } from "@lingui/core";
import { localeOf, wordsOf, type Language } from "./languages";

/** Makes a language the page's. */
export async function speak(language: Language): Promise<void> {
  const messages = await wordsOf(language);
  i18n.loadAndActivate({ locale: language, locales: [localeOf(language)], messages });
  document.documentElement.lang = language === "zh" ? "zh-Hans" : language;
}
