import type { I18n } from "@lingui/core";
import type { Admission, Audience, EligibilityRuleKind, MissionDirection, MissionStatus, OutcomeKind, PlaceReason, RegistrationStatus, SelectionRule, ValueBand } from "../gql/graphql";

/** Which way people travel. */
export const directions = (i18n: I18n): Record<MissionDirection, string> => ({
  OUTBOUND: i18n._("Outbound: companies travel"),
  INBOUND: i18n._("Inbound: experts visit"),
});

/** Where a mission stands. */
export const missionStatuses = (i18n: I18n): Record<MissionStatus, string> => ({
  DRAFT: i18n._("Draft"),
  OPEN: i18n._("Open for registration"),
  CLOSED: i18n._("Registration closed"),
  CONFIRMED: i18n._("Participants confirmed"),
  RUNNING: i18n._("Under way"),
  COMPLETED: i18n._("Completed"),
  CANCELLED: i18n._("Cancelled"),
});

/** How places are given. */
export const admissions = (i18n: I18n): Record<Admission, string> => ({
  FIRST_COME: i18n._("In order of arrival"),
  SELECTION: i18n._("Chosen by the cluster"),
});

/** Where a registration stands. */
export const registrationStatuses = (i18n: I18n): Record<RegistrationStatus, string> => ({
  SUBMITTED: i18n._("Waiting for a decision"),
  ELIGIBLE: i18n._("Eligible"),
  INELIGIBLE: i18n._("Not eligible"),
  CONFIRMED: i18n._("Place confirmed"),
  WAITLISTED: i18n._("On the waiting list"),
  REJECTED: i18n._("Not selected"),
  OFFERED: i18n._("Place offered"),
  DECLINED: i18n._("Offer declined"),
  LAPSED: i18n._("Offer lapsed"),
  WITHDRAWN: i18n._("Withdrawn"),
  ATTENDED: i18n._("Attended"),
  NO_SHOW: i18n._("Did not attend"),
});

/** Why a registration has, or waits for, its place. */
export const placeReasons = (i18n: I18n): Record<PlaceReason, string> => ({
  OPEN_PLACE: i18n._("one of the places open to all"),
  GUARANTEED_PLACE: i18n._("one of the places guaranteed to your cluster"),
  FULL: i18n._("all places are taken"),
  HELD_FOR_CLUSTERS: i18n._("the places left are held for other clusters until registration closes"),
  CLUSTER_MAXIMUM: i18n._("your cluster has reached its maximum"),
});

/** The tone of a registration's status. */
export function toneOf(status: RegistrationStatus): "good" | "warn" | "bad" {
  if (status === "CONFIRMED" || status === "ATTENDED" || status === "ELIGIBLE") return "good";
  if (status === "OFFERED" || status === "WAITLISTED" || status === "SUBMITTED") return "warn";
  return "bad";
}

/** What a condition of participation is about. */
export const ruleKinds = (i18n: I18n): Record<EligibilityRuleKind, string> => ({
  VERIFIED_PROFILE: i18n._("A verified profile"),
  CLUSTER_MEMBERSHIP: i18n._("The cluster"),
  SIZE_CLASS: i18n._("The size class"),
  TECHNOLOGY: i18n._("Technologies"),
  PAST_PARTICIPATION: i18n._("Earlier missions"),
});

/** Whom a document is for. */
export const audiences = (i18n: I18n): Record<Audience, string> => ({
  EVERYONE: i18n._("Everyone"),
  PARTICIPANTS: i18n._("Participants"),
  STAFF: i18n._("Staff of the mission"),
});

/** Which rule keeps a candidate off the best list. */
export const selectionRules = (i18n: I18n): Record<SelectionRule, string> => ({
  NOT_SCORED: i18n._("too few reviews"),
  CLUSTER_MAXIMUM: i18n._("its cluster has as many places as it may"),
  GUARANTEE: i18n._("places are guaranteed to other clusters"),
  CAPACITY: i18n._("all places went to better candidates"),
});

/** That staff put a registration at the head of the waiting list, and why. */
export const selectionPromoted = (i18n: I18n, reason: string): string => i18n._("put at the head of the list: {reason}", { reason });

/** What comes of contacts. */
export const outcomeKinds = (i18n: I18n): Record<OutcomeKind, string> => ({
  MEETING_HELD: i18n._("Meeting held"),
  NDA: i18n._("Non-disclosure agreement"),
  MEMORANDUM: i18n._("Memorandum of understanding"),
  DISTRIBUTION: i18n._("Distribution agreement"),
  LICENCE: i18n._("Licence"),
  RESEARCH_AGREEMENT: i18n._("Research agreement"),
  INVESTMENT: i18n._("Investment"),
  SALE: i18n._("Sale"),
});

/** Roughly what an outcome is worth. */
export const valueBands = (i18n: I18n): Record<ValueBand, string> => ({
  UNDISCLOSED: i18n._("not told"),
  UP_TO_10K: i18n._("up to €10,000"),
  UP_TO_100K: i18n._("up to €100,000"),
  UP_TO_1M: i18n._("up to €1,000,000"),
  ABOVE_1M: i18n._("more than €1,000,000"),
});
