import "@fontsource-variable/source-sans-3/index.css";
import "../ui/tokens.css";
import "../ui/base.css";
import "../ui/parts.css";
import "../ui/staff.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { RouterProvider } from "@tanstack/react-router";
import { SessionProvider } from "../api/session";
import { browserLanguage, chosenLanguage, speak } from "./languages";
import { router } from "./router";
import { chosenTheme, showTheme } from "./theme";

showTheme(chosenTheme());
await speak(chosenLanguage() ?? browserLanguage());

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <SessionProvider>
        <RouterProvider router={router} />
      </SessionProvider>
    </I18nProvider>
  </StrictMode>,
);
