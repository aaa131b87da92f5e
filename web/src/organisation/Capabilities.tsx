import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { Capabilities_OrganisationFragment } from "../gql/graphql";
import { Button } from "../ui/Button";
import { Empty } from "../ui/Feedback";
import { series, titled } from "../ui/format";
import { stages } from "../opportunity/labels";
import { CapabilityForm } from "./CapabilityForm";
import { capabilityDirections } from "./labels";

const CapabilitiesFragment = graphql(`
  fragment Capabilities_organisation on Organisation {
    id version
    capabilities { id direction text language stage partnerships technologies { id label } markets { id name } }
  }
`);

/** One capability as stored. */
export type Capability = NonNullable<Capabilities_OrganisationFragment["capabilities"]>[number];

/** What an organisation offers and seeks; `begin` opens the form at once. */
export function Capabilities({ organisation, canUpdate, begin = false, error }: { organisation: FragmentType<typeof CapabilitiesFragment>; canUpdate: boolean; begin?: boolean; error?: string | undefined }): ReactNode {
  const { i18n } = useLingui();
  const { id, version, capabilities } = readFragment(CapabilitiesFragment, organisation);
  const [editing, setEditing] = useState(begin);
  const list = capabilities ?? [];
  return (
    <section className="stack">
      <div className="between">
        <h2>{i18n._("What it offers and seeks")}</h2>
        {canUpdate && !editing && <Button onPress={() => setEditing(true)}>{i18n._("Edit")}</Button>}
      </div>
      {error && <p className="field" role="alert"><span className="wrong">{error}</span></p>}
      {editing ? <CapabilityForm organisationId={id} version={version ?? 0} stored={list} onDone={() => setEditing(false)} /> : (
        <>
          {list.length === 0 && <Empty title={i18n._("Nothing yet.")}><p>{i18n._("Say what you offer and seek, with technologies: matches follow at once.")}</p></Empty>}
          <ul className="rows">{list.map((c) => <Row key={c.id} capability={c} />)}</ul>
        </>
      )}
    </section>
  );
}

function Row({ capability }: { capability: Capability }): ReactNode {
  const { i18n } = useLingui();
  return (
    <li>
      <p className="title">{titled(i18n, capabilityDirections(i18n)[capability.direction], series(i18n, capability.technologies.map((t) => t.label)))}</p>
      <p lang={capability.language}>{capability.text}</p>
      <p className="facts">
        {capability.stage && <span>{stages(i18n)[capability.stage]}</span>}
        <span>{series(i18n, capability.markets.map((m) => m.name)) || i18n._("All markets")}</span>
      </p>
    </li>
  );
}
