// An analyst: asks the graph and reads the cost, keeps a question; reads a dashboard as table and as file.
import { readFile } from "node:fs/promises";
import { expect, expectQuiet, open, signIn, visit } from "./harness.mjs";

export default async function analyst(step) {
  const session = await open();
  const { page } = session;
  await step("signs in", () => signIn(page, "analyst"));
  await step("asks the graph by keys, reads answer and cost, keeps the question", async () => {
    await page.goto("/explore");
    const run = page.getByRole("button", { name: /execute query/i });
    await run.waitFor();
    await page.getByLabel("Examples").focus();
    await page.keyboard.type("Organisations");
    await page.locator(".view-lines").getByText("statistics").first().waitFor();
    await run.focus();
    await page.keyboard.press("Enter");
    await page.locator(".cost").getByText(/Cost: .*\d/).waitFor();
    await page.locator(".result-window").getByText("takenAt").waitFor();
    await page.getByLabel("Name to save under").focus();
    await page.keyboard.type("Mine");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.reload();
    await page.getByLabel("Saved").focus();
    await page.keyboard.press("ArrowDown");
    await page.locator(".view-lines").getByText("statistics").first().waitFor();
  });
  await step("reads a dashboard by keys: the table and the file say the same", async () => {
    await visit(page, "/dashboards");
    await page.getByLabel("Counted").focus();
    await page.keyboard.type("Organisations");
    await page.getByLabel("By", { exact: true }).focus();
    await page.keyboard.type("Cluster");
    await page.getByRole("heading", { name: "Organisations by Cluster" }).waitFor();
    await page.locator("tbody tr").first().waitFor();
    const rows = await page.locator("tbody tr").evaluateAll((list) => list.map((row) => [...row.children].map((cell) => cell.textContent.replace(/,/g, ""))));
    expect(rows.some(([name, count]) => name === "Biocat" && Number(count) > 0), JSON.stringify(rows));
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download CSV" }).press("Enter")]);
    const text = await readFile(await file.path(), "utf8");
    for (const [name, count] of rows) expect(text.includes(`${name},${count}`), `the file lacks ${name}: ${text.slice(0, 200)}`);
  });
  await step("knows a sample by its label", async () => {
    await visit(page, "/dashboards?of=MATCHES&by=CLUSTER&and=MARKET");
    await page.getByText(/A sample, not a count of all|No sample has been taken yet/).first().waitFor();
  });
  await step("sees the report of a mission, and nobody's name", async () => {
    await visit(page, "/missions");
    const answer = await page.evaluate(async () => (await fetch("/graphql", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ query: "{ missions(filter: { statuses: [COMPLETED] }, first: 1) { nodes { id contacts { name } report { participation { total { attended } } } } } }" }) })).json());
    const mission = answer.data.missions.nodes[0];
    expect(mission.contacts === null, "an analyst reads contacts");
    await visit(page, `/missions/${mission.id}/report`);
    await page.getByRole("heading", { name: "By cluster" }).waitFor();
  });
  await step("the browser complained of nothing", () => expectQuiet(session));
}
