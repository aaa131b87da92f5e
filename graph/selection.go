package graph

import (
	"context"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r missionResolver) ViewerEligibility(ctx context.Context, m *mission.Mission) ([]*mission.RuleVerdict, error) {
	return r.missions.Verdicts(ctx, viewer.From(ctx), m)
}

func (r eligibilityRuleResolver) Clusters(ctx context.Context, rule *mission.Rule) ([]*cluster.Cluster, error) {
	return load(ctx).cluster.All(ctx, mission.Named[id.Cluster](rule))
}

func (r eligibilityRuleResolver) Technologies(ctx context.Context, rule *mission.Rule) ([]*technology.Technology, error) {
	return load(ctx).technology.All(ctx, mission.Named[id.Technology](rule))
}

func (r eligibilityRuleResolver) Markets(ctx context.Context, rule *mission.Rule) ([]*market.Market, error) {
	return load(ctx).market.All(ctx, mission.Named[id.Market](rule))
}

func (r eligibilityRuleResolver) SizeClasses(_ context.Context, rule *mission.Rule) ([]organisation.SizeClass, error) {
	return rule.SizeClasses(), nil
}

func (r registrationResolver) NominatedBy(ctx context.Context, reg *mission.Registration) (*cluster.Cluster, error) {
	if reg.NominatedBy == nil {
		return nil, nil
	}
	return load(ctx).cluster.Load(ctx, *reg.NominatedBy)
}

func (r registrationResolver) Score(ctx context.Context, reg *mission.Registration) (*float64, error) {
	m, err := load(ctx).mission.Load(ctx, reg.MissionID)
	if m == nil || err != nil {
		return nil, err
	}
	return mission.ScoreFor(viewer.From(ctx), reg, m), nil
}

func (r registrationResolver) Eligibility(ctx context.Context, reg *mission.Registration) ([]*mission.RuleVerdict, error) {
	list, err := load(ctx).verdicts.Load(ctx, reg)
	return orEmpty(list), err
}

func (r registrationResolver) Assessments(ctx context.Context, reg *mission.Registration) ([]*mission.Assessment, error) {
	return load(ctx).assessments.Load(ctx, reg.ID)
}

func (r registrationResolver) ViewerCanDecide(ctx context.Context, reg *mission.Registration) (bool, error) {
	m, err := load(ctx).mission.Load(ctx, reg.MissionID)
	return m != nil && mission.CanDecide(viewer.From(ctx), m), err
}

func (r assessmentResolver) Own(ctx context.Context, a *mission.Assessment) (bool, error) {
	return viewer.From(ctx).User == a.ReviewerID, nil
}

func (r selectionProposalResolver) Mission(ctx context.Context, p *mission.Proposal) (*mission.Mission, error) {
	return load(ctx).mission.Load(ctx, p.MissionID)
}

func (r selectedCandidateResolver) Registration(ctx context.Context, c *mission.Selected) (*mission.Registration, error) {
	return load(ctx).registration.Load(ctx, c.ID)
}

func (r leftOutCandidateResolver) Registration(ctx context.Context, c *mission.LeftOut) (*mission.Registration, error) {
	return load(ctx).registration.Load(ctx, c.ID)
}

func (r leftOutCandidateResolver) Behind(ctx context.Context, c *mission.LeftOut) (*mission.Registration, error) {
	return load(ctx).registration.Load(ctx, c.Behind)
}
