import { Client, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";

const embedded = () => null;

/** Types without an id of their own live inside their parent in the cache. */
const keys = {
  Viewer: () => "viewer",
  Regulator: embedded,
  OpportunityFacets: embedded,
  MarketCount: embedded,
  OpportunityKindCount: embedded,
  TechnologyCount: embedded,
  StageCount: embedded,
  Requirement: embedded,
  ReviewIssue: embedded,
  Match: embedded,
  MatchPart: embedded,
  RequirementVerdict: embedded,
  Money: embedded,
  Quota: embedded,
  AgendaItem: embedded,
  WaitingPlace: embedded,
  Delegate: embedded,
  RegistrationChange: embedded,
  Contact: embedded,
  Statistics: embedded,
  StatisticsRow: embedded,
  MatchSample: embedded,
  MatchWeights: embedded,
  MatchBand: embedded,
  AuditDetail: embedded,
  EligibilityRule: embedded,
  RuleVerdict: embedded,
  Criterion: embedded,
  Assessment: embedded,
  SelectionProposal: embedded,
  SelectedCandidate: embedded,
  LeftOutCandidate: embedded,
  MissionReport: embedded,
  Participation: embedded,
  Figures: embedded,
  ClusterFigures: embedded,
  SizeFigures: embedded,
  TechnologyFigures: embedded,
  OutcomeCount: embedded,
  Satisfaction: embedded,
  Feedback: embedded,
  FollowUp: embedded,
  FollowUpPerson: embedded,
};

/** A client with an empty cache; make a new one whenever the viewer or the language changes. The session travels as a cookie. */
export function makeClient(language: string): Client {
  return new Client({
    url: "/graphql",
    preferGetMethod: false,
    exchanges: [cacheExchange({ keys }), fetchExchange],
    fetchOptions: { credentials: "same-origin", headers: { "Accept-Language": language } },
  });
}
