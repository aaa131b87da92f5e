/** Days and weeks as YYYY-MM-DD, without zones: a mission's days are those of its venue. */

/** The day so many days after another. */
export function plusDays(date: string, count: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

/** The Monday of a day's week. */
export function monday(date: string): string {
  return plusDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));
}

/** Something that lasts from one day to another, both included. */
export interface Span {
  startsOn: string;
  endsOn: string;
}

/** A span's part in one week: from column 1, Monday, so many columns, in a lane of its own. */
export interface Bar<T> {
  of: T;
  column: number;
  columns: number;
  lane: number;
}

/** One week with what falls into it. */
export interface Week<T> {
  monday: string;
  bars: Bar<T>[];
}

const between = (from: string, to: string) => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** The weeks of a month (YYYY-MM), and in each the spans that touch it, those that overlap in lanes one below the other. */
export function weeksOf<T extends Span>(month: string, spans: readonly T[]): Week<T>[] {
  const weeks: Week<T>[] = [];
  for (let start = monday(`${month}-01`); start.slice(0, 7) <= month; start = plusDays(start, 7)) weeks.push({ monday: start, bars: barsOf(start, spans) });
  return weeks;
}

function barsOf<T extends Span>(start: string, spans: readonly T[]): Bar<T>[] {
  const end = plusDays(start, 6);
  const ends: string[] = []; // where each lane is taken until
  return spans.filter((s) => s.startsOn <= end && s.endsOn >= start).map((of) => {
    const from = of.startsOn < start ? start : of.startsOn;
    const to = of.endsOn > end ? end : of.endsOn;
    const free = ends.findIndex((until) => until < from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = to;
    return { of, column: between(start, from) + 1, columns: between(from, to) + 1, lane: lane + 1 };
  });
}

/** The months (YYYY-MM) that spans begin or end in, in their order. */
export const monthsOf = (spans: readonly Span[]): string[] => [...new Set(spans.flatMap((s) => [s.startsOn.slice(0, 7), s.endsOn.slice(0, 7)]))].sort();
