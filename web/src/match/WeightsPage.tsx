import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { WeightsPageQuery } from "../gql/graphql";
import { errorAt, useAct, useQuery } from "../api/hooks";
import { CoordinationPage } from "../app/CoordinationPage";
import { Button } from "../ui/Button";
import { Failure, Skeleton } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";
import { useLastAct } from "../ui/LastAct";
import { parts } from "./labels";

const WeightsQuery = graphql(`
  query WeightsPage {
    matchWeights { version technology complement text market stage freshness }
    matchFeedback { weightsVersion from to rated relevant acceptance }
  }
`);
const SetWeights = graphql(`mutation SetWeights($input: SetWeightsInput!) { setWeights(input: $input) { weights { version technology complement text market stage freshness } userErrors { code field message } } }`);

const names = ["technology", "complement", "text", "market", "stage", "freshness"] as const;
type Weights = NonNullable<WeightsPageQuery["matchWeights"]>;

/** How much each part of a score counts, and how scores were taken by those who rated them. */
export function WeightsPage(): ReactNode {
  const { i18n } = useLingui();
  return <CoordinationPage title={i18n._("Weights of matching")} lede={i18n._("In thousandths; a new version holds for every match from now on.")}><Body /></CoordinationPage>;
}

function Body(): ReactNode {
  const { tell, bar } = useLastAct(); // here, as the form begins anew with every version
  const { data, error, again } = useQuery(WeightsQuery, {});
  if (error) return <Failure error={error} again={again} />;
  if (!data?.matchWeights) return <Skeleton />;
  return (
    <div className="columns even">
      <WeightsForm key={data.matchWeights.version} weights={data.matchWeights} again={again} tell={tell} />
      <Feedback bands={data.matchFeedback ?? []} />
      {bar}
    </div>
  );
}

function WeightsForm({ weights, again, tell }: { weights: Weights; again: () => void; tell: ReturnType<typeof useLastAct>["tell"] }): ReactNode {
  const { i18n } = useLingui();
  const [values, setValues] = useState<Record<(typeof names)[number], string>>(() => Object.fromEntries(names.map((n) => [n, String(weights[n])])) as never);
  const { run, fetching, errors, failure } = useAct(SetWeights);
  const whole = (text: string) => (/^\d+$/.test(text) ? Number(text) : -1);
  const sum = names.reduce((n, name) => n + Math.max(0, whole(values[name])), 0);
  const input = (from: Record<(typeof names)[number], number>, expectedVersion: number) => ({ expectedVersion, ...Object.fromEntries(names.map((n) => [n, from[n]])) }) as never;
  const save = async () => {
    const payload = await run({ input: input(Object.fromEntries(names.map((n) => [n, whole(values[n])])) as never, weights.version) });
    if (!payload?.weights) return;
    const version = payload.weights.version;
    tell(i18n._("Version {version} is in force.", { version }), () => run({ input: input(weights, version) }).then(again));
    again();
  };
  const label = (name: (typeof names)[number]) => parts(i18n)[name.toUpperCase() as keyof ReturnType<typeof parts>];
  return (
    <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void save(); }}>
      <h2>{i18n._("Version {version}", { version: weights.version })}</h2>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      <div className="pair">{names.map((n) => <Field key={n} label={label(n)} inputMode="numeric" value={values[n]} onChange={(v) => setValues({ ...values, [n]: v })} error={errorAt(errors, n)} />)}</div>
      <p className={sum === 1000 ? "soft" : "status warn"} aria-live="polite">{i18n._("Together {sum} of 1000", { sum })}</p>
      <p><Button type="submit" look="main" busy={fetching} disabled={names.every((n) => values[n] === String(weights[n]))}>{i18n._("Put in force")}</Button></p>
    </form>
  );
}

function Feedback({ bands }: { bands: NonNullable<WeightsPageQuery["matchFeedback"]> }): ReactNode {
  const { i18n } = useLingui();
  const rated = bands.filter((b) => b.rated > 0);
  return (
    <section className="stack">
      <h2>{i18n._("Are higher scores better matches?")}</h2>
      {rated.length === 0 ? <p className="soft">{i18n._("Nobody has rated a match yet.")}</p> : (
        <table className="table">
          <thead><tr><th scope="col">{i18n._("Score")}</th><th scope="col" className="num">{i18n._("Version")}</th><th scope="col" className="num">{i18n._("Rated")}</th><th scope="col" className="num">{i18n._("Relevant")}</th></tr></thead>
          <tbody>{rated.map((b) => <tr key={`${b.weightsVersion} ${b.from}`}><th scope="row">{b.from}–{b.to}</th><td className="num">{b.weightsVersion}</td><td className="num">{b.rated}</td><td className="num">{b.acceptance === null || b.acceptance === undefined ? "–" : i18n.number(b.acceptance, { style: "percent" })}</td></tr>)}</tbody>
        </table>
      )}
    </section>
  );
}
