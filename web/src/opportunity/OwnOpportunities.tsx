import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { OwnOpportunities_OrganisationFragment } from "../gql/graphql";
import { Empty } from "../ui/Feedback";
import { kinds, statuses } from "./labels";

const OwnFragment = graphql(`
  fragment OwnOpportunities_organisation on Organisation {
    id
    opportunities(first: 30) {
      totalCount
      nodes { id title kind status language viewerCanUpdate openForInterest market { id name } }
    }
  }
`);

type Own = OwnOpportunities_OrganisationFragment["opportunities"]["nodes"][number];

/** The opportunities of the viewer's organisation, with where each stands. */
export function OwnOpportunities({ organisation }: { organisation: FragmentType<typeof OwnFragment> }): ReactNode {
  const { i18n } = useLingui();
  const { opportunities } = readFragment(OwnFragment, organisation);
  return (
    <section className="stack">
      <div className="between">
        <h2>{i18n._("Opportunities")}</h2>
        <Link to="/opportunities/new" className="button">{i18n._("Write an opportunity")}</Link>
      </div>
      {opportunities.totalCount === 0 && <Empty title={i18n._("None yet.")}><p>{i18n._("Say what you offer or look for: partners in the markets find it once your cluster has published it.")}</p></Empty>}
      <ul className="rows sided">{opportunities.nodes.map((o) => <Row key={o.id} opportunity={o} />)}</ul>
    </section>
  );
}

function Row({ opportunity: o }: { opportunity: Own }): ReactNode {
  const { i18n } = useLingui();
  return (
    <li>
      <div>
        <p className="title" lang={o.language}><Link to="/opportunities/$id" params={{ id: o.id }}>{o.title}</Link></p>
        <p className="facts"><span>{kinds(i18n)[o.kind]}</span><span>{o.market.name}</span></p>
      </div>
      <div className="side">
        <span className={o.status === "PUBLISHED" ? "status good" : "status warn"}>{statuses(i18n)[o.status]}</span>
        {o.viewerCanUpdate && <Link to="/opportunities/$id/edit" params={{ id: o.id }}>{i18n._("Edit")}</Link>}
        {o.openForInterest && <Link to="/opportunities/$id/candidates" params={{ id: o.id }}>{i18n._("Candidates")}</Link>}
      </div>
    </li>
  );
}
