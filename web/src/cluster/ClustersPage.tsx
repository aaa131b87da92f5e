import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { ClusterKind, ClustersPageQuery } from "../gql/graphql";
import { errorAt, useAct, useQuery } from "../api/hooks";
import { CoordinationPage } from "../app/CoordinationPage";
import { RecordForm, type RecordField } from "../app/RecordForm";
import { Button } from "../ui/Button";
import { Failure, Skeleton } from "../ui/Feedback";
import { Choice } from "../ui/Form";

const ClustersQuery = graphql(`query ClustersPage { clusters { id slug kind name country region nuts city website coordinates standsFor lead version organisationCount } }`);
const SaveCluster = graphql(`
  mutation SaveCluster($input: SaveClusterInput!) {
    saveCluster(input: $input) { cluster { id slug kind name country region nuts city website coordinates standsFor lead version } userErrors { code field message } }
  }
`);

type Cluster = ClustersPageQuery["clusters"][number];

/** The cluster organisations, to add to and to change. */
export function ClustersPage(): ReactNode {
  const { i18n } = useLingui();
  return <CoordinationPage title={i18n._("Clusters")}><List /></CoordinationPage>;
}

function List(): ReactNode {
  const { i18n } = useLingui();
  const [open, setOpen] = useState<string | null>(null);
  const { data, error, again } = useQuery(ClustersQuery, {});
  if (error) return <Failure error={error} again={again} />;
  if (!data) return <Skeleton />;
  const done = () => { setOpen(null); again(); };
  return (
    <div className="stack">
      <p><Button onPress={() => setOpen("")} expanded={open === ""}>{i18n._("Add a cluster")}</Button></p>
      {open === "" && <ClusterForm cluster={null} onDone={done} onCancel={() => setOpen(null)} />}
      <ul className="rows">
        {data.clusters.map((c) => (
          <li key={c.id}>
            <div className="between">
              <p><span className="title">{c.name}</span> <span className="soft small">{c.city}, {c.region} · {i18n._("{count, plural, one {# organisation} other {# organisations}}", { count: c.organisationCount })}</span></p>
              <Button look="quiet" expanded={open === c.id} label={i18n._("Edit {name}", { name: c.name })} onPress={() => setOpen(open === c.id ? null : c.id)}>{i18n._("Edit")}</Button>
            </div>
            {open === c.id && <ClusterForm cluster={c} onDone={done} onCancel={() => setOpen(null)} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function ClusterForm({ cluster: c, onDone, onCancel }: { cluster: Cluster | null; onDone: () => void; onCancel: () => void }): ReactNode {
  const { i18n } = useLingui();
  const [kind, setKind] = useState<ClusterKind>(c?.kind ?? "CLUSTER");
  const [values, setValues] = useState<Record<string, string>>({
    slug: c?.slug ?? "", name: c?.name ?? "", country: c?.country ?? "", region: c?.region ?? "", nuts: c?.nuts ?? "", city: c?.city ?? "", website: c?.website ?? "",
    latitude: String(c?.coordinates[0] ?? ""), longitude: String(c?.coordinates[1] ?? ""), standsFor: c?.standsFor ?? "",
  });
  const { run, fetching, errors, failure } = useAct(SaveCluster);
  const fields: RecordField[] = [
    { name: "slug", label: i18n._("Short name"), help: i18n._("Small letters, digits, hyphens; for ever"), fixed: !!c }, { name: "name", label: i18n._("Full name") }, { name: "country", label: i18n._("Country"), help: i18n._("Two letters, such as ES") },
    { name: "region", label: i18n._("Region") }, { name: "nuts", label: i18n._("NUTS code") }, { name: "city", label: i18n._("City") }, { name: "website", label: i18n._("Web site") },
    { name: "latitude", label: i18n._("Latitude") }, { name: "longitude", label: i18n._("Longitude") }, { name: "standsFor", label: i18n._("What it stands for"), multiline: true },
  ];
  const degrees = (text: string | undefined) => (/^-?\d+(\.\d+)?$/.test(text ?? "") ? Number(text) : 999);
  const save = async () => {
    const { latitude, longitude, ...text } = values;
    const payload = await run({ input: { ...(text as Record<"slug" | "name" | "country" | "region" | "nuts" | "city" | "website" | "standsFor", string>), kind, expectedVersion: c?.version ?? 0, latitude: degrees(latitude), longitude: degrees(longitude) } });
    if (payload?.cluster) onDone();
  };
  return (
    <RecordForm fields={fields} values={values} onChange={setValues} errors={errors} busy={fetching} onSave={() => void save()} onCancel={onCancel}>
      {failure && <Failure error={failure} />}
      <Choice label={i18n._("Kind")} value={kind} onChange={setKind} options={[{ value: "CLUSTER", label: i18n._("Cluster") }, { value: "REGIONAL_AGENCY", label: i18n._("Regional agency") }]} error={errorAt(errors, "kind")} />
    </RecordForm>
  );
}
