// What people expect of any site: titles, a focus that follows, pages for what is not there, a banner without a connection, a session that
// ends without a loss, and paper.
import { ask, enter, expect, expectAccessible, expectQuiet, open, password, visit } from "./harness.mjs";

export default async function expected(step) {
  const visitor = await open({ language: "en" });
  const { page } = visitor;

  await step("each page has a title of its own, and its heading the focus after a way there", async () => {
    await visit(page, "/");
    const titles = [await page.title()];
    for (const name of ["Opportunities", "Missions"]) {
      await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).click();
      await page.getByRole("heading", { level: 1, name }).waitFor();
      await page.waitForFunction(() => document.activeElement?.tagName === "H1");
      titles.push(await page.title());
    }
    expect(new Set(titles).size === 3 && titles.every((title) => title.includes("bioXclusters")), titles.join(" | "));
  });

  await step("an address that leads nowhere says so, and leads on", async () => {
    for (const path of ["/nowhere", "/opportunities/opp_00000000000000000000000000", "/missions/mis_00000000000000000000000000", "/markets/XX", "/missions/nonsense/people"]) {
      await visit(page, path);
      const found = await page.getByRole("heading", { level: 1 }).innerText();
      expect(/^(Page not found|Participants)$/.test(found), `${path}: ${found}`);
      expect(await page.locator("main a").count(), `${path} leads nowhere on`);
    }
  });

  await step("a page that cannot be loaded says so, and can be tried again", async () => {
    const failing = await open({ language: "en" });
    await failing.page.route("**/graphql", (route) => route.abort());
    await failing.page.goto("/opportunities");
    await failing.page.getByRole("button", { name: "Try again" }).first().waitFor();
    await failing.page.unroute("**/graphql");
    await failing.page.getByRole("button", { name: "Try again" }).first().click();
    await failing.page.locator("main .rows > li").first().waitFor();
    await failing.context.close();
  });

  await step("a page that breaks says so within what stands around it, and can be loaded again", async () => {
    const broken = await open({ language: "en" });
    await broken.page.route("**/assets/MarketPage-*.js", (route) => route.abort());
    await visit(broken.page, "/");
    await broken.page.locator("main").getByRole("link", { name: "China", exact: true }).first().click();
    await broken.page.getByRole("heading", { level: 1, name: "Something went wrong." }).waitFor();
    await broken.page.getByRole("navigation", { name: "Main" }).waitFor();
    await expectAccessible(broken.page);
    await broken.page.unroute("**/assets/MarketPage-*.js");
    await broken.page.getByRole("button", { name: "Reload the page" }).click();
    await broken.page.getByRole("heading", { level: 1, name: "China" }).waitFor();
    await broken.context.close();
  });

  await step("without a connection a banner says so, until it is back", async () => {
    await visit(page, "/missions");
    await visitor.context.setOffline(true);
    await page.getByText(/You are offline/).waitFor();
    await expectAccessible(page);
    await visitor.context.setOffline(false);
    await page.getByText(/You are offline/).waitFor({ state: "detached" });
  });

  const partner = await open({ language: "en" });
  await step("a session that ends says so, and what was typed is still there", async () => {
    await enter(partner, "partner");
    await visit(partner.page, "/opportunities/new");
    await partner.page.getByLabel("Title").fill("A title that took an hour");
    await partner.context.request.delete("/auth/session");
    await partner.page.getByRole("button", { name: /^Save/ }).first().click();
    const dialog = partner.page.getByRole("dialog");
    await dialog.getByText("Your session has ended").waitFor();
    await expectAccessible(partner.page);
    await dialog.getByLabel("Password").fill(password);
    await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await partner.page.getByRole("button", { name: /^Sign out/ }).waitFor();
    expect((await partner.page.getByLabel("Title").inputValue()) === "A title that took an hour", "the draft is gone");
  });

  await step("a mission and an opportunity go on paper: the text, without what only a screen can do", async () => {
    const { missions, opportunities } = await ask(partner, "{ missions(filter: { openOnly: true }, first: 1) { nodes { id } } opportunities(filter: { openOnly: true }, first: 1) { nodes { id } } }");
    for (const path of [`/missions/${missions.nodes[0].id}`, `/opportunities/${opportunities.nodes[0].id}`]) {
      await visit(partner.page, path);
      await partner.page.emulateMedia({ media: "print", colorScheme: "dark" });
      const shown = await partner.page.evaluate(() => ({
        acts: [...document.querySelectorAll("header.bar, footer, button, .button, dialog")].filter((element) => element.checkVisibility()).map((element) => element.textContent.trim().slice(0, 40)),
        paper: getComputedStyle(document.documentElement).colorScheme, heading: document.querySelector("h1").checkVisibility(),
      }));
      expect(shown.heading && shown.acts.length === 0 && shown.paper === "light", `${path}: ${JSON.stringify(shown)}`);
      await partner.page.emulateMedia({ media: "screen", colorScheme: "light" });
    }
  });

  await step("the browser complained of nothing", () => expectQuiet(visitor, { complaints: partner.complaints.filter((text) => !/status of 401/.test(text)) }));
  await visitor.context.close();
  await partner.context.close();
}
