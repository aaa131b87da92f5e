// Cluster staff: what waits is decided, by keys; a mission is written and opened; a selection is run; members come in from a file.
import { expect, expectQuiet, open, picture, signIn, visit } from "./harness.mjs";

export default async function staff(step) {
  const session = await open();
  const { page } = session;
  const button = (name) => page.getByRole("button", { name, exact: true });
  const told = (text) => page.locator(".last-act").getByText(text).waitFor();
  await step("signs in", () => signIn(page, "staff"));
  await step("verifies the organisation that waits longest, by keys", async () => {
    await visit(page, "/staff");
    const row = page.locator("[data-queue]").first();
    const name = await row.locator(".title").innerText();
    await row.focus();
    await page.keyboard.press("Enter");
    await row.locator("dl").first().waitFor();
    await page.keyboard.press("v");
    await told(`${name} is verified.`);
    expect(await page.evaluate(() => document.activeElement?.hasAttribute("data-queue")), "the focus did not go to the next row");
    await page.getByRole("button", { name: "The next in line" }).click();
    await page.getByRole("button", { name: "Longer waiting" }).waitFor();
    expect((await page.getByText(name, { exact: true }).count()) === 0, "it still waits");
  });
  await step("sends an opportunity back with a comment at a field, by keys", async () => {
    await visit(page, "/staff?show=opportunities");
    const row = page.locator("[data-queue]").first();
    const title = await row.locator(".title").innerText();
    const address = await row.locator(".title a").getAttribute("href");
    await row.focus();
    await page.keyboard.press("c");
    await page.getByRole("button", { name: "Comment on Summary" }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("What is to change").waitFor();
    await page.keyboard.type("Please name the indication.");
    await page.getByRole("button", { name: "Send back with 1 comment" }).focus();
    await page.keyboard.press("Enter");
    await told(`“${title}” went back to its author.`);
    await visit(page, address);
    await page.getByText("Please name the indication.").waitFor();
  });
  await step("decides on registrations, with a reason and with undo", async () => {
    await visit(page, "/staff?show=registrations");
    const rows = page.locator("[data-queue]");
    const waiting = await rows.count();
    expect(waiting > 1, `${waiting} registrations wait`);
    const first = await rows.first().locator(".title").innerText();
    await rows.first().focus();
    await page.keyboard.press("n");
    await page.getByLabel("Why").fill("The product is for animals.");
    await page.keyboard.press("Enter");
    await told(`${first} may not be chosen.`);
    await button("Undo").click();
    await page.locator("[data-queue]").getByText(first).waitFor();
    for (let left = waiting; left > 0; left -= 1) {
      await rows.first().focus();
      await page.keyboard.press("e");
      await page.waitForFunction((n) => document.querySelectorAll("[data-queue]").length === n, left - 1);
    }
    await page.getByText("Nothing waits here.").waitFor();
  });
  await step("runs a selection: reviews, the proposal, a change, the list", async () => {
    await visit(page, "/missions");
    await page.getByRole("link", { name: /Houston/ }).click();
    await page.getByRole("link", { name: "Selection", exact: true }).click();
    await page.getByText("Proposed list").waitFor();
    const place = page.locator(".drop").nth(0).locator("[data-queue]");
    expect((await place.count()) === 8, `${await place.count()} of 8 places proposed`);
    await picture(page, "selection");
    // Of the cluster with the most places, so that what is guaranteed to each stays kept.
    const clusters = await place.evaluateAll((rows) => rows.map((row) => row.querySelector(".soft").textContent));
    const most = clusters.toSorted((a, b) => clusters.filter((c) => c === b).length - clusters.filter((c) => c === a).length)[0];
    const [refused, waits] = await Promise.all(clusters.flatMap((c, n) => (c === most ? [place.nth(n).locator("span").first().innerText()] : [])).slice(0, 2));
    const rowOf = (name) => page.locator(".drop [data-queue]").filter({ hasText: name });
    await rowOf(waits).focus();
    await page.keyboard.press("w");
    await page.getByText("7 of 8").waitFor();
    await page.locator(".drop").nth(1).getByText(waits).first().waitFor();
    await rowOf(refused).getByLabel("Reject").click();
    await button("Confirm the list").click();
    await rowOf(refused).locator(".wrong").waitFor();
    await page.locator(".drop").nth(2).getByLabel("Why").fill("Another company of the group travels.");
    await button("Confirm the list").click();
    await page.getByText("Proposed list").waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Participants" }).click();
    await page.getByText("of 8 places left").waitFor(); // what the list left free was offered to those who wait
    await page.getByLabel("Status").selectOption("Not selected");
    await page.locator("li").filter({ hasText: refused }).getByText("Not selected").waitFor();
  });
  await step("writes a mission with its preview, and opens it", async () => {
    await visit(page, "/missions/new");
    const title = `Visit to Campinas ${Date.now()}`;
    await page.getByLabel("Title").fill(title);
    await page.getByLabel("Description").fill("## Why\n\nTwo days of **meetings**.");
    await page.locator(".preview strong").getByText("meetings").waitFor();
    await button("Save as a draft").click();
    await page.getByText("Not saved yet").waitFor();
    const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel("City").fill("Campinas");
    await page.getByLabel("Venue", { exact: true }).fill("Technology park");
    await page.getByLabel("First day").fill(day(90));
    await page.getByLabel("Last day").fill(day(92));
    await page.getByLabel("Registration opens").fill(`${day(-1)}T09:00`);
    await page.getByLabel("Registration closes").fill(`${day(40)}T18:00`);
    await button("Save as a draft").click();
    await page.waitForURL(/\/missions\/mis_[^/]+\/edit/);
    await button("Open for registration").click();
    await button("Close registration").waitFor();
    await page.getByRole("link", { name: "Page", exact: true }).click();
    await page.getByRole("heading", { name: title, level: 1 }).waitFor();
    await page.getByText("20 of 20").waitFor();
  });
  await step("imports members from a file: a dry run with its refusals, then really", async () => {
    await visit(page, "/import");
    const stamp = Date.now();
    const csv = `Ref;Firm;City;Country;Web\n${stamp}-1;Alba Reagents ${stamp} SL;Girona;ES;https://alba.example\n${stamp}-2;Broken ${stamp} SL;Girona;Nowhere;\n`;
    await page.getByLabel("CSV file, at most 20 MB").setInputFiles({ name: "members.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
    await page.getByLabel("Column for Legal name").selectOption("Firm");
    await button("Dry run").click();
    await page.getByText("nothing was written").waitFor();
    expect(await button("Import").isDisabled(), "what holds a refused record can be imported");
    await page.getByLabel("Import the good records when some are refused").check();
    await button("Dry run").click();
    await page.getByText("nothing was written").waitFor();
    await button("Import").click();
    await page.getByText("Imported.").waitFor();
  });
  await step("the browser complained of nothing", () => expectQuiet(session));
}
