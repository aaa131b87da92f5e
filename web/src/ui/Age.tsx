import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";

const day = 86_400_000;

/** How long something has waited, in whole days; after five days it warns, after ten it alarms. */
export function Age({ since, now = Date.now() }: { since: string; now?: number }): ReactNode {
  const { i18n } = useLingui();
  const days = Math.max(0, Math.floor((now - new Date(since).getTime()) / day));
  const tone = days >= 10 ? "age bad" : days >= 5 ? "age warn" : "age";
  return (
    <time className={tone} dateTime={since} title={i18n.date(since, { dateStyle: "long" })}>
      {i18n._("{days, plural, =0 {today} one {# day} other {# days}}", { days })}
    </time>
  );
}
