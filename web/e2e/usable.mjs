// How soon the search can be used on a processor four times slower: until its first rows are painted (usable_ms), the largest paint
// (lcp_ms), and how long the main thread was blocked beyond 50 ms at a time (tbt_ms), as the browser's own
// tracing tells. The median of seven first loads; it judges nothing.
// The browser is driven here without the help that the journeys have: that helper's worlds and stack traces cost the page half a second.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executable, flags, portal, widths } from "./harness.mjs";

const loads = 7;
const slowdown = 4;
/** Milliseconds after which a page has done all it does by itself. */
const settled = 6000;

export default async function usable(step) {
  for (const path of ["/opportunities", "/opportunities?q=vaccine&market=CN"]) {
    await step(`the search is used on a slow processor: ${path}`, async () => {
      const measured = [];
      const folder = await mkdtemp(join(tmpdir(), "portal-usable."));
      const slow = begin(folder);
      try {
        for (let n = 0; n < loads; n++) measured.push(await load(slow, portal + path));
      } finally {
        await slow.close();
        await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      }
      const median = (what) => Math.round(measured.map((one) => one[what]).sort((a, b) => a - b)[Math.floor(loads / 2)]);
      console.log(`route=${path} usable_ms=${median("usable")} lcp_ms=${median("lcp")} tbt_ms=${median("tbt")} slowdown=${slowdown} loads=${loads}`);
    });
  }
}

const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Loads a page for the first time, as somebody of whom the browser knows nothing, and reads the trace of it. */
async function load(slow, url) {
  const { browserContextId } = await slow.send("Target.createBrowserContext");
  const { targetId } = await slow.send("Target.createTarget", { url: "about:blank", browserContextId });
  const { sessionId } = await slow.send("Target.attachToTarget", { targetId, flatten: true });
  const page = (method, params) => slow.send(method, params, sessionId);
  await page("Page.enable");
  await page("Page.addScriptToEvaluateOnNewDocument", { source: `(${markWhenUsable})()` });
  await page("Emulation.setCPUThrottlingRate", { rate: slowdown });
  const events = [];
  slow.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const complete = new Promise((resolve) => slow.on("Tracing.tracingComplete", resolve));
  await slow.send("Tracing.start", { traceConfig: { includedCategories: ["blink.user_timing", "loading"] } });
  await rest(2500); // a new window has work of its own
  await page("Page.navigate", { url });
  await rest(settled); // nothing is asked of the page meanwhile: it would have to answer
  await slow.send("Tracing.end");
  await complete;
  const { result } = await page("Runtime.evaluate", { expression: "blocked" });
  await slow.send("Target.disposeBrowserContext", { browserContextId });
  return { ...figures(events, url), tbt: result.value };
}

/** Runs in the page: marks the moment at which the first row and the field are painted, and adds up what blocked the main thread. */
function markWhenUsable() {
  globalThis.blocked = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { globalThis.blocked += Math.max(0, entry.duration - 50); })).observe({ type: "longtask", buffered: true });
  const look = () => {
    if (!document.querySelector("main .rows > li a") || !document.querySelector("[role=search] input")) return requestAnimationFrame(look);
    requestAnimationFrame(() => performance.mark("usable"));
  };
  requestAnimationFrame(look);
}

/** Milliseconds from the navigation, out of a trace, whose times are microseconds. */
function figures(events, url) {
  const start = events.filter((e) => e.name === "navigationStart" && e.args.data?.documentLoaderURL === url).sort((a, b) => a.ts - b.ts)[0];
  const mine = events.filter((e) => e.pid === start.pid && e.ts >= start.ts);
  const since = (e) => (e.ts - start.ts) / 1000;
  const mark = mine.find((e) => e.name === "usable");
  if (!mark) throw new Error(`${url} could not be used within ${settled / 1000} s`);
  const usable = since(mark);
  const lcp = since(mine.findLast((e) => e.name === "largestContentfulPaint::Candidate"));
  return { usable, lcp };
}

/** A browser with an empty profile, spoken to over a pipe in Chromium's DevTools protocol. */
function begin(folder) {
  const quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--disable-sync", "--mute-audio"];
  const child = spawn(executable, [...flags, ...quiet, "--headless", "--remote-debugging-pipe", "--lang=en-GB", `--window-size=${widths.wide},900`, `--user-data-dir=${folder}`], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const [, , , out, back] = child.stdio;
  const waiting = new Map();
  const listeners = new Map();
  let read = "";
  back.setEncoding("utf8").on("data", (piece) => {
    const messages = (read + piece).split("\0");
    read = messages.pop();
    for (const { id, method, params, result, error } of messages.map(JSON.parse)) {
      if (method) listeners.get(method)?.(params);
      else if (error) waiting.get(id)?.reject(new Error(error.message));
      else waiting.get(id)?.resolve(result);
    }
  });
  let sent = 0;
  return {
    on: (method, act) => listeners.set(method, act),
    send: (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
      waiting.set(++sent, { resolve, reject });
      out.write(`${JSON.stringify({ id: sent, method, params, sessionId })}\0`);
    }),
    close: () => new Promise((resolve) => {
      child.on("exit", resolve);
      out.write(`${JSON.stringify({ id: ++sent, method: "Browser.close" })}\0`);
    }),
  };
}
