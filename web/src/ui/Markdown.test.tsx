import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Markdown } from "./Markdown";

test("headings, lists, tables and safe links are shown", () => {
  render(<Markdown text={"# Route\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[site](https://example.org)"} />);
  expect(screen.getByRole("heading", { level: 2 }).textContent).toBe("Route");
  expect(screen.getAllByRole("listitem")).toHaveLength(2);
  expect(screen.getByRole("cell", { name: "2" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "site" }).getAttribute("href")).toBe("https://example.org");
});

test.each([
  "<script>alert(1)</script>",
  "a <img src=x onerror=alert(1)> b",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](data:text/html;base64,PHNjcmlwdD4=)",
  "[x](vbscript:msgbox)",
  "![x](javascript:alert(1))",
  "<javascript:alert(1)>",
  "<a href=\"javascript:alert(1)\">x</a>",
  "[x]: javascript:alert(1)\n\n[x]",
  "`<script>alert(1)</script>`",
  "| <svg onload=alert(1)> |\n|---|\n| <iframe src=//x> |",
])("nothing runs: %s", (text) => {
  const { container } = render(<Markdown text={text} />);
  expect(container.querySelector("script, img, svg, iframe, [onerror], [onload]")).toBeNull();
  for (const link of container.querySelectorAll("a")) expect(link.getAttribute("href")).toMatch(/^(https?:|mailto:)/);
});
