import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";
import { OpportunityRows } from "./OpportunityRows";

const SimilarQuery = graphql(`
  query SimilarOpportunities($filter: OpportunityFilter) {
    opportunities(filter: $filter, first: 6) { nodes { id ...OpportunityRow_opportunity } }
  }
`);

interface SimilarProps {
  id: string;
  technologies: readonly { id: string; slug: string }[];
}

/** The newest others with the same technologies. */
export function Similar({ id, technologies }: SimilarProps): ReactNode {
  const { i18n } = useLingui();
  const { data } = useQuery(SimilarQuery, { filter: { technologies: technologies.map((t) => t.id), openOnly: true } }, technologies.length === 0);
  const others = data?.opportunities.nodes.filter((o) => o.id !== id).slice(0, 5) ?? [];
  if (!others.length) return null;
  return (
    <section className="stack noprint">
      <div className="between">
        <h2>{i18n._("Similar opportunities")}</h2>
        <Link to="/opportunities" search={{ technology: technologies.map((t) => t.slug) }}>{i18n._("Show all")}</Link>
      </div>
      <OpportunityRows opportunities={others} narrow />
    </section>
  );
}
