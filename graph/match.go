package graph

import (
	"context"

	"github.com/bioxclusters/portal/graph/connection"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r queryResolver) MatchFeedback(ctx context.Context) ([]*match.Band, error) {
	return r.matches.Feedback(ctx, viewer.From(ctx))
}

func (r opportunityResolver) Candidates(ctx context.Context, o *opportunity.Opportunity, first *int, after *string, filter *match.CandidateFilter) (*connection.Matches, error) {
	v := viewer.From(ctx)
	p, err := r.matches.Candidates(ctx, v, o.ID, filter, page.Args{First: first, After: after})
	return matchPage(p, err, func(ctx context.Context) (int, error) { return r.matches.CountCandidates(ctx, v, o.ID, filter) })
}

func (r matchResolver) Organisation(ctx context.Context, m *match.Match) (*organisation.Organisation, error) {
	return load(ctx).organisation.Load(ctx, m.OrganisationID)
}

func (r matchResolver) ViewerRating(ctx context.Context, m *match.Match) (*match.Rating, error) {
	return load(ctx).rating.Load(ctx, match.Pair{Organisation: m.OrganisationID, Opportunity: m.Opportunity.ID})
}

func (r matchRatingResolver) Opportunity(ctx context.Context, m *match.Rating) (*opportunity.Opportunity, error) {
	return load(ctx).opportunity.Load(ctx, m.OpportunityID)
}

func (r matchRatingResolver) Organisation(ctx context.Context, m *match.Rating) (*organisation.Organisation, error) {
	return load(ctx).organisation.Load(ctx, m.OrganisationID)
}

func (r organisationResolver) ViewerHasBlocked(ctx context.Context, o *organisation.Organisation) (bool, error) {
	return load(ctx).blocked.Load(ctx, o.ID)
}

func (r viewerResolver) Blocks(ctx context.Context, v *viewer.Viewer, first *int, after *string) (*connection.Organisations, error) {
	p, err := r.matches.Blocks(ctx, *v, page.Args{First: first, After: after})
	return connect(p, err, func(ctx context.Context) (int, error) { return r.matches.CountBlocks(ctx, *v) })
}

func (r viewerResolver) Ratings(ctx context.Context, v *viewer.Viewer, first *int, after *string) (*connection.Ratings, error) {
	p, err := r.matches.Ratings(ctx, *v, page.Args{First: first, After: after})
	return connect(p, err, func(ctx context.Context) (int, error) { return r.matches.CountRatings(ctx, *v) })
}

func (r mutationResolver) BlockOrganisation(ctx context.Context, input match.BlockInput) (*BlockOrganisationPayload, error) {
	o, err := r.matches.Block(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &BlockOrganisationPayload{Organisation: o, UserErrors: problems}, err
}

func (r mutationResolver) UnblockOrganisation(ctx context.Context, input match.UnblockInput) (*UnblockOrganisationPayload, error) {
	o, err := r.matches.Unblock(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &UnblockOrganisationPayload{Organisation: o, UserErrors: problems}, err
}

func (r mutationResolver) RateMatch(ctx context.Context, input match.RateInput) (*RateMatchPayload, error) {
	rating, err := r.matches.Rate(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RateMatchPayload{Rating: rating, UserErrors: problems}, err
}

func (r mutationResolver) UnrateMatch(ctx context.Context, input match.UnrateInput) (*UnrateMatchPayload, error) {
	o, err := r.matches.Unrate(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &UnrateMatchPayload{Opportunity: o, UserErrors: problems}, err
}
