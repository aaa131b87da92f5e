package graph

import (
	"context"

	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r mutationResolver) ProposeSelection(ctx context.Context, input mission.ProposeInput) (*ProposeSelectionPayload, error) {
	p, err := r.missions.Propose(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &ProposeSelectionPayload{Proposal: p, UserErrors: problems}, err
}

func (r mutationResolver) ConfirmSelection(ctx context.Context, input mission.ConfirmSelectionInput) (*ConfirmSelectionPayload, error) {
	m, err := r.missions.ConfirmSelection(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &ConfirmSelectionPayload{Mission: m, UserErrors: problems}, err
}

func (r mutationResolver) NominateForMission(ctx context.Context, input mission.NominateInput) (*NominateForMissionPayload, error) {
	reg, err := r.missions.Nominate(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &NominateForMissionPayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) ScoreRegistration(ctx context.Context, input mission.ScoreInput) (*ScoreRegistrationPayload, error) {
	reg, err := r.missions.Score(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &ScoreRegistrationPayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) DeclareConflict(ctx context.Context, input mission.DeclareConflictInput) (*DeclareConflictPayload, error) {
	reg, err := r.missions.DeclareConflict(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &DeclareConflictPayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) JudgeEligibility(ctx context.Context, input mission.JudgeInput) (*JudgeEligibilityPayload, error) {
	reg, err := r.missions.JudgeEligibility(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &JudgeEligibilityPayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) RejectRegistration(ctx context.Context, input mission.RejectInput) (*RejectRegistrationPayload, error) {
	reg, err := r.missions.Reject(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RejectRegistrationPayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) ReverseDecision(ctx context.Context, input mission.ReverseInput) (*ReverseDecisionPayload, error) {
	reg, err := r.missions.Reverse(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &ReverseDecisionPayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) PromoteRegistration(ctx context.Context, input mission.PromoteInput) (*PromoteRegistrationPayload, error) {
	reg, err := r.missions.Promote(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &PromoteRegistrationPayload{Registration: reg, UserErrors: problems}, err
}
