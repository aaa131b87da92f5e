import type { I18n } from "@lingui/core";
import type { Field } from "./csv";

/** The fields of an organisation that a file can fill. */
export const fieldNames = (i18n: I18n): Record<Field, string> => ({
  externalReference: i18n._("Reference in the file"), legalName: i18n._("Legal name"), kind: i18n._("Kind of organisation"), country: i18n._("Country"), region: i18n._("Region"), city: i18n._("City"),
  foundedYear: i18n._("Year of foundation"), headcount: i18n._("Headcount"), turnover: i18n._("Annual turnover in euros"), balanceTotal: i18n._("Balance-sheet total in euros"),
  accountsYear: i18n._("Year of the accounts"), naceCodes: i18n._("NACE classes"), languages: i18n._("Languages of business"), certifications: i18n._("Certifications and approvals"),
  website: i18n._("Web site"), description: i18n._("Description"), offers: i18n._("Offers"), seeks: i18n._("Seeks"), technologies: i18n._("Technologies"),
});
