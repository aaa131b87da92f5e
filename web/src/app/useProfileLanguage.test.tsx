import { act, render } from "@testing-library/react";
import { i18n } from "@lingui/core";
import { afterEach, expect, it, vi } from "vitest";
import { useSession } from "../api/session";
import { useProfileLanguage } from "./useProfileLanguage";

vi.mock("../api/session", () => ({ useSession: vi.fn() }));
afterEach(() => {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  localStorage.clear();
});

function Page() {
  useProfileLanguage();
  return null;
}

/** Shows the page to somebody whose profile says a language; `renew` stands for asking everything anew, after which the viewer is the same. */
async function shown(language: string) {
  const renew = vi.fn();
  vi.mocked(useSession).mockImplementation(() => ({ viewer: { user: { language } }, renew }) as never);
  const page = render(<Page />);
  await act(async () => vi.waitFor(() => expect(i18n.locale).toBe(language)));
  vi.mocked(useSession).mockImplementation(() => ({ viewer: null, renew }) as never);
  page.rerender(<Page />);
  vi.mocked(useSession).mockImplementation(() => ({ viewer: { user: { language } }, renew }) as never);
  page.rerender(<Page />);
  await act(async () => new Promise((resolve) => setTimeout(resolve, 20)));
  return renew;
}

it.each(["zh", "de"])("speaks the profile's language (%s), and asks everything anew but once", async (language) => {
  expect(await shown(language)).toHaveBeenCalledTimes(1);
});

it("asks for nothing when the language is spoken already", async () => {
  expect(await shown("en")).not.toHaveBeenCalled();
});
