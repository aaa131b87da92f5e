// The journeys of people in a browser, against the portal at PORTAL_URL with demonstration data: all, or those named as arguments.
// Prints "N passed, M failed" and exits 1 when anything failed.
import analyst from "./analyst.mjs";
import coordinator from "./coordinator.mjs";
import { browser, count, steps } from "./harness.mjs";
import looks from "./looks.mjs";
import partner from "./partner.mjs";
import security from "./security.mjs";
import sme from "./sme.mjs";
import staff from "./staff.mjs";
import visitor from "./visitor.mjs";

const journeys = { looks, security, staff, sme, partner, coordinator, analyst, visitor };
const atOnce = 2; // each has accounts of its own, and a browser waits a lot

const wanted = process.argv.slice(2);
const queue = Object.entries(journeys).filter(([name]) => wanted.length === 0 || wanted.includes(name));
async function walk() {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [name, journey] = next;
    const step = steps(name);
    await journey(step).catch((error) => step("the rest of it", () => Promise.reject(error)));
  }
}
await Promise.all(Array.from({ length: atOnce }, walk));
await browser.close();
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed || !count.passed ? 1 : 0);
