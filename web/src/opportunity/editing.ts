import type { I18n } from "@lingui/core";
import type { EditOpportunity_OpportunityFragment, Ipr, OpportunityKind, Partnership, RequirementInput, Stage } from "../gql/graphql";
import type { Technology } from "../technology/TechnologyPicker";

/** An opportunity as its form holds it. */
export interface Draft {
  kind: OpportunityKind;
  market: string;
  title: string;
  summary: string;
  description: string;
  advantages: string;
  specification: string;
  partnerSought: string;
  technologies: readonly Technology[];
  stage: Stage | "";
  trl: string;
  ipr: Ipr | "";
  partnerships: readonly Partnership[];
  requirements: readonly RequirementInput[];
  deadline: string;
  language: string;
  confidential: boolean;
}

/** A form with nothing in it. */
export const blank = (language: string): Draft => ({
  kind: "TECHNOLOGY_OFFER", market: "", title: "", summary: "", description: "", advantages: "", specification: "", partnerSought: "", technologies: [], stage: "", trl: "", ipr: "",
  partnerships: [], requirements: [], deadline: "", language, confidential: false,
});

/** A stored opportunity as its form holds it. */
export const draftOf = (o: EditOpportunity_OpportunityFragment): Draft => ({
  kind: o.kind, market: o.market.id, title: o.title, summary: o.summary, description: o.description ?? "", advantages: o.advantages ?? "", specification: o.specification ?? "", partnerSought: o.partnerSought ?? "",
  technologies: o.technologies, stage: o.stage ?? "", trl: o.trl == null ? "" : String(o.trl), ipr: o.ipr ?? "", partnerships: o.partnerships,
  requirements: (o.requirements ?? []).map(({ kind, values, min, max, mandatory }) => ({ kind, values, min: min ?? null, max: max ?? null, mandatory })),
  deadline: o.deadline ?? "", language: o.language, confidential: o.confidential ?? false,
});

/** The form as the graph's input; kind and market, which never change, are apart. */
export const inputOf = (d: Draft) => ({
  title: d.title.trim(), summary: d.summary.trim(), description: d.description.trim(), advantages: d.advantages.trim(), specification: d.specification.trim(), partnerSought: d.partnerSought.trim(),
  technologies: d.technologies.map((t) => t.id), stage: d.stage || null, trl: /^\d$/.test(d.trl.trim()) ? Number(d.trl) : null, ipr: d.ipr || null, partnerships: [...d.partnerships],
  requirements: d.requirements.map((r) => ({ ...r, values: (r.values ?? []).map((v) => v.trim()).filter(Boolean) })), deadline: d.deadline || null, language: d.language, confidential: d.confidential,
});

/** Whether what was kept is a form of this kind. */
export const isDraft = (d: Draft): boolean => typeof d.title === "string" && Array.isArray(d.technologies) && Array.isArray(d.requirements) && Array.isArray(d.partnerships);

/** What a kind of opportunity cannot be submitted without, beyond what all need. */
export const demanded: Record<OpportunityKind, readonly (keyof Draft)[]> = {
  BUSINESS_OFFER: ["advantages"],
  BUSINESS_REQUEST: ["specification"],
  TECHNOLOGY_OFFER: ["advantages", "stage", "ipr"],
  TECHNOLOGY_REQUEST: ["specification"],
  RESEARCH_REQUEST: ["deadline"],
};

/** The form's fields that errors and remarks can be about. */
export const fieldNames = (i18n: I18n): Record<string, string> => ({
  kind: i18n._("Kind"), market: i18n._("Market"), title: i18n._("Title"), summary: i18n._("Summary"), description: i18n._("Description"), advantages: i18n._("Advantages and innovations"),
  specification: i18n._("Specification or expertise sought"), partnerSought: i18n._("The partner sought"), technologies: i18n._("Technologies"), stage: i18n._("Stage of development"),
  trl: i18n._("Technology readiness level"), ipr: i18n._("Intellectual property"), partnerships: i18n._("Types of partnership"), requirements: i18n._("Requirements"), deadline: i18n._("Deadline"),
  language: i18n._("Language"), confidential: i18n._("Confidential"),
});
