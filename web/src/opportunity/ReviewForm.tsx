import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { OpportunityForReviewQuery, Severity } from "../gql/graphql";
import { errorAt, useAct, useQuery } from "../api/hooks";
import { requirementKinds } from "../match/labels";
import { Button } from "../ui/Button";
import { Failure, Skeleton } from "../ui/Feedback";
import { Choice, Field, Problems } from "../ui/Form";
import { day, named, series, titled } from "../ui/format";
import { iprs, partnerships, severities, stages } from "./labels";

const ReviewQuery = graphql(`
  query OpportunityForReview($id: ID!) {
    opportunity(id: $id) {
      id title summary description advantages specification partnerSought language stage trl ipr partnerships deadline confidential
      technologies { id label }
      requirements { kind values min max mandatory }
      reviews { id createdAt decision issues { severity field message } }
    }
  }
`);

const RequestChanges = graphql(`
  mutation RequestChanges($input: RequestChangesInput!) {
    requestChanges(input: $input) { opportunity { id status viewerCanReview } userErrors { code field message } }
  }
`);

interface Comment {
  severity: Severity;
  message: string;
}
type Opportunity = NonNullable<OpportunityForReviewQuery["opportunity"]>;

/** Everything that an opportunity says, field by field, with room for a comment beside each. */
export function ReviewForm({ opportunityId, publish, onSent, onCancel }: { opportunityId: string; publish: ReactNode; onSent: () => void; onCancel: () => void }): ReactNode {
  const { data, error, again } = useQuery(ReviewQuery, { id: opportunityId });
  if (error) return <Failure error={error} again={again} />;
  if (!data?.opportunity) return <Skeleton lines={6} />;
  return <Fields opportunity={data.opportunity} publish={publish} onSent={onSent} onCancel={onCancel} />;
}

function Fields({ opportunity: o, publish, onSent, onCancel }: { opportunity: Opportunity; publish: ReactNode; onSent: () => void; onCancel: () => void }): ReactNode {
  const { i18n } = useLingui();
  const [comments, setComments] = useState<Readonly<Record<string, Comment>>>({});
  const { run, fetching, errors, failure } = useAct(RequestChanges);
  const fields = useFields(o);
  const written = fields.filter(([field]) => comments[field]);
  const issues = written.map(([field]) => ({ field, ...comments[field]! }));
  const set = (field: string, comment: Comment | undefined) => setComments(({ [field]: _, ...rest }) => (comment ? { ...rest, [field]: comment } : rest));
  const send = async () => {
    const payload = await run({ input: { opportunityId: o.id, issues } });
    if (payload?.opportunity) onSent();
  };
  const before = (field: string) => o.reviews?.[0]?.issues.filter((issue) => issue.field === field) ?? [];
  return (
    <form className="review" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      {fields.map(([field, label, content]) => (
        <section key={field} aria-label={label}>
          <div>
            <h3>{label}</h3>
            <div className={content ? "pre" : "soft"} lang={content ? o.language : undefined}>{content || i18n._("empty")}</div>
            {before(field).map((issue, n) => <p key={n} className="small soft">{i18n._("Last time: {message}", { message: issue.message })}</p>)}
          </div>
          <CommentField label={label} comment={comments[field]} onChange={(comment) => set(field, comment)} errorOf={(part) => errorAt(errors, `issues.${issues.findIndex((i) => i.field === field)}.${part}`)} />
        </section>
      ))}
      <p className="inline">
        <Button type="submit" look="main" busy={fetching} disabled={issues.length === 0}>{i18n._("{count, plural, =0 {Send back} one {Send back with # comment} other {Send back with # comments}}", { count: issues.length })}</Button>
        {issues.length === 0 && publish}
        <Button look="quiet" onPress={onCancel}>{i18n._("Cancel")}</Button>
      </p>
    </form>
  );
}

interface CommentFieldProps {
  label: string;
  comment: Comment | undefined;
  onChange: (comment: Comment | undefined) => void;
  errorOf: (part: keyof Comment) => string | undefined;
}

function CommentField({ label, comment, onChange, errorOf }: CommentFieldProps): ReactNode {
  const { i18n } = useLingui();
  if (!comment) return <p><Button look="quiet" label={i18n._("Comment on {field}", { field: label })} onPress={() => onChange({ severity: "MAJOR", message: "" })}>{i18n._("Comment")}</Button></p>;
  const weights = (Object.entries(severities(i18n)) as [Severity, string][]).map(([value, name]) => ({ value, label: name }));
  return (
    <div className="stack">
      <Choice label={i18n._("Weight")} value={comment.severity} onChange={(severity) => onChange({ ...comment, severity })} options={weights} error={errorOf("severity")} />
      <Field label={i18n._("What is to change")} multiline autoFocus maxLength={1000} value={comment.message} onChange={(message) => onChange({ ...comment, message })} error={errorOf("message")} required />
      <p><Button look="quiet" onPress={() => onChange(undefined)}>{i18n._("Remove comment")}</Button></p>
    </div>
  );
}

/** The fields that a comment can be about, with what stands in them. */
function useFields(o: Opportunity): readonly (readonly [string, string, string])[] {
  const { i18n } = useLingui();
  const range = (min?: number | null, max?: number | null) => [min, max].filter((n) => n !== null && n !== undefined).join("–");
  const requirements = (o.requirements ?? []).map((r) => titled(i18n, requirementKinds(i18n)[r.kind], `${series(i18n, r.values) || range(r.min, r.max)}${r.mandatory ? "" : ` ${i18n._("(desirable)")}`}`));
  return [
    ["title", i18n._("Title"), o.title],
    ["summary", i18n._("Summary"), o.summary],
    ["description", i18n._("Description"), o.description ?? ""],
    ["advantages", i18n._("Advantages and innovations"), o.advantages ?? ""],
    ["specification", i18n._("Specification or expertise sought"), o.specification ?? ""],
    ["partnerSought", i18n._("The partner sought"), o.partnerSought ?? ""],
    ["technologies", i18n._("Technologies"), series(i18n, o.technologies.map((t) => t.label))],
    ["stage", i18n._("Stage of development"), [o.stage && stages(i18n)[o.stage], o.trl && `TRL ${o.trl}`].filter(Boolean).join(", ")],
    ["ipr", i18n._("Intellectual property"), o.ipr ? iprs(i18n)[o.ipr] : ""],
    ["partnerships", i18n._("Type of partnership"), series(i18n, o.partnerships.map((p) => partnerships(i18n)[p]))],
    ["requirements", i18n._("Requirements"), requirements.join("\n")],
    ["deadline", i18n._("Deadline"), o.deadline ? day(i18n, o.deadline) : ""],
    ["language", i18n._("Language"), named(i18n, "language", o.language)],
  ];
}
