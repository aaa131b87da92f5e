import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { RatingReason } from "../gql/graphql";
import { useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Choice, Problems } from "../ui/Form";
import { ratingReasons } from "./labels";

const Rate = graphql(`
  mutation RateMatch($input: RateMatchInput!) {
    rateMatch(input: $input) { rating { relevant reason } userErrors { code field message } }
  }
`);
const Unrate = graphql(`
  mutation UnrateMatch($input: UnrateMatchInput!) {
    unrateMatch(input: $input) { opportunity { id } userErrors { code field message } }
  }
`);

/** The two of a match. */
export interface Pair {
  organisationId: string;
  opportunityId: string;
}

/** Rating the matches of a list: what was set aside last can be taken back, and the reason told. */
export function useRating() {
  const rate = useAct(Rate);
  const unrate = useAct(Unrate);
  const [last, setLast] = useState<(Pair & { title: string; reason: RatingReason }) | null>(null);
  const setAside = async (pair: Pair, title: string, reason: RatingReason = "NO_THANKS") => {
    const payload = await rate.run({ input: { ...pair, relevant: false, reason } });
    if (payload?.rating) setLast({ ...pair, title, reason });
  };
  const undo = async (pair: Pair) => {
    const payload = await unrate.run({ input: pair });
    if (payload?.opportunity) setLast(null);
  };
  return { setAside, undo, last, busy: rate.fetching || unrate.fetching, errors: [...rate.errors, ...unrate.errors], failure: rate.failure ?? unrate.failure };
}

const pairOf = ({ organisationId, opportunityId }: Pair): Pair => ({ organisationId, opportunityId });

/** Says what was set aside last, with a way back. */
export function SetAside({ rating }: { rating: ReturnType<typeof useRating> }): ReactNode {
  const { i18n } = useLingui();
  const { last, busy, errors, failure } = rating;
  const reasons = (Object.entries(ratingReasons(i18n)) as [RatingReason, string][]).map(([value, label]) => ({ value, label }));
  return (
    <div className="undo" role="status">
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      {last && (
        <div className="note between">
          <p><strong>{last.title}</strong> {last.reason === "NO_THANKS" ? i18n._("is not shown any more.") : i18n._("is noted as not relevant.")}</p>
          <div className="inline filters">
            <Choice label={i18n._("Why?")} value={last.reason} options={reasons} onChange={(reason) => void rating.setAside(pairOf(last), last.title, reason)} />
            <Button busy={busy} onPress={() => void rating.undo(pairOf(last))}>{i18n._("Undo")}</Button>
          </div>
        </div>
      )}
    </div>
  );
}
