import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";

const ClusterFragment = graphql(`
  fragment ClusterTable_cluster on Cluster { id name region city website kind lead organisationCount }
`);

/** The cluster organisations behind the portal. */
export function ClusterTable({ clusters }: { clusters: readonly FragmentType<typeof ClusterFragment>[] }): ReactNode {
  const { i18n } = useLingui();
  return (
    <div className="scroll">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{i18n._("Cluster")}</th>
            <th scope="col">{i18n._("Region")}</th>
            <th scope="col" className="num">{i18n._("Organisations")}</th>
          </tr>
        </thead>
        <tbody>
          {readFragment(ClusterFragment, clusters).map((cluster) => (
            <tr key={cluster.id}>
              <th scope="row">{/^https?:/.test(cluster.website) ? <a href={cluster.website} rel="noopener noreferrer">{cluster.name}</a> : cluster.name}</th>
              <td>{cluster.city}, {cluster.region}</td>
              <td className="num">{cluster.kind === "CLUSTER" ? i18n.number(cluster.organisationCount) : <span className="soft">{i18n._("agency")}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
