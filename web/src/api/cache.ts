import type { Cache, CacheExchangeOpts, UpdateResolver } from "@urql/exchange-graphcache";

/** Types without an id of their own live inside their parent in the cache. */
const embedded = [
  "Regulator", "SnippetFragment", "OpportunityFacets", "MarketCount", "OpportunityKindCount", "TechnologyCount", "StageCount", "Requirement", "ReviewIssue",
  "Totp", "TotpKey", "Match", "MatchPart", "RequirementVerdict", "MatchRating", "ClusterContact",
  "Money", "Quota", "AgendaItem", "Contact", "EligibilityRule", "RuleVerdict", "Criterion", "WaitingPlace", "Delegate", "RegistrationChange",
  "FollowUp", "FollowUpPerson", "Feedback", "Assessment", "SelectionProposal", "SelectedCandidate", "LeftOutCandidate",
  "MissionReport", "Participation", "Figures", "ClusterFigures", "SizeFigures", "TechnologyFigures", "OutcomeCount", "Satisfaction",
  "Statistics", "StatisticsRow", "MatchSample", "MatchWeights", "MatchBand", "AuditDetail",
];

type Embedding = Record<string, () => string | null>;
const keys: Embedding = { Viewer: () => "viewer", ...Object.fromEntries(embedded.map((name) => [name, () => null])) };

/** Forgets lists of an entity whatever they were asked with; they are asked for again where they are shown. */
function forget(cache: Cache, entity: string, ...fields: string[]): void {
  for (const { fieldName, fieldKey } of cache.inspectFields(entity)) {
    if (fields.includes(fieldName)) cache.invalidate(entity, fieldKey);
  }
}

interface Named {
  organisationId?: string;
  opportunityId?: string;
}
const named = (args: Record<string, unknown>): Named => (args["input"] ?? {}) as Named;

const bookmarked: UpdateResolver = (_result, _args, cache) => forget(cache, "Viewer:viewer", "bookmarks");

/** A rating changes who is shown to whom, on both sides of the pair. */
const rated: UpdateResolver = (_result, args, cache) => {
  const { organisationId, opportunityId } = named(args);
  forget(cache, "Viewer:viewer", "ratings");
  forget(cache, `Organisation:${organisationId}`, "matches", "match");
  forget(cache, `Opportunity:${opportunityId}`, "candidates");
};

/** What matches are made from has changed. */
const described: UpdateResolver = (_result, args, cache) => forget(cache, `Organisation:${named(args).organisationId}`, "matches", "match");

/** An opportunity came, went or changed: lists of them are asked for again. */
const opportunityMoved: UpdateResolver = (_result, _args, cache) => {
  forget(cache, "Query", "opportunities");
  for (const { fieldKey } of cache.inspectFields("Query")) {
    const viewer = fieldKey === "viewer" && cache.resolve("Query", "viewer");
    const organisation = viewer && cache.resolve(viewer as string, "organisation");
    if (organisation) forget(cache, organisation as string, "opportunities");
  }
};

const mark = (viewerHasBookmarked: boolean) => (args: Record<string, unknown>) => ({
  __typename: viewerHasBookmarked ? "AddBookmarkPayload" : "RemoveBookmarkPayload",
  opportunity: { __typename: "Opportunity", id: named(args).opportunityId, viewerHasBookmarked },
  userErrors: [],
});

const totpChanged: UpdateResolver = (_result, _args, cache) => forget(cache, "Viewer:viewer", "totp");
const tokenMade: UpdateResolver = (_result, _args, cache) => forget(cache, "Viewer:viewer", "tokens");

const passkeysChanged: UpdateResolver = (_result, _args, cache) => forget(cache, "Viewer:viewer", "passkeys");
const sessionsEnded: UpdateResolver = (_result, _args, cache) => forget(cache, "Viewer:viewer", "sessions");

/** How the cache names things, and what a mutation changes beyond what it answers. */
export const cacheOptions: CacheExchangeOpts = {
  keys,
  optimistic: { addBookmark: mark(true) as never, removeBookmark: mark(false) as never },
  updates: {
    Mutation: {
      confirmTotp: totpChanged, removeTotp: totpChanged, renewRecoveryCodes: totpChanged, createToken: tokenMade, renamePasskey: passkeysChanged, removePasskey: passkeysChanged, endSessions: sessionsEnded,
      addBookmark: bookmarked, removeBookmark: bookmarked,
      rateMatch: rated, unrateMatch: rated,
      setCapabilities: described, updateOrganisation: described, submitOrganisation: described,
      createOpportunity: opportunityMoved, submitOpportunity: opportunityMoved, withdrawOpportunity: opportunityMoved, updateOpportunity: opportunityMoved,
    },
  },
};
