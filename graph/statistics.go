package graph

import (
	"context"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/statistics"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r queryResolver) Statistics(ctx context.Context, of statistics.Subject, by []statistics.Dimension) (*statistics.Statistics, error) {
	return r.statistics.Of(ctx, viewer.From(ctx), of, by)
}

func (r queryResolver) MatchWeights(ctx context.Context) (*matching.Weights, error) {
	return r.matches.Weights(ctx, viewer.From(ctx))
}

func (r statisticsRowResolver) Market(ctx context.Context, row *statistics.Row) (*market.Market, error) {
	if row.MarketID == nil {
		return nil, nil
	}
	return load(ctx).market.Load(ctx, *row.MarketID)
}

func (r statisticsRowResolver) Technology(ctx context.Context, row *statistics.Row) (*technology.Technology, error) {
	if row.TechnologyID == nil {
		return nil, nil
	}
	return load(ctx).technology.Load(ctx, *row.TechnologyID)
}

func (r statisticsRowResolver) Cluster(ctx context.Context, row *statistics.Row) (*cluster.Cluster, error) {
	if row.ClusterID == nil {
		return nil, nil
	}
	return load(ctx).cluster.Load(ctx, *row.ClusterID)
}

func (r mutationResolver) SaveMarket(ctx context.Context, input market.SaveInput) (*SaveMarketPayload, error) {
	m, err := r.markets.Save(ctx, viewer.From(ctx), input, r.now())
	problems, err := userErrors(ctx, err)
	return &SaveMarketPayload{Market: m, UserErrors: problems}, err
}

func (r mutationResolver) SaveCluster(ctx context.Context, input cluster.SaveInput) (*SaveClusterPayload, error) {
	c, err := r.clusters.Save(ctx, viewer.From(ctx), input, r.now())
	problems, err := userErrors(ctx, err)
	return &SaveClusterPayload{Cluster: c, UserErrors: problems}, err
}

func (r mutationResolver) SaveTechnology(ctx context.Context, input technology.SaveInput) (*SaveTechnologyPayload, error) {
	t, err := r.technologies.Save(ctx, viewer.From(ctx), input, r.now())
	problems, err := userErrors(ctx, err)
	return &SaveTechnologyPayload{Technology: t, UserErrors: problems}, err
}

func (r mutationResolver) SetWeights(ctx context.Context, input match.SetWeightsInput) (*SetWeightsPayload, error) {
	w, err := r.matches.SetWeights(ctx, viewer.From(ctx), input, r.now())
	problems, err := userErrors(ctx, err)
	return &SetWeightsPayload{Weights: w, UserErrors: problems}, err
}
