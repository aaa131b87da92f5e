import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import { useAct, useQuery } from "../api/hooks";
import { CoordinationPage } from "../app/CoordinationPage";
import { Button } from "../ui/Button";
import { Empty, Failure, Skeleton } from "../ui/Feedback";
import { Problems } from "../ui/Form";
import { useLastAct } from "../ui/LastAct";
import { instant } from "../ui/format";

const DeadQuery = graphql(`
  query DeadJobs($first: Int!) { deadJobs(first: $first) { totalCount nodes { id kind letter recipient attempts lastError createdAt deadAt } } }
`);
const Retry = graphql(`mutation RetryJob($input: RetryJobInput!) { retryJob(input: $input) { job { id } userErrors { code field message } } }`);

/** Letters and other work that were given up, and trying them again; for coordinators. */
export function DeadJobsPage(): ReactNode {
  const { i18n } = useLingui();
  return <CoordinationPage title={i18n._("Dead letters")} lede={i18n._("Letters and other work that were given up after many tries.")}><Jobs /></CoordinationPage>;
}

function Jobs(): ReactNode {
  const { i18n } = useLingui();
  const [first, setFirst] = useState(50);
  const { data, error, again } = useQuery(DeadQuery, { first });
  const { run, fetching, errors, failure } = useAct(Retry);
  const { tell, bar } = useLastAct();
  if (error) return <Failure error={error} again={again} />;
  if (!data) return <Skeleton />;
  const jobs = data.deadJobs?.nodes ?? [];
  const retry = async (jobId: string) => {
    if (!(await run({ input: { jobId } }))?.job) return;
    tell(i18n._("It is tried again now."));
    again();
  };
  return (
    <div className="stack">
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      {jobs.length === 0 && <Empty title={i18n._("Nothing was given up.")} />}
      {jobs.length > 0 && (
        <div className="scroll" tabIndex={0}>
          <table className="table">
            <thead><tr><th scope="col">{i18n._("Kind")}</th><th scope="col">{i18n._("To")}</th><th scope="col">{i18n._("What went wrong")}</th><th scope="col" className="wide">{i18n._("Given up")}</th><th scope="col"><span className="hidden">{i18n._("Try again")}</span></th></tr></thead>
            <tbody>
              {jobs.map((j) => (
                <tr key={j.id}>
                  <th scope="row">{j.letter ?? j.kind}</th><td>{j.recipient}</td><td className="small">{j.lastError} <span className="soft">({i18n._("{count, plural, one {# try} other {# tries}}", { count: j.attempts })})</span></td>
                  <td className="wide">{instant(i18n, j.deadAt)}</td><td><Button busy={fetching} onPress={() => void retry(j.id)}>{i18n._("Try again")}</Button></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data.deadJobs && jobs.length < data.deadJobs.totalCount && first < 100 && <p><Button onPress={() => setFirst(100)}>{i18n._("Show more")}</Button></p>}
      {bar}
    </div>
  );
}
