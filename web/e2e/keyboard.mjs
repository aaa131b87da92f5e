// The ways of a visitor, a newcomer and an SME, by keyboard alone: no mouse, and no field filled but by typing.
import { ask, expect, expectQuiet, open, password, visit } from "./harness.mjs";
import { arrived, choose, onHeading, pick, press, reach, signInByKeys, tick, write } from "./keys.mjs";
import { linkTo, newAddress, newSme } from "./newcomers.mjs";

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

  const newcomer = await open({ language: "en" });
  await step("a newcomer opens an account and describes an organisation, up to the profile submitted for verification", async () => {
    const { page } = newcomer;
    const address = newAddress("keys");
    await visit(page, "/");
    await press(page, "link", "Sign in");
    await arrived(page, "/sign-in");
    await press(page, "link", "Open an account");
    await arrived(page, "/sign-up");
    await write(page, "textbox", "Name", "Clara Puig");
    await write(page, "textbox", "Email", address);
    await write(page, "textbox", "Password", password);
    await tick(page, "I accept the privacy notice");
    await press(page, "button", "Open an account");
    await page.getByText(address).waitFor();
    await visit(page, await linkTo(address));
    await press(page, "link", "Sign in", "main *");
    await signInByKeys(page, address, password);
    const name = `Keys ${Date.now()} Biotech S.L.`;
    await page.getByRole("heading", { name: "Describe your organisation" }).waitFor();
    await write(page, "textbox", "Legal name", name);
    await press(page, "button", "Save");
    await page.waitForFunction(() => document.activeElement?.closest(".field")?.querySelector(".wrong")); // what lacks has the focus
    await choose(page, "Your cluster", "Biocat");
    await write(page, "textbox", "Country", "ES");
    await write(page, "textbox", "City", "Girona");
    await press(page, "button", "Save");
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    await reach(page, "combobox", "Technologies");
    await pick(page, "vaccine", page.locator("fieldset .chip"));
    await write(page, "textbox", "In words", "Adjuvants for vaccines.");
    await press(page, "button", "Save");
    await page.locator("fieldset.panel").waitFor({ state: "detached" });
    await press(page, "button", "Submit for verification");
    await page.locator(".wrong").first().waitFor();
    await write(page, "textbox", "What the organisation does", "Makes adjuvants for vaccines.");
    await write(page, "textbox", "Headcount", "12");
    await write(page, "textbox", "Languages of business", "en, ca");
    await press(page, "button", "Save");
    await press(page, "button", "Submit for verification");
    await page.getByText("Under review by your cluster").waitFor();
  });
  await step("the newcomer's browser complained of nothing", () => expectQuiet(newcomer));
  await newcomer.context.close();

  const sme = await newSme("keyboard");
  const { page } = sme;
  const { email } = (await ask(sme, "{ viewer { user { email } } }")).viewer.user;
  await sme.context.request.delete("/auth/session");

  await step("an SME signs in", async () => {
    await visit(page, "/");
    await press(page, "link", "Sign in");
    await page.waitForURL("**/sign-in");
    await signInByKeys(page, email, password);
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
    await pick(page, "diagnos", chips);
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
