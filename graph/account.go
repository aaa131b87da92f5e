package graph

import (
	"context"

	"github.com/bioxclusters/portal/graph/connection"
	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r queryResolver) Viewer(ctx context.Context) (*viewer.Viewer, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return nil, nil
	}
	return &v, nil
}

func (r viewerResolver) User(ctx context.Context, v *viewer.Viewer) (*account.User, error) {
	return load(ctx).user.Load(ctx, v.User)
}

func (r viewerResolver) Organisation(ctx context.Context, v *viewer.Viewer) (*organisation.Organisation, error) {
	if v.Organisation == "" {
		return nil, nil
	}
	return found(r.organisations.Get(ctx, *v, v.Organisation)) // there is one: nothing to gather
}

func (r viewerResolver) Cluster(ctx context.Context, v *viewer.Viewer) (*cluster.Cluster, error) {
	if v.Cluster == "" {
		return nil, nil
	}
	return load(ctx).cluster.Load(ctx, v.Cluster)
}

func (r viewerResolver) Contacts(ctx context.Context, v *viewer.Viewer) ([]*account.Recipient, error) {
	list, err := r.accounts.Contacts(ctx, *v)
	return orEmpty(list), err
}

func (r viewerResolver) Registrations(ctx context.Context, v *viewer.Viewer, first *int, after *string) (*connection.Registrations, error) {
	p, err := r.missions.RegistrationsOfOrganisation(ctx, *v, page.Args{First: first, After: after})
	return connect(p, err, func(ctx context.Context) (int, error) { return r.missions.CountRegistrationsOfOrganisation(ctx, *v) })
}

func (r viewerResolver) UndecidedRegistrations(ctx context.Context, v *viewer.Viewer, of mission.Undecided, first *int, after *string) (*connection.Registrations, error) {
	p, err := r.missions.UndecidedRegistrations(ctx, *v, of, page.Args{First: first, After: after})
	return connect(p, err, func(ctx context.Context) (int, error) { return r.missions.CountUndecidedRegistrations(ctx, *v, of) })
}

func (r viewerResolver) Bookmarks(ctx context.Context, v *viewer.Viewer, first *int, after *string) (*connection.Bookmarks, error) {
	p, err := r.opportunities.Bookmarks(ctx, *v, page.Args{First: first, After: after})
	return connect(p, err, func(ctx context.Context) (int, error) { return r.opportunities.CountBookmarks(ctx, *v) })
}

func (r mutationResolver) SignUp(ctx context.Context, input account.SignUpInput) (*SignUpPayload, error) {
	problems, err := userErrors(ctx, r.accounts.SignUp(ctx, account.ClientFrom(ctx), input))
	return &SignUpPayload{Accepted: ok(problems, err), UserErrors: problems}, err
}

func (r mutationResolver) VerifyEmail(ctx context.Context, input account.VerifyEmailInput) (*VerifyEmailPayload, error) {
	problems, err := userErrors(ctx, r.accounts.VerifyEmail(ctx, input))
	return &VerifyEmailPayload{Verified: ok(problems, err), UserErrors: problems}, err
}

func (r mutationResolver) RequestPasswordReset(ctx context.Context, input account.RequestPasswordResetInput) (*RequestPasswordResetPayload, error) {
	problems, err := userErrors(ctx, r.accounts.RequestPasswordReset(ctx, account.ClientFrom(ctx), input))
	return &RequestPasswordResetPayload{Accepted: ok(problems, err), UserErrors: problems}, err
}

func (r mutationResolver) ResetPassword(ctx context.Context, input account.ResetPasswordInput) (*ResetPasswordPayload, error) {
	problems, err := userErrors(ctx, r.accounts.ResetPassword(ctx, input))
	return &ResetPasswordPayload{Done: ok(problems, err), UserErrors: problems}, err
}

func (r mutationResolver) ChangePassword(ctx context.Context, input account.ChangePasswordInput) (*ChangePasswordPayload, error) {
	problems, err := userErrors(ctx, r.accounts.ChangePassword(ctx, viewer.From(ctx), account.ClientFrom(ctx), input))
	return &ChangePasswordPayload{Done: ok(problems, err), UserErrors: problems}, err
}

func (r mutationResolver) UpdateProfile(ctx context.Context, input account.UpdateProfileInput) (*UpdateProfilePayload, error) {
	u, err := r.accounts.UpdateProfile(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &UpdateProfilePayload{User: u, UserErrors: problems}, err
}

func (r mutationResolver) InviteMember(ctx context.Context, input account.InviteMemberInput) (*InviteMemberPayload, error) {
	problems, err := userErrors(ctx, r.accounts.InviteMember(ctx, viewer.From(ctx), input))
	return &InviteMemberPayload{Invited: ok(problems, err), UserErrors: problems}, err
}

// AcceptInvitation shows the organisation to whoever just joined it, although they sign in only after.
func (r mutationResolver) AcceptInvitation(ctx context.Context, input account.AcceptInvitationInput) (*AcceptInvitationPayload, error) {
	joined, err := r.accounts.AcceptInvitation(ctx, input)
	problems, err := userErrors(ctx, err)
	payload := &AcceptInvitationPayload{UserErrors: problems}
	if err == nil && len(problems) == 0 {
		member := viewer.Viewer{Organisation: joined, Roles: []viewer.Role{viewer.Member}}
		payload.Organisation, err = found(r.organisations.Get(ctx, member, joined))
	}
	return payload, err
}

func ok(problems []*UserError, err error) bool { return err == nil && len(problems) == 0 }
