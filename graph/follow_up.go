package graph

import (
	"context"

	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r registrationResolver) FollowUp(ctx context.Context, reg *mission.Registration) (*mission.FollowUp, error) {
	return load(ctx).followUp.Load(ctx, reg.ID)
}

func (r registrationResolver) Proposals(ctx context.Context, reg *mission.Registration) ([]*mission.ChangeProposal, error) {
	list, err := load(ctx).proposals.Load(ctx, reg.ID)
	return orEmpty(list), err
}

func (r registrationResolver) Feedback(ctx context.Context, reg *mission.Registration) (*mission.Feedback, error) {
	return load(ctx).feedback.Load(ctx, reg.ID)
}

// can asks a rule about a registration of a mission that the viewer sees.
func can(ctx context.Context, reg *mission.Registration, rule func(viewer.Viewer, *mission.Registration, *mission.Mission) error) (bool, error) {
	m, err := load(ctx).mission.Load(ctx, reg.MissionID)
	return m != nil && rule(viewer.From(ctx), reg, m) == nil, err
}

func (r registrationResolver) ViewerCanSubmitFollowUp(ctx context.Context, reg *mission.Registration) (bool, error) {
	return can(ctx, reg, mission.CanSubmitFollowUp)
}

func (r registrationResolver) ViewerCanProposeChange(ctx context.Context, reg *mission.Registration) (bool, error) {
	return can(ctx, reg, mission.CanProposeChange)
}

func (r registrationResolver) ViewerCanSubstitute(ctx context.Context, reg *mission.Registration) (bool, error) {
	return can(ctx, reg, mission.CanSubstitute)
}

func (r registrationResolver) ViewerCanRecordAttendance(ctx context.Context, reg *mission.Registration) (bool, error) {
	return can(ctx, reg, mission.CanRecordAttendance)
}

func (r registrationResolver) ViewerCanGiveFeedback(ctx context.Context, reg *mission.Registration) (bool, error) {
	return can(ctx, reg, mission.CanGiveFeedback)
}

func (r mutationResolver) SubmitFollowUp(ctx context.Context, input mission.SubmitFollowUpInput) (*SubmitFollowUpPayload, error) {
	reg, err := r.missions.SubmitFollowUp(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &SubmitFollowUpPayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) ProposeChange(ctx context.Context, input mission.ProposeChangeInput) (*ProposeChangePayload, error) {
	reg, err := r.missions.ProposeChange(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &ProposeChangePayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) DecideProposal(ctx context.Context, input mission.DecideProposalInput) (*DecideProposalPayload, error) {
	reg, err := r.missions.DecideProposal(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &DecideProposalPayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) SubstituteDelegate(ctx context.Context, input mission.SubstituteDelegateInput) (*SubstituteDelegatePayload, error) {
	reg, err := r.missions.SubstituteDelegate(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &SubstituteDelegatePayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) CheckInDelegate(ctx context.Context, input mission.CheckInDelegateInput) (*CheckInDelegatePayload, error) {
	reg, err := r.missions.CheckInDelegate(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &CheckInDelegatePayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) RecordAttendance(ctx context.Context, input mission.RecordAttendanceInput) (*RecordAttendancePayload, error) {
	reg, err := r.missions.RecordAttendance(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RecordAttendancePayload{Registration: reg, UserErrors: problems}, err
}

func (r mutationResolver) GiveFeedback(ctx context.Context, input mission.GiveFeedbackInput) (*GiveFeedbackPayload, error) {
	reg, err := r.missions.GiveFeedback(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &GiveFeedbackPayload{Registration: reg, UserErrors: problems}, err
}

func (r missionResolver) Documents(ctx context.Context, m *mission.Mission) ([]*mission.Document, error) {
	list, err := load(ctx).documents.Load(ctx, m.ID)
	return orEmpty(list), err
}

func (r mutationResolver) RemoveDocument(ctx context.Context, input mission.RemoveDocumentInput) (*RemoveDocumentPayload, error) {
	m, err := r.missions.RemoveDocument(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RemoveDocumentPayload{Mission: m, UserErrors: problems}, err
}
