package graph

import (
	"context"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r viewerResolver) Passkeys(ctx context.Context, v *viewer.Viewer) ([]*account.Passkey, error) {
	list, err := r.accounts.Passkeys(ctx, *v)
	return orEmpty(list), err
}

func (r mutationResolver) RenamePasskey(ctx context.Context, input account.RenamePasskeyInput) (*RenamePasskeyPayload, error) {
	problems, err := userErrors(ctx, r.accounts.RenamePasskey(ctx, viewer.From(ctx), input))
	return &RenamePasskeyPayload{Done: ok(problems, err), UserErrors: problems}, err
}

func (r mutationResolver) RemovePasskey(ctx context.Context, input account.RemovePasskeyInput) (*RemovePasskeyPayload, error) {
	problems, err := userErrors(ctx, r.accounts.RemovePasskey(ctx, viewer.From(ctx), input))
	return &RemovePasskeyPayload{Done: ok(problems, err), UserErrors: problems}, err
}
