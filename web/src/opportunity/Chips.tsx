import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { TechnologyName } from "../technology/TechnologyName";
import { Button } from "../ui/Button";
import { kinds, stages } from "./labels";
import type { Facet, Search } from "./search";

const NamesFragment = graphql(`
  fragment Chips_counts on OpportunityFacets {
    markets { market { id code name } }
    technologies { technology { id slug label } }
  }
`);

interface ChipsProps {
  search: Search;
  counts: FragmentType<typeof NamesFragment> | undefined;
  onRemove: (facet: Facet, value: string) => void;
  onClear: () => void;
}

/** The filters in force, each of which goes away when pressed. */
export function Chips({ search, counts, onRemove, onClear }: ChipsProps): ReactNode {
  const { i18n } = useLingui();
  const names = readFragment(NamesFragment, counts);
  const chips: { facet: Facet; value: string; label: ReactNode }[] = [
    ...(search.market ?? []).map((value) => ({ facet: "market" as const, value, label: names?.markets.find((m) => m.market.code === value)?.market.name ?? value })),
    ...(search.kind ?? []).map((value) => ({ facet: "kind" as const, value, label: kinds(i18n)[value] })),
    ...(search.stage ?? []).map((value) => ({ facet: "stage" as const, value, label: stages(i18n)[value] })),
    ...(search.technology ?? []).map((value) => ({ facet: "technology" as const, value, label: names?.technologies.find((t) => t.technology.slug === value)?.technology.label ?? <TechnologyName slug={value} /> })),
  ];
  if (!chips.length) return null;
  return (
    <div className="chips" role="group" aria-label={i18n._("Filters in force")}>
      {chips.map(({ facet, value, label }) => (
        <button key={facet + value} type="button" className="chip" onClick={() => onRemove(facet, value)}>
          {label} <span aria-hidden="true">×</span><span className="hidden">{i18n._("remove")}</span>
        </button>
      ))}
      <Button look="quiet" onPress={onClear}>{i18n._("Remove all")}</Button>
    </div>
  );
}
