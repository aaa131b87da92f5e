import { i18n } from "@lingui/core";
import { expect, test } from "vitest";
import { day, dayIn, instant, money } from "./format";

test("a calendar day is the same day in every zone", () => expect(day(i18n, "2026-12-01")).toMatch(/1/));
test("an instant falls on the day of its zone", () => {
  expect(dayIn("2026-11-23T20:00:00Z", "Asia/Shanghai")).toBe("2026-11-24");
  expect(dayIn("2026-11-24T02:00:00Z", "America/Sao_Paulo")).toBe("2026-11-23");
});
test("an instant names its zone", () => expect(instant(i18n, "2026-11-23T20:00:00Z", "Asia/Shanghai")).toMatch(/GMT\+8/));
test("money is whole when there are no cents", () => {
  expect(money(i18n, { cents: 85000, currency: "EUR" })).toBe("€850");
  expect(money(i18n, { cents: 85050, currency: "EUR" })).toBe("€850.50");
});
