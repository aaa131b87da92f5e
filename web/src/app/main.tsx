import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { RouterProvider } from "@tanstack/react-router";
import { arrived, type Question } from "../api/ahead";
import { makeClient } from "../api/client";
import { parsed } from "../api/documents";
import { SessionProvider } from "../api/session";
import type { Language } from "./languages";
import { router } from "./router";
import { speak } from "./speak";

/** How many milliseconds the first picture waits for answers that are under way, so that it need not be drawn twice where they are almost there. */
const patience = 100;

/** Shows the page, with the answers to its first questions if they have come. */
export async function start(language: Language, questions: readonly Question[]): Promise<void> {
  const client = makeClient(language);
  const answers = Promise.all(questions.map(({ document, variables }) => client.query(parsed(document), variables).toPromise()));
  await Promise.all([speak(language), router.load()]);
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, patience, false));
  if (await Promise.race([arrived().then(() => true), late])) await answers;
  createRoot(document.getElementById("root")!).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <SessionProvider first={client}>
          <RouterProvider router={router} />
        </SessionProvider>
      </I18nProvider>
    </StrictMode>,
  );
}
