import { expect, test } from "vitest";
import { guess, headOf, mapText } from "./csv";

test("columns are found whatever separates them, with quotation marks within", () => {
  expect(headOf('\uFEFFName;"City; region";Country\r\n"A ""B"" S.L.";X;ES\n')).toEqual({ columns: ["Name", "City; region", "Country"], samples: [['A "B" S.L.', "X", "ES"]] });
  expect(headOf("sep=|\na|b\n1|2").columns).toEqual(["a", "b"]);
  expect(headOf('{"a": 1}').columns).toEqual([]);
});

test("a first guess by names, and the map that comes of it", () => {
  const mapping = guess(["Ref", "Firma", "Land", "NACE", "Keywords"]);
  expect(mapping.legalName?.column).toBe("Firma");
  expect(mapping.kind).toEqual({ column: "", value: "COMPANY" });
  const map = JSON.parse(mapText("list.csv", "biocat:", mapping)) as Record<string, Record<string, unknown>>;
  expect(map["organisation"]).toEqual({
    externalReference: { column: "Ref", prefix: "biocat:" }, legalName: { column: "Firma" }, kind: { value: "COMPANY" }, country: { column: "Land" }, naceCodes: { column: "NACE", split: ";" },
  });
  expect(map["technologies"]).toEqual({ columns: [{ column: "Keywords", split: ";" }] });
});
