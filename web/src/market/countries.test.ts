import { expect, test } from "vitest";
import atlas from "world-atlas/countries-110m.json";
import { numericCodes } from "./countries";

test("markets of today and tomorrow are on the map, and every code is the atlas's", () => {
  const drawn = new Set((atlas.objects.countries.geometries as { id?: string }[]).map((g) => g.id));
  const codes = numericCodes(["CN", "BR", "US", "JP", "AU", "CA", "KR"]);
  expect(codes.size).toBe(7);
  for (const code of codes) expect(drawn).toContain(code);
  expect(numericCodes(["MT"]).size).toBe(0); // too small to be drawn
});
