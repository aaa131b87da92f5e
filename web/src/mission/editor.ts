import type { Admission, CreateMissionInput, EditorMissionQuery, EligibilityRuleKind, MissionDirection, UpdateMissionInput } from "../gql/graphql";
import { clockIn, instantOf } from "./zone";

type Mission = NonNullable<EditorMissionQuery["mission"]>;

/** A mission as its form holds it: everything as typed, times as the clocks of its zone show them. */
export interface MissionForm {
  direction: MissionDirection;
  admission: Admission;
  market: string;
  title: string;
  description: string;
  city: string;
  venue: string;
  timeZone: string;
  startsOn: string;
  endsOn: string;
  opensAt: string;
  closesAt: string;
  capacity: string;
  seatsPerOrganisation: string;
  offerHours: string;
  fee: string;
  travelAid: string;
  currency: string;
  quotas: readonly QuotaRow[];
  agenda: readonly AgendaRow[];
  coOwners: readonly string[];
  contacts: readonly ContactRow[];
  eligibility: readonly RuleRow[];
  criteria: readonly CriterionRow[];
}
export interface QuotaRow { cluster: string; guaranteed: string; maximum: string }
export interface AgendaRow { startsAt: string; endsAt: string; title: string; place: string }
export interface ContactRow { name: string; role: string; email: string; phone: string }
export interface RuleRow { kind: EligibilityRuleKind; values: readonly { id: string; label: string }[]; min: string; max: string; mandatory: boolean }
export interface CriterionRow { name: string; weight: string }

/** An empty form for a market; its times are the market's, else the writer's own. */
export const blankMission = (market: string, timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone): MissionForm => ({
  direction: "OUTBOUND", admission: "FIRST_COME", market, title: "", description: "", city: "", venue: "", timeZone,
  startsOn: "", endsOn: "", opensAt: "", closesAt: "", capacity: "20", seatsPerOrganisation: "2", offerHours: "72", fee: "", travelAid: "", currency: "EUR",
  quotas: [], agenda: [], coOwners: [], contacts: [], eligibility: [], criteria: [],
});

/** The form of a mission that is there. */
export function formOf(m: Mission): MissionForm {
  const text = (n: number | null | undefined) => (n === null || n === undefined ? "" : String(n));
  const amount = (cents: number) => (cents ? String(cents / 100) : "");
  return {
    direction: m.direction, admission: m.admission, market: m.market.id, title: m.title, description: m.description, city: m.city, venue: m.venue, timeZone: m.timeZone,
    startsOn: m.startsOn, endsOn: m.endsOn, opensAt: clockIn(m.opensAt, m.timeZone), closesAt: clockIn(m.closesAt, m.timeZone),
    capacity: text(m.capacity), seatsPerOrganisation: text(m.seatsPerOrganisation), offerHours: text(m.offerHours),
    fee: amount(m.fee.cents), travelAid: amount(m.travelAid.cents), currency: m.fee.currency,
    quotas: m.quotas.map((q) => ({ cluster: q.cluster.id, guaranteed: text(q.guaranteed), maximum: text(q.maximum) })),
    agenda: m.agenda.map((a) => ({ startsAt: clockIn(a.startsAt, m.timeZone), endsAt: clockIn(a.endsAt, m.timeZone), title: a.title, place: a.place })),
    coOwners: m.coOwners.map((c) => c.id),
    contacts: (m.contacts ?? []).map(({ name, role, email, phone }) => ({ name, role, email, phone })),
    eligibility: m.eligibility.map((r) => ({
      kind: r.kind, min: text(r.min), max: text(r.max), mandatory: r.mandatory,
      values: [...r.clusters.map((c) => ({ id: c.id, label: c.name })), ...r.sizeClasses.map((s) => ({ id: s, label: s })), ...r.technologies, ...r.markets.map((k) => ({ id: k.id, label: k.name }))],
    })),
    criteria: m.criteria.map((c) => ({ name: c.name, weight: text(c.weight) })),
  };
}

const whole = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : -1); // the portal refuses -1 on the right field
const wholeOrNothing = (text: string): number | null => (text.trim() ? whole(text) : null);
const cents = (text: string): number => (text.trim() ? (/^\d+([.,]\d{1,2})?$/.test(text.trim()) ? Math.round(Number(text.trim().replace(",", ".")) * 100) : -1) : 0);

type Common = Omit<UpdateMissionInput, "missionId" | "expectedVersion">;

/** What the form says of everything that may change later. */
export function commonInput(f: MissionForm) {
  return {
    title: f.title, description: f.description, city: f.city, venue: f.venue, timeZone: f.timeZone, startsOn: f.startsOn, endsOn: f.endsOn,
    opensAt: instantOf(f.opensAt, f.timeZone), closesAt: instantOf(f.closesAt, f.timeZone),
    capacity: whole(f.capacity), seatsPerOrganisation: whole(f.seatsPerOrganisation), offerHours: wholeOrNothing(f.offerHours) ?? 72,
    feeCents: cents(f.fee), travelAidCents: cents(f.travelAid), currency: f.currency,
    quotas: sentQuotas(f).map((q) => ({ cluster: q.cluster, guaranteed: wholeOrNothing(q.guaranteed) ?? 0, maximum: wholeOrNothing(q.maximum) })),
    agenda: f.agenda.map((a) => ({ ...a, startsAt: instantOf(a.startsAt, f.timeZone), endsAt: instantOf(a.endsAt, f.timeZone) })),
    coOwners: [...f.coOwners],
    contacts: f.contacts.map((c) => ({ ...c })),
    eligibility: f.eligibility.map((r) => ({ kind: r.kind, values: r.values.map((v) => v.id), min: wholeOrNothing(r.min), max: wholeOrNothing(r.max), mandatory: r.mandatory })),
    criteria: f.criteria.map((c) => ({ name: c.name, weight: whole(c.weight) })),
  } satisfies Common;
}

/** The quotas that say something; errors count these. */
export const sentQuotas = (f: MissionForm): readonly QuotaRow[] => f.quotas.filter((q) => q.guaranteed.trim() || q.maximum.trim());

/** What a new mission needs to be told. */
export const createInput = (f: MissionForm): CreateMissionInput => ({ ...commonInput(f), direction: f.direction, admission: f.admission, market: f.market });

/** What differs between two forms of one mission. */
export function changedInput(before: MissionForm, after: MissionForm): Common {
  const old = commonInput(before) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(commonInput(after)).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name])));
}

/** The days and times that the form still lacks, by field; a time that is none cannot be sent. */
export const lackingTimes = (f: MissionForm): string[] => [
  ...(["startsOn", "endsOn", "opensAt", "closesAt"] as const).filter((name) => !f[name]),
  ...f.agenda.flatMap((a, n) => (["startsAt", "endsAt"] as const).filter((name) => !a[name]).map((name) => `agenda.${n}.${name}`)),
];
