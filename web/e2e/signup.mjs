// Somebody opens an account, describes an organisation and submits it for verification, led from step to step.
import { act, ask, enter, expect, expectAccessible, expectQuiet, open, password, visit } from "./harness.mjs";
import { linkTo, newAddress } from "./newcomers.mjs";

export default async function signUpJourney(step) {
  const newcomer = await open({ language: "en" });
  const { page } = newcomer;
  const address = newAddress("signup");
  const name = `Signup ${Date.now()} Biotech S.L.`;
  const at = (number) => page.locator(`.steps li[aria-current=step]:nth-child(${number})`).waitFor();
  const began = Date.now();

  await step("an account is opened once the privacy notice is accepted", async () => {
    await visit(page, "/");
    await page.getByRole("link", { name: "Sign in", exact: true }).first().click();
    await page.getByRole("link", { name: "Open an account" }).click();
    await at(1);
    await page.getByLabel("Name").fill("Mireia Costa");
    await page.getByLabel("Email").fill(address);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Open an account" }).click();
    await page.getByText("Please accept the privacy notice").waitFor();
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Open an account" }).click();
    await page.getByText(address).waitFor();
    await at(2);
  });

  await step("the link of the letter verifies the address", async () => {
    await visit(page, await linkTo(address));
    await at(3);
    await page.locator("main").getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("Email").fill(address);
    await page.getByLabel("Password").fill(password);
    await page.locator("main").getByRole("button", { name: "Sign in", exact: true }).click();
  });

  await step("the version of the privacy notice that was accepted is kept", async () => {
    await page.getByRole("heading", { name: "Describe your organisation" }).waitFor();
    const { privacyVersion, privacyAcceptedAt } = (await ask(newcomer, "{ viewer { user { privacyVersion privacyAcceptedAt } } }")).viewer.user;
    expect(privacyVersion === "2026-11", `the version kept is ${privacyVersion}`);
    expect(Date.now() - new Date(privacyAcceptedAt) < 600_000, `it was accepted ${privacyAcceptedAt}`);
  });

  await step("the organisation is described; what is wrong is said at its field", async () => {
    await page.getByRole("heading", { name: "Describe your organisation" }).waitFor();
    await at(3);
    await page.getByLabel("Legal name").fill(name);
    await page.getByLabel("Country").fill("Spain");
    await page.getByRole("button", { name: "Save" }).click();
    for (const label of ["Your cluster", "Country"]) await page.locator(".field", { has: page.getByLabel(label) }).locator(".wrong").waitFor();
    expect(await page.getByLabel("Your cluster").evaluate((e) => e === document.activeElement), "the first field that is wrong has not the focus");
    await page.getByLabel("Country").fill("ES");
    await page.getByText("In your country: Biocat").waitFor();
    await page.getByLabel("Your cluster").selectOption({ index: 1 }); // the country's come first
    await page.getByLabel("City").fill("Girona");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    await at(4);
  });

  await step("what it offers is asked for at once, and makes the profile more complete", async () => {
    const complete = async () => Number(await page.locator("meter").getAttribute("value"));
    const before = await complete();
    await page.getByRole("combobox", { name: "Technologies" }).pressSequentially("vaccine");
    await page.locator(".popover").getByRole("option", { name: /vaccine/i }).first().click();
    await page.locator(".chip").first().waitFor();
    await page.getByLabel("In words").fill("Adjuvants for veterinary and human vaccines, with data from three animal models and a process that scales to a hundred litres.");
    await page.getByRole("button", { name: "Save" }).click();
    await at(5);
    expect((await complete()) > before, "the profile is not more complete");
    expect(await page.getByText("What would improve your matches:").isVisible(), "nothing says what would improve the matches");
    await expectAccessible(page);
  });

  await step("what lacks is asked for at its field, the profile is submitted, and the page says what works meanwhile", async () => {
    await page.getByRole("button", { name: "Submit for verification" }).click();
    for (const [label, text] of [["What the organisation does", "Makes adjuvants for vaccines."], ["Headcount", "12"], ["Languages of business", "en, ca"]]) {
      await page.locator(".field", { has: page.getByLabel(label) }).locator(".wrong").waitFor();
      await page.getByLabel(label).fill(text);
    }
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Submit for verification" }).click();
    await page.getByText("Under review by your cluster").waitFor();
    await page.getByText(/Meanwhile you can search/).waitFor();
    console.log(`     from the front page to the submitted profile: ${((Date.now() - began) / 1000).toFixed(0)} s`);
  });

  await step("staff find it in their queue and verify it", async () => {
    const staff = await open();
    await enter(staff, "staff");
    const { organisation } = (await ask(newcomer, "{ viewer { organisation { id } } }")).viewer;
    const { nodes } = (await ask(staff, "{ organisations(filter: { statuses: [UNDER_REVIEW] }, first: 100) { nodes { id } } }")).organisations;
    expect(nodes.some(({ id }) => id === organisation.id), "it is not in the queue");
    await act(staff, "verifyOrganisation", { organisationId: organisation.id }, "organisation { id }");
    await staff.context.close();
    await page.reload();
    await page.locator(".status.good").first().waitFor();
  });

  await step("the browser complained of nothing", () => expectQuiet(newcomer));
  await newcomer.context.close();
}
