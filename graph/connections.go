package graph

import (
	"context"
	"errors"
	"sync"

	"github.com/bioxclusters/portal/graph/connection"
	"github.com/bioxclusters/portal/internal/catalogue"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/matching"
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
		Connection: *connection.New(p, nil),
		Find:       once(func(ctx context.Context) (*opportunity.Found, error) { return r.opportunities.Find(ctx, v, f) }),
		Snippets: once(func(ctx context.Context) (map[id.Opportunity][]matching.Fragment, error) {
			return r.opportunities.Snippets(ctx, v, f, p.Nodes)
		}),
	}, nil
}

// once asks when it is first asked, and gives the same answer to all.
func once[T any](ask func(context.Context) (T, error)) func(context.Context) (T, error) {
	var first sync.Once
	var value T
	var err error
	return func(ctx context.Context) (T, error) {
		first.Do(func() { value, err = ask(ctx) })
		return value, err
	}
}

// matchPage makes a connection of a page of matches; an empty one while the portal cannot match yet.
func matchPage(p *page.Page[*match.Match], err error, count func(context.Context) (int, error)) (*connection.Matches, error) {
	if errors.Is(err, catalogue.NotReady) {
		none := func(context.Context) (int, error) { return 0, nil }
		return &connection.Matches{Connection: *connection.New(&page.Page[*match.Match]{}, none)}, nil
	}
	if err != nil {
		return nil, err
	}
	return &connection.Matches{Connection: *connection.New(p, count), IndexReady: true}, nil
}

// found turns "there is no such item" into null, which is what a field that looks one thing up answers.
func found[T any](value *T, err error) (*T, error) {
	if isMissing(err) {
		return nil, nil
	}
	return value, err
}
