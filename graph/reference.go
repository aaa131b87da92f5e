package graph

import (
	"context"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/language"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r queryResolver) Markets(ctx context.Context) ([]*market.Market, error) {
	return r.markets.All(ctx)
}

func (r queryResolver) Market(ctx context.Context, code string) (*market.Market, error) {
	return found(r.markets.ByCode(ctx, code))
}

func (r queryResolver) Clusters(ctx context.Context) ([]*cluster.Cluster, error) {
	return r.clusters.All(ctx)
}

func (r queryResolver) Cluster(ctx context.Context, slug string) (*cluster.Cluster, error) {
	return found(r.clusters.BySlug(ctx, slug))
}

func (r queryResolver) Technologies(ctx context.Context, filter *technology.Filter) ([]*technology.Technology, error) {
	return r.technologies.All(ctx, filter)
}

func (r queryResolver) Technology(ctx context.Context, slug string) (*technology.Technology, error) {
	return found(r.technologies.BySlug(ctx, slug))
}

func (r marketResolver) Name(ctx context.Context, m *market.Market, lang *string) (string, error) {
	return m.NameIn(languageFor(ctx, lang)), nil
}

// Gateways lists the first hundred; a market has a handful.
func (r marketResolver) Gateways(ctx context.Context, m *market.Market) ([]*organisation.Organisation, error) {
	most := page.Max
	p, err := r.organisations.List(ctx, viewer.From(ctx), &organisation.Filter{
		Kinds: []organisation.Kind{organisation.Gateway}, Markets: []string{string(m.ID)},
	}, nil, page.Args{First: &most})
	if err != nil {
		return nil, err
	}
	return p.Nodes, nil
}

func (r clusterResolver) OrganisationCount(ctx context.Context, c *cluster.Cluster) (int, error) {
	return r.organisations.Count(ctx, viewer.From(ctx), &organisation.Filter{Clusters: []string{string(c.ID)}})
}

func (r technologyResolver) Label(ctx context.Context, t *technology.Technology, lang *string) (string, error) {
	return t.LabelIn(languageFor(ctx, lang)), nil
}

func (r technologyResolver) Synonyms(ctx context.Context, t *technology.Technology, lang *string) ([]string, error) {
	return t.SynonymsIn(languageFor(ctx, lang)), nil
}

func (r technologyResolver) Parent(ctx context.Context, t *technology.Technology) (*technology.Technology, error) {
	if t.ParentID == nil {
		return nil, nil
	}
	return load(ctx).technology.Load(ctx, *t.ParentID)
}

func (r technologyResolver) Ancestors(ctx context.Context, t *technology.Technology) ([]*technology.Technology, error) {
	return load(ctx).technology.All(ctx, t.AncestorIDs())
}

func (r technologyResolver) Children(ctx context.Context, t *technology.Technology) ([]*technology.Technology, error) {
	return load(ctx).children.Load(ctx, t.ID)
}

// languageFor is the language asked for, else the viewer's; an unknown one reads as English below.
func languageFor(ctx context.Context, asked *string) string {
	if asked != nil {
		return *asked
	}
	if l := viewer.From(ctx).Language; l != "" {
		return l
	}
	return language.Default
}

func technologies(ctx context.Context, ids []id.Technology) ([]*technology.Technology, error) {
	return load(ctx).technology.All(ctx, ids)
}
