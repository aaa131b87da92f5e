import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { OpportunityRow_OpportunityFragment } from "../gql/graphql";
import { day, series } from "../ui/format";
import { kinds, stages } from "./labels";

export const RowFragment = graphql(`
  fragment OpportunityRow_opportunity on Opportunity {
    id title summary kind stage deadline language
    market { id name }
    technologies { id label }
  }
`);

export const EdgeFragment = graphql(`
  fragment OpportunityRow_edge on OpportunityEdge {
    snippet { text match }
    node { id ...OpportunityRow_opportunity }
  }
`);

type Snippet = readonly { text: string; match: boolean }[] | null | undefined;

/** What stands in a row of a list: title, the passage that answers the search or else the summary, and the facts at the side. */
export function OpportunityRow({ edge: masked }: { edge: FragmentType<typeof EdgeFragment> }): ReactNode {
  const edge = readFragment(EdgeFragment, masked);
  return <RowContent row={readFragment(RowFragment, edge.node)} snippet={edge.snippet} />;
}

/** The same for an opportunity that nobody searched for. */
export function RowContent({ row, snippet }: { row: OpportunityRow_OpportunityFragment; snippet?: Snippet }): ReactNode {
  const { i18n } = useLingui();
  return (
    <>
      <div>
        <p className="title" lang={row.language}><Link to="/opportunities/$id" params={{ id: row.id }}>{row.title}</Link></p>
        <p className="clip small" lang={row.language}>{snippet ? <Passage pieces={snippet} /> : row.summary}</p>
        <p className="facts"><span>{series(i18n, row.technologies.map((t) => t.label))}</span></p>
      </div>
      <div className="side">
        <strong>{row.market.name}</strong>
        <span>{kinds(i18n)[row.kind]}</span>
        {row.stage && <span className="soft">{stages(i18n)[row.stage]}</span>}
        {row.deadline && <span className="soft">{i18n._("until {day}", { day: day(i18n, row.deadline) })}</span>}
      </div>
    </>
  );
}

function Passage({ pieces }: { pieces: NonNullable<Snippet> }): ReactNode {
  return pieces.map((piece, n) => (piece.match ? <mark key={n}>{piece.text}</mark> : piece.text));
}
