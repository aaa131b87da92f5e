package graph

import (
	"context"

	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r registrationResolver) Mission(ctx context.Context, reg *mission.Registration) (*mission.Mission, error) {
	return load(ctx).mission.Load(ctx, reg.MissionID)
}

func (r registrationResolver) Organisation(ctx context.Context, reg *mission.Registration) (*organisation.Organisation, error) {
	return load(ctx).registrant.Load(ctx, reg.ID)
}

func (r registrationResolver) Position(ctx context.Context, reg *mission.Registration) (*int, error) {
	position, err := load(ctx).position.Load(ctx, reg.ID)
	if position == 0 {
		return nil, err
	}
	return &position, nil
}

func (r registrationResolver) Delegates(ctx context.Context, reg *mission.Registration) ([]*mission.Delegate, error) {
	list, err := load(ctx).delegates.Load(ctx, reg.ID)
	return orEmpty(list), err
}

func (r registrationResolver) History(ctx context.Context, reg *mission.Registration) ([]*mission.RegistrationChange, error) {
	list, err := load(ctx).history.Load(ctx, reg.ID)
	return orEmpty(list), err
}

func (r registrationResolver) ViewerCanWithdraw(ctx context.Context, reg *mission.Registration) (bool, error) {
	m, err := load(ctx).mission.Load(ctx, reg.MissionID)
	return m != nil && mission.CanWithdraw(viewer.From(ctx), reg, m) == nil, err
}

func (r registrationResolver) ViewerCanAnswerOffer(ctx context.Context, reg *mission.Registration) (bool, error) {
	m, err := load(ctx).mission.Load(ctx, reg.MissionID)
	return m != nil && mission.CanAnswerOffer(viewer.From(ctx), reg, m, r.now()) == nil, err
}

func (r mutationResolver) RegisterForMission(ctx context.Context, input mission.RegisterInput) (*RegisterForMissionPayload, error) {
	reg, err := r.missions.Register(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RegisterForMissionPayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) WithdrawRegistration(ctx context.Context, input mission.WithdrawInput) (*WithdrawRegistrationPayload, error) {
	reg, err := r.missions.Withdraw(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &WithdrawRegistrationPayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) AcceptOffer(ctx context.Context, input mission.AcceptOfferInput) (*AcceptOfferPayload, error) {
	reg, err := r.missions.AcceptOffer(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &AcceptOfferPayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) DeclineOffer(ctx context.Context, input mission.DeclineOfferInput) (*DeclineOfferPayload, error) {
	reg, err := r.missions.DeclineOffer(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &DeclineOfferPayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) AnswerOffer(ctx context.Context, input mission.AnswerOfferInput) (*AnswerOfferPayload, error) {
	reg, m, err := r.missions.AnswerOffer(ctx, input)
	problems, err := userErrors(ctx, err)
	payload := &AnswerOfferPayload{Mission: m, UserErrors: problems}
	if reg != nil {
		payload.Status = &reg.Status
	}
	return payload, err
}
