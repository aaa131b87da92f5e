import { expect, test } from "vitest";
import { monday, monthsOf, plusDays, weeksOf } from "./calendar";

test("days run over months and years", () => {
  expect(plusDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(monday("2026-11-29")).toBe("2026-11-23"); // a Sunday
  expect(monday("2026-11-23")).toBe("2026-11-23");
});

test("a span is cut at the week's ends, and overlapping ones lie below each other", () => {
  const a = { startsOn: "2027-02-26", endsOn: "2027-03-03" };
  const b = { startsOn: "2027-03-02", endsOn: "2027-03-02" };
  const c = { startsOn: "2027-03-05", endsOn: "2027-03-05" };
  const weeks = weeksOf("2027-03", [a, b, c]);
  expect(weeks[0]).toEqual({ monday: "2027-03-01", bars: [{ of: a, column: 1, columns: 3, lane: 1 }, { of: b, column: 2, columns: 1, lane: 2 }, { of: c, column: 5, columns: 1, lane: 1 }] });
  expect(weeksOf("2027-02", [a]).at(-1)!.bars).toEqual([{ of: a, column: 5, columns: 3, lane: 1 }]);
  expect(monthsOf([a, b, c])).toEqual(["2027-02", "2027-03"]);
});

test("a month has its weeks, the first with days of the month before", () => {
  expect(weeksOf("2027-02", []).map((w) => w.monday)).toEqual(["2027-02-01", "2027-02-08", "2027-02-15", "2027-02-22"]);
  expect(weeksOf("2026-12", []).map((w) => w.monday)[0]).toBe("2026-11-30");
});
