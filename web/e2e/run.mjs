// The journeys of people in a browser, against the portal at PORTAL_URL with demonstration data: all with PORTAL_TEST_LONG, without it those of every run, or those named as arguments.
// Prints "N passed, M failed" and exits 1 when anything failed.
import analyst from "./analyst.mjs";
import coordinator from "./coordinator.mjs";
import { browser, count, steps } from "./harness.mjs";
import expected from "./expected.mjs";
import keyboard from "./keyboard.mjs";
import keyboardHouse from "./keyboard-house.mjs";
import looks, { tongues } from "./looks.mjs";
import partner from "./partner.mjs";
import security from "./security.mjs";
import signup from "./signup.mjs";
import sme from "./sme.mjs";
import staff from "./staff.mjs";
import usable from "./usable.mjs";
import visitor from "./visitor.mjs";
import xss from "./xss.mjs";

const usual = { looks, security, staff, sme, partner, coordinator, analyst, visitor };
const longer = { keyboard, signup, expected, keyboardHouse }; // with PORTAL_TEST_LONG: all of them would be too much for every run
const alone = process.env.PORTAL_TEST_LONG || process.argv.includes("tongues") ? { tongues, xss } : { xss }; // last, for what they change shows on everybody's pages
const measured = { usable }; // only when named: nothing is proved by it
const atOnce = 2; // each has accounts of its own, and a browser waits a lot

const wanted = process.argv.slice(2);
const named = (journeys) => Object.entries(journeys).filter(([name]) => wanted.includes(name));
const asked = (journeys) => wanted.length ? named(journeys) : Object.entries(journeys);
async function walk(queue) {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [name, journey] = next;
    const step = steps(name);
    await journey(step).catch((error) => step("the rest of it", () => Promise.reject(error)));
  }
}
const queue = asked(wanted.length || process.env.PORTAL_TEST_LONG ? { ...usual, ...longer } : usual);
await Promise.all(Array.from({ length: atOnce }, () => walk(queue)));
await walk(asked(alone));
await walk(named(measured));
await browser.close();
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed || !count.passed ? 1 : 0);
