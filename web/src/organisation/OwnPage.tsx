import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { OwnOrganisationQuery } from "../gql/graphql";
import { errorAt, useAct, useQuery, type UserError } from "../api/hooks";
import { useSession } from "../api/session";
import { SignUpSteps } from "../account/SignUpSteps";
import { SignInFirst } from "../account/SignInFirst";
import { ContactPanel } from "../cluster/ContactPanel";
import { OwnOpportunities } from "../opportunity/OwnOpportunities";
import { Button } from "../ui/Button";
import { Failure, Note, Skeleton } from "../ui/Feedback";
import { Problems } from "../ui/Form";
import { Page } from "../ui/Page";
import { Capabilities } from "./Capabilities";
import { Completeness } from "./Completeness";
import { CreateForm } from "./CreateForm";
import { organisationKinds, organisationStatuses } from "./labels";
import { inputOf, profileOf, type Profile } from "./profile";
import { ProfileFacts } from "./ProfileFacts";
import { ProfileForm, ProfileFragment } from "./ProfileForm";
import { Team } from "./Team";

const OwnQuery = graphql(`
  query OwnOrganisation {
    viewer {
      organisation {
        id kind legalName status viewerCanUpdate description
        cluster { id name }
        capabilities { id }
        ...ProfileForm_organisation
        ...ProfileFacts_organisation
        ...Capabilities_organisation
        ...Completeness_organisation
        ...Team_organisation
        ...OwnOpportunities_organisation
      }
    }
  }
`);

const Update = graphql(`
  mutation UpdateOrganisation($input: UpdateOrganisationInput!) {
    updateOrganisation(input: $input) {
      organisation { id status ...ProfileForm_organisation ...ProfileFacts_organisation ...Completeness_organisation }
      userErrors { code field message }
    }
  }
`);

const Submit = graphql(`
  mutation SubmitOrganisation($input: SubmitOrganisationInput!) {
    submitOrganisation(input: $input) { organisation { id status version viewerCanUpdate } userErrors { code field message } }
  }
`);

/** The viewer's own organisation: its profile, and what it offers and seeks. */
export function OwnPage(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  const { data, error, again } = useQuery(OwnQuery, {}, !viewer?.organisation);
  if (loading) return <Skeleton />;
  if (!viewer) return <SignInFirst title={i18n._("My organisation")} />;
  if (!viewer.organisation) return <CreateForm />;
  if (error) return <Failure error={error} again={again} />;
  if (!data?.viewer?.organisation) return <Skeleton lines={10} />;
  return <Own organisation={data.viewer.organisation} />;
}

type Organisation = NonNullable<NonNullable<OwnOrganisationQuery["viewer"]>["organisation"]>;

function Own({ organisation }: { organisation: Organisation }): ReactNode {
  const { i18n } = useLingui();
  const { viewer } = useSession();
  const [editing, setEditing] = useState(false);
  const { run, fetching, errors, failure } = useAct(Submit);
  const draft = organisation.status === "DRAFT" && organisation.viewerCanUpdate;
  const described = !!organisation.capabilities?.length;
  const submit = async () => {
    const payload = await run({ input: { organisationId: organisation.id } });
    if (payload?.userErrors.some((e) => e.field?.[0] !== "capabilities")) setEditing(true); // what lacks is said at its field
  };
  return (
    <Page title={organisation.legalName} below={draft && <SignUpSteps at={described ? "submission" : "capabilities"} />} above={<>{organisationKinds(i18n)[organisation.kind]} · {organisation.cluster.name}</>}>
      <p className="inline">
        {organisation.status && <span className={organisation.status === "VERIFIED" ? "status good" : "status warn"} role="status">{organisationStatuses(i18n)[organisation.status]}</span>}
        {organisation.viewerCanUpdate && !editing && <Button onPress={() => setEditing(true)}>{i18n._("Edit profile")}</Button>}
        {draft && (
          <Button look={described ? "main" : "quiet"} busy={fetching} onPress={() => void submit()}>{i18n._("Submit for verification")}</Button>
        )}
      </p>
      {failure && <Failure error={failure} />}
      {!editing && <Problems errors={errors} />}
      {draft && (
        <Note>
          <p>{described ? i18n._("Next: submit the profile, and your cluster verifies it.") : i18n._("Next: say what you offer and seek. Then submit the profile, and your cluster verifies it.")}</p>
          <p>{i18n._("While your profile is a draft you can search and read opportunities. Once your cluster has verified it, you can register for missions.")}</p>
        </Note>
      )}
      {organisation.status === "UNDER_REVIEW" && <Note>{i18n._("{cluster} looks at your profile and tells you by letter. Meanwhile you can search and read opportunities, see your matches and mend the profile; what would improve the matches stands beside it.", { cluster: organisation.cluster.name })}</Note>}
      {editing ? <Edit organisation={organisation} lacking={errors} onDone={() => setEditing(false)} /> : (
        <div className="columns aside-end">
          <div className="stack-l">
            {organisation.description && <p className="pre">{organisation.description}</p>}
            <Capabilities organisation={organisation} canUpdate={organisation.viewerCanUpdate} begin={draft && !described} error={errorAt(errors, "capabilities")} />
            <OwnOpportunities organisation={organisation} />
            <Team organisation={organisation} canInvite={!!viewer?.roles.includes("ORGANISATION_ADMIN")} />
          </div>
          <aside className="stack-l">
            <Completeness organisation={organisation} />
            <ProfileFacts organisation={organisation} />
            <ContactPanel title={i18n._("Your cluster")} subject={organisation.legalName} />
          </aside>
        </div>
      )}
    </Page>
  );
}

function Edit({ organisation, lacking, onDone }: { organisation: FragmentType<typeof ProfileFragment>; lacking: readonly UserError[]; onDone: () => void }): ReactNode {
  const { i18n } = useLingui();
  const stored = readFragment(ProfileFragment, organisation);
  const { run, fetching, errors, failure } = useAct(Update);
  const [saved, setSaved] = useState(false);
  const save = async (profile: Profile) => {
    setSaved(true);
    const payload = await run({ input: { organisationId: stored.id, expectedVersion: stored.version ?? 0, ...inputOf(profile) } });
    if (payload?.organisation) onDone();
  };
  return (
    <>
      {failure && <Failure error={failure} />}
      <ProfileForm initial={profileOf(stored)} errors={saved ? errors : lacking.filter((e) => e.field?.[0] !== "capabilities")} busy={fetching} submitLabel={i18n._("Save")} onSubmit={(p) => void save(p)} onCancel={onDone} />
    </>
  );
}
