import { afterEach, expect, it, vi } from "vitest";
import { TypedDocumentString } from "../gql/graphql";
import { arrived, askAhead, question, takeAhead } from "./ahead";

const document = new TypedDocumentString<unknown, { filter: { text: string; openOnly: boolean } }>("query Q { a }", { hash: "sha256:abc" });
const asked = question(document, { filter: { text: "x", openOnly: true } });
const answering = (answer: () => Promise<Response>) => {
  const fetched = vi.fn((_url: string, _init: RequestInit) => answer());
  vi.stubGlobal("fetch", fetched);
  return fetched;
};
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("gives the answer once, in whatever order the variables stand", async () => {
  const fetched = answering(async () => new Response("ready"));
  askAhead(asked, "de");
  expect(JSON.parse(String(fetched.mock.calls[0]![1].body))).toEqual({ documentId: "sha256:abc", variables: { filter: { text: "x", openOnly: true } } });
  expect(fetched.mock.calls[0]![1].headers).toMatchObject({ "Accept-Language": "de" });
  const answer = takeAhead("sha256:abc", { filter: { openOnly: true, text: "x" } });
  expect(await (await answer!).text()).toBe("ready");
  expect(takeAhead("sha256:abc", { filter: { openOnly: true, text: "x" } })).toBeUndefined();
});

it("gives nothing to another question", () => {
  answering(async () => new Response("ready"));
  askAhead(asked, "en");
  expect(takeAhead("sha256:other", {})).toBeUndefined();
  expect(takeAhead("sha256:abc", { filter: { text: "y", openOnly: true } })).toBeUndefined();
});

it("gives nothing old", () => {
  vi.useFakeTimers();
  answering(async () => new Response("ready"));
  askAhead(asked, "en");
  vi.advanceTimersByTime(10_001);
  expect(takeAhead("sha256:abc", asked.variables)).toBeUndefined();
});

it("tells whoever takes it that it failed, and arrives all the same", async () => {
  answering(async () => Promise.reject(new Error("offline")));
  askAhead(asked, "en");
  await arrived();
  await expect(takeAhead("sha256:abc", asked.variables)).rejects.toThrow("offline");
});
