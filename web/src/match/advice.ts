import type { I18n } from "@lingui/core";
import type { RequirementKind, Verdict } from "../gql/graphql";

/** What an organisation can do about a requirement that its profile does not fulfil; null when there is nothing to do. */
export function adviceOn(i18n: I18n, kind: RequirementKind, verdict: Verdict): string | null {
  if (verdict === "MATCH") return null;
  if (verdict === "UNKNOWN") return i18n._("Your profile does not say it. Add it, and the score follows at once.");
  return advice(i18n)[kind];
}

const advice = (i18n: I18n): Record<RequirementKind, string> => ({
  CERTIFICATION: i18n._("If you hold it, add it to your profile. If not, your cluster knows who helps to obtain it."),
  SIZE_CLASS: i18n._("The class follows from your headcount and accounts: see whether those in your profile are still right."),
  COUNTRY: i18n._("Your site does not change; a partner or subsidiary there might do. Ask your cluster."),
  REGION: i18n._("Your site does not change; a partner or subsidiary there might do. Ask your cluster."),
  LANGUAGE: i18n._("If somebody on your team works in it, add it to your languages."),
  STAGE: i18n._("If your development has moved on, change the stage of what you offer."),
  TRL: i18n._("If your development has moved on, change the stage of what you offer."),
  YEARS_IN_BUSINESS: i18n._("Time mends it. Until then a more experienced partner may sign with you."),
  IPR: i18n._("Say in what you offer which rights protect it; your cluster knows who advises on patents."),
});
