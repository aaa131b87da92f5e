import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { graphql, readFragment } from "../gql";
import type { EditOpportunity_OpportunityFragment } from "../gql/graphql";
import { useDraft } from "../api/draft";
import { useAct, useQuery, type UserError } from "../api/hooks";
import { useIdempotencyKey } from "../api/idempotency";
import { useSession } from "../api/session";
import { SignInFirst } from "../account/SignInFirst";
import { NotFound } from "../app/Errors";
import { Button } from "../ui/Button";
import { Failure, Note, Skeleton } from "../ui/Feedback";
import { Page } from "../ui/Page";
import { blank, draftOf, inputOf, isDraft } from "./editing";
import { kinds } from "./labels";
import { OpportunityForm } from "./OpportunityForm";

const EditFragment = graphql(`
  fragment EditOpportunity_opportunity on Opportunity {
    id version kind status title summary description advantages specification partnerSought stage trl ipr partnerships deadline language confidential viewerCanUpdate
    market { id name }
    technologies { id label }
    requirements { kind values min max mandatory }
    reviews { id decision issues { severity field message } }
  }
`);
const EditQuery = graphql(`
  query EditOpportunity($id: ID!) { opportunity(id: $id) { id ...EditOpportunity_opportunity } }
`);
const MarketsQuery = graphql(`
  query MarketChoices { markets { id code name } }
`);
const Create = graphql(`
  mutation CreateOpportunity($input: CreateOpportunityInput!) {
    createOpportunity(input: $input) { opportunity { id ...EditOpportunity_opportunity } userErrors { code field message } }
  }
`);
const Update = graphql(`
  mutation UpdateOpportunity($input: UpdateOpportunityInput!) {
    updateOpportunity(input: $input) { opportunity { id ...EditOpportunity_opportunity ...Facts_opportunity } userErrors { code field message } }
  }
`);
const Submit = graphql(`
  mutation SubmitOpportunity($input: SubmitOpportunityInput!) {
    submitOpportunity(input: $input) { opportunity { id status version viewerCanUpdate } userErrors { code field message } }
  }
`);

const route = getRouteApi("/opportunities/$id/edit");

/** A new opportunity of the viewer's organisation. */
export function NewOpportunityPage(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  if (loading) return <Skeleton lines={12} />;
  if (!viewer) return <SignInFirst title={i18n._("Write an opportunity")} />;
  if (!viewer.organisation) {
    return <Page title={i18n._("Write an opportunity")}><Note><p>{i18n._("An opportunity belongs to an organisation.")}</p><Link to="/organisation">{i18n._("Describe your organisation")}</Link></Note></Page>;
  }
  return <Editor stored={null} />;
}

/** An opportunity that may still change, with what its reviewers said beside the fields. */
export function EditOpportunityPage(): ReactNode {
  const { i18n } = useLingui();
  const { id } = route.useParams();
  const { viewer, loading } = useSession();
  const { data, error, again } = useQuery(EditQuery, { id });
  const stored = readFragment(EditFragment, data?.opportunity);
  if (!viewer && !loading) return <SignInFirst title={i18n._("Edit the opportunity")} />;
  if (error) return <Failure error={error} again={again} />;
  if (!data) return <Skeleton lines={12} />;
  if (!stored?.viewerCanUpdate) return <NotFound />;
  return <Editor key={id} stored={stored} />;
}

function Editor({ stored }: { stored: EditOpportunity_OpportunityFragment | null }): ReactNode {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const { data } = useQuery(MarketsQuery, {});
  const { draft, change, forget } = useDraft(`opportunity.${stored ? `${stored.id}.${stored.version}` : "new"}`, stored ? draftOf(stored) : blank(i18n.locale), isDraft);
  const create = useAct(Create);
  const update = useAct(Update);
  const submit = useAct(Submit);
  const keyOf = useIdempotencyKey();
  const [saved, setSaved] = useState(false);
  const errors: UserError[] = [...create.errors, ...update.errors, ...submit.errors];
  const failure = create.failure ?? update.failure ?? submit.failure;
  const save = async (): Promise<string | null> => {
    setSaved(false);
    if (!stored) {
      const input = { ...inputOf(draft), kind: draft.kind, market: draft.market };
      return (await create.run({ input: { ...input, idempotencyKey: keyOf(input) } }))?.opportunity?.id ?? null;
    }
    return (await update.run({ input: { opportunityId: stored.id, expectedVersion: stored.version ?? 0, ...inputOf(draft) } }))?.opportunity?.id ?? null;
  };
  const saveOnly = async () => {
    const id = await save();
    if (!id) return;
    forget();
    setSaved(true);
    if (!stored) void navigate({ to: "/opportunities/$id/edit", params: { id }, replace: true });
  };
  const saveAndSubmit = async () => {
    const id = await save();
    if (!id) return;
    const payload = await submit.run({ input: { opportunityId: id } });
    forget();
    if (payload?.opportunity) void navigate({ to: "/opportunities/$id", params: { id } });
    else if (!stored) void navigate({ to: "/opportunities/$id/edit", params: { id }, replace: true });
  };
  const busy = create.fetching || update.fetching || submit.fetching;
  return (
    <Page title={stored ? i18n._("Edit the opportunity") : i18n._("Write an opportunity")} above={stored && <>{kinds(i18n)[stored.kind]} · {stored.market.name}</>}
      lede={i18n._("Save as often as you like. Once submitted, your cluster reads it and publishes it or tells you what to change. Fields with * are demanded of this kind.")}>
      <form className="form broad" noValidate onSubmit={(e) => { e.preventDefault(); void saveOnly(); }}>
        {failure && <Failure error={failure} />}
        <OpportunityForm draft={draft} onChange={(next) => { setSaved(false); change(next); }} errors={errors} remarks={remarksOf(stored)} markets={data?.markets ?? []} fixed={!!stored} />
        {saved && <Note tone="good">{i18n._("Saved.")}</Note>}
        <p className="inline">
          <Button look="main" busy={busy} onPress={() => void saveAndSubmit()}>{i18n._("Submit for review")}</Button>
          <Button type="submit" busy={busy}>{i18n._("Save as a draft")}</Button>
        </p>
      </form>
    </Page>
  );
}

/** What the last review said, by field, while changes are requested. */
function remarksOf(stored: EditOpportunity_OpportunityFragment | null): Map<string, string> {
  const remarks = new Map<string, string>();
  if (stored?.status !== "CHANGES_REQUESTED") return remarks;
  for (const issue of stored.reviews?.[0]?.issues ?? []) remarks.set(issue.field, [remarks.get(issue.field), issue.message].filter(Boolean).join(" "));
  return remarks;
}
