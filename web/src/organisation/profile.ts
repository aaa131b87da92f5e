import type { ProfileForm_OrganisationFragment } from "../gql/graphql";
import type { Independence } from "../gql/graphql";

/** A profile as its form holds it: texts, as they are typed. */
export interface Profile {
  legalName: string;
  country: string;
  city: string;
  foundedYear: string;
  headcount: string;
  turnover: string;
  balanceTotal: string;
  accountsYear: string;
  independence: Independence;
  languages: string;
  certifications: string;
  website: string;
  description: string;
  listed: boolean;
}

/** The form's texts for a stored profile, or for none. */
export function profileOf(o: ProfileForm_OrganisationFragment | null): Profile {
  const text = (value: string | number | null | undefined) => (value == null ? "" : String(value));
  return {
    legalName: text(o?.legalName), country: text(o?.country), city: text(o?.city), foundedYear: text(o?.foundedYear),
    headcount: text(o?.headcount), turnover: text(o?.turnover), balanceTotal: text(o?.balanceTotal), accountsYear: text(o?.accountsYear),
    independence: o?.independence ?? "AUTONOMOUS", languages: o?.languages?.join(", ") ?? "", certifications: o?.certifications?.join(", ") ?? "",
    website: text(o?.website), description: text(o?.description), listed: o?.listed ?? false,
  };
}

/** The form's texts as the graph's input; what is empty stays unsaid. */
export function inputOf(p: Profile) {
  return {
    legalName: p.legalName.trim(), country: p.country.trim().toUpperCase(), city: p.city.trim(), foundedYear: small(p.foundedYear),
    headcount: small(p.headcount), turnover: whole(p.turnover), balanceTotal: whole(p.balanceTotal), accountsYear: small(p.accountsYear),
    independence: p.independence, languages: items(p.languages).map((l) => l.toLowerCase()), certifications: items(p.certifications),
    website: p.website.trim(), description: p.description.trim(), listed: p.listed,
  };
}

/** A whole number as people write it, with or without spaces, points or commas between thousands; null for none, and -1, which the portal refuses on the right field, for what is none. */
export function whole(text: string): number | null {
  const typed = text.trim();
  if (!typed) return null;
  return /^(\d{1,15}|\d{1,3}([\s.,'’]\d{3}){1,4})$/.test(typed) ? Number(typed.replace(/\D/g, "")) : -1;
}

/** The same where the graph takes 32 bits: more is refused on its field too, not as a whole. */
const small = (text: string): number | null => {
  const n = whole(text);
  return n !== null && n > 2 ** 31 - 1 ? -1 : n;
};

const items = (text: string): string[] => text.split(/[,;]/).map((t) => t.trim()).filter(Boolean);
