import { expect, test } from "vitest";
import { inputOf, profileOf, whole } from "./profile";

test.each([["4.200.000", 4200000], ["4,200,000", 4200000], ["4 200 000", 4200000], [" 2010 ", 2010], ["4’200’000", 4200000], ["", null], ["  ", null], ["many", -1], ["-3", -1], ["12.5", -1], ["4,2", -1], ["1,000.50", -1]])("%s is %s", (text, number) => {
  expect(whole(text)).toBe(number);
});

test("typed lists become items", () => {
  const input = inputOf({ ...profileOf(null), languages: "EN, es;ca ,", certifications: " ISO 13485 , GMP" });
  expect(input.languages).toEqual(["en", "es", "ca"]);
  expect(input.certifications).toEqual(["ISO 13485", "GMP"]);
});

test("what does not fit 32 bits is left to the portal to refuse on its field", () => {
  const input = inputOf({ ...profileOf(null), headcount: "9999999999", accountsYear: "2025", turnover: "9,999,999,999" });
  expect([input.headcount, input.accountsYear, input.turnover]).toEqual([-1, 2025, 9999999999]);
});
