import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";
import { Explanation } from "./Explanation";

const OwnMatchQuery = graphql(`
  query OwnMatch($market: ID!) {
    viewer {
      organisation {
        id
        matches(first: 70, filter: { markets: [$market] }) { nodes { opportunity { id } ...Explanation_match } }
      }
    }
  }
`);

/** Why an opportunity suits the viewer's organisation, when it is among the seventy best of its market; else nothing. */
export function OwnMatch({ opportunityId, market }: { opportunityId: string; market: string }): ReactNode {
  const { i18n } = useLingui();
  const { data } = useQuery(OwnMatchQuery, { market });
  const match = data?.viewer?.organisation?.matches?.nodes.find((m) => m.opportunity.id === opportunityId);
  if (!match) return null;
  return (
    <section className="panel stack appear" aria-labelledby="why">
      <h2 id="why">{i18n._("Why it matches")}</h2>
      <Explanation match={match} />
    </section>
  );
}
