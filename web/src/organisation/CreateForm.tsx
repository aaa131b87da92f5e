import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { ClusterChoicesQuery, OrganisationKind } from "../gql/graphql";
import { errorAt, useAct, useQuery } from "../api/hooks";
import { useIdempotencyKey } from "../api/idempotency";
import { useSession } from "../api/session";
import { SignUpSteps } from "../account/SignUpSteps";
import { Failure, Note, Skeleton } from "../ui/Feedback";
import { Check, Choice } from "../ui/Form";
import { Page } from "../ui/Page";
import { organisationKinds } from "./labels";
import { inputOf, profileOf, type Profile } from "./profile";
import { ProfileForm } from "./ProfileForm";

const ClustersQuery = graphql(`
  query ClusterChoices { clusters { id slug name region country kind } }
`);

const Create = graphql(`
  mutation CreateOrganisation($input: CreateOrganisationInput!) {
    createOrganisation(input: $input) {
      organisation { id }
      possibleDuplicates { id legalName city cluster { id name } }
      userErrors { code field message }
    }
  }
`);

const choosable: readonly OrganisationKind[] = ["COMPANY", "RESEARCH", "INVESTOR", "PUBLIC_BODY"];

/** Describes an organisation for the first time, asking first whether it is already there. */
export function CreateForm(): ReactNode {
  const { i18n } = useLingui();
  const { renew } = useSession();
  const { data, error } = useQuery(ClustersQuery, {});
  const [kind, setKind] = useState<OrganisationKind>("COMPANY");
  const [cluster, setCluster] = useState("");
  const [similar, setSimilar] = useState<{ id: string; legalName: string }[]>([]);
  const [different, setDifferent] = useState(false);
  const { run, fetching, errors, failure } = useAct(Create);
  const keyOf = useIdempotencyKey();
  if (error) return <Failure error={error} />;
  if (!data) return <Skeleton />;
  const clusters = data.clusters.filter((c) => c.kind === "CLUSTER");
  const submit = async (profile: Profile) => {
    const input = { ...inputOf(profile), kind, cluster, notADuplicate: different };
    const payload = await run({ input: { ...input, idempotencyKey: keyOf(input) } });
    setSimilar(payload?.possibleDuplicates ?? []);
    if (payload?.organisation) renew();
  };
  const before = ({ country }: Profile) => (
    <>
      {failure && <Failure error={failure} />}
      {similar.length > 0 && (
        <Note tone="warn">
          <p>{i18n._("Is your organisation already here? Then ask its administrator for an invitation.")}</p>
          <ul>{similar.map((o) => <li key={o.id}><strong>{o.legalName}</strong></li>)}</ul>
          <Check label={i18n._("It is none of these")} checked={different} onChange={setDifferent} />
        </Note>
      )}
      <div className="pair">
        <Choice label={i18n._("Kind of organisation")} value={kind} onChange={setKind} options={choosable.map((value) => ({ value, label: organisationKinds(i18n)[value] }))} error={errorAt(errors, "kind")} />
        <ClusterChoice clusters={clusters} country={country.trim().toUpperCase()} value={cluster} onChange={setCluster} error={errorAt(errors, "cluster")} />
      </div>
    </>
  );
  return (
    <Page title={i18n._("Describe your organisation")} below={<SignUpSteps at="organisation" />} lede={i18n._("What you write here is what matches are made from. Your cluster verifies it.")}>
      <ProfileForm initial={profileOf(null)} errors={errors} busy={fetching} submitLabel={i18n._("Save")} onSubmit={(p) => void submit(p)} before={before} />
    </Page>
  );
}

interface ClusterChoiceProps {
  clusters: ClusterChoicesQuery["clusters"];
  /** Of the organisation, as far as it is known; its clusters come first. */
  country: string;
  value: string;
  onChange: (cluster: string) => void;
  error: string | undefined;
}

/** The cluster that is to verify the organisation: nobody's choice but the person's. */
function ClusterChoice({ clusters, country, value, onChange, error }: ClusterChoiceProps): ReactNode {
  const { i18n } = useLingui();
  const named = (c: (typeof clusters)[number]) => `${c.name}, ${c.region}`;
  const near = clusters.filter((c) => c.country === country);
  const help = near.length > 0 ? i18n._("In your country: {clusters}", { clusters: near.map(named).join("; ") }) : i18n._("The one of your region. It verifies your profile.");
  const options = [...near, ...clusters.filter((c) => !near.includes(c))].map((c) => ({ value: c.id, label: named(c) }));
  return <Choice label={i18n._("Your cluster")} help={help} value={value} onChange={onChange} options={[{ value: "", label: "–" }, ...options]} error={error} required />;
}
