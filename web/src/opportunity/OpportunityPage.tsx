import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import type { OpportunityPageQuery } from "../gql/graphql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { NotFound } from "../app/Errors";
import { ContactPanel } from "../cluster/ContactPanel";
import { OwnMatch } from "../match/OwnMatch";
import { Failure, Note, Skeleton } from "../ui/Feedback";
import { onDay } from "../ui/format";
import { Page } from "../ui/Page";
import { BookmarkButton } from "./BookmarkButton";
import { Facts } from "./Facts";
import { kinds, severities, statuses } from "./labels";
import { OwnActs } from "./OwnActs";
import { RequirementList } from "./RequirementList";
import { Similar } from "./Similar";

const OpportunityQuery = graphql(`
  query OpportunityPage($id: ID!) {
    opportunity(id: $id) {
      id title summary kind status language openForInterest description advantages specification partnerSought
      reference
      market { id code name }
      technologies { id slug }
      viewerCanUpdate
      organisation { id }
      reviews { id decision createdAt issues { severity field message } }
      ...Facts_opportunity
      ...OwnActs_opportunity
      ...BookmarkButton_opportunity
      requirements { ...RequirementList_requirement }
    }
  }
`);

type Opportunity = NonNullable<OpportunityPageQuery["opportunity"]>;

const route = getRouteApi("/opportunities/$id");

/** One opportunity: what it says, and why it suits the viewer's organisation. */
export function OpportunityPage(): ReactNode {
  const { id } = route.useParams();
  const { data, error, again } = useQuery(OpportunityQuery, { id });
  if (error) return <Failure error={error} again={again} />;
  if (!data) return <Skeleton lines={12} />;
  if (!data.opportunity) return <NotFound />;
  return <OpportunityView opportunity={data.opportunity} />;
}

function OpportunityView({ opportunity }: { opportunity: Opportunity }): ReactNode {
  const { i18n } = useLingui();
  const { viewer } = useSession();
  const own = !!viewer?.organisation && viewer.organisation.id === opportunity.organisation?.id;
  return (
    <Page title={opportunity.title} lede={<span lang={opportunity.language}>{opportunity.summary}</span>}
      above={<>{kinds(i18n)[opportunity.kind]} · <Link to="/markets/$code" params={{ code: opportunity.market.code }}>{opportunity.market.name}</Link></>}>
      {opportunity.status !== "PUBLISHED" && <Note tone="warn">{statuses(i18n)[opportunity.status]}</Note>}
      {opportunity.status === "PUBLISHED" && !opportunity.openForInterest && <Note tone="warn">{i18n._("No longer open for interest.")}</Note>}
      <div className="columns aside-end">
        <div className="stack-l">
          {viewer?.organisation && !own && <OwnMatch opportunityId={opportunity.id} />}
          {viewer ? <FullText opportunity={opportunity} /> : <Teaser id={opportunity.id} />}
          <Similar id={opportunity.id} technologies={opportunity.technologies} />
        </div>
        <aside className="stack-l">
          {own && <OwnActs opportunity={opportunity} />}
          {viewer && <BookmarkButton opportunity={opportunity} />}
          {viewer && !own && opportunity.openForInterest && <ContactPanel title={i18n._("Interested?")} subject={`${opportunity.reference} ${opportunity.title}`} />}
          <Facts opportunity={opportunity} />
          {opportunity.requirements && opportunity.requirements.length > 0 && (
            <section className="stack">
              <h2>{i18n._("What a partner must bring")}</h2>
              <RequirementList requirements={opportunity.requirements} />
            </section>
          )}
        </aside>
      </div>
    </Page>
  );
}

function Teaser({ id }: { id: string }): ReactNode {
  const { i18n } = useLingui();
  return (
    <div className="panel stack">
      <p>{i18n._("Description, requirements and how well it suits your organisation are open to signed-in members.")}</p>
      <p className="inline">
        <Link to="/sign-in" search={{ to: `/opportunities/${id}` }} className="button main">{i18n._("Sign in")}</Link>
        <Link to="/sign-up" className="button">{i18n._("Open an account")}</Link>
      </p>
    </div>
  );
}

function FullText({ opportunity }: { opportunity: Opportunity }): ReactNode {
  const { i18n } = useLingui();
  const sections = [
    [i18n._("Description"), opportunity.description],
    [i18n._("Advantages and innovations"), opportunity.advantages],
    [i18n._("Specification or expertise sought"), opportunity.specification],
    [i18n._("The partner sought"), opportunity.partnerSought],
  ] as const;
  return (
    <>
      {sections.map(([title, text]) => text && (
        <section key={title} className="stack">
          <h2>{title}</h2>
          <p className="pre" lang={opportunity.language}>{text}</p>
        </section>
      ))}
      {opportunity.reviews && opportunity.reviews.length > 0 && <Reviews reviews={opportunity.reviews} />}
    </>
  );
}

function Reviews({ reviews }: { reviews: NonNullable<Opportunity["reviews"]> }): ReactNode {
  const { i18n } = useLingui();
  const issues = reviews.flatMap((review) => review.issues.map((issue) => ({ ...issue, at: review.createdAt })));
  if (!issues.length) return null;
  return (
    <section className="stack">
      <h2>{i18n._("Review")}</h2>
      <ul className="rows">
        {issues.map((issue, n) => (
          <li key={n}>
            <p><span className="status">{severities(i18n)[issue.severity]}</span> <span className="soft">{issue.field} · {onDay(i18n, issue.at)}</span></p>
            <p>{issue.message}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
