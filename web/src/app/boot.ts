// The page's first script, small so that it runs at once: it shows the theme, and fetches the words, the code and the answers that the
// page begins with while most of the code is still on its way.
import "@fontsource-variable/source-sans-3/index.css";
import "../ui/tokens.css";
import "../ui/base.css";
import "../ui/parts.css";
import "../ui/staff.css";
import { askAhead } from "../api/ahead";
import { firstQuestions } from "./first";
import { browserLanguage, chosenLanguage, localeOf, wordsOf } from "./languages";
import { chosenTheme, showTheme } from "./theme";

const language = chosenLanguage() ?? browserLanguage();
showTheme(chosenTheme());
const main = import("./main");
void wordsOf(language);
const questions = firstQuestions(location);
questions.forEach((question) => askAhead(question, language));
main.then(({ start }) => start(language, questions)).catch(cannotBegin);
new Worker(new URL("./tables.ts", import.meta.url), { type: "module", name: localeOf(language) });

/** Says that the code or the words did not come; pressing it tries again. It brings its own words, for the others may be what is missing. */
function cannotBegin(): void {
  const again = document.createElement("a");
  again.href = location.href;
  again.className = "note bad";
  again.textContent = {
    en: "The page could not be loaded. Try again.", es: "No se pudo cargar la página. Inténtelo de nuevo.", ca: "No s’ha pogut carregar la pàgina. Torneu-ho a provar.",
    fr: "La page n’a pas pu être chargée. Réessayez.", de: "Die Seite konnte nicht geladen werden. Bitte versuchen Sie es erneut.", it: "Impossibile caricare la pagina. Riprovi.",
    pt: "Não foi possível carregar a página. Tente novamente.", zh: "页面无法加载。请重试。",
  }[language];
  document.getElementById("root")!.replaceChildren(again);
}
