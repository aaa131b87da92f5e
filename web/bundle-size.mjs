// Prints what the first load of each route costs: every script it imports before it shows, gzipped. Run after a build.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const assets = new URL("dist/assets/", import.meta.url);
const files = readdirSync(assets).filter((name) => name.endsWith(".js"));
const text = (name) => readFileSync(new URL(name, assets), "utf8");
const entry = /src="\/assets\/([^"]+\.js)"/.exec(readFileSync(new URL("dist/index.html", import.meta.url), "utf8"))[1];
const named = (chunk) => files.find((name) => name.startsWith(`${chunk}-`));

/** A script and all that it imports statically, which is loaded before it runs. */
function closure(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, other] of text(name).matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)) closure(other, seen);
  return seen;
}

const router = readFileSync(new URL("src/app/router.tsx", import.meta.url), "utf8");
const lazy = [...router.matchAll(/path: "([^"]+)".*?import\("\.[^"]*\/(\w+)"\)/g)].map(([, path, chunk]) => [path, chunk]);
for (const [path, chunk] of [["/opportunities", null], ...lazy]) {
  const all = closure(entry);
  closure(named("main"), all);
  closure(named("en"), all);
  if (chunk && named(chunk)) closure(named(chunk), all);
  const bytes = [...all].reduce((sum, name) => sum + gzipSync(text(name)).length, 0);
  console.log(`route=${path} gzip_kb=${(bytes / 1000).toFixed(1)}`);
}
