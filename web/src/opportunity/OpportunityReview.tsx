import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { Severity } from "../gql/graphql";
import { errorAt, useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Choice, Field, Problems } from "../ui/Form";
import { kinds, severities } from "./labels";

const ReviewFragment = graphql(`
  fragment OpportunityReview_opportunity on Opportunity {
    id title summary kind language market { id name } organisation { id legalName }
  }
`);

const Publish = graphql(`
  mutation PublishOpportunity($input: PublishOpportunityInput!) {
    publishOpportunity(input: $input) { opportunity { id status viewerCanReview publishedAt } userErrors { code field message } }
  }
`);
const RequestChanges = graphql(`
  mutation RequestChanges($input: RequestChangesInput!) {
    requestChanges(input: $input) { opportunity { id status viewerCanReview } userErrors { code field message } }
  }
`);

/** An opportunity that waits for review: publish it, or send it back with issues. */
export function OpportunityReview({ opportunity }: { opportunity: FragmentType<typeof ReviewFragment> }): ReactNode {
  const { i18n } = useLingui();
  const o = readFragment(ReviewFragment, opportunity);
  const [sendingBack, setSendingBack] = useState(false);
  const { run, fetching, errors, failure } = useAct(Publish);
  return (
    <li>
      <p className="title" lang={o.language}><Link to="/opportunities/$id" params={{ id: o.id }}>{o.title}</Link></p>
      <p className="facts"><span>{kinds(i18n)[o.kind]}</span><span>{o.market.name}</span><span>{o.organisation?.legalName}</span></p>
      <p className="clip small" lang={o.language}>{o.summary}</p>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      {sendingBack ? <IssueForm opportunityId={o.id} onCancel={() => setSendingBack(false)} /> : (
        <p className="inline">
          <Button look="main" busy={fetching} onPress={() => void run({ input: { opportunityId: o.id } })} label={i18n._("Publish {title}", { title: o.title })}>{i18n._("Publish")}</Button>
          <Button onPress={() => setSendingBack(true)} label={i18n._("Request changes to {title}", { title: o.title })}>{i18n._("Request changes")}</Button>
        </p>
      )}
    </li>
  );
}

interface Issue {
  severity: Severity;
  field: string;
  message: string;
}
const blank: Issue = { severity: "MAJOR", field: "summary", message: "" };

function IssueForm({ opportunityId, onCancel }: { opportunityId: string; onCancel: () => void }): ReactNode {
  const { i18n } = useLingui();
  const [issues, setIssues] = useState<Issue[]>([blank]);
  const { run, fetching, errors, failure } = useAct(RequestChanges);
  const set = (n: number, issue: Issue) => setIssues(issues.map((old, i) => (i === n ? issue : old)));
  const fields = { title: i18n._("Title"), summary: i18n._("Summary"), description: i18n._("Description"), advantages: i18n._("Advantages and innovations"), specification: i18n._("Specification or expertise sought"), partnerSought: i18n._("The partner sought"), technologies: i18n._("Technologies"), requirements: i18n._("Requirements") };
  const options = <T extends string>(labels: Record<T, string>) => (Object.entries(labels) as [T, string][]).map(([value, label]) => ({ value, label }));
  return (
    <form className="form" noValidate onSubmit={(e) => { e.preventDefault(); void run({ input: { opportunityId, issues } }); }}>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} shown={issues.map((_, n) => `issues.${n}.message`)} />
      {issues.map((issue, n) => (
        <fieldset key={n} className="stack">
          <legend className="hidden">{i18n._("Issue {number}", { number: n + 1 })}</legend>
          <div className="pair">
            <Choice label={i18n._("Field")} value={issue.field} onChange={(field) => set(n, { ...issue, field })} options={options<string>(fields)} />
            <Choice label={i18n._("Weight")} value={issue.severity} onChange={(severity) => set(n, { ...issue, severity })} options={options(severities(i18n))} />
          </div>
          <Field label={i18n._("What is to change")} multiline maxLength={1000} value={issue.message} onChange={(message) => set(n, { ...issue, message })} error={errorAt(errors, `issues.${n}.message`)} required />
        </fieldset>
      ))}
      <p className="inline">
        <Button type="submit" look="main" busy={fetching}>{i18n._("Send back")}</Button>
        <Button onPress={() => setIssues([...issues, blank])}>{i18n._("Another issue")}</Button>
        <Button look="quiet" onPress={onCancel}>{i18n._("Cancel")}</Button>
      </p>
    </form>
  );
}
