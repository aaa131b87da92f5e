import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderOver } from "../app/test-graph";
import type { Explanation_MatchFragment } from "../gql/graphql";
import { Explanation } from "./Explanation";

const match: Explanation_MatchFragment = {
  __typename: "Match",
  score: 61.5, eligible: false, weightsVersion: 1,
  parts: [
    { __typename: "MatchPart", kind: "COMPLEMENT", weight: 0.2, score: 1, points: 20, evidence: "offer against request" },
    { __typename: "MatchPart", kind: "TECHNOLOGY", weight: 0.5, score: 0.83, points: 41.5, evidence: "siblings in the tree" },
  ],
  requirements: [{ __typename: "RequirementVerdict", kind: "CERTIFICATION", verdict: "GAP", evidence: "ISO 13485 is not in the profile", mandatory: true }],
};

test("the parts stand in their order and add up to the score", async () => {
  renderOver({}, <Explanation match={match as never} />);
  const table = await screen.findByRole("table");
  const rows = within(table).getAllByRole("rowheader").map((cell) => cell.textContent);
  expect(rows).toEqual(["Technology", "Offer meets request", "Score"]);
  const widths = [...document.querySelectorAll("rect")].map((rect) => Number(rect.getAttribute("x")));
  expect(widths).toEqual([0, 41.5]);
  expect(within(table).getByText("61.5")).toBeTruthy();
});

test("a gap in what is mandatory is said, with its evidence and what to do", async () => {
  renderOver({}, <Explanation match={match as never} advise />);
  expect(await screen.findByText("A mandatory requirement is not fulfilled")).toBeTruthy();
  expect(screen.getByText("ISO 13485 is not in the profile")).toBeTruthy();
  expect(screen.getByText(/If you hold it, add it to your profile/)).toBeTruthy();
  expect(screen.getByRole("link").getAttribute("href")).toBe("/organisation");
});

test("the other side reads no advice that is not for it", async () => {
  renderOver({}, <Explanation match={match as never} />);
  expect(await screen.findByText("ISO 13485 is not in the profile")).toBeTruthy();
  expect(screen.queryByText(/If you hold it/)).toBeNull();
  expect(screen.queryByRole("link")).toBeNull();
});
