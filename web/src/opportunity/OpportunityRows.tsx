import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { readFragment, type FragmentType } from "../gql";
import type { OpportunityRow_OpportunityFragment } from "../gql/graphql";
import { day, series } from "../ui/format";
import { kinds } from "./labels";
import { RowContent, RowFragment } from "./OpportunityRow";

type Rows = readonly FragmentType<typeof RowFragment>[];

/** A few opportunities as dense rows; `narrow` keeps everything in one column. */
export function OpportunityRows({ opportunities, narrow = false }: { opportunities: Rows; narrow?: boolean }): ReactNode {
  return (
    <ul className={narrow ? "rows" : "rows sided"}>
      {readFragment(RowFragment, opportunities).map((row) => <li key={row.id}>{narrow ? <Narrow row={row} /> : <RowContent row={row} />}</li>)}
    </ul>
  );
}

function Narrow({ row }: { row: OpportunityRow_OpportunityFragment }): ReactNode {
  const { i18n } = useLingui();
  return (
    <div>
      <p className="title" lang={row.language}><Link to="/opportunities/$id" params={{ id: row.id }}>{row.title}</Link></p>
      <p className="facts">
        <span>{kinds(i18n)[row.kind]}</span><span>{row.market.name}</span>
        <span>{series(i18n, row.technologies.map((t) => t.label))}</span>
        {row.deadline && <span>{i18n._("until {day}", { day: day(i18n, row.deadline) })}</span>}
      </p>
    </div>
  );
}
