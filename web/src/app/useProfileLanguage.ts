import { useEffect } from "react";
import { useSession } from "../api/session";
import { chosenLanguage, isLanguage, rememberLanguage, speak } from "./languages";

/** Speaks the language of the viewer's profile unless another was chosen in this browser. */
export function useProfileLanguage(): void {
  const { viewer, renew } = useSession();
  const language = viewer?.user.language;
  useEffect(() => {
    if (!language || chosenLanguage() || !isLanguage(language)) return;
    rememberLanguage(language);
    if (language === document.documentElement.lang) return;
    void speak(language).then(renew);
  }, [language, renew]);
}
