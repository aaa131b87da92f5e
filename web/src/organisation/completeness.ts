import type { I18n } from "@lingui/core";
import type { Completeness_OrganisationFragment } from "../gql/graphql";

/** One thing that a profile can say, what it is worth of 100, and what saying it improves. */
export interface Item {
  said: boolean;
  worth: number;
  what: string;
  why: string;
}

type Organisation = Completeness_OrganisationFragment;

/** What a profile says and what it does not yet, those worth most first. The worths follow the weights of a match and add up to 100. */
export function itemsOf(i18n: I18n, o: Organisation): Item[] {
  const capabilities = o.capabilities ?? [];
  const offers = capabilities.some((c) => c.direction === "OFFERS");
  const seeks = capabilities.some((c) => c.direction === "SEEKS");
  const figures = o.headcount != null && (o.turnover != null || o.balanceTotal != null) && o.accountsYear != null;
  return [
    { said: offers, worth: 25, what: i18n._("what you offer, with technologies"), why: i18n._("matches rest on it most") },
    { said: seeks, worth: 15, what: i18n._("what you seek"), why: i18n._("finds offers, not requests alone") },
    { said: capabilities.some((c) => c.text.length >= 80), worth: 10, what: i18n._("a few sentences on it"), why: i18n._("more words to find in common") },
    { said: capabilities.some((c) => c.partnerships.length > 0), worth: 10, what: i18n._("types of partnership"), why: i18n._("part of the score") },
    { said: capabilities.some((c) => c.stage), worth: 5, what: i18n._("the stage of development"), why: i18n._("part of the score") },
    { said: !!o.certifications?.length, worth: 10, what: i18n._("certifications and approvals"), why: i18n._("requirements ask for them") },
    { said: figures, worth: 10, what: i18n._("headcount and accounts"), why: i18n._("decide the size class, which requirements ask for") },
    { said: !!o.languages?.length, worth: 5, what: i18n._("languages of business"), why: i18n._("requirements ask for them") },
    { said: o.foundedYear != null, worth: 3, what: i18n._("the year of foundation"), why: i18n._("requirements ask for it") },
    { said: !!o.description, worth: 5, what: i18n._("what the organisation does"), why: i18n._("partners read it first") },
    { said: !!o.website, worth: 2, what: i18n._("the web site"), why: i18n._("partners look there") },
  ];
}

/** How complete a profile is, 0 to 100. */
export const percentOf = (items: readonly Item[]): number => items.reduce((sum, item) => sum + (item.said ? item.worth : 0), 0);
