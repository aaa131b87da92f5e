package graph

import (
	"context"

	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r mutationResolver) CreateMission(ctx context.Context, input mission.CreateInput) (*CreateMissionPayload, error) {
	m, err := r.missions.Create(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &CreateMissionPayload{Mission: m, UserErrors: problems}, err
}

func (r mutationResolver) UpdateMission(ctx context.Context, input mission.UpdateInput) (*UpdateMissionPayload, error) {
	input.Clear = cleared(ctx)
	m, err := r.missions.Update(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &UpdateMissionPayload{Mission: m, UserErrors: problems}, err
}

func (r mutationResolver) OpenMission(ctx context.Context, input mission.OpenInput) (*OpenMissionPayload, error) {
	m, err := r.missions.Open(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &OpenMissionPayload{Mission: m, UserErrors: problems}, err
}

func (r mutationResolver) CloseMission(ctx context.Context, input mission.CloseInput) (*CloseMissionPayload, error) {
	m, err := r.missions.Close(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &CloseMissionPayload{Mission: m, UserErrors: problems}, err
}

func (r mutationResolver) CloneMission(ctx context.Context, input mission.CloneInput) (*CloneMissionPayload, error) {
	m, err := r.missions.Clone(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &CloneMissionPayload{Mission: m, UserErrors: problems}, err
}

func (r mutationResolver) ConfirmMission(ctx context.Context, input mission.ConfirmInput) (*ConfirmMissionPayload, error) {
	m, err := r.missions.Confirm(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &ConfirmMissionPayload{Mission: m, UserErrors: problems}, err
}

func (r mutationResolver) RunMission(ctx context.Context, input mission.RunInput) (*RunMissionPayload, error) {
	m, err := r.missions.Run(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RunMissionPayload{Mission: m, UserErrors: problems}, err
}

func (r mutationResolver) CompleteMission(ctx context.Context, input mission.CompleteInput) (*CompleteMissionPayload, error) {
	m, err := r.missions.Complete(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &CompleteMissionPayload{Mission: m, UserErrors: problems}, err
}

func (r mutationResolver) CancelMission(ctx context.Context, input mission.CancelInput) (*CancelMissionPayload, error) {
	m, err := r.missions.Cancel(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &CancelMissionPayload{Mission: m, UserErrors: problems}, err
}
