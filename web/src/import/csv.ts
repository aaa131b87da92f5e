/** The columns that a CSV file's first line names, and its first records, to map by. Reads the beginning alone; a file in another form gives none. */
export function headOf(text: string): { columns: string[]; samples: string[][] } {
  const [first = "", ...rest] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const declared = /^sep=(.)$/i.exec(first.trim())?.[1];
  const lines = (declared ? rest : [first, ...rest]).filter((line) => line.trim() !== "");
  const header = lines[0] ?? "";
  if (/^\s*[{[]/.test(header)) return { columns: [], samples: [] };
  const separator = declared ?? [",", ";", "\t"].map((s) => [s, header.split(s).length] as const).toSorted((a, b) => b[1] - a[1])[0]![0];
  const [columns = [], ...samples] = lines.slice(0, 4).map((line) => cells(line, separator));
  return { columns: columns.map((c) => c.trim()).filter(Boolean), samples };
}

function cells(line: string, separator: string): string[] {
  const found: string[] = [];
  let cell = "";
  let quoted = false;
  for (let n = 0; n < line.length; n++) {
    const c = line[n]!;
    if (quoted && c === '"' && line[n + 1] === '"') { cell += '"'; n++; }
    else if (c === '"') quoted = !quoted;
    else if (c === separator && !quoted) { found.push(cell); cell = ""; }
    else cell += c;
  }
  return [...found, cell];
}

const known: Readonly<Record<string, readonly string[]>> = {
  externalReference: ["reference", "id", "no", "nr", "member", "ref"], legalName: ["name", "company", "legalname", "firma", "raisonsociale", "denominazione", "empresa", "nom"],
  kind: ["kind", "type"], country: ["country", "land", "pays", "paese", "pais"], region: ["region", "nuts"], city: ["city", "stadt", "ort", "ville", "citta", "ciudad", "ciutat"],
  foundedYear: ["founded", "year"], headcount: ["headcount", "employees", "staff", "mitarbeiter", "effectif", "dipendenti", "empleados"], turnover: ["turnover", "revenue", "umsatz"],
  balanceTotal: ["balancetotal", "balance"], accountsYear: ["accountsyear"], naceCodes: ["nace"], languages: ["languages", "language", "sprachen"], certifications: ["certifications", "certification"],
  website: ["website", "web", "url", "homepage"], description: ["description", "about", "beschreibung"], offers: ["offers"], seeks: ["seeks"], technologies: ["technologies", "technology", "keywords"],
};

/** The fields of an organisation that a file can fill; the first four must be filled. */
export const fields = Object.keys(known) as readonly Field[];
export const demanded = ["externalReference", "legalName", "kind", "country"] as const;
export type Field = "externalReference" | "legalName" | "kind" | "country" | "region" | "city" | "foundedYear" | "headcount" | "turnover" | "balanceTotal" | "accountsYear"
  | "naceCodes" | "languages" | "certifications" | "website" | "description" | "offers" | "seeks" | "technologies";

/** What feeds a field: a column, or a value that is the same for all. */
export interface Feed {
  column: string;
  value: string;
}
export type Mapping = Readonly<Partial<Record<Field, Feed>>>;

/** A first guess, by the names of the columns. */
export function guess(columns: readonly string[]): Mapping {
  const plain = (s: string) => s.normalize("NFD").toLowerCase().replace(/[^a-z]/g, "");
  const found = fields.map((field) => [field, columns.find((c) => known[field]!.includes(plain(c)) || plain(c) === field.toLowerCase())] as const);
  const mapping: Partial<Record<Field, Feed>> = Object.fromEntries(found.filter(([, column]) => column).map(([field, column]) => [field, { column: column!, value: "" }]));
  mapping.kind ??= { column: "", value: "COMPANY" };
  return mapping;
}

const several: readonly Field[] = ["naceCodes", "languages", "certifications"];

/** The map as the portal reads it: docs/import.md. JSON is YAML too. */
export function mapText(name: string, prefix: string, mapping: Mapping): string {
  const source = (field: Field, { column, value }: Feed): unknown => {
    if (field === "externalReference") return { column, prefix };
    if (field === "kind" && column) return { from: [column, { value: value || "COMPANY" }], translate: { "/company|firm|sme|start.?up|spin.?off/": "COMPANY", "/research|universit|institut|hospital|academ/": "RESEARCH", "/invest|venture|fund/": "INVESTOR", "/public|ministry|agency/": "PUBLIC_BODY" } };
    if (!column) return { value };
    return several.includes(field) ? { column, split: ";" } : { column };
  };
  const { technologies, ...rest } = mapping;
  const organisation = Object.fromEntries((Object.entries(rest) as [Field, Feed][]).filter(([, f]) => f.column || f.value).map(([field, feed]) => [field, source(field, feed)]));
  return JSON.stringify({ name, organisation, ...(technologies?.column ? { technologies: { columns: [{ column: technologies.column, split: ";" }] } } : {}) });
}
