/** What the clocks of a time zone show at an instant: YYYY-MM-DDThh:mm. */
export function clockIn(at: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).formatToParts(new Date(at));
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/** The instant at which the clocks of a time zone show YYYY-MM-DDThh:mm; where they never do, since they are put forward, a moment next to it. Text that is no such time stays as it is. */
export function instantOf(clock: string, timeZone: string): string {
  const wanted = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(clock) ? Date.parse(`${clock}:00Z`) : NaN;
  if (Number.isNaN(wanted) || !isZone(timeZone)) return clock;
  let at = wanted;
  for (let n = 0; n < 2; n++) at += wanted - Date.parse(`${clockIn(new Date(at).toISOString(), timeZone)}:00Z`); // twice: the first guess may lie across a change of clocks
  return new Date(at).toISOString();
}

/** Whether the browser knows a time zone. */
export function isZone(timeZone: string): boolean {
  try {
    return !!new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    return false;
  }
}
