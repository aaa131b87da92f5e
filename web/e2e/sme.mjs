// An SME finds its matches and why, registers for a mission, tends its profile. The registration it makes it withdraws again.
import { expect, expectQuiet, open, picture, signIn, takeFirst, visit, widths } from "./harness.mjs";

export default async function smeJourney(step) {
  const sme = await open();
  let opportunity;
  let mission;

  await step("a wrong password is refused in words", async () => {
    const { page } = sme;
    await visit(page, "/sign-in");
    await page.getByLabel("Email").fill("sme@demo.example");
    await page.getByLabel("Password").fill("not the password");
    await page.locator("main").getByRole("button", { name: "Sign in", exact: true }).click();
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
    await picture(page, "match");
  });

  await step("it sets a match aside and takes it back", async () => {
    const { page } = sme;
    const first = page.locator(".rows.scored > li").first();
    const title = await first.locator(".title a").innerText();
    await first.getByRole("button", { name: /^Not for me/ }).click();
    await page.locator(".undo").getByText(title).waitFor();
    await page.waitForFunction((t) => document.querySelector(".rows.scored .title a").textContent !== t, title);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.waitForFunction((t) => document.querySelector(".rows.scored .title a").textContent === t, title);
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
    await picture(page, "mission");
    expect(mission, `none of ${paths.length} missions can be registered for`);
    await page.getByLabel("Name").fill("Núria Ferrer");
    await page.getByLabel("Email").fill("no address");
    await page.getByLabel("Role").fill("Managing director");
    const onward = () => page.getByRole("button", { name: "Continue" }).click();
    const send = () => page.getByRole("button", { name: /^(Send the registration|Join the waiting list)$/ }).click();
    await onward();
    await page.getByLabel("Motivation").fill("Meet hospital buyers and find a distributor.");
    await page.reload(); // the draft stays, at its step
    expect((await page.getByLabel("Motivation").inputValue()).startsWith("Meet hospital"), "the draft is gone");
    await onward();
    await send();
    await page.locator(".field .wrong").first().waitFor();
    await page.getByLabel("Email").fill("nuria@demo.example");
    await onward();
    await onward();
    await send();
    await page.getByRole("heading", { name: "Your registration" }).waitFor();
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
    const before = await page.locator("main .rows > li").count();
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByRole("button", { name: "Add another" }).click();
    const added = page.locator("fieldset.panel").last();
    await added.getByRole("combobox", { name: "Technologies" }).pressSequentially("diagnos", { delay: 30 });
    await takeFirst(page, /diagnos/i, added.locator(".chip"));
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

  await step("the browser complained of nothing", () => expectQuiet(sme));
  await sme.context.close();
}
