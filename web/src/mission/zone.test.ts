import { expect, test } from "vitest";
import { clockIn, instantOf } from "./zone";

test.each([
  ["2027-02-15T09:00", "Asia/Shanghai", "2027-02-15T01:00:00.000Z"],
  ["2027-07-01T09:30", "Europe/Madrid", "2027-07-01T07:30:00.000Z"],
  ["2027-01-01T00:15", "America/Sao_Paulo", "2027-01-01T03:15:00.000Z"],
  ["2027-03-28T03:30", "Europe/Berlin", "2027-03-28T01:30:00.000Z"], // an hour after the clocks were put forward
  ["2027-03-28T01:30", "Europe/Berlin", "2027-03-28T00:30:00.000Z"],
])("%s in %s is %s, and back", (clock, zone, at) => {
  expect(instantOf(clock, zone)).toBe(at);
  expect(clockIn(at, zone)).toBe(clock);
});

test("what is no time, and what is no zone, stays as it is", () => {
  expect(instantOf("", "Asia/Shanghai")).toBe("");
  expect(instantOf("2027-02-15T09:00", "Nowhere/Else")).toBe("2027-02-15T09:00");
});
