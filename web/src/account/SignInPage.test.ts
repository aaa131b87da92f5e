import { expect, test } from "vitest";
import { ownPath } from "./SignInPage";

test.each([["/missions/mis_1", "/missions/mis_1"], [undefined, "/"], ["//evil.example", "/"], ["/\\evil.example", "/"], ["https://evil.example", "/"], ["javascript:alert(1)", "/"]])("%s leads to %s", (to, path) => {
  expect(ownPath(to)).toBe(path);
});
