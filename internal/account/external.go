package account

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
)

// External is who somebody is at an OpenID provider that the portal trusts, by a token that the caller has verified.
type External struct {
	Issuer, Subject string
	Email           string // "" unless the provider says that it verified the address
}

// SignInExternally finds the person: who was linked to that identity at an earlier sign-in, else whose verified address it is, which
// links them. It opens no account.
func (s *Service) SignInExternally(ctx context.Context, e External) (*User, error) {
	var found *User
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		if found, err = userByExternal(ctx, tx, e); err != nil || found != nil {
			return err
		}
		if e.Email != "" {
			if found, err = userByKey(ctx, tx, emailKey(e.Email)); err != nil {
				return err
			}
		}
		if found == nil || !found.EmailVerified() || found.Status != Active {
			return nil
		}
		if err := linkExternal(ctx, tx, e, found.ID, s.now()); err != nil {
			return err
		}
		return s.record(ctx, tx, found.ID, "linkExternalIdentity", string(found.ID), map[string]any{"issuer": e.Issuer})
	})
	switch {
	case err != nil:
		return nil, err
	case found == nil:
		return nil, fault.New(fault.Forbidden, "", "There is no account with this address. Please open one first.")
	}
	return found, maySignIn(found)
}
