package graph

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/graph/connection"
	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r queryResolver) Users(ctx context.Context, filter *account.Filter, first *int, after *string) (*connection.Users, error) {
	v := viewer.From(ctx)
	p, err := r.accounts.List(ctx, v, filter, page.Args{First: first, After: after})
	return connect(p, err, func(ctx context.Context) (int, error) { return r.accounts.Count(ctx, v, filter) })
}

func (r queryResolver) AuditEvents(ctx context.Context, filter *audit.Filter, first *int, after *string) (*connection.AuditEvents, error) {
	v := viewer.From(ctx)
	p, err := r.log.List(ctx, v, filter, page.Args{First: first, After: after})
	if p == nil || err != nil {
		return nil, err
	}
	return connection.New(p, func(ctx context.Context) (int, error) { return r.log.Count(ctx, v, filter) }), nil
}

func (r auditEventResolver) Actor(ctx context.Context, e *audit.Event) (*account.User, error) {
	if e.ActorID == nil {
		return nil, nil
	}
	return load(ctx).user.Load(ctx, *e.ActorID)
}

func (r userResolver) Organisation(ctx context.Context, u *account.User) (*organisation.Organisation, error) {
	if u.OrganisationID == nil {
		return nil, nil
	}
	return load(ctx).organisation.Load(ctx, *u.OrganisationID)
}

func (r userResolver) Cluster(ctx context.Context, u *account.User) (*cluster.Cluster, error) {
	if u.ClusterID == nil {
		return nil, nil
	}
	return load(ctx).cluster.Load(ctx, *u.ClusterID)
}

func (r userResolver) ViewerCanAdminister(ctx context.Context, _ *account.User) (bool, error) {
	return viewer.From(ctx).IsCoordinator(), nil
}

func (r userResolver) ViewerCanResetTotp(ctx context.Context, u *account.User) (bool, error) {
	v := viewer.From(ctx)
	return v.IsCoordinator() && v.User != u.ID && u.HasTOTP, nil
}

func (r viewerResolver) FreshUntil(_ context.Context, v *viewer.Viewer) (*time.Time, error) {
	if until, fresh := v.FreshUntil(r.now()); fresh {
		return &until, nil
	}
	return nil, nil
}

func (r viewerResolver) Tokens(ctx context.Context, v *viewer.Viewer) ([]*account.Token, error) {
	return r.accounts.Tokens(ctx, *v)
}

func (r mutationResolver) CreateToken(ctx context.Context, input account.CreateTokenInput) (*CreateTokenPayload, error) {
	t, secret, err := r.accounts.CreateToken(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	payload := &CreateTokenPayload{Token: t, UserErrors: problems}
	if ok(problems, err) {
		payload.Secret = &secret
	}
	return payload, err
}

func (r mutationResolver) RevokeToken(ctx context.Context, input account.RevokeTokenInput) (*RevokeTokenPayload, error) {
	t, err := r.accounts.RevokeToken(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RevokeTokenPayload{Token: t, UserErrors: problems}, err
}

func (r mutationResolver) ConfirmPassword(ctx context.Context, input account.ConfirmPasswordInput) (*ConfirmPasswordPayload, error) {
	until, err := r.accounts.ConfirmPassword(ctx, viewer.From(ctx), account.ClientFrom(ctx), input)
	problems, err := userErrors(ctx, err)
	payload := &ConfirmPasswordPayload{UserErrors: problems}
	if ok(problems, err) {
		payload.FreshUntil = &until
	}
	return payload, err
}

func (r mutationResolver) GrantRole(ctx context.Context, input account.GrantRoleInput) (*GrantRolePayload, error) {
	u, err := r.accounts.GrantRole(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &GrantRolePayload{User: u, UserErrors: problems}, err
}

func (r mutationResolver) RevokeRole(ctx context.Context, input account.RevokeRoleInput) (*RevokeRolePayload, error) {
	u, err := r.accounts.RevokeRole(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RevokeRolePayload{User: u, UserErrors: problems}, err
}

func (r mutationResolver) SuspendUser(ctx context.Context, input account.SuspendUserInput) (*SuspendUserPayload, error) {
	u, err := r.accounts.SuspendUser(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &SuspendUserPayload{User: u, UserErrors: problems}, err
}

func (r mutationResolver) ReinstateUser(ctx context.Context, input account.ReinstateUserInput) (*ReinstateUserPayload, error) {
	u, err := r.accounts.ReinstateUser(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &ReinstateUserPayload{User: u, UserErrors: problems}, err
}
