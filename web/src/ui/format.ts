import type { I18n } from "@lingui/core";

/** The locales for numbers and dates: the language with its European conventions where it has several. */
const localesOf = (i18n: I18n) => i18n.locales ?? i18n.locale;

/** How every date is written: alone, in a range, with a time. */
const written = { year: "numeric", month: "short", day: "numeric" } as const;

/** A calendar day (YYYY-MM-DD) in words. */
export function day(i18n: I18n, date: string): string {
  return i18n.date(new Date(`${date}T00:00:00Z`), { ...written, timeZone: "UTC" });
}

/** Two calendar days as a range. */
export function days(i18n: I18n, from: string, to: string): string {
  if (i18n.locale === "zh") return `${day(i18n, from)} – ${day(i18n, to)}`; // its ranges have slashes, which no other date here has
  const format = new Intl.DateTimeFormat(localesOf(i18n), { ...written, timeZone: "UTC" });
  return format.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}

/** The reader's calendar day of an instant, in words. */
export function onDay(i18n: I18n, at: string): string {
  return i18n.date(new Date(at), written);
}

/** An instant in a time zone, the zone named; the reader's own zone when none is given. */
export function instant(i18n: I18n, at: string, timeZone?: string): string {
  return i18n.date(new Date(at), {
    ...written, hour: "2-digit", minute: "2-digit", timeZoneName: "short", ...(timeZone ? { timeZone } : {}),
  });
}

/** The hour and minute of an instant in a time zone. */
export function clock(i18n: I18n, at: string, timeZone: string): string {
  return i18n.date(new Date(at), { hour: "2-digit", minute: "2-digit", timeZone });
}

/** The calendar day (YYYY-MM-DD) of an instant in a time zone. */
export function dayIn(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone }).format(new Date(at));
}

/** The reader's calendar day today. */
export function today(): string {
  return dayIn(new Date().toISOString(), Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** An amount given in hundredths. */
export function money(i18n: I18n, { cents, currency }: { cents: number; currency: string }): string {
  return i18n.number(cents / 100, { style: "currency", currency, minimumFractionDigits: cents % 100 ? 2 : 0 });
}

/** The name of a country, language or region code in the reader's language. */
export function named(i18n: I18n, type: "region" | "language", code: string): string {
  try {
    return new Intl.DisplayNames(localesOf(i18n), { type }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A list in the reader's language. */
export function listed(i18n: I18n, items: readonly string[]): string {
  return new Intl.ListFormat(localesOf(i18n), { type: "conjunction" }).format(items);
}

/** Names one after another, without a word before the last; Chinese sets them apart by a mark of its own. */
export function series(i18n: I18n, names: readonly string[]): string {
  return names.join(i18n.locale === "zh" ? "、" : ", ");
}

/** What something is called and what it is, with the colon of the reader's language between. */
export function titled(i18n: I18n, name: string, what: string): string {
  return name + ({ zh: "：", fr: "\u00a0: " }[i18n.locale] ?? ": ") + what;
}

/** A size in bytes, in the unit that people read. */
export function bytes(i18n: I18n, size: number): string {
  const [unit, n] = size < 1000 ? (["byte", size] as const) : size < 1e6 ? (["kilobyte", size / 1e3] as const) : (["megabyte", size / 1e6] as const);
  return i18n.number(n, { style: "unit", unit, maximumFractionDigits: n < 10 && unit !== "byte" ? 1 : 0 });
}

/** An instant in a place's time zone and, where the reader's clock shows another time, in the reader's too. */
export function instants(i18n: I18n, at: string, timeZone: string): string {
  const there = instant(i18n, at, timeZone);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return clock(i18n, at, here) === clock(i18n, at, timeZone) && dayIn(at, here) === dayIn(at, timeZone) ? there : `${there} (${instant(i18n, at)})`;
}
