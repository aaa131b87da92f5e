import { i18n, setupI18n } from "@lingui/core";
import { expect, test } from "vitest";
import { day, dayIn, days, instant, money, series, titled } from "./format";

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

const speaking = (locale: string) => setupI18n({ locale, messages: { [locale]: {} } });
test("a date is written alike alone and in a range", () => {
  expect(days(speaking("de"), "2027-02-16", "2027-03-02")).toMatch(/^16\. Feb\.\s–\s2\. März 2027$/);
  expect(days(speaking("zh"), "2027-02-16", "2027-02-20")).toBe("2027年2月16日 – 2027年2月20日");
});
test("lists and titles have the marks of the language", () => {
  expect([series(speaking("zh"), ["疫苗", "组学"]), series(speaking("de"), ["A", "B"])]).toEqual(["疫苗、组学", "A, B"]);
  expect([titled(speaking("zh"), "提供", "疫苗"), titled(speaking("fr"), "Offre", "A"), titled(speaking("it"), "Offre", "A")]).toEqual(["提供：疫苗", "Offre\u00a0: A", "Offre: A"]);
});
