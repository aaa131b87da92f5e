import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql } from "../gql";
import type { MarketsPageQuery, MarketStatus } from "../gql/graphql";
import { errorAt, useAct, useQuery } from "../api/hooks";
import { CoordinationPage } from "../app/CoordinationPage";
import { languages } from "../app/languages";
import { byLanguage, items, RecordForm, textsOf, type RecordField } from "../app/RecordForm";
import { Button } from "../ui/Button";
import { Failure, Skeleton } from "../ui/Feedback";
import { Choice } from "../ui/Form";

const MarketsQuery = graphql(`
  query MarketsPage {
    markets {
      id code countries currency timeZones languages guide status version regulator { abbreviation name website }
      name en: name(language: "en") es: name(language: "es") ca: name(language: "ca") fr: name(language: "fr") de: name(language: "de") it: name(language: "it") pt: name(language: "pt") zh: name(language: "zh")
    }
  }
`);
const SaveMarket = graphql(`mutation SaveMarket($input: SaveMarketInput!) { saveMarket(input: $input) { market { id code version } userErrors { code field message } } }`);

type Market = MarketsPageQuery["markets"][number];

/** The markets with their guides, to add to and to change. */
export function MarketsPage(): ReactNode {
  const { i18n } = useLingui();
  return <CoordinationPage title={i18n._("Markets")}><List /></CoordinationPage>;
}

function List(): ReactNode {
  const { i18n } = useLingui();
  const [open, setOpen] = useState<string | null>(null);
  const { data, error, again } = useQuery(MarketsQuery, {});
  if (error) return <Failure error={error} again={again} />;
  if (!data) return <Skeleton />;
  const done = () => { setOpen(null); again(); };
  return (
    <div className="stack">
      <p><Button onPress={() => setOpen("")} expanded={open === ""}>{i18n._("Add a market")}</Button></p>
      {open === "" && <MarketForm market={null} onDone={done} onCancel={() => setOpen(null)} />}
      <ul className="rows">
        {data.markets.map((m) => (
          <li key={m.id}>
            <div className="between">
              <p><span className="title">{m.name}</span> <span className="soft small">{m.code} · {m.regulator.abbreviation} · {m.currency}{m.status === "PAUSED" && ` · ${i18n._("at rest")}`}</span></p>
              <Button look="quiet" expanded={open === m.id} label={i18n._("Edit {name}", { name: m.name })} onPress={() => setOpen(open === m.id ? null : m.id)}>{i18n._("Edit")}</Button>
            </div>
            {open === m.id && <MarketForm market={m} onDone={done} onCancel={() => setOpen(null)} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function MarketForm({ market: m, onDone, onCancel }: { market: Market | null; onDone: () => void; onCancel: () => void }): ReactNode {
  const { i18n } = useLingui();
  const codes = Object.keys(languages) as (keyof typeof languages)[];
  const [status, setStatus] = useState<MarketStatus>(m?.status ?? "ACTIVE");
  const [values, setValues] = useState<Record<string, string>>({
    code: m?.code ?? "", countries: m?.countries.join(", ") ?? "", currency: m?.currency ?? "", timeZones: m?.timeZones.join(", ") ?? "", languages: m?.languages.join(", ") ?? "",
    regulatorAbbreviation: m?.regulator.abbreviation ?? "", regulatorName: m?.regulator.name ?? "", regulatorWebsite: m?.regulator.website ?? "", guide: m?.guide ?? "",
    ...Object.fromEntries(codes.map((l) => [`names.${l}`, m?.[l] ?? ""])),
  });
  const { run, fetching, errors, failure } = useAct(SaveMarket);
  const commas = i18n._("with commas");
  const fields: RecordField[] = [
    { name: "code", label: i18n._("Code"), help: i18n._("Capital letters; for ever"), fixed: !!m },
    ...codes.map((l) => ({ name: `names.${l}`, label: i18n._("Name: {language}", { language: languages[l] }) })),
    { name: "countries", label: i18n._("Countries"), help: commas }, { name: "currency", label: i18n._("Currency") }, { name: "timeZones", label: i18n._("Time zones"), help: commas }, { name: "languages", label: i18n._("Languages"), help: commas },
    { name: "regulatorAbbreviation", label: i18n._("Regulator, short") }, { name: "regulatorName", label: i18n._("Regulator") }, { name: "regulatorWebsite", label: i18n._("Regulator's web site") },
    { name: "guide", label: i18n._("Market guide"), help: i18n._("Markdown: # heading, - list, **bold**"), multiline: true },
  ];
  const [sent, setSent] = useState<ReturnType<typeof textsOf>>([]);
  const text = (name: string) => values[name] ?? "";
  const save = async () => {
    const names = textsOf(values, "names");
    setSent(names);
    const payload = await run({ input: {
      code: text("code"), expectedVersion: m?.version ?? 0, status, names, countries: items(values["countries"]), currency: text("currency"), timeZones: items(values["timeZones"]), languages: items(values["languages"]),
      regulatorAbbreviation: text("regulatorAbbreviation"), regulatorName: text("regulatorName"), regulatorWebsite: text("regulatorWebsite"), guide: text("guide"),
    } });
    if (payload?.market) onDone();
  };
  return (
    <RecordForm fields={fields} values={values} onChange={setValues} errors={byLanguage(errors, "names", sent)} busy={fetching} onSave={() => void save()} onCancel={onCancel}>
      {failure && <Failure error={failure} />}
      <Choice label={i18n._("Status")} value={status} onChange={setStatus} options={[{ value: "ACTIVE", label: i18n._("worked on") }, { value: "PAUSED", label: i18n._("at rest") }]} error={errorAt(errors, "status")} />
    </RecordForm>
  );
}
