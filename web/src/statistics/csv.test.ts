import { expect, test } from "vitest";
import { toCSV } from "./csv";

test("cells are quoted, and formulas are none", () => {
  expect(toCSV([["a", 1], ["=1+1", -2], ['x "y", z', 0], [" @SUM(A1)", 3], ["+49", 4], ["-1", 5]])).toBe("a,1\r\n'=1+1,-2\r\n\"x \"\"y\"\", z\",0\r\n' @SUM(A1),3\r\n'+49,4\r\n'-1,5\r\n");
});
