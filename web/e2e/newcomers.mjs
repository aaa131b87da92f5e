// People who are new to the portal, and the letters that it writes to them.
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { act, ask, enter, open, password } from "./harness.mjs";

// a portal without a mail server puts letters here; `make run` keeps its data in data/
const letters = process.env.PORTAL_LETTERS ?? fileURLToPath(new URL("../../data/letters/", import.meta.url));

/** An address that nobody has yet. */
export const newAddress = (name) => `${name}-${Date.now()}@demo.example`;

/** The link in the letter to an address, as a path of the portal, once it is there. */
export async function linkTo(address) {
  for (let n = 0; n < 300; n++) {
    for (const name of await readdir(letters).catch(() => [])) {
      const letter = name.endsWith(".eml") ? (await readFile(`${letters}/${name}`, "utf8")).replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))) : "";
      const link = letter.includes(address) && letter.match(/https?:\/\/[^/\s]+(\/\S+[?#]token=[\w.-]+)/);
      if (link) return link[1];
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`no letter to ${address} in ${letters}: PORTAL_LETTERS says where the portal puts them`);
}

/** The session of a new person who runs a verified SME of Biocat that offers vaccines. */
export async function newSme(name) {
  const address = newAddress(name);
  const sme = await open({ language: "en" });
  await act(sme, "signUp", { email: address, name: "Joan Vidal", password, language: "en", privacyVersion: "2026-11" }, "accepted");
  await act(sme, "verifyEmail", { token: (await linkTo(address)).split("token=")[1] }, "verified");
  await enter(sme, address);
  const { organisation } = await act(sme, "createOrganisation", { kind: "COMPANY", legalName: `Vidal ${name} ${Date.now()} S.L.`, cluster: "biocat", country: "ES", city: "Girona", description: "Vaccines.", headcount: 12, turnover: "900000", accountsYear: 2025, foundedYear: 2015, languages: ["en", "es"], notADuplicate: true }, "organisation { id }");
  const { version } = (await ask(sme, "{ viewer { organisation { version } } }")).viewer.organisation;
  const technologies = (await ask(sme, '{ technologies(filter: { text: "vaccine" }) { id } }')).technologies.slice(0, 3).map(({ id }) => id);
  await act(sme, "setCapabilities", { organisationId: organisation.id, expectedVersion: version, capabilities: [{ direction: "OFFERS", technologies, text: "Vaccine candidates and their formulation.", partnerships: ["COMMERCIAL"] }] }, "organisation { id }");
  await act(sme, "submitOrganisation", { organisationId: organisation.id }, "organisation { id }");
  const staff = await open();
  await enter(staff, "staff");
  await act(staff, "verifyOrganisation", { organisationId: organisation.id }, "organisation { id }");
  await staff.context.close();
  return sme;
}
