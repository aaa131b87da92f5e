package graph

import (
	"context"

	"github.com/bioxclusters/portal/graph/connection"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r queryResolver) Missions(ctx context.Context, filter *mission.Filter, orderBy *mission.Order, first *int, after *string) (*connection.Missions, error) {
	v := viewer.From(ctx)
	p, err := r.missions.List(ctx, v, filter, orderBy, page.Args{First: first, After: after})
	return connect(p, err, func(ctx context.Context) (int, error) { return r.missions.Count(ctx, v, filter) })
}

func (r queryResolver) Mission(ctx context.Context, missionID string) (*mission.Mission, error) {
	return load(ctx).mission.Load(ctx, id.Mission(missionID))
}

func (r missionResolver) Cluster(ctx context.Context, m *mission.Mission) (*cluster.Cluster, error) {
	return load(ctx).cluster.Load(ctx, m.ClusterID)
}

func (r missionResolver) CoOwners(ctx context.Context, m *mission.Mission) ([]*cluster.Cluster, error) {
	return load(ctx).cluster.All(ctx, m.CoOwnerIDs)
}

func (r missionResolver) Market(ctx context.Context, m *mission.Mission) (*market.Market, error) {
	return load(ctx).market.Load(ctx, m.MarketID)
}

func (r missionResolver) Quotas(ctx context.Context, m *mission.Mission) ([]*mission.Quota, error) {
	list, err := load(ctx).quotas.Load(ctx, m.ID)
	return orEmpty(list), err
}

func (r quotaResolver) Cluster(ctx context.Context, q *mission.Quota) (*cluster.Cluster, error) {
	return load(ctx).cluster.Load(ctx, q.ClusterID)
}

func (r missionResolver) PlacesLeft(ctx context.Context, m *mission.Mission) (int, error) {
	places, err := load(ctx).places.Load(ctx, m.ID)
	return places.Left(m), err
}

func (r missionResolver) WaitingCount(ctx context.Context, m *mission.Mission) (int, error) {
	places, err := load(ctx).places.Load(ctx, m.ID)
	return places.InLine(), err
}

func (r missionResolver) WaitingList(ctx context.Context, m *mission.Mission) ([]*mission.WaitingPlace, error) {
	return r.missions.WaitingList(ctx, viewer.From(ctx), m)
}

func (r missionResolver) Registrations(ctx context.Context, m *mission.Mission, filter *mission.RegistrationFilter, first *int, after *string) (*connection.Registrations, error) {
	v := viewer.From(ctx)
	p, err := r.missions.RegistrationsOf(ctx, v, m.ID, filter, page.Args{First: first, After: after})
	if p == nil || err != nil {
		return nil, err
	}
	return connection.New(p, func(ctx context.Context) (int, error) { return r.missions.CountRegistrationsOf(ctx, v, m.ID, filter) }), nil
}

func (r missionResolver) ViewerRegistration(ctx context.Context, m *mission.Mission) (*mission.Registration, error) {
	return load(ctx).ownPlace.Load(ctx, m.ID)
}

func (r missionResolver) ViewerCanRegister(ctx context.Context, m *mission.Mission) (bool, error) {
	why, err := load(ctx).barred.Load(ctx, m.ID)
	return why == nil && err == nil, err
}

func (r missionResolver) ViewerCannotRegisterBecause(ctx context.Context, m *mission.Mission) (*string, error) {
	why, err := load(ctx).barred.Load(ctx, m.ID)
	if why == nil || err != nil {
		return nil, err
	}
	return inWords(ctx, why)
}

func (r missionResolver) ViewerCanUpdate(ctx context.Context, m *mission.Mission) (bool, error) {
	return mission.MayUpdate(viewer.From(ctx), m), nil
}
