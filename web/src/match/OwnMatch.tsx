import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";
import { Explanation } from "./Explanation";

const OwnMatchQuery = graphql(`
  query OwnMatch($opportunity: ID!) {
    viewer { organisation { id match(opportunity: $opportunity) { ...Explanation_match } } }
  }
`);

/** Why an opportunity suits the viewer's organisation, or does not; nothing where the two are never matched. */
export function OwnMatch({ opportunityId }: { opportunityId: string }): ReactNode {
  const { i18n } = useLingui();
  const { data } = useQuery(OwnMatchQuery, { opportunity: opportunityId });
  const match = data?.viewer?.organisation?.match;
  if (!match) return null;
  return (
    <section className="panel stack appear" aria-labelledby="why">
      <h2 id="why">{i18n._("Why it matches")}</h2>
      <Explanation match={match} advise />
    </section>
  );
}
