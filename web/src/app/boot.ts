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
void main.then(({ start }) => start(language, questions));
new Worker(new URL("./tables.ts", import.meta.url), { type: "module", name: localeOf(language) });
