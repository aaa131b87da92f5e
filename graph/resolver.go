// Package graph answers GraphQL out of the nouns. It holds no rule and no SQL: a resolver calls a service or a loader, and
// what it may hand out is decided there; which fields of it a reader sees, the schema's @access says.
package graph

import (
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/budget"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/live"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/outcome"
	"github.com/bioxclusters/portal/internal/report"
	"github.com/bioxclusters/portal/internal/statistics"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

//go:generate go tool gqlgen generate

// Services are the nouns that the graph is drawn from.
type Services struct {
	Accounts      *account.Service
	Markets       *market.Service
	Clusters      *cluster.Service
	Technologies  *technology.Service
	Organisations *organisation.Service
	Opportunities *opportunity.Service
	Matches       *match.Service
	Missions      *mission.Service
	Outcomes      *outcome.Service
	Reports       *report.Service
	Statistics    *statistics.Service
	Jobs          *jobs.Service
	Audit         *audit.Service
	Live          *live.Hub
	Now           func() time.Time
	Documents     map[string]string // the client's, by their ids
	Adhoc         viewer.Circle     // who may ask others
	Limits        budget.Limits
	Ledger        *budget.Ledger // nil leaves the minute unlimited
}

// resolver is the root of all resolvers; its fields are named apart from the schema's, so that gqlgen binds none of them.
type resolver struct {
	accounts      *account.Service
	markets       *market.Service
	clusters      *cluster.Service
	technologies  *technology.Service
	organisations *organisation.Service
	opportunities *opportunity.Service
	matches       *match.Service
	missions      *mission.Service
	outcomes      *outcome.Service
	reports       *report.Service
	statistics    *statistics.Service
	jobs          *jobs.Service
	log           *audit.Service
	live          *live.Hub
	now           func() time.Time
}

func newResolver(s Services) *resolver {
	return &resolver{s.Accounts, s.Markets, s.Clusters, s.Technologies, s.Organisations, s.Opportunities, s.Matches, s.Missions, s.Outcomes, s.Reports, s.Statistics, s.Jobs, s.Audit, s.Live, s.Now}
}

// One type per schema type that has resolvers; gqlgen asks for them by these methods.
type (
	assessmentResolver        struct{ *resolver }
	eligibilityRuleResolver   struct{ *resolver }
	leftOutCandidateResolver  struct{ *resolver }
	selectedCandidateResolver struct{ *resolver }
	selectionProposalResolver struct{ *resolver }
	capabilityResolver        struct{ *resolver }
	clusterResolver           struct{ *resolver }
	marketResolver            struct{ *resolver }
	marketCountResolver       struct{ *resolver }
	matchResolver             struct{ *resolver }
	matchRatingResolver       struct{ *resolver }
	missionResolver           struct{ *resolver }
	mutationResolver          struct{ *resolver }
	opportunityResolver       struct{ *resolver }
	organisationResolver      struct{ *resolver }
	queryResolver             struct{ *resolver }
	quotaResolver             struct{ *resolver }
	registrationResolver      struct{ *resolver }
	technologyResolver        struct{ *resolver }
	technologyCountResolver   struct{ *resolver }
	userResolver              struct{ *resolver }
	auditEventResolver        struct{ *resolver }
	statisticsRowResolver     struct{ *resolver }
	viewerResolver            struct{ *resolver }
)

func (r *resolver) Capability() CapabilityResolver               { return capabilityResolver{r} }
func (r *resolver) Cluster() ClusterResolver                     { return clusterResolver{r} }
func (r *resolver) Market() MarketResolver                       { return marketResolver{r} }
func (r *resolver) MarketCount() MarketCountResolver             { return marketCountResolver{r} }
func (r *resolver) Match() MatchResolver                         { return matchResolver{r} }
func (r *resolver) Mission() MissionResolver                     { return missionResolver{r} }
func (r *resolver) Mutation() MutationResolver                   { return mutationResolver{r} }
func (r *resolver) Opportunity() OpportunityResolver             { return opportunityResolver{r} }
func (r *resolver) Organisation() OrganisationResolver           { return organisationResolver{r} }
func (r *resolver) Query() QueryResolver                         { return queryResolver{r} }
func (r *resolver) Quota() QuotaResolver                         { return quotaResolver{r} }
func (r *resolver) Registration() RegistrationResolver           { return registrationResolver{r} }
func (r *resolver) Technology() TechnologyResolver               { return technologyResolver{r} }
func (r *resolver) TechnologyCount() TechnologyCountResolver     { return technologyCountResolver{r} }
func (r *resolver) Viewer() ViewerResolver                       { return viewerResolver{r} }
func (r *resolver) Assessment() AssessmentResolver               { return assessmentResolver{r} }
func (r *resolver) EligibilityRule() EligibilityRuleResolver     { return eligibilityRuleResolver{r} }
func (r *resolver) LeftOutCandidate() LeftOutCandidateResolver   { return leftOutCandidateResolver{r} }
func (r *resolver) SelectedCandidate() SelectedCandidateResolver { return selectedCandidateResolver{r} }
func (r *resolver) SelectionProposal() SelectionProposalResolver { return selectionProposalResolver{r} }
func (r *resolver) MatchRating() MatchRatingResolver             { return matchRatingResolver{r} }
func (r *resolver) User() UserResolver                           { return userResolver{r} }
func (r *resolver) AuditEvent() AuditEventResolver               { return auditEventResolver{r} }
func (r *resolver) StatisticsRow() StatisticsRowResolver         { return statisticsRowResolver{r} }
