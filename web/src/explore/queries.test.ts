import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { examples, forget, keep, savedQueries } from "./queries";

const schema = buildSchema(readFileSync("../schema.graphqls", "utf8"));

test.each(examples)("$name is a question of the schema", ({ query }) => {
  expect(validate(schema, parse(query))).toEqual([]);
});

test("own questions are kept and forgotten; what is no list is none", () => {
  localStorage.setItem("portal.explore.saved", '{"a":1}');
  expect(savedQueries()).toEqual([]);
  keep("mine", "{ markets { code } }");
  expect(keep("mine", "{ clusters { slug } }")).toEqual([{ name: "mine", query: "{ clusters { slug } }" }]);
  expect(forget("mine")).toEqual([]);
});
