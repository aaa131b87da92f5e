import { useRef, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import type { Audience } from "../gql/graphql";
import { useAct } from "../api/hooks";
import { sendForm } from "../api/upload";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Choice, Field, Problems } from "../ui/Form";
import { optionsOf } from "./EditorFields";
import { audiences } from "./labels";

const DocumentsFragment = graphql(`
  fragment MissionDocuments_mission on Mission { id documents { id title mediaType size audience url createdAt } }
`);
const Remove = graphql(`
  mutation RemoveDocument($input: RemoveDocumentInput!) { removeDocument(input: $input) { mission { id documents { id } } userErrors { code field message } } }
`);

/** The mission's documents: whom each is for, adding and removing. */
export function MissionDocuments({ mission, again }: { mission: FragmentType<typeof DocumentsFragment>; again: () => void }): ReactNode {
  const { i18n } = useLingui();
  const m = readFragment(DocumentsFragment, mission);
  const remove = useAct(Remove);
  const kilobytes = (size: number) => i18n.number(Math.ceil(size / 1024), { style: "unit", unit: "kilobyte" });
  return (
    <section className="stack">
      <h2>{i18n._("Documents")}</h2>
      {remove.failure && <Failure error={remove.failure} />}
      <Problems errors={remove.errors} />
      {m.documents.length > 0 && (
        <ul className="rows">
          {m.documents.map((d) => (
            <li key={d.id}>
              <div className="between">
                <p><a className="title" href={d.url} download>{d.title}</a> <span className="small soft">{kilobytes(d.size)} · {audiences(i18n)[d.audience]}</span></p>
                <Button look="quiet" busy={remove.fetching} label={i18n._("Remove {title}", { title: d.title })} onPress={() => void remove.run({ input: { documentId: d.id } })}>{i18n._("Remove")}</Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      <AddDocument missionId={m.id} again={again} />
    </section>
  );
}

function AddDocument({ missionId, again }: { missionId: string; again: () => void }): ReactNode {
  const { i18n } = useLingui();
  const file = useRef<HTMLInputElement>(null);
  const [title, setTitle] = useState("");
  const [audience, setAudience] = useState<Audience>("EVERYONE");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ field: string; message: string } | null>(null);
  const send = async () => {
    const chosen = file.current?.files?.[0];
    if (!chosen) return setProblem({ field: "file", message: i18n._("Choose a file.") });
    setBusy(true);
    const answer = await sendForm("/files", { mission: missionId, title: title || chosen.name, audience }, chosen);
    setBusy(false);
    setProblem(answer.ok ? null : answer);
    if (!answer.ok) return;
    setTitle("");
    if (file.current) file.current.value = "";
    again();
  };
  const at = (field: string) => (problem?.field === field ? problem.message : undefined);
  return (
    <form className="form wide" noValidate onSubmit={(e) => { e.preventDefault(); void send(); }}>
      {problem && !["file", "title", "audience"].includes(problem.field) && <p role="alert" className="note bad">{problem.message || i18n._("Something went wrong.")}</p>}
      <div className="pair thirds">
        <div className="field">
          <label htmlFor="document">{i18n._("File, at most 5 MB")}</label>
          <input id="document" ref={file} type="file" className="input" aria-invalid={!!at("file")} />
          {at("file") && <span className="wrong">{at("file")}</span>}
        </div>
        <Field label={i18n._("Title")} value={title} onChange={setTitle} error={at("title")} />
        <Choice label={i18n._("For whom")} value={audience} onChange={setAudience} options={optionsOf(audiences(i18n))} error={at("audience")} />
      </div>
      <p><Button type="submit" busy={busy}>{i18n._("Add document")}</Button></p>
    </form>
  );
}
