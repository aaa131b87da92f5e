import { graphql } from "../gql";
import type { SelectionPageQuery } from "../gql/graphql";
import { useQuery } from "../api/hooks";

const SelectionQuery = graphql(`
  query SelectionPage($id: ID!, $after: String) {
    mission(id: $id) {
      id title status admission capacity placesLeft viewerCanUpdate
      criteria { name weight }
      quotas { cluster { id name } guaranteed maximum }
      ...StaffTabs_mission
      registrations(filter: { statuses: [SUBMITTED, ELIGIBLE, INELIGIBLE, CONFIRMED, OFFERED, WAITLISTED, REJECTED] }, first: 60, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id status score createdAt viewerCanDecide motivation
          organisation { id legalName cluster { id name } }
          eligibility { ...RuleVerdicts_verdict }
          assessments { reviewerName own conflict points comment at }
        }
      }
    }
  }
`);

export type SelectionMission = NonNullable<SelectionPageQuery["mission"]>;
export type Candidate = NonNullable<SelectionMission["registrations"]>["nodes"][number];

const pages = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const; // 500 candidates: the size that the selection is built for

/** A mission with all of its candidates, sixty at a time. */
export function useCandidates(id: string) {
  let after: string | null = null;
  let more = true;
  const answers = pages.map(() => {
    const answer = useQuery(SelectionQuery, { id, after }, !more); // always as many hooks in the same order; pages not there are held back
    const info: { hasNextPage: boolean; endCursor?: string | null } | undefined = more ? answer.data?.mission?.registrations?.pageInfo : undefined;
    more = info?.hasNextPage ?? false;
    after = info?.endCursor ?? null;
    return answer;
  });
  const nodes = answers.flatMap((a) => a.data?.mission?.registrations?.nodes ?? []);
  const candidates = [...new Map(nodes.map((c) => [c.id, c])).values()];
  return { mission: answers[0]!.data?.mission, answered: !!answers[0]!.data, candidates, error: answers.find((a) => a.error)?.error, again: () => answers[0]!.again() };
}

/** The best first; those without a score last, in the order of their arrival. */
export const byScore = (a: Candidate, b: Candidate): number => (b.score ?? -1) - (a.score ?? -1) || a.createdAt.localeCompare(b.createdAt);
