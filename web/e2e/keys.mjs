// What people do who have no mouse: Tab, Enter, Space, arrows and letters, and nothing else.

/** Tabs on until the focus is on what is wanted, by its role (undefined for what has none), name and selector; Tab goes round the page. */
export async function reach(page, role, name = /./, selector = "*") {
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

/** Presses Enter on what `reach` finds. */
export async function press(page, role, name, selector) {
  await reach(page, role, name, selector);
  await page.keyboard.press("Enter");
}

/** Waits for a page of the client, whose heading and content are there. */
export async function arrived(page, path) {
  await page.waitForURL((url) => url.pathname === path);
  await page.locator("h1").waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
}

/** Waits until the focus is on the heading, where a new page begins. */
export async function onHeading(page) {
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
}

/** Types into the field that `reach` finds, in place of what stands there. */
export async function write(page, role, name, text) {
  await reach(page, role, name);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

/** Chooses in a list of the browser's own by typing the beginning of the words. */
export async function choose(page, name, text) {
  await reach(page, "combobox", name);
  await page.keyboard.type(text);
}

/** Ticks the box that `reach` finds. */
export async function tick(page, name) {
  await reach(page, "checkbox", name);
  await page.keyboard.press("Space");
}

/** Takes the first technology that the picker, which has the focus, offers for a word; a list that comes late takes the place of the one chosen from. */
export async function pick(page, word, chips) {
  const before = await chips.count();
  await page.keyboard.type(word);
  await page.locator(".popover").getByRole("option", { name: new RegExp(word, "i") }).first().waitFor();
  for (let n = 0; n < 10 && (await chips.count()) === before; n++) {
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(200);
  }
  if ((await chips.count()) === before) throw new Error("no technology was chosen");
  await page.keyboard.press("Escape");
}

/** Signs in on the page that asks for it. */
export async function signInByKeys(page, email, password) {
  await write(page, "textbox", "Email", email);
  await write(page, "textbox", "Password", password);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Sign out/ }).waitFor();
}
