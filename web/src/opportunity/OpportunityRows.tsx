import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { OpportunityRows_OpportunityFragment } from "../gql/graphql";
import { day } from "../ui/format";
import { kinds, stages } from "./labels";

const RowFragment = graphql(`
  fragment OpportunityRows_opportunity on Opportunity {
    id title summary kind stage deadline publishedAt language
    market { id name }
    technologies { id label }
  }
`);

type Rows = readonly FragmentType<typeof RowFragment>[];

/** Opportunities as dense rows; `narrow` keeps everything in one column. */
export function OpportunityRows({ opportunities, narrow = false }: { opportunities: Rows; narrow?: boolean }): ReactNode {
  return (
    <ul className={narrow ? "rows" : "rows sided"}>
      {readFragment(RowFragment, opportunities).map((row) => <Row key={row.id} row={row} narrow={narrow} />)}
    </ul>
  );
}

function Row({ row, narrow }: { row: OpportunityRows_OpportunityFragment; narrow: boolean }): ReactNode {
  const { i18n } = useLingui();
  const deadline = row.deadline && <span>{i18n._("until {day}", { day: day(i18n, row.deadline) })}</span>;
  return (
    <li>
      <div>
        <p className="title" lang={row.language}><Link to="/opportunities/$id" params={{ id: row.id }}>{row.title}</Link></p>
        {!narrow && <p className="clip small" lang={row.language}>{row.summary}</p>}
        <p className="facts">
          {narrow && <><span>{kinds(i18n)[row.kind]}</span><span>{row.market.name}</span></>}
          <span>{row.technologies.map((t) => t.label).join(", ")}</span>
          {narrow && deadline}
        </p>
      </div>
      {!narrow && (
        <div className="side">
          <strong>{row.market.name}</strong>
          <span>{kinds(i18n)[row.kind]}</span>
          <span className="soft">{row.stage && stages(i18n)[row.stage]}</span>
          <span className="soft">{deadline}</span>
        </div>
      )}
    </li>
  );
}
