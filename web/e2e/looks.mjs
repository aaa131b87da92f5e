// Every route in both themes and both widths: no axe violation, no sideways scrolling; screenshots. German and Chinese besides.
import { expect, expectQuiet, firstLink, inspect, open, signIn, visit } from "./harness.mjs";

const routes = async (page) => {
  await visit(page, "/opportunities");
  const opportunity = await firstLink(page, "/opportunities/opp_");
  await visit(page, "/missions");
  const mission = await firstLink(page, "/missions/mis_");
  return [
    ["front", "/"], ["market", "/markets/CN"], ["opportunities", "/opportunities"], ["opportunity", opportunity], ["matches", "/matches"],
    ["missions", "/missions"], ["mission", mission], ["organisation", "/organisation"], ["bookmarks", "/bookmarks"], ["missions-calendar", "/missions?view=calendar"],
    ["opportunity-new", "/opportunities/new"], ["sign-in", "/sign-in"], ["sign-up", "/sign-up"], ["reset", "/reset"], ["new-password", "/reset/new?token=x"],
    ["invitation", "/invitation?token=x"], ["verify", "/verify?token=x"], ["privacy", "/privacy"], ["not-found", "/nowhere"],
  ];
};

export default async function looks(step) {
  const sme = await open();
  await signIn(sme.page, "sme");
  const all = await routes(sme.page);
  for (const theme of ["light", "dark"]) {
    await sme.page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const [name, path] of all) await step(`${name}, ${theme}`, () => inspect(sme.page, name, path, theme));
  }
  await step("German and Chinese fit at both widths", async () => {
    for (const locale of ["de", "zh-CN"]) {
      const { context, page } = await open({ locale });
      for (const [name, path] of all.filter(([name]) => ["front", "opportunities", "mission"].includes(name))) await inspect(page, `${name}-${locale}`, path, "light");
      expect((await page.locator("html").getAttribute("lang")).startsWith(locale.slice(0, 2)), "the page speaks another language");
      await context.close();
    }
  });
  await step("the browser complained of nothing", () => expectQuiet(sme));
  await sme.context.close();
}
