import { useEffect } from "react";
import { useSession } from "../api/session";
import { isLanguage, rememberLanguage, speak } from "./languages";

/** Speaks the language of the viewer's profile, whatever this browser spoke before: the server answers in it, and a page speaks one language. */
export function useProfileLanguage(): void {
  const { viewer, renew } = useSession();
  const language = viewer?.user.language;
  useEffect(() => {
    if (!language || !isLanguage(language)) return;
    rememberLanguage(language);
    if (language === document.documentElement.lang) return;
    void speak(language).then(renew);
  }, [language, renew]);
}
