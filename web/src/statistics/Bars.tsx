import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { scaleLinear } from "d3-scale";

const colours = 6;

/** Rows as horizontal bars, each made of its parts. The table beneath says the same in numbers, so the chart itself stays silent. */
export function Bars({ rows, parts }: { rows: readonly { name: string; counts: readonly number[] }[]; parts: readonly string[] }): ReactNode {
  const { i18n } = useLingui();
  const total = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
  const scale = scaleLinear().domain([0, Math.max(1, ...rows.map((r) => total(r.counts)))]).range([0, 100]).nice();
  const colour = (n: number) => `p${(n % colours) + 1}`;
  return (
    <figure className="bars" aria-hidden="true">
      {parts.length > 1 && <figcaption className="legend small">{parts.map((part, n) => <span key={part}><i className={`key ${colour(n)}`} />{part}</span>)}</figcaption>}
      {rows.map((row) => {
        let from = 0;
        return (
          <div key={row.name} className="row">
            <span className="small name">{row.name}</span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none">
              {scale.ticks(4).map((t) => <line key={t} x1={scale(t)} x2={scale(t)} y1="0" y2="10" className="grid" />)}
              {row.counts.map((n, i) => {
                const x = scale(from);
                from += n;
                return <rect key={i} x={x} width={scale(from) - x} y="1.5" height="7" className={colour(i)} />;
              })}
            </svg>
            <span className="small num">{i18n.number(total(row.counts))}</span>
          </div>
        );
      })}
    </figure>
  );
}
