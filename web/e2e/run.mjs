// The journeys of people in a browser, against the portal at PORTAL_URL with demonstration data: all with PORTAL_TEST_LONG, without it those of every run, or those named as arguments.
// Prints "N passed, M failed" and exits 1 when anything failed.
import analyst from "./analyst.mjs";
import coordinator from "./coordinator.mjs";
import { browser, count, steps } from "./harness.mjs";
import expected from "./expected.mjs";
import keyboard from "./keyboard.mjs";
import looks from "./looks.mjs";
import partner from "./partner.mjs";
import security from "./security.mjs";
import signup from "./signup.mjs";
import sme from "./sme.mjs";
import staff from "./staff.mjs";
import usable from "./usable.mjs";
import visitor from "./visitor.mjs";
import xss from "./xss.mjs";

const always = { looks, security, staff, sme, partner, coordinator, analyst, visitor };
const long = { keyboard, signup, expected }; // with PORTAL_TEST_LONG: all of them would be too much for every run
const journeys = { ...always, ...(process.env.PORTAL_TEST_LONG || process.argv.length > 2 ? long : {}) };
const last = { xss }; // alone, for what they write stands on everybody's pages
const onDemand = { usable }; // only when named
const atOnce = 2; // each has accounts of its own, and a browser waits a lot

const wanted = process.argv.slice(2);
const asked = (all) => Object.entries(all).filter(([name]) => wanted.length === 0 || wanted.includes(name));
async function walk(queue) {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [name, journey] = next;
    const step = steps(name);
    await journey(step).catch((error) => step("the rest of it", () => Promise.reject(error)));
  }
}
const queue = asked(journeys);
await Promise.all(Array.from({ length: atOnce }, () => walk(queue)));
await walk(asked(last));
if (wanted.length) await walk(asked(onDemand));
await browser.close();
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed || !count.passed ? 1 : 0);
