// Hostile texts in every noun: written through the graph by those who may, then read by everybody who sees them. Nothing runs, and they
// are shown as what they are. Runs last and alone, for what it writes stands on everybody's pages.
import { all, hostile, lines, oneByOne } from "./hostile.mjs";
import { act, ask, enter, expect, open, visit } from "./harness.mjs";

const people = ["visitor", "sme", "partner", "staff", "analyst", "coordinator"];
const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString();
const date = (n) => day(n).slice(0, 10);
const longer = (text) => text.repeat(Math.ceil(3 / text.length));

export default async function xss(step) {
  expect(new Set(hostile).size >= 60, "fewer than sixty texts");
  const sessions = Object.fromEntries(await Promise.all(people.map(async (who) => [who, await watched(who)])));
  const { sme, partner, staff, coordinator } = sessions;
  const next = oneByOne();
  const known = {};

  await step("a market, a cluster and a technology take hostile texts", async () => {
    const name = next(128);
    known.technology = (await act(coordinator, "saveTechnology", { slug: "hostile", parent: (await ask(coordinator, "{ technologies { id } }")).technologies[0].id, labels: [{ language: "en", text: next(128) }, { language: "de", text: next(128) }], synonyms: [{ language: "en", text: next(128) }] }, "technology { id }")).technology.id;
    await act(coordinator, "saveMarket", { code: "XS", names: [{ language: "en", text: name }, { language: "de", text: next(128) }], countries: ["JP"], currency: "JPY", timeZones: ["Asia/Tokyo"], languages: ["ja"],
      regulatorAbbreviation: next(16), regulatorName: next(128), regulatorWebsite: "https://example.org/\"onclick=\"hit(0)", guide: all(40_000)[0], status: "ACTIVE" }, "market { id }");
    await act(coordinator, "saveCluster", { slug: "hostile", kind: "CLUSTER", name: next(128), country: "ES", region: next(64), nuts: "ES51", city: next(64), website: "https://example.org/'><img/src=x/onerror=hit(0)>", latitude: 41, longitude: 2, standsFor: all(1000)[0] }, "cluster { id }");
  });

  await step("an organisation, its capabilities and a person's name", async () => {
    await act(sme, "updateProfile", { name: next(128) }, "user { id }");
    for (const who of [sme, partner]) {
      const { organisation } = (await ask(who, "{ viewer { organisation { id version } } }")).viewer;
      const changed = await act(who, "updateOrganisation", { organisationId: organisation.id, expectedVersion: organisation.version, legalName: longer(next(200)), city: next(64), certifications: [next(64), next(64)], description: all(4000)[0], listed: true,
        website: "https://example.org/?\"><svg/onload=hit(0)>" }, "organisation { version }");
      await act(who, "setCapabilities", { organisationId: organisation.id, expectedVersion: changed.organisation.version, capabilities: all(2000).map((text, n) => ({ direction: n % 2 ? "SEEKS" : "OFFERS", technologies: [known.technology], text, partnerships: ["COMMERCIAL"] })) }, "organisation { id }");
    }
  });

  await step("an opportunity that is published, and one that is reviewed", async () => {
    const write = async () => {
      const input = { kind: "TECHNOLOGY_OFFER", market: "CN", title: longer(next(256)), summary: all(500)[0], description: all(4000)[0], advantages: all(2000)[0], specification: all(2000)[1], partnerSought: all(4000)[0],
        technologies: [known.technology], stage: "ON_MARKET", ipr: "NONE", partnerships: ["COMMERCIAL"], requirements: [{ kind: "CERTIFICATION", values: [next(64), next(64)], mandatory: true }] };
      const { opportunity } = await act(partner, "createOpportunity", input, "opportunity { id }");
      await act(partner, "submitOpportunity", { opportunityId: opportunity.id }, "opportunity { id }");
      return opportunity.id;
    };
    known.published = await write();
    await act(staff, "publishOpportunity", { opportunityId: known.published }, "opportunity { id }");
    known.reviewed = await write();
    await act(staff, "requestChanges", { opportunityId: known.reviewed, issues: all(1000).map((message) => ({ severity: "MAJOR", field: "summary", message })) }, "opportunity { id }");
    known.submitted = await write();
  });

  await step("missions, their documents, registrations, follow-up and proposals", async () => {
    for (const admission of ["FIRST_COME", "SELECTION"]) {
      const { mission } = await act(staff, "createMission", { direction: "OUTBOUND", admission, market: "CN", title: longer(next(256)), description: all(8000)[0], city: next(64), venue: next(128), timeZone: "Asia/Shanghai", startsOn: date(40), endsOn: date(41),
        opensAt: day(-1), closesAt: day(20), capacity: 5, seatsPerOrganisation: 2, agenda: lines.map((title) => ({ startsAt: `${date(40)}T02:00:00Z`, endsAt: `${date(40)}T03:00:00Z`, title, place: next(256) })),
        contacts: [{ name: next(128), role: next(128), email: "desk@demo.example", phone: next(40) }], criteria: [{ name: next(128), weight: 1 }] }, "mission { id }");
      await document(staff, mission.id, next);
      await act(staff, "openMission", { missionId: mission.id }, "mission { id }");
      const delegate = () => ({ name: next(128), role: next(128), email: "delegate@demo.example" });
      const { registration } = await act(sme, "registerForMission", { missionId: mission.id, delegates: [delegate()], motivation: all(4000)[0] }, "registration { id status }");
      known[admission] = mission.id;
      if (admission === "SELECTION") continue;
      expect(registration.status === "CONFIRMED", registration.status);
      await act(sme, "submitFollowUp", { registrationId: registration.id, people: [{ email: "delegate@demo.example", passportName: next(128), passportNumber: next(32), needsVisa: true, dietary: next(256), assistance: all(1000)[1], emergencyContact: next(256) }] }, "registration { id }");
      await act(sme, "proposeChange", { registrationId: registration.id, delegates: [delegate()], motivation: all(4000)[0], message: all(1000)[0] }, "registration { id }");
    }
  });

  await step("feedback and an outcome of a mission that is over", async () => {
    const { nodes } = (await ask(sme, "{ viewer { registrations(first: 50) { nodes { id status viewerCanGiveFeedback mission { id } } } } }")).viewer.registrations;
    const attended = nodes.find((registration) => registration.viewerCanGiveFeedback);
    known.completed = attended.mission.id;
    await act(sme, "giveFeedback", { registrationId: attended.id, satisfaction: 4, comment: all(4000)[0] }, "registration { id }");
    await act(sme, "recordOutcome", { kind: "NDA", missionId: known.completed, partnerName: next(256), agreedOn: date(-5), evidence: all(2000)[0] }, "outcome { id }");
  });

  const pages = {
    visitor: () => ["/", "/markets/XS", `/opportunities?q=${encodeURIComponent(hostile[20])}`, "/opportunities?q=hit", "/opportunities", `/opportunities/${known.published}`, "/missions", "/missions?view=calendar", `/missions/${known.FIRST_COME}`,
      `/sign-in?to=${encodeURIComponent("javascript:hit(0)")}`, `/verify?token=${encodeURIComponent(hostile[23])}`],
    sme: () => ["/", "/organisation", "/matches", `/opportunities/${known.published}`, "/missions", `/missions/${known.FIRST_COME}`, `/missions/${known.SELECTION}`, `/missions/${known.completed}`, `/opportunities/new`],
    partner: () => ["/organisation", `/opportunities/${known.published}`, `/opportunities/${known.published}/candidates`, `/opportunities/${known.reviewed}`, `/opportunities/${known.reviewed}/edit`, "/matches"],
    staff: () => ["/staff", "/staff?show=opportunities", "/staff?show=registrations", "/staff?show=proposals", `/missions/${known.FIRST_COME}`, ...["edit", "people"].map((part) => `/missions/${known.FIRST_COME}/${part}`), `/missions/${known.SELECTION}/selection`,
      `/missions/${known.SELECTION}/people`, `/missions/${known.completed}/people`, `/missions/${known.completed}/report`, `/opportunities/${known.submitted}`],
    analyst: () => ["/dashboards", "/dashboards?by=TECHNOLOGY", "/dashboards?by=CLUSTER", "/explore"],
    coordinator: () => ["users", "clusters", "markets", "technologies", "log"].map((part) => `/coordination/${part}`).concat("/staff"),
  };
  for (const who of people) {
    await step(`nothing runs on the pages of ${who}`, async () => {
      for (const path of pages[who]()) await harmless(sessions[who].page, path);
      const { complaints } = sessions[who];
      expect(complaints.length === 0, [...new Set(complaints)].join("\n"));
    });
  }

  await step("what is plain text is shown letter by letter", async () => {
    for (const path of [`/opportunities/${known.published}`, "/organisation"]) {
      await visit(sme.page, path);
      const shown = squeezed(await sme.page.locator("main").evaluate((main) => main.textContent));
      const gone = hostile.filter((text) => !shown.includes(squeezed(text)));
      expect(gone.length === 0, `${path} does not show ${gone.slice(0, 5).join("   ")}`);
    }
  });

  for (const { context } of Object.values(sessions)) await context.close();
}

const squeezed = (text) => text.replace(/\s+/g, " ");

/** A session that notes whatever runs, whatever is asked, and whatever the policy had to stop. */
async function watched(who) {
  const session = await open({ language: "en" });
  await session.context.exposeFunction("hit", (n) => session.complaints.push(`${n} ran`));
  await session.context.addInitScript(() => addEventListener("securitypolicyviolation", (event) => globalThis.hit(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`)));
  session.page.on("dialog", (dialog) => { session.complaints.push(`a dialog: ${dialog.message()}`); void dialog.dismiss(); });
  session.context.on("request", (request) => /hit\.example/.test(request.url()) && session.complaints.push(`asked for ${request.url()}`));
  if (who !== "visitor") await enter(session, who);
  return session;
}

/** Opens a page, folds out what it folds away, goes over what reacts, and looks at every element. */
async function harmless(page, path) {
  await visit(page, path);
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
  const found = await page.evaluate(() => {
    const wrong = [];
    for (const element of document.querySelectorAll("*")) {
      const name = element.localName;
      if (/^(iframe|object|embed|base|portal|marquee|xmp|foreignobject|set|animate|math)$/.test(name)) wrong.push(`an element ${name}`);
      if (name === "script" && new URL(element.src, location.href).origin !== location.origin) wrong.push(`a script ${element.src}`);
      for (const { name: attribute, value } of element.attributes) {
        if (/^on/i.test(attribute) || attribute === "srcdoc") wrong.push(`${name} ${attribute}=${value}`);
        if (/^(href|src|action|formaction|xlink:href|data|poster)$/i.test(attribute) && !/^(https?:|mailto:|tel:|\/(?!\/)|[#?.]|$)/i.test(value)) wrong.push(`${name} ${attribute}=${value}`);
      }
    }
    return wrong;
  });
  expect(found.length === 0, `${path}: ${[...new Set(found)].slice(0, 5).join("\n")}`);
}

/** Adds a document whose name and title are hostile, and reads it as somebody's browser would. */
async function document(staff, mission, next) {
  const file = { name: `${next(80)}.txt`, mimeType: "text/html", buffer: Buffer.from("<script>hit(0)</script>".repeat(3)) };
  const send = (content) => staff.context.request.post("/files", { multipart: { mission, title: next(128), audience: "EVERYONE", file: content } });
  expect((await send(file)).status() >= 400, "a page of HTML was taken for a document");
  const taken = await send({ ...file, name: `${next(80)}.pdf`, buffer: Buffer.from("%PDF-1.4\n<script>hit(0)</script>\n%%EOF") });
  expect(taken.ok(), `a document is refused: ${await taken.text()}`);
  const served = await staff.context.request.get((await taken.json()).url);
  expect(/^attachment/.test(served.headers()["content-disposition"]) && served.headers()["x-content-type-options"] === "nosniff", "a document is not served as an attachment");
}
