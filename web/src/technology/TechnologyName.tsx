import type { ReactNode } from "react";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";

const NameQuery = graphql(`
  query TechnologyName($slug: String!) { technology(slug: $slug) { id slug label } }
`);

/** The label of a node of the tree that is known by its slug only; the slug while it is looked up, and where there is none. */
export function TechnologyName({ slug }: { slug: string }): ReactNode {
  const { data } = useQuery(NameQuery, { slug });
  return data?.technology?.label ?? slug;
}
