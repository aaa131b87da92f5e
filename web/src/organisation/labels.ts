import type { I18n } from "@lingui/core";
import type { Direction, Independence, OrganisationKind, OrganisationStatus, SizeClass } from "../gql/graphql";

/** Kinds of organisation. */
export const organisationKinds = (i18n: I18n): Record<OrganisationKind, string> => ({
  COMPANY: i18n._("Company"),
  RESEARCH: i18n._("Research institution"),
  INVESTOR: i18n._("Investor"),
  PUBLIC_BODY: i18n._("Public body"),
  GATEWAY: i18n._("Gateway organisation"),
});

/** Where a profile stands. */
export const organisationStatuses = (i18n: I18n): Record<OrganisationStatus, string> => ({
  DRAFT: i18n._("Draft"),
  UNDER_REVIEW: i18n._("Under review by your cluster"),
  VERIFIED: i18n._("Verified"),
  SUSPENDED: i18n._("Suspended"),
});

/** Size classes of Recommendation 2003/361/EC. */
export const sizeClasses = (i18n: I18n): Record<SizeClass, string> => ({
  MICRO: i18n._("Micro enterprise"),
  SMALL: i18n._("Small enterprise"),
  MEDIUM: i18n._("Medium-sized enterprise"),
  LARGE: i18n._("Large enterprise"),
});

/** Relations to other enterprises. */
export const independences = (i18n: I18n): Record<Independence, string> => ({
  AUTONOMOUS: i18n._("Autonomous"),
  PARTNER: i18n._("Partner enterprise"),
  LINKED: i18n._("Linked enterprise"),
});

/** Which way a capability points. */
export const capabilityDirections = (i18n: I18n): Record<Direction, string> => ({
  OFFERS: i18n._("Offers"),
  SEEKS: i18n._("Seeks"),
});
