// What the journeys share: a browser, people's sessions in it, steps that are counted, and a look at a page with axe.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

export const portal = (process.env.PORTAL_URL ?? "http://localhost:8080").replace(/\/$/, "");
export const screenshots = fileURLToPath(new URL("screenshots/", import.meta.url));
export const images = fileURLToPath(new URL("../../docs/images/", import.meta.url));
export const widths = { narrow: 360, wide: 1440 };
const password = "demo-portal-2026";

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

await mkdir(screenshots, { recursive: true });
await mkdir(images, { recursive: true });
export const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });

/** A page of its own session that collects what the browser complains of. */
export async function open({ width = widths.wide, theme = "light", locale = "en-GB" } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, locale, reducedMotion: "reduce", baseURL: portal });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && !/status of 401/.test(message.text()) && complaints.push(message.text()));
  return { context, page, complaints };
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
  await page.locator("main").getByRole("button", { name: "Sign in" }).click();
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

/** The address of the first link that a list shows. */
export const firstLink = async (page, path) => page.locator(`main a[href^="${path}"]`).first().getAttribute("href");

/** Looks at a route in one theme and both widths: no axe violation, no sideways scrolling; leaves screenshots. */
export async function inspect(page, name, path, theme) {
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

/** Expects that the browser complained of nothing: no error, no breach of the policy. */
export function expectQuiet(...sessions) {
  const all = sessions.flatMap((session) => session.complaints);
  expect(all.length === 0, [...new Set(all)].join("\n"));
}
