import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { TechnologiesPageQuery } from "../gql/graphql";
import { useAct, useQuery } from "../api/hooks";
import { CoordinationPage } from "../app/CoordinationPage";
import { languages } from "../app/languages";
import { byLanguage, items, RecordForm, textsOf, type RecordField } from "../app/RecordForm";
import { Button } from "../ui/Button";
import { Empty, Failure, Skeleton } from "../ui/Feedback";
import { Field } from "../ui/Form";

const TreeQuery = graphql(`query TechnologiesPage($filter: TechnologyFilter) { technologies(filter: $filter) { id slug label parent { id label } } }`);
const NodeQuery = graphql(`
  query TechnologyNode($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Technology {
        id slug version eenCodes naceCodes
        l_en: label(language: "en") l_es: label(language: "es") l_ca: label(language: "ca") l_fr: label(language: "fr") l_de: label(language: "de") l_it: label(language: "it") l_pt: label(language: "pt") l_zh: label(language: "zh")
        s_en: synonyms(language: "en") s_es: synonyms(language: "es") s_ca: synonyms(language: "ca") s_fr: synonyms(language: "fr") s_de: synonyms(language: "de") s_it: synonyms(language: "it") s_pt: synonyms(language: "pt") s_zh: synonyms(language: "zh")
      }
    }
  }
`);
const SaveTechnology = graphql(`mutation SaveTechnology($input: SaveTechnologyInput!) { saveTechnology(input: $input) { technology { id slug version label } userErrors { code field message } } }`);

type Technology = TechnologiesPageQuery["technologies"][number];
const most = 100;

/** The technology tree: labels and synonyms in every language, and new nodes. */
export function TechnologiesPage(): ReactNode {
  const { i18n } = useLingui();
  return <CoordinationPage title={i18n._("Technologies")} lede={i18n._("What search and matching know by name. Changes hold within seconds.")}><Tree /></CoordinationPage>;
}

function Tree(): ReactNode {
  const { i18n } = useLingui();
  const [text, setText] = useState("");
  const [open, setOpen] = useState<string | null>(null);
  const { data, error, again } = useQuery(TreeQuery, { filter: text.trim() ? { text: text.trim() } : null });
  const all = data?.technologies ?? [];
  const done = () => { setOpen(null); again(); };
  return (
    <div className="stack">
      <div className="form"><Field label={i18n._("Find by label, synonym or code")} value={text} onChange={setText} /></div>
      {error && <Failure error={error} again={again} />}
      {!data && !error && <Skeleton />}
      {data && all.length === 0 && <Empty title={i18n._("Nothing found")} />}
      <ul className="rows">
        {all.slice(0, most).map((t) => (
          <li key={t.id}>
            <div className="between">
              <p><span className="soft small">{t.parent && `${t.parent.label} › `}</span><span className="title">{t.label}</span></p>
              <p className="inline">
                <Button look="quiet" label={i18n._("Add below {name}", { name: t.label })} onPress={() => setOpen(`+${t.id}`)}>{i18n._("Add below")}</Button>
                <Button look="quiet" expanded={open === t.id} label={i18n._("Edit {name}", { name: t.label })} onPress={() => setOpen(open === t.id ? null : t.id)}>{i18n._("Edit")}</Button>
              </p>
            </div>
            {open === t.id && <Existing technology={t} onDone={done} onCancel={() => setOpen(null)} />}
            {open === `+${t.id}` && <TechnologyForm parent={t.id} values={{}} version={0} onDone={done} onCancel={() => setOpen(null)} />}
          </li>
        ))}
      </ul>
      {all.length > most && <p className="soft small">{i18n._("{count, plural, one {and # more} other {and # more}}", { count: all.length - most })}</p>}
    </div>
  );
}

function Existing({ technology, onDone, onCancel }: { technology: Technology; onDone: () => void; onCancel: () => void }): ReactNode {
  const { data, error } = useQuery(NodeQuery, { ids: [technology.id] });
  const node = data?.nodes[0];
  if (error) return <Failure error={error} />;
  if (!node || !("slug" in node)) return <Skeleton lines={3} />;
  const english = node.l_en;
  const labels = { en: node.l_en, es: node.l_es, ca: node.l_ca, fr: node.l_fr, de: node.l_de, it: node.l_it, pt: node.l_pt, zh: node.l_zh };
  const synonyms = { en: node.s_en, es: node.s_es, ca: node.s_ca, fr: node.s_fr, de: node.s_de, it: node.s_it, pt: node.s_pt, zh: node.s_zh };
  const same = (list: readonly string[]) => list.join(";") === node.s_en.join(";");
  const values: Record<string, string> = {
    slug: node.slug, eenCodes: node.eenCodes.join(", "), naceCodes: node.naceCodes.join(", "),
    ...Object.fromEntries(Object.entries(labels).map(([l, label]) => [`labels.${l}`, l !== "en" && label === english ? "" : label])),
    ...Object.fromEntries(Object.entries(synonyms).map(([l, list]) => [`synonyms.${l}`, l !== "en" && same(list) ? "" : list.join("; ")])),
  };
  return <TechnologyForm values={values} version={node.version} onDone={onDone} onCancel={onCancel} />;
}

function TechnologyForm({ parent, values: initial, version, onDone, onCancel }: { parent?: string; values: Record<string, string>; version: number; onDone: () => void; onCancel: () => void }): ReactNode {
  const { i18n } = useLingui();
  const [values, setValues] = useState(initial);
  const { run, fetching, errors, failure } = useAct(SaveTechnology);
  const names = Object.entries(languages);
  const fields: RecordField[] = [
    { name: "slug", label: i18n._("Short name"), help: i18n._("Small letters, digits, hyphens; for ever"), fixed: !parent },
    ...names.flatMap(([l, language]) => [{ name: `labels.${l}`, label: i18n._("Label: {language}", { language }) }, { name: `synonyms.${l}`, label: i18n._("Synonyms: {language}", { language }), help: i18n._("with semicolons") }]),
    { name: "eenCodes", label: i18n._("EEN codes"), help: i18n._("with commas") }, { name: "naceCodes", label: i18n._("NACE classes"), help: i18n._("with commas") },
  ];
  const [sent, setSent] = useState({ labels: textsOf({}, ""), synonyms: textsOf({}, "") });
  const save = async () => {
    const texts = { labels: textsOf(values, "labels"), synonyms: textsOf(values, "synonyms") };
    setSent(texts);
    const payload = await run({ input: {
      slug: values["slug"] ?? "", expectedVersion: version, parent: parent ?? null, ...texts, eenCodes: items(values["eenCodes"]), naceCodes: items(values["naceCodes"]),
    } });
    if (payload?.technology) onDone();
  };
  return (
    <RecordForm fields={fields} values={values} onChange={setValues} errors={byLanguage(byLanguage(errors, "labels", sent.labels), "synonyms", sent.synonyms)} busy={fetching} onSave={() => void save()} onCancel={onCancel}>
      {failure && <Failure error={failure} />}
    </RecordForm>
  );
}
