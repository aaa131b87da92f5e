package graph

import (
	"context"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r viewerResolver) Sessions(ctx context.Context, v *viewer.Viewer) ([]*account.Session, error) {
	list, err := r.accounts.Sessions(ctx, *v)
	return orEmpty(list), err
}

func (r mutationResolver) EndSessions(ctx context.Context, input account.EndSessionsInput) (*EndSessionsPayload, error) {
	problems, err := userErrors(ctx, r.accounts.EndSessions(ctx, viewer.From(ctx), input))
	return &EndSessionsPayload{Done: ok(problems, err), UserErrors: problems}, err
}
