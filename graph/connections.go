package graph

import (
	"context"

	"github.com/bioxclusters/portal/graph/connection"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// connect makes a connection of a service's page, unless the service failed.
func connect[T any](p *page.Page[T], err error, count func(context.Context) (int, error)) (*connection.Connection[T], error) {
	if err != nil {
		return nil, err
	}
	return connection.New(p, count), nil
}

func (r *resolver) organisationPage(ctx context.Context, f *organisation.Filter, o *organisation.Order, args page.Args) (*connection.Organisations, error) {
	v := viewer.From(ctx)
	p, err := r.organisations.List(ctx, v, f, o, args)
	return connect(p, err, func(ctx context.Context) (int, error) { return r.organisations.Count(ctx, v, f) })
}

func (r *resolver) opportunityPage(ctx context.Context, f *opportunity.Filter, o *opportunity.Order, args page.Args) (*connection.Opportunities, error) {
	v := viewer.From(ctx)
	p, err := r.opportunities.List(ctx, v, f, o, args)
	if err != nil {
		return nil, err
	}
	return &connection.Opportunities{
		Connection: *connection.New(p, func(ctx context.Context) (int, error) { return r.opportunities.Count(ctx, v, f) }),
		FacetsOf:   func(ctx context.Context) (*opportunity.Facets, error) { return r.opportunities.Facets(ctx, v, f) },
	}, nil
}

// found turns "there is no such item" into null, which is what a field that looks one thing up answers.
func found[T any](value *T, err error) (*T, error) {
	if isMissing(err) {
		return nil, nil
	}
	return value, err
}
