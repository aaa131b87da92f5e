// A coordinator: a role given and taken, a market's guide changed, weights put in force and taken back, and all of it in the log.
import { expect, expectQuiet, open, signIn, visit } from "./harness.mjs";

export default async function coordinator(step) {
  const session = await open();
  const { page } = session;
  const button = (name) => page.getByRole("button", { name, exact: true });
  const press = async (locator, key = "Enter") => {
    await locator.focus();
    await page.keyboard.press(key);
  };
  const told = (text) => page.locator(".last-act").getByText(text).waitFor();
  await step("signs in", () => signIn(page, "coordinator"));
  await step("gives a role and takes it away, by keys", async () => {
    await visit(page, "/coordination/users");
    await page.getByLabel("Name or address").focus();
    await page.keyboard.type("analyst@");
    await page.getByText("1 person").waitFor();
    await press(page.getByRole("button", { name: /^Edit / }));
    await page.locator(".opened").getByLabel("Role").focus();
    await page.keyboard.type("Cluster staff");
    await press(button("Give role"));
    await told(/is Cluster staff now/);
    await press(button("Take Cluster staff away"));
    await told(/is no longer Cluster staff/);
    await button("Take Cluster staff away").waitFor({ state: "detached" });
  });
  await step("changes a market's guide, which everybody then reads", async () => {
    await visit(page, "/coordination/markets");
    await page.getByRole("button", { name: "Edit Brazil" }).click();
    const guide = page.getByLabel("Market guide");
    const before = await guide.inputValue();
    const line = `Checked on day ${Date.now()}.`;
    await guide.fill(`${before}\n\n${line}\n`);
    await button("Save").click();
    await guide.waitFor({ state: "detached" });
    await visit(page, "/markets/BR");
    await page.getByText(line).waitFor();
  });
  await step("puts weights in force and takes them back, by keys", async () => {
    await visit(page, "/coordination/weights");
    const version = await page.getByRole("heading", { name: /^Version/ }).innerText();
    const set = async (label, value) => {
      await page.getByLabel(label, { exact: true }).focus();
      await page.keyboard.press("Control+A");
      await page.keyboard.type(String(value));
    };
    await set("Text", 251);
    await page.getByText("Together 1001 of 1000").waitFor();
    await press(button("Put in force"));
    await page.getByRole("alert").or(page.locator(".wrong")).first().waitFor();
    await set("Market", 99);
    await press(button("Put in force"));
    await told(/is in force/);
    await press(button("Undo"));
    await page.waitForFunction(() => [...document.querySelectorAll("input")].some((i) => i.value === "250"));
    expect((await page.getByRole("heading", { name: /^Version/ }).innerText()) !== version, "the version stayed");
  });
  await step("finds it all in the log, narrowed to an act", async () => {
    await visit(page, "/coordination/log");
    for (const act of ["grantRole", "revokeRole", "saveMarket", "setWeights"]) {
      await page.getByLabel("Act", { exact: true }).fill(act);
      await button("Search").click();
      await page.locator("tbody tr").filter({ hasText: act }).filter({ hasText: "Hélène Garnier" }).first().waitFor();
    }
  });
  await step("sees the work of every cluster, and that no letter was given up", async () => {
    await visit(page, "/staff");
    await page.getByText("All clusters").waitFor();
    await page.locator("[data-queue]").first().waitFor();
    await visit(page, "/coordination/work");
    await page.getByText(/Nothing was given up|What went wrong/).first().waitFor();
    await visit(page, "/coordination/technologies");
    await page.getByLabel("Find by label, synonym or code").fill("peptide");
    await page.getByRole("button", { name: /^Edit / }).first().waitFor();
  });
  await step("the browser complained of nothing", () => expectQuiet(session));
}
