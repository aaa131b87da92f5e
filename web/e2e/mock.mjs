// A stand-in for the portal, to look at the client without one: answers the contract's questions with a few invented records and serves
// web/dist under the portal's content security policy. `npm run mock`, then open http://127.0.0.1:8090. It has no rules: nothing is proved by it.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { buildSchema, graphql } from "graphql";
import { makeData } from "./mock-data.mjs";

const schema = buildSchema(await readFile(new URL("../../schema.graphqls", import.meta.url), "utf8"));
const dist = new URL("../dist/", import.meta.url);
const types = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".html": "text/html; charset=utf-8" };
const policy = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";
const data = makeData();

async function bodyOf(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : {};
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  const person = /portal=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
  const json = (status, value, headers = {}) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(value === undefined ? undefined : JSON.stringify(value));
  };
  if (pathname === "/graphql") {
    const { query, variables } = await bodyOf(request);
    return json(200, await graphql({ schema, source: query, variableValues: variables, rootValue: data.rootFor(person), typeResolver: (v) => v.__typename }));
  }
  if (pathname === "/auth/session" && request.method === "DELETE") return json(204, undefined, { "set-cookie": "portal=; Path=/; Max-Age=0" });
  if (pathname === "/auth/session") {
    const { email, password } = await bodyOf(request);
    if (password !== "demo-portal-2026") return json(401, { error: { code: "UNAUTHENTICATED", message: "Email or password is wrong." } });
    return json(204, undefined, { "set-cookie": `portal=${email.split("@")[0]}; Path=/; HttpOnly; SameSite=Lax` });
  }
  const asset = pathname.startsWith("/assets/") || pathname === "/favicon.svg" ? pathname.slice(1) : "index.html";
  try {
    const file = await readFile(new URL(asset, dist));
    response.writeHead(200, { "content-type": types[extname(asset)], "content-security-policy": policy });
    response.end(file);
  } catch {
    json(404, { error: "no such file" });
  }
}

const server = createServer((request, response) => answer(request, response).catch((error) => {
  console.error(error);
  response.writeHead(500).end();
}));
server.listen(Number(process.env.PORT ?? 8090), "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
