package graph

import (
	"context"

	"github.com/bioxclusters/portal/graph/connection"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r queryResolver) Opportunities(ctx context.Context, filter *opportunity.Filter, orderBy *opportunity.Order, first *int, after *string) (*connection.Opportunities, error) {
	return r.opportunityPage(ctx, filter, orderBy, page.Args{First: first, After: after})
}

func (r queryResolver) Opportunity(ctx context.Context, opportunityID string) (*opportunity.Opportunity, error) {
	return load(ctx).opportunity.Load(ctx, id.Opportunity(opportunityID))
}

func (r opportunityResolver) Market(ctx context.Context, o *opportunity.Opportunity) (*market.Market, error) {
	return load(ctx).market.Load(ctx, o.MarketID)
}

func (r opportunityResolver) Technologies(ctx context.Context, o *opportunity.Opportunity) ([]*technology.Technology, error) {
	return technologies(ctx, o.TechnologyIDs)
}

func (r opportunityResolver) OpenForInterest(_ context.Context, o *opportunity.Opportunity) (bool, error) {
	return o.OpenForInterest(r.now()), nil
}

// Organisation names the owner: opportunity says whether the profile does, organisation whether the viewer may see it.
func (r opportunityResolver) Organisation(ctx context.Context, o *opportunity.Opportunity) (*organisation.Organisation, error) {
	if !opportunity.MayReadOwner(viewer.From(ctx), o) {
		return nil, nil
	}
	return load(ctx).organisation.Load(ctx, o.OrganisationID)
}

func (r opportunityResolver) Reviews(ctx context.Context, o *opportunity.Opportunity) ([]*opportunity.Review, error) {
	list, err := load(ctx).reviews.Load(ctx, o.ID)
	return orEmpty(list), err
}

func (r opportunityResolver) ViewerHasBookmarked(ctx context.Context, o *opportunity.Opportunity) (bool, error) {
	return load(ctx).bookmarked.Load(ctx, o.ID)
}

func (r opportunityResolver) ViewerCanUpdate(ctx context.Context, o *opportunity.Opportunity) (bool, error) {
	return opportunity.MayUpdate(viewer.From(ctx), o) == nil, nil
}

func (r opportunityResolver) ViewerCanReview(ctx context.Context, o *opportunity.Opportunity) (bool, error) {
	return opportunity.MayReview(viewer.From(ctx), o) == nil, nil
}

func (r marketCountResolver) Market(ctx context.Context, c *opportunity.MarketCount) (*market.Market, error) {
	return load(ctx).market.Load(ctx, c.MarketID)
}

func (r technologyCountResolver) Technology(ctx context.Context, c *opportunity.TechnologyCount) (*technology.Technology, error) {
	return load(ctx).technology.Load(ctx, c.TechnologyID)
}

func (r mutationResolver) CreateOpportunity(ctx context.Context, input opportunity.CreateInput) (*CreateOpportunityPayload, error) {
	o, err := r.opportunities.Create(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &CreateOpportunityPayload{Opportunity: o, UserErrors: problems}, err
}

func (r mutationResolver) UpdateOpportunity(ctx context.Context, input opportunity.UpdateInput) (*UpdateOpportunityPayload, error) {
	input.Clear = cleared(ctx)
	o, err := r.opportunities.Update(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &UpdateOpportunityPayload{Opportunity: o, UserErrors: problems}, err
}

func (r mutationResolver) SubmitOpportunity(ctx context.Context, input opportunity.SubmitInput) (*SubmitOpportunityPayload, error) {
	o, err := r.opportunities.Submit(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &SubmitOpportunityPayload{Opportunity: o, UserErrors: problems}, err
}

func (r mutationResolver) RequestChanges(ctx context.Context, input opportunity.RequestChangesInput) (*RequestChangesPayload, error) {
	o, err := r.opportunities.RequestChanges(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RequestChangesPayload{Opportunity: o, UserErrors: problems}, err
}

func (r mutationResolver) PublishOpportunity(ctx context.Context, input opportunity.PublishInput) (*PublishOpportunityPayload, error) {
	o, err := r.opportunities.Publish(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &PublishOpportunityPayload{Opportunity: o, UserErrors: problems}, err
}

func (r mutationResolver) WithdrawOpportunity(ctx context.Context, input opportunity.WithdrawInput) (*WithdrawOpportunityPayload, error) {
	o, err := r.opportunities.Withdraw(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &WithdrawOpportunityPayload{Opportunity: o, UserErrors: problems}, err
}

func (r mutationResolver) AddBookmark(ctx context.Context, input opportunity.AddBookmarkInput) (*AddBookmarkPayload, error) {
	o, err := r.opportunities.AddBookmark(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &AddBookmarkPayload{Opportunity: o, UserErrors: problems}, err
}

func (r mutationResolver) RemoveBookmark(ctx context.Context, input opportunity.RemoveBookmarkInput) (*RemoveBookmarkPayload, error) {
	o, err := r.opportunities.RemoveBookmark(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RemoveBookmarkPayload{Opportunity: o, UserErrors: problems}, err
}
