package graph

import (
	"context"

	"github.com/bioxclusters/portal/graph/connection"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/outcome"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/report"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

type (
	outcomeResolver           struct{ *resolver }
	clusterFiguresResolver    struct{ *resolver }
	sizeFiguresResolver       struct{ *resolver }
	technologyFiguresResolver struct{ *resolver }
)

func (r *resolver) Outcome() OutcomeResolver                     { return outcomeResolver{r} }
func (r *resolver) ClusterFigures() ClusterFiguresResolver       { return clusterFiguresResolver{r} }
func (r *resolver) SizeFigures() SizeFiguresResolver             { return sizeFiguresResolver{r} }
func (r *resolver) TechnologyFigures() TechnologyFiguresResolver { return technologyFiguresResolver{r} }

func (r queryResolver) Outcomes(ctx context.Context, filter *outcome.Filter, first *int, after *string) (*connection.Outcomes, error) {
	v := viewer.From(ctx)
	p, err := r.outcomes.List(ctx, v, filter, page.Args{First: first, After: after})
	return connect(p, err, func(ctx context.Context) (int, error) { return r.outcomes.Count(ctx, v, filter) })
}

func (r outcomeResolver) Mission(ctx context.Context, o *outcome.Outcome) (*mission.Mission, error) {
	if o.MissionID == nil {
		return nil, nil
	}
	return load(ctx).mission.Load(ctx, *o.MissionID)
}

func (r outcomeResolver) Organisation(ctx context.Context, o *outcome.Outcome) (*organisation.Organisation, error) {
	return load(ctx).organisation.Load(ctx, o.OrganisationID)
}

func (r outcomeResolver) Partner(ctx context.Context, o *outcome.Outcome) (*organisation.Organisation, error) {
	if o.PartnerOrganisationID == nil {
		return nil, nil
	}
	return load(ctx).organisation.Load(ctx, *o.PartnerOrganisationID)
}

func (r outcomeResolver) Market(ctx context.Context, o *outcome.Outcome) (*market.Market, error) {
	return load(ctx).market.Load(ctx, o.MarketID)
}

func (r outcomeResolver) Cluster(ctx context.Context, o *outcome.Outcome) (*cluster.Cluster, error) {
	return load(ctx).cluster.Load(ctx, o.ClusterID)
}

func (r mutationResolver) RecordOutcome(ctx context.Context, input outcome.RecordInput) (*RecordOutcomePayload, error) {
	o, err := r.outcomes.Record(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RecordOutcomePayload{Outcome: o, UserErrors: problems}, err
}

func (r mutationResolver) RetractOutcome(ctx context.Context, input outcome.RetractInput) (*RetractOutcomePayload, error) {
	o, err := r.outcomes.Retract(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RetractOutcomePayload{Outcome: o, UserErrors: problems}, err
}

func (r missionResolver) Report(ctx context.Context, m *mission.Mission) (*report.Report, error) {
	return found(r.reports.Of(ctx, viewer.From(ctx), m.ID))
}

func (r clusterFiguresResolver) Cluster(ctx context.Context, f *mission.ClusterFigures) (*cluster.Cluster, error) {
	return load(ctx).cluster.Load(ctx, f.ClusterID)
}

func (r sizeFiguresResolver) SizeClass(_ context.Context, f *mission.SizeFigures) (*organisation.SizeClass, error) {
	return (*organisation.SizeClass)(f.SizeClass), nil
}

func (r technologyFiguresResolver) Technology(ctx context.Context, f *mission.TechnologyFigures) (*technology.Technology, error) {
	return load(ctx).technology.Load(ctx, f.TechnologyID)
}
