// A newcomer opens an account by letter, sets up an authenticator app, signs in with it and with a recovery code, and takes it away again; then the same with a passkey.
import { createHmac } from "node:crypto";
import { expect, expectAccessible, expectQuiet, open, visit } from "./harness.mjs";
import { linkTo } from "./newcomers.mjs";

const email = `newcomer-${Date.now()}@example.org`;
const password = "a horse of the journey";

/** What an authenticator app shows, `later` time steps from now (RFC 6238). */
function codeOf(secret, later) {
  const bits = [...secret].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const sum = createHmac("sha1", key).update(counter).digest();
  const number = sum.readUInt32BE(sum[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

export default async function securityJourney(step) {
  const newcomer = await open();
  const { page } = newcomer;
  const main = page.locator("main");
  const press = (name) => main.getByRole("button", { name, exact: true }).click();
  let secret;
  let codes;

  const signIn = async (code) => {
    await visit(page, "/sign-in?to=/security");
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill(password);
    await press("Sign in");
    if (code !== undefined) {
      await page.getByLabel("Code", { exact: true }).fill(code);
      await press("Sign in");
    }
    await page.getByRole("heading", { name: "Security" }).waitFor();
  };
  const signOut = async () => {
    await page.getByRole("button", { name: /^Sign out/ }).click();
    await page.getByRole("banner").getByRole("link", { name: "Sign in" }).waitFor();
  };

  await step("a newcomer opens an account and verifies the address by letter", async () => {
    await visit(page, "/sign-up");
    await page.getByLabel("Name").fill("Nora Vidal");
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill(password);
    await main.getByRole("checkbox").check();
    await press("Open an account");
    await page.getByRole("heading", { name: "Look into your mailbox" }).waitFor();
    await page.goto(await linkTo(email));
    await page.getByRole("heading", { name: "Your address is verified" }).waitFor();
    await signIn();
  });

  await step("a wrong password opens no authenticator app; the right one does, and a first code of it makes it count", async () => {
    await press("Set up an authenticator app");
    await page.getByLabel("Your password, once more").fill("not the password");
    await press("Go on");
    await main.getByText("This is not your password.").waitFor();
    await page.getByLabel("Your password, once more").fill(password);
    await press("Go on");
    await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
    secret = (await main.locator("code.secret").innerText()).replace(/\s/g, "");
    await page.getByLabel("Six digits", { exact: true }).fill("12345");
    await press("Confirm");
    await main.getByText("This code is not right").waitFor();
    await page.getByLabel("Six digits", { exact: true }).fill(codeOf(secret, -1));
    await press("Confirm");
    await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
    codes = await main.locator(".codes code").allInnerTexts();
    expect(codes.length === 10, `${codes.length} recovery codes`);
    await press("I have kept them");
    await main.getByText("10 recovery codes are left.").waitFor();
  });

  await step("it signs in with a code, and another time with a recovery code", async () => {
    await signOut();
    await signIn(codeOf(secret, 0));
    await signOut();
    await signIn(codes[0]);
    await main.getByText("9 recovery codes are left.").waitFor();
  });

  await step("it takes the app away, and the password alone signs in again", async () => {
    await press("Remove the app");
    await page.getByLabel("Your password, once more").fill(password);
    await page.getByLabel("Code", { exact: true }).fill(codeOf(secret, 1));
    await press("Remove the app");
    await main.getByRole("button", { name: "Set up an authenticator app" }).waitFor();
    await signOut();
    await signIn();
  });

  await step("it makes a passkey and signs in with it, without address and password", async () => {
    const cdp = await newcomer.context.newCDPSession(page);
    await cdp.send("WebAuthn.enable");
    await cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    await press("Add a passkey");
    await main.locator(".wrong").waitFor(); // it wants a name
    await page.getByLabel("Its name, such as the device it is on").fill("My laptop");
    await press("Add a passkey");
    await main.getByText("My laptop").waitFor();
    await signOut();
    await visit(page, "/sign-in?to=/security");
    await press("Sign in with a passkey");
    await main.getByText("My laptop").waitFor();
    await press("Rename My laptop");
    await page.getByLabel("Its name, such as the device it is on").first().fill("Our laptop");
    await press("Save");
    await main.getByRole("button", { name: "Remove Our laptop" }).waitFor();
    await expectAccessible(page);
    await press("Remove Our laptop");
    await main.getByText("You have no passkeys.").waitFor();
    await signOut();
    await visit(page, "/sign-in");
    await press("Sign in with a passkey");
    await main.getByRole("alert").waitFor();
    await signIn();
  });

  await step("it sees that it is signed in elsewhere, and ends that: the other browser is asked to sign in", async () => {
    const elsewhere = await open();
    await elsewhere.context.request.post("/auth/session", { data: { email, password } });
    await visit(page, "/security");
    const sessions = main.getByRole("region", { name: "Where you are signed in" });
    await sessions.getByRole("listitem").first().getByText("this browser").waitFor();
    await expectAccessible(page);
    await sessions.getByRole("button", { name: /^End Chrome|^End Headless/ }).first().click();
    await visit(elsewhere.page, "/security");
    await elsewhere.page.locator("main").getByRole("link", { name: "Sign in" }).waitFor();
    await elsewhere.context.request.post("/auth/session", { data: { email, password } });
    await visit(page, "/security");
    await press("End all others");
    await sessions.getByRole("button").first().waitFor({ state: "detached" });
    expect((await sessions.getByRole("listitem").count()) === 1, "more than this browser is signed in");
    await elsewhere.context.close();
  });

  await step("it makes a token for its scripts, and ends it", async () => {
    await main.getByText("New token", { exact: true }).click();
    await page.getByLabel("What it is for").fill("A script");
    await press("Make a token");
    const token = await main.locator("code.secret").innerText();
    expect(token.startsWith("bxp_"), token);
    await press("End A script");
    await main.getByText("You have no tokens.").waitFor();
  });

  await step("a return from the sign-in service says what went wrong", async () => {
    const { page: visitor } = await open();
    await visit(visitor, "/sign-in?fault=FORBIDDEN");
    await visitor.getByText("There is no active account").waitFor();
  });

  await step("no errors in the browser's console", async () => expectQuiet(newcomer));
}
