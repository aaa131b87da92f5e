// The SME's journey in a browser, against the portal at PORTAL_URL with demonstration data; axe on every route in both themes; screenshots.
// Prints "N passed, M failed" and exits 1 when anything failed. A registration it makes it withdraws again.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const portal = (process.env.PORTAL_URL ?? "http://localhost:8080").replace(/\/$/, "");
const screenshots = fileURLToPath(new URL("screenshots/", import.meta.url));
const images = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const widths = { narrow: 360, wide: 1440 };
const password = "demo-portal-2026";

let passed = 0;
let failed = 0;
async function step(name, act) {
  try {
    await act();
    passed += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n     ${String(error.message ?? error).split("\n").slice(0, 6).join("\n     ")}`);
  }
}
function expect(truth, message) {
  if (!truth) throw new Error(message);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });

/** A page of its own session that collects what the browser complains of. */
async function open({ width = widths.wide, theme = "light", locale = "en-GB" } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, locale, reducedMotion: "reduce", baseURL: portal });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && !/status of 401/.test(message.text()) && complaints.push(message.text()));
  return { context, page, complaints };
}

async function visit(page, path) {
  await page.goto(path);
  await page.locator("h1").waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
}

async function signIn(page, who) {
  await visit(page, "/sign-in");
  await page.getByLabel("Email").fill(`${who}@demo.example`);
  await page.getByLabel("Password").fill(password);
  await page.locator("main").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: /^Sign out/ }).waitFor();
}

/** The address of the first link that a list shows. */
const firstLink = async (page, path) => page.locator(`main a[href^="${path}"]`).first().getAttribute("href");

const visitor = await open();
const sme = await open();
let opportunity;
let mission;

await step("a visitor reads the front page: markets, opportunities, missions", async () => {
  await visit(visitor.page, "/");
  const main = visitor.page.locator("main");
  expect((await main.locator("tbody a[href^='/markets/']").count()) >= 3, "fewer than three markets");
  expect((await main.locator("a[href^='/opportunities/']").count()) > 0, "no opportunities");
  expect((await main.locator("a[href^='/missions/']").count()) > 0, "no missions");
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
});

await step("more rows follow on demand", async () => {
  const { page } = visitor;
  await visit(page, "/opportunities");
  const rows = page.locator("main .rows > li");
  const before = await rows.count();
  await page.getByRole("button", { name: "Show more" }).click();
  await page.waitForFunction((n) => document.querySelectorAll("main .rows > li").length > n, before);
  opportunity = await firstLink(page, "/opportunities/");
});

await step("a wrong password is refused in words", async () => {
  const { page } = sme;
  await visit(page, "/sign-in");
  await page.getByLabel("Email").fill("sme@demo.example");
  await page.getByLabel("Password").fill("not the password");
  await page.locator("main").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
});

await step("an SME signs in", () => signIn(sme.page, "sme"));

await step("it sees its matches; the parts of the first add up to its score", async () => {
  const { page } = sme;
  await page.getByRole("link", { name: "Matches", exact: true }).click();
  const row = page.locator(".rows.scored > li").first();
  await row.getByText("Why it matches").click();
  await row.locator("tfoot").waitFor();
  const points = await row.locator("tbody td.num").evaluateAll((cells) => cells.map((cell) => Number(cell.firstChild.textContent)));
  const score = Number(await row.locator("tfoot td").innerText());
  const sum = points.reduce((a, b) => a + b, 0);
  expect(points.length > 0 && Math.abs(sum - score) < 0.051, `${points.join(" + ")} = ${sum}, not ${score}`);
  await page.screenshot({ path: `${screenshots}matches-explained.png` });
});

await step("an opportunity among its matches says why it matches", async () => {
  const { page } = sme;
  await page.locator(".rows.scored .title a").first().click();
  await page.getByRole("heading", { name: "Why it matches" }).waitFor();
  opportunity = new URL(page.url()).pathname;
});

await step("it registers for an open mission, once the wrong address is mended", async () => {
  const { page } = sme;
  await visit(page, "/missions");
  const paths = await page.locator("main a[href^='/missions/']").evaluateAll((links) => [...new Set(links.map((a) => a.getAttribute("href")))]);
  for (const path of paths) {
    await visit(page, path);
    if (await page.getByRole("heading", { name: "Register" }).count()) { mission = path; break; }
  }
  expect(mission, `none of ${paths.length} missions can be registered for`);
  await page.getByLabel("Name").fill("Núria Ferrer");
  await page.getByLabel("Email").fill("no address");
  await page.getByLabel("Role").fill("Managing director");
  await page.getByLabel("Motivation").fill("Meet hospital buyers and find a distributor.");
  await page.getByRole("button", { name: "Register" }).click();
  await page.locator(".field .wrong").first().waitFor();
  await page.getByLabel("Email").fill("nuria@demo.example");
  await page.getByRole("button", { name: "Register" }).click();
  await page.getByRole("heading", { name: "Your registration" }).waitFor();
  await page.screenshot({ path: `${screenshots}registered.png`, fullPage: true });
});

await step("the registration stands in its list after a reload", async () => {
  expect(mission, "no mission was registered for");
  await visit(sme.page, "/missions");
  await sme.page.getByRole("heading", { name: "Your registrations" }).waitFor();
  await sme.page.locator(`section:has(h2:text("Your registrations")) a[href="${mission}"]`).first().waitFor();
});

await step("it bookmarks an opportunity and forgets it again", async () => {
  const { page } = sme;
  await visit(page, opportunity);
  await page.getByRole("button", { name: "Bookmark", exact: true }).click();
  await page.getByRole("button", { name: "Remove bookmark" }).click();
  await page.getByRole("button", { name: "Bookmark", exact: true }).waitFor();
});

await step("it edits its profile", async () => {
  const { page } = sme;
  await visit(page, "/organisation");
  await page.getByRole("button", { name: "Edit profile" }).click();
  await page.getByLabel("What the organisation does").fill("Develops rapid tests for sepsis markers.");
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("p.pre", { hasText: "rapid tests for sepsis markers" }).waitFor();
});

await step("it adds a capability with a technology out of the tree", async () => {
  const { page } = sme;
  const rows = page.locator("main .rows > li");
  const before = await rows.count();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByRole("button", { name: "Add another" }).click();
  const added = page.locator("fieldset.panel").last();
  await added.getByRole("combobox", { name: "Technologies" }).pressSequentially("diagnos", { delay: 30 });
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await added.locator(".chip").waitFor();
  await page.keyboard.press("Escape");
  await added.getByLabel("In words").fill("Lateral-flow tests with a reader.");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForFunction((n) => document.querySelectorAll("main .rows > li").length > n && !document.querySelector("fieldset.panel"), before);
});

await step("it switches to German and back", async () => {
  const { page } = sme;
  await page.getByLabel("Language", { exact: true }).selectOption("de");
  await page.getByRole("link", { name: "Meine Organisation" }).waitFor();
  await page.getByLabel("Sprache", { exact: true }).selectOption("en");
  await page.getByRole("link", { name: "My organisation" }).waitFor();
});

const routes = () => [
  ["front", "/"], ["market", "/markets/CN"], ["opportunities", "/opportunities"], ["opportunity", opportunity], ["matches", "/matches"],
  ["missions", "/missions"], ["mission", mission], ["organisation", "/organisation"], ["sign-in", "/sign-in"], ["sign-up", "/sign-up"],
  ["reset", "/reset"], ["new-password", "/reset/new?token=x"], ["invitation", "/invitation?token=x"], ["verify", "/verify?token=x"], ["privacy", "/privacy"], ["not-found", "/nowhere"],
].filter(([, path]) => path);

/** Looks at a route in one theme and both widths: no axe violation, no sideways scrolling; leaves screenshots. */
async function inspect(page, name, path, theme) {
  for (const [width, pixels] of Object.entries(widths)) {
    await page.setViewportSize({ width: pixels, height: 900 });
    await visit(page, path);
    await page.waitForTimeout(200);
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
    expect(violations.length === 0, violations.map((v) => `${v.id} (${width}): ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(" | ")}`).join("\n"));
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(scroll <= pixels, `${width}: ${scroll} px wide`);
    await page.screenshot({ path: `${screenshots}${name}-${theme}-${width}.png`, fullPage: true });
  }
}

await mkdir(screenshots, { recursive: true });
for (const theme of ["light", "dark"]) {
  await sme.page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  for (const [name, path] of routes()) await step(`${name}, ${theme}: axe and width`, () => inspect(sme.page, name, path, theme));
}

await step("it withdraws the registration", async () => {
  expect(mission, "no mission was registered for");
  const { page } = sme;
  await page.setViewportSize({ width: widths.wide, height: 900 });
  await visit(page, mission);
  await page.getByRole("button", { name: "Withdraw" }).click();
  await page.getByRole("button", { name: "Yes, withdraw" }).click();
  await page.locator("section .status.bad").first().waitFor();
});

await step("it signs out by keyboard and is a visitor again", async () => {
  const { page } = sme;
  await page.getByRole("button", { name: /^Sign out/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Sign in", exact: true }).first().waitFor();
  await visit(page, "/matches");
  await page.locator("main").getByRole("link", { name: "Sign in" }).waitFor();
});

await step("German and Chinese fit at both widths", async () => {
  for (const locale of ["de", "zh-CN"]) {
    const { context, page } = await open({ locale });
    for (const [name, path] of [["front", "/"], ["opportunities", "/opportunities"], ["mission", mission ?? "/missions"]]) await inspect(page, `${name}-${locale}`, path, "light");
    expect((await page.locator("html").getAttribute("lang")).startsWith(locale.slice(0, 2)), "the page speaks another language");
    await context.close();
  }
});

await step("the skip link leads to the content by keyboard", async () => {
  const { page } = visitor;
  await visit(page, "/");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id === "content"), "the focus is elsewhere");
});

await step("the front page's picture is taken", async () => {
  await mkdir(images, { recursive: true });
  await visit(visitor.page, "/");
  await visitor.page.waitForTimeout(300);
  await visitor.page.screenshot({ path: `${images}front.png` });
});

await step("the browser complained of nothing: no error, no breach of the policy", async () => {
  const all = [...visitor.complaints, ...sme.complaints];
  expect(all.length === 0, [...new Set(all)].join("\n"));
});

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
