// The ways of a visitor and of an SME, by keyboard alone: no mouse, and no field filled but by typing.
import { ask, expect, expectQuiet, open, password, visit } from "./harness.mjs";
import { newSme } from "./newcomers.mjs";

export default async function keyboardJourney(step) {
  const visitor = await open({ language: "en" });
  await step("a visitor searches with a facet and opens an opportunity", async () => {
    const { page } = visitor;
    await visit(page, "/");
    await press(page, "link", "Opportunities");
    await arrived(page, "/opportunities");
    await reach(page, "searchbox");
    await page.keyboard.type("vaccine");
    await page.waitForURL(/q=vaccine/);
    await page.locator(".busy").waitFor({ state: "detached" });
    await reach(page, "checkbox");
    await page.keyboard.press("Space");
    await page.locator(".chip").first().waitFor();
    await page.locator(".busy").waitFor({ state: "detached" });
    await press(page, "link", /./, ".rows .title a");
    await page.waitForURL("**/opportunities/opp_*");
    await onHeading(page);
  });
  await step("the visitor's browser complained of nothing", () => expectQuiet(visitor));
  await visitor.context.close();

  const sme = await newSme("keyboard");
  const { page } = sme;
  const { email } = (await ask(sme, "{ viewer { user { email } } }")).viewer.user;
  await sme.context.request.delete("/auth/session");

  await step("an SME signs in", async () => {
    await visit(page, "/");
    await press(page, "link", "Sign in");
    await page.waitForURL("**/sign-in");
    await reach(page, "textbox", "Email");
    await page.keyboard.type(email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Sign out/ }).waitFor();
  });

  await step("it reads why a match matches, sets it aside and takes that back", async () => {
    await press(page, "link", "Matches");
    await page.locator(".rows.scored > li").first().waitFor();
    const title = () => page.locator(".rows.scored .title a").first().innerText();
    const first = await title();
    await press(page, "summary", "Why it matches");
    await page.locator(".rows.scored > li").first().locator("tfoot").waitFor();
    await press(page, "button", /^Not for me/);
    await page.waitForFunction((t) => document.querySelector(".rows.scored .title a")?.textContent !== t, first);
    await press(page, "button", /^Undo/);
    await page.waitForFunction((t) => document.querySelector(".rows.scored .title a")?.textContent === t, first);
  });

  await step("it registers for a mission", async () => {
    const { nodes } = (await ask(sme, "{ missions(filter: { openOnly: true }) { nodes { title viewerCanRegister } } }")).missions;
    const open = nodes.find((mission) => mission.viewerCanRegister);
    expect(open, "no mission can be registered for");
    await press(page, "link", "Missions");
    await arrived(page, "/missions");
    await press(page, "link", open.title);
    await page.getByRole("heading", { name: "Register", exact: true }).waitFor();
    await reach(page, "textbox", "Name");
    for (const text of ["Joan Vidal", "joan@demo.example", "Managing director"]) {
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
    }
    await press(page, "button", "Continue");
    await reach(page, "textbox", "Motivation");
    await page.keyboard.type("A partner for trials.");
    await press(page, "button", "Continue");
    await press(page, "button", /^(Send the registration|Join the waiting list)$/);
    await page.getByRole("heading", { name: "Your registration" }).waitFor();
  });

  await step("it adds a technology to what it offers", async () => {
    await press(page, "link", "My organisation");
    await arrived(page, "/organisation");
    const chips = page.locator("fieldset .chip");
    await press(page, "button", "Edit");
    await reach(page, "combobox", "Technologies");
    const before = await chips.count();
    await page.keyboard.type("diagnos");
    await page.locator(".popover").getByRole("option", { name: /diagnos/i }).first().waitFor();
    for (let n = 0; n < 10 && (await chips.count()) === before; n++) { // a list that comes late takes the place of the one chosen from
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForTimeout(200);
    }
    expect((await chips.count()) > before, "no technology was chosen");
    await page.keyboard.press("Escape");
    await press(page, "button", "Save");
    await page.locator("fieldset.panel").waitFor({ state: "detached" });
  });

  await step("it signs out", async () => {
    await press(page, "button", /^Sign out/);
    await page.getByRole("link", { name: "Sign in", exact: true }).first().waitFor();
  });

  await step("the SME's browser complained of nothing", () => expectQuiet(sme));
  await sme.context.close();
}

/** Tabs on until the focus is on what is wanted, by its role and name; Tab goes round the page. */
async function reach(page, role, name = /./, selector = "*") {
  const passed = [];
  for (let n = 0; n < 250; n++) {
    const here = await page.evaluate((selector) => {
      const at = document.activeElement;
      const roles = { A: "link", BUTTON: "button", SUMMARY: "summary", TEXTAREA: "textbox", SELECT: "combobox" };
      const types = { search: "searchbox", checkbox: "checkbox", radio: "radio" };
      const role = at.getAttribute("role") ?? (at.tagName === "INPUT" ? (types[at.type] ?? "textbox") : roles[at.tagName]);
      return { role, fits: at.matches(selector), name: (at.getAttribute("aria-label") ?? (at.labels?.length ? at.labels[0].innerText : at.innerText) ?? "").trim() };
    }, selector);
    if (here.role === role && here.fits && (typeof name === "string" ? here.name === name : name.test(here.name))) return;
    passed.push(`${here.role} ${here.name}`.slice(0, 30));
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not lead to the ${role} ${name}, but past ${[...new Set(passed)].slice(0, 40).join(", ")}`);
}

async function press(page, role, name, selector) {
  await reach(page, role, name, selector);
  await page.keyboard.press("Enter");
}

async function arrived(page, path) {
  await page.waitForURL((url) => url.pathname === path);
  await page.locator("h1").waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
}

async function onHeading(page) {
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
}
