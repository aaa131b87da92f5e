// A visitor looks around: the front page, a market, the search.
import { expect, expectQuiet, open, picture, portal, visit } from "./harness.mjs";

export default async function visitorJourney(step) {
  const visitor = await open();

  await step("a visitor reads the front page: markets, opportunities, missions", async () => {
    await visit(visitor.page, "/");
    const main = visitor.page.locator("main");
    expect((await main.locator("tbody a[href^='/markets/']").count()) >= 3, "fewer than three markets");
    expect((await main.locator("a[href^='/opportunities/']").count()) > 0, "no opportunities");
    expect((await main.locator("a[href^='/missions/']").count()) > 0, "no missions");
    await picture(visitor.page, "front");
  });

  await step("what a page begins with is asked ahead, and nothing twice", async () => {
    for (const path of ["/", "/opportunities?q=cell&market=CN&sort=title"]) {
      const { context, page } = await open();
      const asked = [];
      page.on("request", (request) => request.url().endsWith("/graphql") && asked.push(request.postDataJSON()));
      await visit(page, path);
      const names = asked.map(({ documentId }) => documentId);
      expect(names.length >= 2 && new Set(names).size === names.length, `${path} asked ${names.length} questions, ${new Set(names).size} of them different`);
      expect(asked.slice(0, 2).every(({ operationName }) => !operationName), `${path} did not ask ahead`);
      await context.close();
    }
  });

  await step("a page whose code or words do not come says so, and a press tries again", async () => {
    for (const file of ["main", "en"]) {
      const { context, page } = await open();
      await page.route(`**/assets/${file}-*.js`, (route) => route.abort());
      await page.goto("/opportunities");
      const again = page.getByRole("link", { name: "could not be loaded" });
      await again.waitFor();
      await page.unroute(`**/assets/${file}-*.js`);
      await again.click();
      await page.locator("main .rows .title").first().waitFor();
      await context.close();
    }
  });

  await step("a visitor reads a market with its guide", async () => {
    await visitor.page.locator("main tbody a[href^='/markets/']").first().click();
    await visitor.page.waitForURL("**/markets/*");
    await visitor.page.locator(".prose h2").first().waitFor();
    expect(await visitor.page.evaluate(() => document.activeElement?.tagName === "H1"), "the heading did not take the focus");
  });

  await step("a search narrows by text and by a facet, and its address can be shared", async () => {
    const { page } = visitor;
    await visit(page, "/opportunities");
    const total = async () => Number((await page.locator("main [aria-live]").first().innerText()).replace(/\D/g, ""));
    const all = await total();
    const word = (await page.locator("main .rows .title").first().innerText()).split(/\s+/).find((w) => /^[\p{L}]{6,}$/u.test(w)) ?? "cell";
    await page.getByRole("searchbox").fill(word);
    await page.waitForURL(/q=/);
    await page.waitForFunction((n) => Number(document.querySelector("main [aria-live]").textContent.replace(/\D/g, "")) !== n, all);
    const some = await total();
    expect(some > 0 && some < all, `${word}: ${some} of ${all}`);
    await page.locator(".facets fieldset").first().getByRole("checkbox").first().check();
    await page.waitForURL(/market=/);
    await page.locator(".chip").first().waitFor();
    await page.locator(".busy").waitFor({ state: "detached" });
    const fewer = await total();
    expect(fewer > 0 && fewer <= some, `${fewer} of ${some} with a facet`);
    const again = await open();
    await visit(again.page, page.url().slice(portal.length));
    expect(Number((await again.page.locator("main [aria-live]").first().innerText()).replace(/\D/g, "")) === fewer, "the address shows another result");
    await again.context.close();
    await page.locator(".chip").first().click();
    await page.waitForURL((url) => !url.search.includes("market="));
    expect(await page.evaluate(() => document.activeElement?.matches("[aria-live]")), "with the filter went the focus");
  });

  await step("more rows follow as one scrolls, few of them in the document; going back finds the place", async () => {
    const { page } = visitor;
    await visit(page, "/opportunities?q=vaccine");
    await picture(page, "search");
    await visit(page, "/opportunities");
    const top = () => page.evaluate(() => Math.max(...[...document.querySelectorAll("main .rows > li")].map((row) => Number(row.getAttribute("aria-posinset")))));
    for (let n = 0; n < 40 && (await top()) < 150; n++) {
      await page.mouse.wheel(0, 2500);
      await page.waitForTimeout(60);
    }
    expect((await top()) >= 150, `only ${await top()} rows after scrolling`);
    expect((await page.locator("main .rows > li").count()) < 60, "the list is not virtual");
    const row = page.locator("main .rows > li .title a").nth(10);
    await row.scrollIntoViewIfNeeded();
    await page.waitForTimeout(200); // until the rows around it are measured
    const scrolled = await page.evaluate(() => scrollY);
    await row.click();
    await page.waitForURL("**/opportunities/opp_*");
    await page.goBack();
    await page.waitForFunction((y) => Math.abs(scrollY - y) < 200, scrolled);
  });

  await step("the arrow keys lead from the search through the results", async () => {
    const { page } = visitor;
    await visit(page, "/opportunities");
    await page.getByRole("searchbox").focus();
    for (const row of ["1", "2", "3"]) {
      await page.keyboard.press("ArrowDown");
      await page.waitForFunction((n) => document.activeElement.closest("li")?.getAttribute("aria-posinset") === n, row);
    }
  });

  await step("the skip link leads to the content by keyboard", async () => {
    const { page } = visitor;
    await visit(page, "/");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id === "content"), "the focus is elsewhere");
  });

  await step("the browser complained of nothing", () => expectQuiet(visitor));
  await visitor.context.close();
}
