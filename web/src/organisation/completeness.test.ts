import { i18n } from "@lingui/core";
import { expect, test } from "vitest";
import { itemsOf, percentOf } from "./completeness";

const empty = { id: "org_1", capabilities: [] } as never;
const full = {
  id: "org_1", description: "d", website: "https://x.example", foundedYear: 2010, headcount: 5, turnover: 1, accountsYear: 2025, languages: ["en"], certifications: ["GMP"],
  capabilities: [{ direction: "OFFERS", text: "x".repeat(80), stage: "CONCEPT", partnerships: ["INVESTMENT"] }, { direction: "SEEKS", text: "", stage: null, partnerships: [] }],
} as never;

test("an empty profile is at 0, a full one at 100", () => {
  expect(percentOf(itemsOf(i18n, empty))).toBe(0);
  expect(percentOf(itemsOf(i18n, full))).toBe(100);
});
test("what is worth most is what matches rest on most", () => {
  const items = itemsOf(i18n, empty);
  expect(Math.max(...items.map((i) => i.worth))).toBe(items[0]!.worth);
});
