// The ways of a partner, of staff, an analyst and a coordinator, by keyboard alone.
import { act, expect, expectQuiet, open, password, visit } from "./harness.mjs";
import { arrived, choose, pick, press, reach, signInByKeys, tick, write } from "./keys.mjs";
import { newSme } from "./newcomers.mjs";

export default async function keyboardHouseJourney(step) {
  for (const [who, walk] of Object.entries({ partner, staff, analyst, coordinator })) {
    const session = await open({ language: "en" });
    await step(`the demonstration ${who} signs in`, async () => {
      await visit(session.page, "/sign-in");
      await signInByKeys(session.page, `${who}@demo.example`, password);
    });
    await walk(step, session);
    await step(`the browser of the ${who} complained of nothing`, () => expectQuiet(session));
    await session.context.close();
  }
}

async function partner(step, { page }) {
  await step("a partner reads who suits an opportunity of theirs, sets one aside and takes it back", async () => {
    await press(page, "link", "My organisation");
    await arrived(page, "/organisation");
    await press(page, "link", "Candidates", "main *");
    const rows = page.locator(".scored > li");
    await rows.first().waitFor();
    const name = await rows.first().locator(".title").innerText();
    await press(page, "summary", "Why it matches");
    await rows.first().locator("tfoot").waitFor();
    await press(page, "button", /^Not for us/);
    await press(page, "button", /^Undo/);
    await rows.getByText(name).first().waitFor();
  });
  await step("a partner writes an opportunity and submits it", async () => {
    const title = `Peptides by keys ${Date.now()}`;
    await press(page, "link", "My organisation");
    await arrived(page, "/organisation");
    await press(page, "link", "Write an opportunity");
    await arrived(page, "/opportunities/new");
    await choose(page, "Kind", "Business offer");
    await choose(page, "Market", "China");
    await write(page, "textbox", /^Title/, title);
    await write(page, "textbox", /^Summary/, "Peptides made under GMP for European companies.");
    await write(page, "textbox", /^Description/, "Synthesis, purification and filling of peptides.");
    await write(page, "textbox", /^Advantages/, "Short lead times.");
    await reach(page, "combobox", "Technologies");
    await pick(page, "peptide", page.locator(".chip"));
    await tick(page, /^Outsourcing/);
    await press(page, "button", "Submit for review");
    await page.getByRole("heading", { name: title, level: 1 }).waitFor();
  });
}

async function staff(step, { page }) {
  const told = (text) => page.locator(".last-act").getByText(text).waitFor();
  await step("staff verify the organisation that waits longest", async () => {
    await press(page, "link", "Work queue");
    await arrived(page, "/staff");
    await reach(page, undefined, /./, "[data-queue]");
    const name = await page.locator("[data-queue]:focus .title").innerText();
    await page.keyboard.press("Enter");
    await page.locator("[data-queue] dl").first().waitFor();
    await page.keyboard.press("v");
    await told(`${name} is verified.`);
  });
  await step("staff write a mission; what is wrong gets the focus", async () => {
    const year = new Date().getFullYear() + 1;
    const twice = (n) => String(n).padStart(2, "0").repeat(2); // a day that reads the same whichever of day and month comes first
    const title = `Visit by keys ${Date.now()}`;
    await visit(page, "/missions/new");
    await write(page, "textbox", "Title", title);
    await press(page, "button", "Save as a draft");
    await page.getByText("Not saved yet").waitFor();
    await page.waitForFunction(() => document.activeElement?.closest(".field")?.querySelector(".wrong"));
    for (const [label, month] of [["First day", 6], ["Last day", 6]]) {
      await reach(page, "textbox", label);
      await page.keyboard.type(`${twice(month)}${year}`);
    }
    for (const [label, month] of [["Registration opens", 1], ["Registration closes", 2]]) {
      await reach(page, "textbox", new RegExp(`^${label}`));
      await page.keyboard.type(`${twice(month)}${year}`);
      await page.keyboard.press("ArrowRight");
      await page.keyboard.type("0900A");
    }
    await press(page, "button", "Save as a draft");
    await page.waitForURL(/\/missions\/mis_[^/]+\/edit/);
  });
  await step("staff move a candidate on the selection board, say why, and confirm the list", async () => {
    const mission = await aSelection(page);
    await visit(page, `/missions/${mission}`);
    await press(page, "link", "Selection");
    await page.getByText("Proposed list").waitFor();
    await reach(page, undefined, /./, ".drop [data-queue]");
    await page.keyboard.press("r");
    await press(page, "button", "Confirm the list");
    await page.waitForFunction(() => document.activeElement?.closest(".field")?.querySelector(".wrong"));
    await page.keyboard.type("Another company of the group travels.");
    await press(page, "button", "Confirm the list");
    await page.getByText("Proposed list").waitFor({ state: "detached" });
  });
  await step("staff import members from a file", async () => {
    const stamp = Date.now();
    const buffer = Buffer.from(`Ref;Firm;City;Country\n${stamp}-1;Alba Keys ${stamp} SL;Girona;ES\n`);
    await visit(page, "/import");
    await reach(page, "textbox", /^CSV file/);
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Space")]);
    await chooser.setFiles({ name: "members.csv", mimeType: "text/csv", buffer }); // the system's own window
    await choose(page, "Column for Legal name", "Firm");
    await press(page, "button", "Dry run");
    await page.getByText("nothing was written").waitFor();
    await press(page, "button", "Import");
    await page.getByText("Imported.").waitFor();
  });
}

/** A mission of the staff's with a registration to choose from, closed. */
async function aSelection(page) {
  const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
  const desk = { context: page.context() };
  const { mission } = await act(desk, "createMission", { direction: "INBOUND", admission: "SELECTION", market: "CN", title: `Board by keys ${Date.now()}`, timeZone: "Europe/Madrid", startsOn: day(60).slice(0, 10), endsOn: day(61).slice(0, 10), opensAt: day(-1), closesAt: day(30), capacity: 1, seatsPerOrganisation: 1 }, "mission { id }");
  await act(desk, "openMission", { missionId: mission.id }, "mission { id }");
  const sme = await newSme("board");
  const { registration } = await act(sme, "registerForMission", { missionId: mission.id, delegates: [{ name: "Joan Vidal", email: "joan@demo.example", role: "CEO" }] }, "registration { id }");
  await sme.context.close();
  await act(desk, "judgeEligibility", { registrationId: registration.id, eligible: true }, "registration { id }");
  await act(desk, "closeMission", { missionId: mission.id }, "mission { id }");
  return mission.id;
}

async function analyst(step, { page }) {
  await step("an analyst chooses an example, leaves the editor, and asks", async () => {
    await page.goto("/explore");
    await page.getByRole("button", { name: /execute query/i }).waitFor();
    await reach(page, "combobox", /^Examples/);
    await page.keyboard.type("Organisations");
    await page.locator(".view-lines").getByText("statistics").first().waitFor();
    expect(await page.evaluate(() => document.activeElement.tagName === "SELECT"), "the choice lost the focus");
    await reach(page, undefined, /./, ".graphiql-editor");
    await page.keyboard.press("Enter"); // into the text
    await page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA");
    await reach(page, "button", /execute query/i);
    await page.keyboard.press("Enter");
    await page.locator(".cost").getByText(/Cost: .*\d/).waitFor();
    await write(page, "textbox", "Name to save under", "By keys");
    await press(page, "button", "Save");
    await page.reload();
    await page.getByRole("button", { name: /execute query/i }).waitFor();
    await reach(page, "combobox", /^Saved/);
    await page.keyboard.press("ArrowDown");
    await page.locator(".view-lines").getByText("statistics").first().waitFor();
  });
  await step("an analyst reads a dashboard and takes its file", async () => {
    await visit(page, "/dashboards");
    await choose(page, "Counted", "Organisations");
    await choose(page, "By", "Cluster");
    await page.getByRole("heading", { name: "Organisations by Cluster" }).waitFor();
    await reach(page, "button", "Download CSV");
    const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(file.suggestedFilename().endsWith(".csv"), file.suggestedFilename());
  });
}

async function coordinator(step, { page }) {
  const told = (text) => page.locator(".last-act").getByText(text).waitFor();
  await step("a coordinator gives a role and takes it away", async () => {
    await visit(page, "/coordination/users");
    await write(page, "textbox", "Name or address", "analyst@");
    await page.getByText("1 person").waitFor();
    await press(page, "button", /^Edit /);
    await page.locator(".opened").waitFor();
    await reach(page, "combobox", "Role", ".opened *");
    await page.keyboard.type("Cluster staff");
    await press(page, "button", "Give role");
    await told(/is Cluster staff now/);
    await press(page, "button", "Take Cluster staff away");
    await told(/is no longer Cluster staff/);
  });
  await step("a coordinator puts weights in force and takes them back", async () => {
    await press(page, "link", "Weights");
    await arrived(page, "/coordination/weights");
    await write(page, "textbox", "Text", "251");
    await write(page, "textbox", "Market", "99");
    await press(page, "button", "Put in force");
    await told(/is in force/);
    await press(page, "button", "Undo");
    await page.waitForFunction(() => [...document.querySelectorAll("input")].some((i) => i.value === "250"));
  });
  await step("a coordinator finds it in the log", async () => {
    await press(page, "link", "Audit log");
    await arrived(page, "/coordination/log");
    await write(page, "textbox", "Act", "setWeights");
    await press(page, "button", "Search");
    await page.locator("tbody tr").filter({ hasText: "setWeights" }).first().waitFor();
  });
}
