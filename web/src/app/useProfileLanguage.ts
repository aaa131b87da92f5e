import { useEffect } from "react";
import { i18n } from "@lingui/core";
import { useSession } from "../api/session";
import { isLanguage, rememberLanguage } from "./languages";
import { speak } from "./speak";

/** Speaks the language of the viewer's profile, whatever this browser spoke before: the server answers in it, and a page speaks one language. */
export function useProfileLanguage(): void {
  const { viewer, renew } = useSession();
  const language = viewer?.user.language;
  useEffect(() => {
    if (!language || !isLanguage(language)) return;
    rememberLanguage(language);
    if (language === i18n.locale) return;
    void speak(language).then(renew);
  }, [language, renew]);
}
