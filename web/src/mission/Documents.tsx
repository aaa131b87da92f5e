import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { bytes } from "../ui/format";

const DocumentsFragment = graphql(`
  fragment Documents_mission on Mission { id documents { id title mediaType size url } }
`);

/** A mission's documents as far as the viewer may read them, and its calendar. */
export function Documents({ mission }: { mission: FragmentType<typeof DocumentsFragment> }): ReactNode {
  const { i18n } = useLingui();
  const { id, documents } = readFragment(DocumentsFragment, mission);
  return (
    <section className="stack noprint">
      <h2>{i18n._("Documents")}</h2>
      <ul className="stack small">
        <li><a href={`/calendars/${id}.ics`} download>{i18n._("Add to my calendar")}</a> <span className="soft">ICS</span></li>
        {documents.map((d) => (
          <li key={d.id}><a href={d.url} download>{d.title}</a> <span className="soft">{d.mediaType.split("/").at(-1)?.toUpperCase().slice(0, 8)}, {bytes(i18n, d.size)}</span></li>
        ))}
      </ul>
    </section>
  );
}
