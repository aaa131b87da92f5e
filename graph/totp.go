package graph

import (
	"context"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/viewer"
)

func (r viewerResolver) Totp(ctx context.Context, v *viewer.Viewer) (*account.TOTP, error) {
	return r.accounts.TOTP(ctx, *v)
}

func (r mutationResolver) BeginTotp(ctx context.Context, input account.BeginTOTPInput) (*BeginTotpPayload, error) {
	key, err := r.accounts.BeginTOTP(ctx, viewer.From(ctx), account.ClientFrom(ctx), input)
	problems, err := userErrors(ctx, err)
	payload := &BeginTotpPayload{UserErrors: problems}
	if ok(problems, err) {
		payload.Key = &key
	}
	return payload, err
}

func (r mutationResolver) ConfirmTotp(ctx context.Context, input account.ConfirmTOTPInput) (*ConfirmTotpPayload, error) {
	codes, err := r.accounts.ConfirmTOTP(ctx, viewer.From(ctx), account.ClientFrom(ctx), input)
	problems, err := userErrors(ctx, err)
	return &ConfirmTotpPayload{RecoveryCodes: codes, UserErrors: problems}, err
}

func (r mutationResolver) RemoveTotp(ctx context.Context, input account.RemoveTOTPInput) (*RemoveTotpPayload, error) {
	problems, err := userErrors(ctx, r.accounts.RemoveTOTP(ctx, viewer.From(ctx), account.ClientFrom(ctx), input))
	return &RemoveTotpPayload{Done: ok(problems, err), UserErrors: problems}, err
}

func (r mutationResolver) RenewRecoveryCodes(ctx context.Context, input account.RenewRecoveryCodesInput) (*RenewRecoveryCodesPayload, error) {
	codes, err := r.accounts.RenewRecoveryCodes(ctx, viewer.From(ctx), account.ClientFrom(ctx), input)
	problems, err := userErrors(ctx, err)
	return &RenewRecoveryCodesPayload{RecoveryCodes: codes, UserErrors: problems}, err
}

func (r mutationResolver) ResetTotp(ctx context.Context, input account.ResetTOTPInput) (*ResetTotpPayload, error) {
	u, err := r.accounts.ResetTOTP(ctx, viewer.From(ctx), input)
	problems, err := userErrors(ctx, err)
	return &ResetTotpPayload{User: u, UserErrors: problems}, err
}
