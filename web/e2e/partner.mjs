// A partner in a market: who suits an own opportunity and why; a new opportunity, written and submitted by keys.
import { expect, expectQuiet, open, signIn, takeFirst, visit } from "./harness.mjs";

export default async function partner(step) {
  const session = await open();
  const { page } = session;
  const press = async (locator, key = "Enter") => {
    await locator.focus();
    await page.keyboard.press(key);
  };
  const type = async (locator, text) => {
    await locator.focus();
    await page.keyboard.type(text);
  };
  await step("signs in", () => signIn(page, "partner"));
  await step("reads who suits an opportunity, and why; sets one aside and takes it back", async () => {
    await visit(page, "/organisation");
    await page.locator('main a[href$="/candidates"]').first().click();
    await page.getByRole("heading", { name: "Candidates", level: 1 }).waitFor();
    const row = page.locator(".scored > li").first();
    await row.waitFor();
    const name = await row.locator(".title").innerText();
    await row.getByText("Why it matches").click();
    await row.getByText("Technology", { exact: true }).first().waitFor();
    await row.getByRole("button", { name: /^Not for us/ }).click();
    await page.getByRole("button", { name: "Undo" }).first().click();
    await page.locator(".scored > li").getByText(name).first().waitFor();
  });
  await step("writes an opportunity by keys: what lacks is said at its field, then it is submitted", async () => {
    await visit(page, "/opportunities/new");
    const title = `Contract manufacturing of peptides ${Date.now()}`;
    await press(page.getByRole("button", { name: "Submit for review" }));
    await page.locator(".field .wrong").first().waitFor();
    await type(page.getByLabel("Kind"), "Business offer");
    await type(page.getByLabel("Market"), "China");
    await type(page.getByLabel("Title", { exact: false }).first(), title);
    await type(page.getByLabel("Summary"), "Peptides made under GMP for European companies.");
    await type(page.getByLabel("Description"), "Synthesis, purification and filling of peptides in gram to kilogram batches.");
    await type(page.getByLabel("Advantages and innovations"), "Short lead times and a quality system that European auditors know.");
    await type(page.getByRole("combobox", { name: /technolog/i }), "peptide");
    await takeFirst(page, /peptide/i, page.locator(".chip"));
    await press(page.getByRole("checkbox", { name: /^Outsourcing/ }), "Space");
    await press(page.getByRole("button", { name: "Submit for review" }));
    await page.getByRole("heading", { name: title, level: 1 }).waitFor();
    await visit(page, "/organisation");
    const own = page.locator("li").filter({ hasText: title });
    await own.getByText("Waiting for review").waitFor();
    expect((await own.getByRole("link", { name: "Candidates" }).count()) === 0, "candidates are offered before it is published");
  });
  await step("the browser complained of nothing", () => expectQuiet(session));
}
