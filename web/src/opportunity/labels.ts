import type { I18n } from "@lingui/core";
import type { Ipr, OpportunityKind, OpportunityStatus, Partnership, Severity, Stage } from "../gql/graphql";

/** The kinds of opportunity in the reader's language. */
export const kinds = (i18n: I18n): Record<OpportunityKind, string> => ({
  BUSINESS_OFFER: i18n._("Business offer"),
  BUSINESS_REQUEST: i18n._("Business request"),
  TECHNOLOGY_OFFER: i18n._("Technology offer"),
  TECHNOLOGY_REQUEST: i18n._("Technology request"),
  RESEARCH_REQUEST: i18n._("Research request"),
});

/** The stages of development. */
export const stages = (i18n: I18n): Record<Stage, string> => ({
  CONCEPT: i18n._("Concept"),
  UNDER_DEVELOPMENT: i18n._("Under development"),
  LAB_TESTED: i18n._("Lab tested"),
  DEMONSTRATION: i18n._("Available for demonstration"),
  ON_MARKET: i18n._("On the market"),
});

/** The types of partnership. */
export const partnerships = (i18n: I18n): Record<Partnership, string> => ({
  COMMERCIAL: i18n._("Commercial agreement"),
  COMMERCIAL_WITH_TECHNICAL_ASSISTANCE: i18n._("Commercial agreement with technical assistance"),
  INVESTMENT: i18n._("Investment agreement"),
  OUTSOURCING: i18n._("Outsourcing agreement"),
  SUPPLIER: i18n._("Supplier agreement"),
  RESEARCH_COOPERATION: i18n._("Research cooperation"),
});

/** The states of intellectual property rights. */
export const iprs = (i18n: I18n): Record<Ipr, string> => ({
  NONE: i18n._("No rights"),
  SECRET_KNOW_HOW: i18n._("Secret know-how"),
  APPLIED: i18n._("Patent applied for"),
  GRANTED: i18n._("Patent granted"),
});

/** Where an opportunity stands. */
export const statuses = (i18n: I18n): Record<OpportunityStatus, string> => ({
  DRAFT: i18n._("Draft"),
  SUBMITTED: i18n._("Waiting for review"),
  CHANGES_REQUESTED: i18n._("Changes requested"),
  PUBLISHED: i18n._("Published"),
  ON_HOLD: i18n._("On hold"),
  EXPIRED: i18n._("Expired"),
  ARCHIVED: i18n._("Archived"),
  WITHDRAWN: i18n._("Withdrawn"),
});

/** How grave a reviewer's issue is. */
export const severities = (i18n: I18n): Record<Severity, string> => ({
  BLOCKER: i18n._("Must change"),
  MAJOR: i18n._("Should change"),
  MINOR: i18n._("May change"),
});
