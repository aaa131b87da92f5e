import type { I18n } from "@lingui/core";
import type { MatchPartKind, RequirementKind, Verdict } from "../gql/graphql";

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
