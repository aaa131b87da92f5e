import type { ReactNode } from "react";
import type { MatchPartKind } from "../gql/graphql";
import { partOrder } from "./labels";

/** A score as a bar out of 100, its parts side by side. The table beside it carries the figures, so it is hidden from screen readers. */
export function ScoreBar({ parts }: { parts: readonly { kind: MatchPartKind; points: number }[] }): ReactNode {
  const inOrder = partOrder.map((kind) => parts.find((p) => p.kind === kind)?.points ?? 0);
  const startOf = (n: number) => inOrder.slice(0, n).reduce((sum, points) => sum + points, 0);
  return (
    <svg className="scorebar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      {inOrder.map((points, n) => points > 0 && <rect key={n} className={`p${n + 1}`} x={startOf(n)} y="0" width={Math.max(points - 0.3, 0.1)} height="1" />)}
    </svg>
  );
}
