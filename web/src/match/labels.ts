import type { I18n } from "@lingui/core";
import type { MatchPartKind, RatingReason, RequirementKind, Verdict } from "../gql/graphql";

/** What a score is made of, in the order in which it is always shown. */
export const partOrder: readonly MatchPartKind[] = ["TECHNOLOGY", "COMPLEMENT", "TEXT", "MARKET", "STAGE", "FRESHNESS"];

/** The parts of a score. */
export const parts = (i18n: I18n): Record<MatchPartKind, string> => ({
  TECHNOLOGY: i18n._("Technology"),
  COMPLEMENT: i18n._("Offer meets request"),
  TEXT: i18n._("Text"),
  MARKET: i18n._("Market"),
  STAGE: i18n._("Stage of development"),
  FRESHNESS: i18n._("Freshness"),
});

/** What a requirement is about. */
export const requirementKinds = (i18n: I18n): Record<RequirementKind, string> => ({
  CERTIFICATION: i18n._("Certification"),
  SIZE_CLASS: i18n._("Size class"),
  COUNTRY: i18n._("Country"),
  REGION: i18n._("Region"),
  LANGUAGE: i18n._("Language"),
  STAGE: i18n._("Stage of development"),
  TRL: i18n._("Technology readiness level"),
  YEARS_IN_BUSINESS: i18n._("Years in business"),
  IPR: i18n._("Intellectual property"),
});

/** How a requirement was judged. */
export const verdicts = (i18n: I18n): Record<Verdict, string> => ({
  MATCH: i18n._("fulfilled"),
  GAP: i18n._("gap"),
  UNKNOWN: i18n._("unknown"),
});

/** Why a match is not relevant; the first hides the two from each other. */
export const ratingReasons = (i18n: I18n): Record<RatingReason, string> => ({
  NO_THANKS: i18n._("No, thanks: do not show it again"),
  WRONG_TECHNOLOGY: i18n._("Another technology"),
  WRONG_PARTNERSHIP: i18n._("Another type of partnership"),
  WRONG_MARKET: i18n._("Another market"),
  WRONG_STAGE: i18n._("Another stage of development"),
  ALREADY_KNOWN: i18n._("We know each other already"),
  OTHER: i18n._("Something else"),
});
