import "graphiql/setup-workers/vite";
import "@fontsource-variable/source-sans-3/index.css";
import "graphiql/style.css";
import "../ui/tokens.css";
import "../ui/base.css";
import "../ui/parts.css";
import "./explore.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { browserLanguage, chosenLanguage } from "../app/languages";
import { speak } from "../app/speak";
import { chosenTheme, showTheme } from "../app/theme";
import { ExplorePage } from "./ExplorePage";

showTheme(chosenTheme());
await speak(chosenLanguage() ?? browserLanguage());

createRoot(document.getElementById("root")!).render(<StrictMode><I18nProvider i18n={i18n}><ExplorePage /></I18nProvider></StrictMode>);
