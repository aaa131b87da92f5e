// Invented records for the stand-in: enough of everything to see each page full.
const page = (nodes) => ({ nodes, edges: nodes.map((node) => ({ cursor: node.id ?? "", node })), totalCount: nodes.length, pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null } });
const cut = (nodes, { first = 20, after } = {}) => {
  const start = after ? Number(after) : 0;
  const shown = nodes.slice(start, start + first);
  return { ...page(shown), totalCount: nodes.length, pageInfo: { hasNextPage: start + first < nodes.length, hasPreviousPage: start > 0, startCursor: String(start), endCursor: String(start + first) } };
};
const dayFrom = (days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);
const timeFrom = (days) => new Date(Date.now() + days * 864e5).toISOString();

const guide = `## Regulatory route

Devices are registered with the **regulator** in three classes; class II and III need local type testing.

- Class I: filing
- Class II and III: registration, valid for five years

| Class | Body | Time |
|---|---|---|
| II | province | 12 months |
| III | national | 18 to 24 months |

## Intellectual property

File early: the first to file has the right. <script>alert(1)</script> See [WIPO](https://www.wipo.int) and [this](javascript:alert(1)).

## Business practice

1. Meet in person.
2. Bring documents in both languages.
`;

const market = (code, name, abbreviation, regulator) => ({
  __typename: "Market", id: `mkt_${code}`, code, name, countries: [code], currency: { CN: "CNY", BR: "BRL", US: "USD" }[code], timeZones: [{ CN: "Asia/Shanghai", BR: "America/Sao_Paulo", US: "America/New_York" }[code]],
  languages: [{ CN: "zh", BR: "pt", US: "en" }[code]], regulator: { abbreviation, name: regulator, website: "https://example.org" }, guide, status: "ACTIVE", gateways: [],
});
const markets = [market("BR", "Brazil", "ANVISA", "Brazilian Health Regulatory Agency"), market("CN", "China", "NMPA", "National Medical Products Administration"), market("US", "United States", "FDA", "Food and Drug Administration")];
const cluster = (slug, name, region, city, kind = "CLUSTER") => ({ __typename: "Cluster", id: `clu_${slug}`, slug, kind, name, country: "ES", region, nuts: "ES51", city, coordinates: [41.4, 2.2], website: `https://example.org/${slug}`, standsFor: name, lead: slug === "lyonbiopole", organisationCount: kind === "CLUSTER" ? 812 : 0 });
const clusters = [cluster("biocat", "Biocat", "Catalonia", "Barcelona"), cluster("biom", "BioM", "Bavaria", "Planegg"), cluster("biopmed", "bioPmed", "Piedmont", "Colleretto Giacosa"), cluster("erai", "ERAI", "Rhône-Alpes", "Lyon", "REGIONAL_AGENCY"), cluster("lyonbiopole", "Lyonbiopôle", "Rhône-Alpes", "Lyon")];
const labels = ["Monoclonal antibodies", "In-vitro diagnostics", "Point-of-care testing", "Cell therapy", "Medical imaging", "Drug delivery systems", "Bioinformatics", "Wound care", "Implantable devices", "Vaccines", "Digital health"];
const technologies = labels.map((label, n) => ({ __typename: "Technology", id: `tec_${n}`, slug: label.toLowerCase().replaceAll(" ", "-"), kind: "TECHNOLOGY", label, synonyms: [], eenCodes: [], naceCodes: [], parent: null, ancestors: [], children: [] }));
const kinds = ["TECHNOLOGY_REQUEST", "BUSINESS_OFFER", "RESEARCH_REQUEST", "BUSINESS_REQUEST", "TECHNOLOGY_OFFER"];
const stages = ["ON_MARKET", "LAB_TESTED", "DEMONSTRATION", "UNDER_DEVELOPMENT", "CONCEPT"];

const organisation = (id, legalName, more = {}) => ({
  __typename: "Organisation", id, kind: "COMPANY", legalName, cluster: clusters[0], market: null, technologies: technologies.slice(0, 2), country: "ES", region: "ES511", city: "Barcelona", foundedYear: 2014, sizeClass: "SMALL",
  naceCodes: ["72.11"], languages: ["en", "es", "ca"], certifications: ["ISO 13485"], website: "https://example.org", description: "Develops rapid tests for sepsis markers, made in its own clean room and sold to hospitals in six countries.",
  capabilities: [{ id: "cap_1", direction: "OFFERS", technologies: technologies.slice(1, 3), text: "Lateral-flow tests for procalcitonin with a reader, CE marked under the IVDR.", language: "en", stage: "ON_MARKET", partnerships: ["COMMERCIAL"], markets: [] }],
  status: "VERIFIED", listed: true, headcount: 34, turnover: 4200000, balanceTotal: 3100000, accountsYear: 2025, independence: "AUTONOMOUS", origin: "PORTAL", externalReference: null, version: 3, createdAt: timeFrom(-300), members: [],
  opportunities: () => page([]), viewerCanUpdate: true, viewerCanReview: false, ...more,
});
const own = organisation("org_own", "Sensia Diagnostics SL");
const pending = ["Nanopeptide SL", "Atrium Cell Therapies SA", "Vall Imaging SL"].map((name, n) => organisation(`org_p${n}`, name, { status: "UNDER_REVIEW", viewerCanReview: true }));
for (const m of markets) m.gateways = [organisation(`org_g${m.code}`, { BR: "Biominas Brasil", CN: "Fenglin Group", US: "Wistar Institute" }[m.code], { kind: "GATEWAY", city: { BR: "Belo Horizonte", CN: "Shanghai", US: "Philadelphia" }[m.code], country: m.code })];

const titles = ["Distributor with hospital network seeks point-of-care sepsis tests", "Partner sought for clinical validation of an AI reading chest CT", "Manufacturer offers fill-and-finish capacity for biologics under GMP", "Institute seeks single-domain antibodies against flavivirus antigens", "Wearable patch for continuous lactate: licence or joint development"];
const opportunities = Array.from({ length: 64 }, (_, n) => ({
  __typename: "Opportunity", id: `opp_${n}`, reference: `TR${markets[n % 3].code}2026112${n % 10}${String(n).padStart(3, "0")}`, kind: kinds[n % 5], status: n > 61 ? "SUBMITTED" : "PUBLISHED", title: titles[n % 5] + (n > 4 ? ` (${n})` : ""),
  summary: "A group that runs forty-two hospitals looks for rapid tests which nurses can use at the bedside, with results in less than fifteen minutes and registration support from the maker.", market: markets[n % 3],
  technologies: [technologies[n % labels.length], technologies[(n + 3) % labels.length]], stage: stages[n % 5], partnerships: ["COMMERCIAL", "SUPPLIER"], deadline: n % 2 ? dayFrom(20 + n) : null, language: "en", publishedAt: timeFrom(-n), expiresAt: timeFrom(365 - n), openForInterest: true,
  description: "The hospitals treat about 9,000 patients with suspected sepsis a year.\n\nTests are bought centrally; a pilot in three emergency departments is planned for the spring.", advantages: "Direct access to three emergency departments.", specification: "Result in 15 minutes from whole blood; sensitivity above 90 %.", partnerSought: "A company with a CE-marked product that will supply tests and train users.",
  trl: 8, ipr: "GRANTED", requirements: [{ kind: "CERTIFICATION", values: ["ISO 13485"], min: null, max: null, mandatory: true }, { kind: "TRL", values: [], min: 7, max: 9, mandatory: false }], organisation: organisation("org_h", "Hospital Group Ltd", { country: "CN", city: "Shanghai" }), confidential: false, origin: "PORTAL", externalReference: null, version: 1, reviews: [],
  viewerHasBookmarked: false, viewerCanUpdate: false, viewerCanReview: n > 61,
}));
const part = (kind, weight, score, evidence) => ({ kind, weight, score, points: Math.round(weight * score * 1000) / 10, evidence });
const matches = opportunities.slice(0, 30).map((opportunity, n) => {
  const parts = [part("TECHNOLOGY", 0.35, 1 - n / 60, "Point-of-care testing is below In-vitro diagnostics"), part("COMPLEMENT", 0.2, 1, "You offer what is sought; commercial agreement suits both"), part("TEXT", 0.2, 0.7 - n / 80, "sepsis, bedside, whole blood"), part("MARKET", 0.1, 1, "China is one of your markets"), part("STAGE", 0.1, 0.75, "On the market; sought: available for demonstration"), part("FRESHNESS", 0.05, 0.9, "Published 12 days ago")];
  return { score: Math.round(parts.reduce((s, p) => s + p.points, 0) * 10) / 10, eligible: n !== 2, opportunity, organisation: own, parts, weightsVersion: 1, requirements: [{ kind: "CERTIFICATION", verdict: n === 2 ? "GAP" : "MATCH", evidence: "ISO 13485 is in your profile", mandatory: true }, { kind: "TRL", verdict: "UNKNOWN", evidence: "Your profile says nothing about readiness", mandatory: false }] };
});
own.matches = ({ first, after, filter }) => cut(matches.filter((m) => !filter?.markets?.length || filter.markets.some((x) => x === m.opportunity.market.code || x === m.opportunity.market.id)), { first, after });

const mission = (n, title, marketIndex, more = {}) => ({
  __typename: "Mission", id: `mis_${n}`, direction: "OUTBOUND", status: "OPEN", admission: "FIRST_COME", cluster: clusters[n % 3], market: markets[marketIndex], title, description: "Five days with **hospital buyers**, the regulator and two science parks.\n\n- Individual meetings arranged\n- Interpreters on site", city: ["São Paulo", "Shanghai", "Philadelphia"][marketIndex], venue: "Convention centre, hall 3",
  timeZone: markets[marketIndex].timeZones[0], startsOn: dayFrom(40 + n * 21), endsOn: dayFrom(44 + n * 21), opensAt: timeFrom(-20), closesAt: timeFrom(20 + n * 15), capacity: 12, seatsPerOrganisation: 2, offerHours: 72, fee: { cents: 85000, currency: "EUR" }, travelAid: { cents: 150000, currency: "EUR" },
  quotas: [{ cluster: clusters[0], guaranteed: 3, maximum: 6 }], agenda: [0, 2, 5, 24, 27].map((h, i) => ({ startsAt: timeFrom(40 + n * 21 + h / 24), endsAt: timeFrom(40 + n * 21 + (h + 1.5) / 24), title: ["Opening and briefing", "The registration route, step by step", "Individual meetings", "Visit to the science park", "Closing round"][i], place: i === 3 ? "Zhangjiang" : "" })),
  placesLeft: 5, waitingCount: 0, waitingList: null, registrations: () => page([]), viewerRegistration: null, viewerCanRegister: false, viewerCannotRegisterBecause: "Sign in to register.", viewerCanUpdate: false, version: 1, ...more,
});
const missions = [mission(0, "Medical devices and diagnostics: hospital buyers in Shanghai", 1), mission(1, "Biotech week in São Paulo and Belo Horizonte", 0, { placesLeft: 0, waitingCount: 3 }), mission(2, "Translational research partnerships in Philadelphia", 2, { admission: "SELECTION" }), mission(3, "Regulatory workshop with experts from Brazil", 0, { direction: "INBOUND", status: "DRAFT" })];

const count = (list, keyOf, name) => [...list.reduce((m, o) => (keyOf(o).forEach((k) => m.set(k, (m.get(k) ?? 0) + 1)), m), new Map())].map(([k, n]) => ({ [name]: k, count: n })).sort((a, b) => b.count - a.count);

/** The root of the graph for a person: null for visitors, else the name before the @. */
export function makeData() {
  const registrations = new Map();
  const names = { sme: "Núria Ferrer", staff: "Marc Soler" };
  const done = { userErrors: [] };
  const forViewer = (person) => (m) => ({ ...m, viewerCanRegister: person === "sme" && m.status === "OPEN" && !["CONFIRMED", "WAITLISTED"].includes(registrations.get(m.id)?.status), viewerRegistration: () => registrations.get(m.id) ?? null, viewerCannotRegisterBecause: null });
  const rootFor = (person) => {
    const seen = forViewer(person);
    const found = ({ filter, first, after }) => {
      const text = filter?.text?.toLowerCase();
      const keep = opportunities.filter((o) => (!text || `${o.title} ${o.summary}`.toLowerCase().includes(text)) && (!filter?.kinds || filter.kinds.includes(o.kind)) && (!filter?.stages || filter.stages.includes(o.stage))
        && (!filter?.markets || filter.markets.some((m) => [o.market.id, o.market.code].includes(m))) && (filter?.statuses ? filter.statuses.includes(o.status) : o.status === "PUBLISHED") && (!filter?.technologies || o.technologies.some((t) => filter.technologies.includes(t.slug))));
      return { ...cut(keep, { first, after }), facets: { markets: count(keep, (o) => [o.market], "market"), kinds: count(keep, (o) => [o.kind], "kind"), stages: count(keep, (o) => [o.stage], "stage"), technologies: count(keep, (o) => o.technologies, "technology") } };
    };
    return {
      viewer: person ? { user: { __typename: "User", id: `usr_${person}`, name: names[person] ?? person, email: `${person}@demo.example`, emailVerified: true, language: "en", timeZone: "Europe/Madrid" }, organisation: person === "sme" ? own : null, cluster: person === "staff" ? clusters[0] : null, roles: [person === "staff" ? "STAFF" : "MEMBER"], registrations: () => page(person === "sme" ? [...registrations.values()] : []) } : null,
      markets, clusters, technologies: ({ filter }) => technologies.filter((t) => !filter?.text || t.label.toLowerCase().includes(filter.text.toLowerCase())),
      market: ({ code }) => markets.find((m) => m.code === code) ?? null,
      organisations: ({ filter, first }) => cut(filter?.statuses?.includes("UNDER_REVIEW") ? pending.filter((o) => o.status === "UNDER_REVIEW") : [own], { first }),
      opportunities: found, opportunity: ({ id }) => { const o = opportunities.find((x) => x.id === id); return o ? (person ? o : { ...o, description: null, requirements: null, organisation: null }) : null; },
      missions: ({ filter, first }) => cut(missions.filter((m) => !filter?.statuses && (!filter?.markets || filter.markets.some((x) => [m.market.id, m.market.code].includes(x)))).map(seen), { first }),
      mission: ({ id }) => { const m = missions.find((x) => x.id === id); return m ? seen(m) : null; },
      registerForMission: ({ input }) => {
        const bad = input.delegates.findIndex((d) => !d.email.includes("@"));
        if (bad >= 0) return { registration: null, userErrors: [{ code: "INVALID", field: ["delegates", String(bad), "email"], message: "This is not an email address." }] };
        const m = missions.find((x) => x.id === input.missionId);
        const waits = m.placesLeft === 0;
        if (!waits) m.placesLeft -= 1;
        const r = { __typename: "Registration", id: `reg_${m.id}`, mission: () => seen(m), organisation: own, status: waits ? "WAITLISTED" : "CONFIRMED", position: waits ? 4 : null, placeReason: waits ? "FULL" : "OPEN_PLACE", offeredUntil: null, motivation: input.motivation, delegates: input.delegates, history: [{ at: new Date().toISOString(), from: null, to: waits ? "WAITLISTED" : "CONFIRMED", reason: "" }], createdAt: new Date().toISOString(), viewerCanWithdraw: true, viewerCanAnswerOffer: false };
        registrations.set(m.id, r);
        return { registration: r, ...done };
      },
      withdrawRegistration: ({ input }) => { const r = [...registrations.values()].find((x) => x.id === input.registrationId); Object.assign(r, { status: "WITHDRAWN", position: null, placeReason: null, viewerCanWithdraw: false }); return { registration: r, ...done }; },
      verifyOrganisation: ({ input }) => { const o = pending.find((x) => x.id === input.organisationId); o.status = "VERIFIED"; return { organisation: o, ...done }; },
      addBookmark: ({ input }) => { const o = opportunities.find((x) => x.id === input.opportunityId); o.viewerHasBookmarked = true; return { opportunity: o, ...done }; },
      removeBookmark: ({ input }) => { const o = opportunities.find((x) => x.id === input.opportunityId); o.viewerHasBookmarked = false; return { opportunity: o, ...done }; },
      updateProfile: () => ({ user: null, ...done }), signUp: () => ({ accepted: true, ...done }), verifyEmail: () => ({ verified: true, ...done }), requestPasswordReset: () => ({ accepted: true, ...done }),
    };
  };
  return { rootFor };
}
