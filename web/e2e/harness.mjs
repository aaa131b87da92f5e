// What the journeys share: a browser, people's sessions in it, steps that are counted, and a look at a page with axe.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";

export const portal = (process.env.PORTAL_URL ?? "http://localhost:8080").replace(/\/$/, "");
export const screenshots = fileURLToPath(new URL("screenshots/", import.meta.url));
export const images = fileURLToPath(new URL("../../docs/images/", import.meta.url));
export const widths = { narrow: 360, wide: 1440 };
/** The password of the demonstration people, and of new ones. */
export const password = "demo-portal-2026";

/** How many steps went well, and how many did not. */
export const count = { passed: 0, failed: 0 };

/** The steps of one journey. One that fails is said and counted, and the journey goes on. */
export const steps = (journey) => async (name, act) => {
  const began = Date.now();
  try {
    await act();
    count.passed += 1;
    console.log(`ok   ${journey}: ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    count.failed += 1;
    console.log(`FAIL ${journey}: ${name}\n     ${String(error.message ?? error).split("\n").slice(0, 6).join("\n     ")}`);
  }
};

export function expect(truth, message) {
  if (!truth) throw new Error(message);
}

/** Whether this run takes pictures: of every route for those who look at them, and of the main pages for the README. */
export const pictures = !!process.env.PORTAL_PICTURES;
if (pictures) await mkdir(screenshots, { recursive: true });

export const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const flags = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
export const browser = await chromium.launch({ executablePath: executable, args: flags });

/** A page of its own session that collects what the browser complains of, on every page of the session. `language` is what this browser speaks to visitors; people are spoken to in that of their profile. */
export async function open({ width = widths.wide, locale = "en-GB", language } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: "light", locale, reducedMotion: "reduce", baseURL: portal });
  context.setDefaultTimeout(15_000);
  if (language) await context.addInitScript((code) => location.protocol.startsWith("http") && localStorage.setItem("portal.language", code), language);
  const complaints = [];
  context.on("weberror", (event) => complaints.push(event.error().message));
  context.on("console", (message) => message.type() === "error" && !/status of 401/.test(message.text()) && complaints.push(message.text()));
  return { context, page: await context.newPage(), complaints };
}

/** Asks the graph as the person of a session; throws when there is no answer. */
export async function ask({ context }, query, variables = {}) {
  const response = await context.request.post("/graphql", { data: { query, variables } });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors.map((e) => e.message).join("; "));
  return data;
}

/** Has a person do something, by the name of its mutation; answers with the fields wanted, and throws what is to be mended. */
export async function act(session, mutation, input, fields) {
  const type = `${mutation[0].toUpperCase()}${mutation.slice(1)}Input`;
  const payload = (await ask(session, `mutation($input: ${type}!) { ${mutation}(input: $input) { ${fields} userErrors { code field message } } }`, { input }))[mutation];
  if (payload.userErrors.length) throw new Error(`${mutation}: ${payload.userErrors.map((e) => `${e.field.join(".")} ${e.message}`).join("; ")}`);
  return payload;
}

export async function visit(page, path) {
  await page.goto(path);
  await page.locator("h1").waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
}

export async function signIn(page, who) {
  await visit(page, "/sign-in");
  await page.getByLabel("Email").fill(`${who}@demo.example`);
  await page.getByLabel("Password").fill(password);
  await page.locator("main").getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("button", { name: /^Sign out/ }).waitFor();
}

/** Takes the first technology that the picker offers for what was typed into it, by keys, until a chip stands in its place. */
export async function takeFirst(page, named, chip) {
  await page.locator(".popover").getByRole("option", { name: named }).first().waitFor();
  for (let n = 0; n < 10 && !(await chip.count()); n++) { // a list that comes late takes the place of the one chosen from
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(300);
  }
  await chip.first().waitFor();
  await page.keyboard.press("Escape");
}

/** Signs a session in without the form, in whatever language: a demonstration person by name, or anybody by address. */
export async function enter({ context }, who) {
  const response = await context.request.post("/auth/session", { data: { email: who.includes("@") ? who : `${who}@demo.example`, password } });
  expect(response.ok(), `${who} cannot sign in: ${response.status()}`);
}

const everyRule = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const rulesOfColour = axe.getRules(everyRule).filter((rule) => rule.tags.includes("cat.color")).map((rule) => rule.ruleId);

/** Expects that axe finds nothing on the page as it is shown now, but in what is not the portal's own; `colours` asks of colours alone, for what was looked at in another theme. */
export async function expectAccessible(page, { exclude, colours = false } = {}) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const options = { runOnly: colours ? rulesOfColour : everyRule, resultTypes: ["violations"], selectors: false, preload: false };
  const violations = await page.evaluate(async ([context, options]) => (await axe.run(context ?? document, options)).violations, [exclude ? { exclude: [exclude] } : null, options]);
  expect(violations.length === 0, violations.map((v) => `${v.id}: ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160)).join(" | ")}`).join("\n"));
}

/** Expects that nothing makes the page scroll sideways. */
export async function expectFits(page) {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(wide <= room, `${wide} px wide where there are ${room}`);
}

/** Takes the picture of a page that the README shows, from the top, when pictures are wanted. */
export async function picture(page, name) {
  if (!pictures) return;
  await page.setViewportSize({ width: 1200, height: 720 }); // larger ones weigh more than a README should
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(300); // until what appears has appeared
  await page.screenshot({ path: `${images}${name}.png` });
  await page.setViewportSize({ width: widths.wide, height: 900 });
}

/** Expects that the browser complained of nothing: no error, no breach of the policy. */
export function expectQuiet(...sessions) {
  const all = sessions.flatMap((session) => session.complaints);
  expect(all.length === 0, [...new Set(all)].join("\n"));
}
