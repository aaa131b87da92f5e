import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";

const ContactsQuery = graphql(`
  query ClusterContacts {
    viewer {
      contacts { name email }
      organisation { id cluster { id name website } }
    }
  }
`);

const shown = 3;

/** Whom at their own cluster the viewer asks about something; `subject` begins the letter. Nothing for those without an organisation. */
export function ContactPanel({ title, subject }: { title: string; subject: string }): ReactNode {
  const { i18n } = useLingui();
  const { data } = useQuery(ContactsQuery, {});
  const cluster = data?.viewer?.organisation?.cluster;
  if (!cluster) return null;
  const people = data.viewer?.contacts.slice(0, shown) ?? [];
  return (
    <section className="stack" aria-labelledby="contact">
      <h2 id="contact">{title}</h2>
      <p className="small">{i18n._("{cluster}, your cluster, brings you together.", { cluster: cluster.name })}</p>
      <ul className="stack small">
        {people.map((p) => (
          <li key={p.email}><strong>{p.name}</strong><br /><a href={`mailto:${p.email}?subject=${encodeURIComponent(subject)}`}>{p.email}</a></li>
        ))}
        {people.length === 0 && /^https?:/.test(cluster.website) && <li><a href={cluster.website} rel="noopener noreferrer">{cluster.name}</a></li>}
      </ul>
    </section>
  );
}
