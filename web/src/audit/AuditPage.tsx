import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";
import { CoordinationPage } from "../app/CoordinationPage";
import { Button } from "../ui/Button";
import { Empty, Failure, Skeleton } from "../ui/Feedback";
import { Field } from "../ui/Form";
import { instant } from "../ui/format";

const AuditQuery = graphql(`
  query AuditPage($filter: AuditEventFilter, $first: Int!, $after: String) {
    auditEvents(filter: $filter, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id at act subjectId client requestId actor { id name } details { name value } }
    }
  }
`);

/** Who did what to what, when and from where; for coordinators. */
export function AuditPage(): ReactNode {
  const { i18n } = useLingui();
  return <CoordinationPage title={i18n._("Audit log")}><Log /></CoordinationPage>;
}

function Log(): ReactNode {
  const { i18n } = useLingui();
  const [subject, setSubject] = useState("");
  const [act, setAct] = useState("");
  const [asked, setAsked] = useState<{ subjectId: string | null; acts: string[] | null }>({ subjectId: null, acts: null });
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const { data, error, again } = useQuery(AuditQuery, { filter: asked, first: 50, after: cursors.at(-1) ?? null });
  const ask = () => { setCursors([null]); setAsked({ subjectId: subject.trim() || null, acts: act.trim() ? [act.trim()] : null }); };
  const page = data?.auditEvents;
  return (
    <div className="stack">
      <form className="form wide" onSubmit={(e) => { e.preventDefault(); ask(); }}>
        <div className="pair thirds">
          <Field label={i18n._("Done to (id)")} value={subject} onChange={setSubject} />
          <Field label={i18n._("Act")} help={i18n._("such as publishOpportunity")} value={act} onChange={setAct} />
          <p><Button type="submit">{i18n._("Search")}</Button></p>
        </div>
      </form>
      {error && <Failure error={error} again={again} />}
      {!data && !error && <Skeleton lines={10} />}
      {page && page.nodes.length === 0 && <Empty title={i18n._("Nothing found")} />}
      {page && page.nodes.length > 0 && (
        <div className="scroll" tabIndex={0}>
          <table className="table tight stacked">
            <thead><tr><th scope="col">{i18n._("When")}</th><th scope="col">{i18n._("Who")}</th><th scope="col">{i18n._("Act")}</th><th scope="col">{i18n._("Done to")}</th><th scope="col" className="wide">{i18n._("More")}</th></tr></thead>
            <tbody>
              {page.nodes.map((e) => (
                <tr key={e.id}>
                  <td className="small">{instant(i18n, e.at)}</td><td>{e.actor?.name ?? <span className="soft">{i18n._("the portal")}</span>}</td><td>{e.act}</td>
                  <td className="whole"><button type="button" className="button quiet id" onClick={() => { setSubject(e.subjectId); setCursors([null]); setAsked({ subjectId: e.subjectId, acts: null }); }}>{e.subjectId}</button></td>
                  <td className="wide small soft">{[...e.details.map((d) => `${d.name}: ${d.value}`), e.client].filter(Boolean).join(" · ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="inline">
        {cursors.length > 1 && <Button onPress={() => setCursors(cursors.slice(0, -1))}>{i18n._("Newer")}</Button>}
        {page?.pageInfo.hasNextPage && <Button onPress={() => setCursors([...cursors, page.pageInfo.endCursor ?? null])}>{i18n._("Older")}</Button>}
      </p>
    </div>
  );
}
