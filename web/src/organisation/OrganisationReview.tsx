import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { errorAt, useAct } from "../api/hooks";
import { QueueRow } from "../cluster/QueueRow";
import { Age } from "../ui/Age";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Field, Problems } from "../ui/Form";
import { series } from "../ui/format";
import { organisationKinds } from "./labels";
import { ProfileFacts } from "./ProfileFacts";

const ReviewFragment = graphql(`
  fragment OrganisationReview_organisation on Organisation {
    id kind legalName description updatedAt viewerCanReview technologies { id label }
    ...ProfileFacts_organisation
  }
`);

const Verify = graphql(`
  mutation VerifyOrganisation($input: VerifyOrganisationInput!) {
    verifyOrganisation(input: $input) { organisation { id status } userErrors { code field message } }
  }
`);
const Suspend = graphql(`
  mutation SuspendOrganisation($input: SuspendOrganisationInput!) {
    suspendOrganisation(input: $input) { organisation { id status } userErrors { code field message } }
  }
`);

interface OrganisationReviewProps {
  organisation: FragmentType<typeof ReviewFragment>;
  /** Tells what was done, and how it is taken back. */
  tell: (text: string, undo?: () => Promise<unknown>) => void;
}

/** A profile that waits for verification, with all that it says. */
export function OrganisationReview({ organisation, tell }: OrganisationReviewProps): ReactNode {
  const { i18n } = useLingui();
  const o = readFragment(ReviewFragment, organisation);
  const [open, setOpen] = useState(false);
  const [refusing, setRefusing] = useState(false);
  const verify = useAct(Verify);
  const accept = async () => {
    const payload = await verify.run({ input: { organisationId: o.id } });
    if (payload?.organisation) tell(i18n._("{organisation} is verified.", { organisation: o.legalName }));
  };
  const keys: Record<string, () => void> = o.viewerCanReview ? { v: () => void accept(), s: () => setRefusing(true), enter: () => setOpen(!open) } : { enter: () => setOpen(!open) };
  return (
    <QueueRow keys={keys}>
      <div className="between">
        <p><span className="title">{o.legalName}</span> <span className="facts">{organisationKinds(i18n)[o.kind]}{o.updatedAt && <Age since={o.updatedAt} />}</span></p>
        {o.viewerCanReview && !refusing && (
          <p className="inline">
            <Button look="quiet" expanded={open} onPress={() => setOpen(!open)} label={i18n._("Profile of {organisation}", { organisation: o.legalName })}>{i18n._("Profile")}</Button>
            <Button look="main" busy={verify.fetching} onPress={() => void accept()} label={i18n._("Verify {organisation}", { organisation: o.legalName })}>{i18n._("Verify")}</Button>
            <Button onPress={() => setRefusing(true)} label={i18n._("Suspend {organisation}", { organisation: o.legalName })}>{i18n._("Suspend")}</Button>
          </p>
        )}
      </div>
      {verify.failure && <Failure error={verify.failure} />}
      <Problems errors={verify.errors} />
      {refusing && <SuspendForm id={o.id} name={o.legalName} tell={tell} onCancel={() => setRefusing(false)} />}
      {open && (
        <div className="stack small">
          {o.description && <p className="pre">{o.description}</p>}
          <p className="soft">{series(i18n, o.technologies.map((t) => t.label))}</p>
          <ProfileFacts organisation={o} />
        </div>
      )}
    </QueueRow>
  );
}

function SuspendForm({ id, name, tell, onCancel }: { id: string; name: string; tell: OrganisationReviewProps["tell"]; onCancel: () => void }): ReactNode {
  const { i18n } = useLingui();
  const [reason, setReason] = useState("");
  const suspend = useAct(Suspend);
  const verify = useAct(Verify);
  const send = async () => {
    const payload = await suspend.run({ input: { organisationId: id, reason } });
    if (payload?.organisation) tell(i18n._("{organisation} is suspended.", { organisation: name }), () => verify.run({ input: { organisationId: id } }));
  };
  return (
    <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
      {suspend.failure && <Failure error={suspend.failure} />}
      <Problems errors={suspend.errors} />
      <Field label={i18n._("Why")} help={i18n._("The organisation's team reads it.")} multiline autoFocus maxLength={2000} value={reason} onChange={setReason} error={errorAt(suspend.errors, "reason")} required />
      <p className="inline">
        <Button type="submit" look="main" busy={suspend.fetching}>{i18n._("Suspend")}</Button>
        <Button look="quiet" onPress={onCancel}>{i18n._("Cancel")}</Button>
      </p>
    </form>
  );
}
