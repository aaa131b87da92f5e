import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Problems } from "../ui/Form";
import { organisationKinds } from "./labels";
import { ProfileFacts } from "./ProfileFacts";

const ReviewFragment = graphql(`
  fragment OrganisationReview_organisation on Organisation {
    id kind legalName description createdAt viewerCanReview technologies { id label }
    ...ProfileFacts_organisation
  }
`);

const Verify = graphql(`
  mutation VerifyOrganisation($input: VerifyOrganisationInput!) {
    verifyOrganisation(input: $input) { organisation { id status } userErrors { code field message } }
  }
`);

/** A profile that waits for verification, with all that it says. */
export function OrganisationReview({ organisation }: { organisation: FragmentType<typeof ReviewFragment> }): ReactNode {
  const { i18n } = useLingui();
  const o = readFragment(ReviewFragment, organisation);
  const { run, fetching, errors, failure } = useAct(Verify);
  return (
    <li>
      <div className="between">
        <p><span className="title">{o.legalName}</span> <span className="facts">{organisationKinds(i18n)[o.kind]} · {o.createdAt && i18n.date(o.createdAt, { dateStyle: "medium" })}</span></p>
        {o.viewerCanReview && <Button look="main" busy={fetching} onPress={() => void run({ input: { organisationId: o.id } })} label={i18n._("Verify {organisation}", { organisation: o.legalName })}>{i18n._("Verify")}</Button>}
      </div>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      <details className="fold small">
        <summary>{i18n._("Profile")}</summary>
        <div className="stack">
          {o.description && <p className="pre">{o.description}</p>}
          <p className="soft">{o.technologies.map((t) => t.label).join(", ")}</p>
          <ProfileFacts organisation={o} />
        </div>
      </details>
    </li>
  );
}
