import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import type { SelectionMission } from "./candidates";

interface QuotaBarsProps {
  mission: Pick<SelectionMission, "capacity" | "placesLeft" | "quotas">;
  /** The cluster of everyone who is to have a place. */
  chosen: readonly ({ id: string; name: string } | undefined)[];
}

/** How far capacity and the clusters' quotas are filled by a list. Places taken before count towards the capacity. */
export function QuotaBars({ mission, chosen }: QuotaBarsProps): ReactNode {
  const { i18n } = useLingui();
  const clusters = new Map([...mission.quotas.map((q) => q.cluster), ...chosen.filter((c) => c !== undefined)].map((c) => [c.id, c.name]));
  const rows = [...clusters].map(([id, name]) => {
    const quota = mission.quotas.find((q) => q.cluster.id === id);
    return { id, name, taken: chosen.filter((c) => c?.id === id).length, least: quota?.guaranteed ?? 0, most: quota?.maximum ?? null };
  });
  return (
    <dl className="quotas" aria-live="polite">
      <Bar name={i18n._("All places")} taken={chosen.length} least={0} most={mission.placesLeft} of={mission.placesLeft} />
      {rows.map((r) => <Bar key={r.id} name={r.name} taken={r.taken} least={r.least} most={r.most} of={Math.max(mission.placesLeft, 1)} />)}
    </dl>
  );
}

function Bar({ name, taken, least, most, of }: { name: string; taken: number; least: number; most: number | null; of: number }): ReactNode {
  const { i18n } = useLingui();
  const share = (n: number) => (100 * Math.min(n, of)) / Math.max(of, 1);
  const tone = most !== null && taken > most ? "bad" : taken < least ? "warn" : "good";
  const words = [
    most !== null ? i18n._("{taken} of {most}", { taken, most }) : i18n.number(taken),
    least > 0 && i18n._("at least {least}", { least }),
    most !== null && taken > most && i18n._("{count} too many", { count: taken - most }),
    taken < least && i18n._("{count} too few", { count: least - taken }),
  ].filter(Boolean).join(", ");
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          <rect width="100" height="8" className="empty" />
          <rect width={share(taken)} height="8" className={tone} />
          {least > 0 && <rect x={share(least) - 0.5} width="1" height="8" className="mark" />}
          {most !== null && most < of && <rect x={share(most) - 0.5} width="1" height="8" className="mark" />}
        </svg>
        <span className={`small ${tone === "good" ? "soft" : `status ${tone}`}`}>{words}</span>
      </dd>
    </div>
  );
}
