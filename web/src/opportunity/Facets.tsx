import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { Button } from "../ui/Button";
import { Check } from "../ui/Form";
import { kinds, stages } from "./labels";
import { toggled, type Facet, type Search } from "./search";

const CountsFragment = graphql(`
  fragment Facets_counts on OpportunityFacets {
    markets { count market { id code name } }
    kinds { count kind }
    stages { count stage }
    technologies { count technology { id slug label } }
  }
`);

interface FacetsProps {
  search: Search;
  counts: FragmentType<typeof CountsFragment> | undefined;
  onChange: (next: Search) => void;
}

interface Option {
  value: string;
  label: string;
  count: number;
}

/** The filters, each choice with the number of rows it would leave. */
export function Facets({ search, counts, onChange }: FacetsProps): ReactNode {
  const { i18n } = useLingui();
  const [open, setOpen] = useState(() => matchMedia("(min-width: 62rem)").matches);
  const facets = readFragment(CountsFragment, counts);
  const group = (facet: Facet, title: string, options: Option[] = []) => (
    <Group title={title} options={options} chosen={search[facet] ?? []} onToggle={(value) => onChange(toggled(search, facet, value))} />
  );
  return (
    <details className="fold" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary className="narrow">{i18n._("Filters")}</summary>
      <div className="facets">
        {group("market", i18n._("Market"), facets?.markets.map((c) => ({ value: c.market.code, label: c.market.name, count: c.count })))}
        {group("kind", i18n._("Kind"), facets?.kinds.map((c) => ({ value: c.kind, label: kinds(i18n)[c.kind], count: c.count })))}
        {group("stage", i18n._("Stage of development"), facets?.stages.map((c) => ({ value: c.stage, label: stages(i18n)[c.stage], count: c.count })))}
        {group("technology", i18n._("Technology"), facets?.technologies.map((c) => ({ value: c.technology.slug, label: c.technology.label, count: c.count })))}
        <Check label={i18n._("Include those no longer open")} checked={search.show === "all"} onChange={(on) => onChange({ ...search, show: on ? "all" : undefined })} />
      </div>
    </details>
  );
}

const shortList = 8;

function Group({ title, options, chosen, onToggle }: { title: string; options: Option[]; chosen: readonly string[]; onToggle: (value: string) => void }): ReactNode {
  const { i18n } = useLingui();
  const [whole, setWhole] = useState(false);
  if (!options.length) return null;
  const shown = options.filter((o, n) => whole || n < shortList || chosen.includes(o.value));
  return (
    <fieldset>
      <legend>{title}</legend>
      {shown.map((o) => <Check key={o.value} label={o.label} count={i18n.number(o.count)} checked={chosen.includes(o.value)} onChange={() => onToggle(o.value)} />)}
      {options.length > shortList && <Button look="quiet" onPress={() => setWhole(!whole)}>{whole ? i18n._("Show fewer") : i18n._("Show all {count}", { count: options.length })}</Button>}
    </fieldset>
  );
}
