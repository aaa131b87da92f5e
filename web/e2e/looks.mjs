// Every route as a person who comes there, in both widths and both themes: no axe violation, no sideways scrolling. The journey `tongues`
// does so in German (long words) and in Chinese (no spaces): nothing scrolls sideways. PORTAL_PICTURES=1 leaves a picture of each in screenshots/.
import { readFile } from "node:fs/promises";
import { act, ask, enter, expect, expectAccessible, expectFits, expectQuiet, open, pictures, screenshots, visit, widths } from "./harness.mjs";

// each with its path in router.tsx, who comes there, and an address where the path is none
const routes = [
  { name: "front", route: "/", who: "sme" },
  { name: "front-visitor", route: "/", who: "visitor" },
  { name: "market", route: "/markets/$code", who: "visitor", address: () => "/markets/CN" },
  { name: "opportunities", route: "/opportunities", who: "sme", address: () => "/opportunities?q=vaccine" },
  { name: "opportunity", route: "/opportunities/$id", who: "sme", address: (known) => `/opportunities/${known.published}` },
  { name: "opportunity-visitor", route: "/opportunities/$id", who: "visitor", address: (known) => `/opportunities/${known.published}` },
  { name: "opportunity-new", route: "/opportunities/new", who: "partner" },
  { name: "opportunity-edit", route: "/opportunities/$id/edit", who: "partner", address: (known) => `/opportunities/${known.draft}/edit` },
  { name: "candidates", route: "/opportunities/$id/candidates", who: "partner", address: (known) => `/opportunities/${known.published}/candidates` },
  { name: "matches", route: "/matches", who: "sme" },
  { name: "matches-partner", route: "/matches", who: "partner" },
  { name: "bookmarks", route: "/bookmarks", who: "sme" },
  { name: "missions", route: "/missions", who: "sme" },
  { name: "missions-calendar", route: "/missions", who: "visitor", address: () => "/missions?view=calendar" },
  { name: "mission", route: "/missions/$id", who: "sme", address: (known) => `/missions/${known.open}` },
  { name: "mission-visitor", route: "/missions/$id", who: "visitor", address: (known) => `/missions/${known.open}` },
  { name: "mission-new", route: "/missions/new", who: "staff" },
  { name: "mission-edit", route: "/missions/$id/edit", who: "staff", address: (known) => `/missions/${known.open}/edit` },
  { name: "selection", route: "/missions/$id/selection", who: "coordinator", address: (known) => `/missions/${known.selecting}/selection` },
  { name: "people", route: "/missions/$id/people", who: "staff", address: (known) => `/missions/${known.confirmed}/people` },
  { name: "report", route: "/missions/$id/report", who: "staff", address: (known) => `/missions/${known.completed}/report` },
  { name: "organisation", route: "/organisation", who: "sme" },
  { name: "organisation-partner", route: "/organisation", who: "partner" },
  { name: "staff", route: "/staff", who: "staff" },
  { name: "import", route: "/import", who: "staff" },
  { name: "dashboards", route: "/dashboards", who: "analyst" },
  { name: "explore", route: "/explore", who: "analyst", exclude: ".graphiql-container" },
  { name: "users", route: "/coordination/users", who: "coordinator" },
  { name: "clusters", route: "/coordination/clusters", who: "coordinator" },
  { name: "markets", route: "/coordination/markets", who: "coordinator" },
  { name: "technologies", route: "/coordination/technologies", who: "coordinator" },
  { name: "weights", route: "/coordination/weights", who: "coordinator" },
  { name: "dead-letters", route: "/coordination/work", who: "coordinator" },
  { name: "log", route: "/coordination/log", who: "coordinator" },
  { name: "sign-in", route: "/sign-in", who: "visitor" },
  { name: "security", route: "/security", who: "sme" },
  { name: "sign-up", route: "/sign-up", who: "visitor" },
  { name: "verify", route: "/verify", who: "visitor", address: () => "/verify?token=x" },
  { name: "reset", route: "/reset", who: "visitor" },
  { name: "new-password", route: "/reset/new", who: "visitor", address: () => "/reset/new?token=x" },
  { name: "invitation", route: "/invitation", who: "visitor", address: () => "/invitation?token=x" },
  { name: "offer", route: "/offer", who: "visitor", address: () => "/offer?token=x" },
  { name: "privacy", route: "/privacy", who: "visitor" },
  { name: "not-found", route: "/nowhere", who: "visitor" },
];

const outsideTheRouter = ["/explore", "/nowhere"];
const people = ["visitor", "sme", "partner", "staff", "analyst", "coordinator"];
const atOnce = 2;

export default async function looks(step) {
  await step("every route of the client is looked at", everyRoute);
  await tour("en", ["light", "dark"], (route, see) => step(route.name, () => see(async (page, theme) => {
    await expectFits(page);
    await expectAccessible(page, { exclude: route.exclude, colours: theme === "dark" }); // themes differ in nothing else
  })), step);
}

/** In other languages; people's profiles speak them meanwhile, so this is walked while nobody else is about. */
export async function tongues(step) {
  for (const language of ["de", "zh"]) {
    const wrong = [];
    await tour(language, ["light"], (route, see) => see(expectFits).catch((error) => wrong.push(`${route.name}, ${error.message}`)), step);
    await step(`every route fits in ${language}`, () => expect(wrong.length === 0, wrong.join("\n")));
  }
}

async function everyRoute() {
  const router = await readFile(new URL("../src/app/router.tsx", import.meta.url), "utf8");
  const declared = new Set([...router.matchAll(/path: "([^"]+)"/g)].map((match) => match[1]));
  const listed = new Set(routes.map((route) => route.route));
  const forgotten = [...declared].filter((route) => !listed.has(route));
  const gone = [...listed].filter((route) => !declared.has(route) && !outsideTheRouter.includes(route));
  expect(declared.size > 30 && !forgotten.length && !gone.length, `not looked at: ${forgotten.join(" ")}; no routes any more: ${gone.join(" ")}`);
}

/** Has everybody look at their routes in a language, some people at once. A route is opened once; its width and its theme then change before the eyes of `see`. */
async function tour(language, themes, look, step) {
  const sessions = Object.fromEntries(await Promise.all(people.map(async (who) => [who, await open({ language })])));
  for (const who of people.slice(1)) {
    await enter(sessions[who], who);
    await act(sessions[who], "updateProfile", { language }, "user { id }");
  }
  const known = await addresses(sessions);
  const queue = [...people];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let who = queue.shift(); who; who = queue.shift()) {
      for (const route of routes.filter((route) => route.who === who)) await look(route, seeing(sessions[who].page, route, known, language, themes));
    }
  }));
  for (const who of people.slice(1)) await act(sessions[who], "updateProfile", { language: "en" }, "user { id }");
  await step(`the browser complained of nothing (${language})`, () => expectQuiet(...Object.values(sessions)));
  await Promise.all(Object.values(sessions).map(({ context }) => context.close()));
}

const seeing = (page, { name, route, address = () => route }, known, language, themes) => async (see) => {
  await visit(page, address(known));
  expect((await page.locator("html").getAttribute("lang")).startsWith(language), "the page speaks another language");
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    for (const [width, pixels] of Object.entries(widths)) {
      await page.setViewportSize({ width: pixels, height: 900 });
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await see(page, theme).catch((error) => Promise.reject(new Error(`${theme}, ${width}: ${error.message}`)));
      if (pictures) await page.screenshot({ path: `${screenshots}${name}-${language}-${theme}-${width}.png`, fullPage: true });
    }
  }
};

/** Ids that addresses need, of what the demonstration has: each for who may see its page. */
async function addresses({ visitor, partner, staff, coordinator }) {
  const own = (await ask(partner, "{ viewer { organisation { opportunities(first: 100) { nodes { id status viewerCanUpdate } } } } }")).viewer.organisation.opportunities.nodes;
  const missions = "{ missions(first: 100) { nodes { id status admission viewerCanUpdate } } }";
  const shown = (await ask(visitor, missions)).missions.nodes;
  const staffs = (await ask(staff, missions)).missions.nodes.filter((mission) => mission.viewerCanUpdate);
  const every = (await ask(coordinator, missions)).missions.nodes;
  const known = {
    published: own.find((o) => o.status === "PUBLISHED"),
    draft: own.find((o) => o.viewerCanUpdate),
    open: shown.find((m) => m.status === "OPEN" && staffs.some(({ id }) => id === m.id)),
    selecting: every.find((m) => m.admission === "SELECTION" && m.status === "OPEN"),
    confirmed: staffs.find((m) => m.status === "CONFIRMED"),
    completed: staffs.find((m) => m.status === "COMPLETED"),
  };
  return Object.fromEntries(Object.entries(known).map(([what, found]) => {
    expect(found, `the demonstration has nothing ${what}`);
    return [what, found.id];
  }));
}
