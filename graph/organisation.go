package graph

import (
	"context"

	"github.com/bioxclusters/portal/graph/connection"
	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r queryResolver) Organisations(ctx context.Context, filter *organisation.Filter, orderBy *organisation.Order, first *int, after *string) (*connection.Organisations, error) {
	return r.organisationPage(ctx, filter, orderBy, page.Args{First: first, After: after})
}

func (r queryResolver) Organisation(ctx context.Context, orgID string) (*organisation.Organisation, error) {
	return load(ctx).organisation.Load(ctx, id.Organisation(orgID))
}

func (r organisationResolver) Cluster(ctx context.Context, o *organisation.Organisation) (*cluster.Cluster, error) {
	return load(ctx).cluster.Load(ctx, o.ClusterID)
}

func (r organisationResolver) Market(ctx context.Context, o *organisation.Organisation) (*market.Market, error) {
	if o.MarketID == nil {
		return nil, nil
	}
	return load(ctx).market.Load(ctx, *o.MarketID)
}

func (r organisationResolver) Technologies(ctx context.Context, o *organisation.Organisation) ([]*technology.Technology, error) {
	ids, err := load(ctx).sectors.Load(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	return technologies(ctx, ids)
}

func (r organisationResolver) Capabilities(ctx context.Context, o *organisation.Organisation) ([]*organisation.Capability, error) {
	list, err := load(ctx).capabilities.Load(ctx, o.ID)
	return orEmpty(list), err
}

func (r organisationResolver) Members(ctx context.Context, o *organisation.Organisation) ([]*account.User, error) {
	list, err := load(ctx).members.Load(ctx, o.ID)
	return orEmpty(list), err
}

func (r organisationResolver) Opportunities(ctx context.Context, o *organisation.Organisation, first *int, after *string) (*connection.Opportunities, error) {
	return r.opportunityPage(ctx, &opportunity.Filter{Organisations: []id.Organisation{o.ID}}, nil, page.Args{First: first, After: after})
}

func (r organisationResolver) ViewerCanUpdate(ctx context.Context, o *organisation.Organisation) (bool, error) {
	return organisation.MayUpdate(viewer.From(ctx), o), nil
}

func (r organisationResolver) ViewerCanReview(ctx context.Context, o *organisation.Organisation) (bool, error) {
	return organisation.MayReview(viewer.From(ctx), o), nil
}

func (r organisationResolver) Matches(ctx context.Context, o *organisation.Organisation, first *int, after *string, filter *match.Filter) (*connection.Matches, error) {
	v := viewer.From(ctx)
	p, err := r.matches.Matches(ctx, v, o.ID, filter, page.Args{First: first, After: after})
	return matchPage(p, err, func(ctx context.Context) (int, error) { return r.matches.Count(ctx, v, o.ID, filter) })
}

func (r organisationResolver) Match(ctx context.Context, o *organisation.Organisation, oid string) (*match.Match, error) {
	return found(r.matches.One(ctx, viewer.From(ctx), match.Pair{Organisation: o.ID, Opportunity: id.Opportunity(oid)}))
}

func (r capabilityResolver) Technologies(ctx context.Context, c *organisation.Capability) ([]*technology.Technology, error) {
	return technologies(ctx, c.TechnologyIDs())
}

func (r capabilityResolver) Markets(ctx context.Context, c *organisation.Capability) ([]*market.Market, error) {
	return load(ctx).market.All(ctx, c.MarketIDs())
}

func (r mutationResolver) CreateOrganisation(ctx context.Context, input organisation.CreateInput) (*CreateOrganisationPayload, error) {
	result, err := r.organisations.Create(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	payload := &CreateOrganisationPayload{PossibleDuplicates: []*organisation.Organisation{}, UserErrors: problems}
	if result != nil {
		payload.Organisation, payload.PossibleDuplicates = result.Organisation, orEmpty(result.PossibleDuplicates)
	}
	return payload, err
}

func (r mutationResolver) UpdateOrganisation(ctx context.Context, input organisation.UpdateInput) (*UpdateOrganisationPayload, error) {
	input.Clear = cleared(ctx)
	o, err := r.organisations.Update(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &UpdateOrganisationPayload{Organisation: o, UserErrors: problems}, err
}

func (r mutationResolver) SetCapabilities(ctx context.Context, input organisation.SetCapabilitiesInput) (*SetCapabilitiesPayload, error) {
	o, err := r.organisations.SetCapabilities(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &SetCapabilitiesPayload{Organisation: o, UserErrors: problems}, err
}

func (r mutationResolver) SubmitOrganisation(ctx context.Context, input organisation.SubmitInput) (*SubmitOrganisationPayload, error) {
	o, err := r.organisations.Submit(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &SubmitOrganisationPayload{Organisation: o, UserErrors: problems}, err
}

func (r mutationResolver) VerifyOrganisation(ctx context.Context, input organisation.VerifyInput) (*VerifyOrganisationPayload, error) {
	o, err := r.organisations.Verify(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &VerifyOrganisationPayload{Organisation: o, UserErrors: problems}, err
}

func (r mutationResolver) SuspendOrganisation(ctx context.Context, input organisation.SuspendInput) (*SuspendOrganisationPayload, error) {
	o, err := r.organisations.Suspend(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &SuspendOrganisationPayload{Organisation: o, UserErrors: problems}, err
}
