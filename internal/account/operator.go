package account

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
)

// TokensFor signs a user in without a password: for operators, who hold the database. It refuses whoever could not sign in.
func (s *Service) TokensFor(ctx context.Context, email string) (Tokens, error) {
	u, err := activeUser(ctx, s.db, email)
	if err != nil {
		return Tokens{}, err
	}
	return s.IssueTokens(ctx, u, "")
}

// Appoint makes a user a coordinator: for operators, as a new portal has none who could.
func (s *Service) Appoint(ctx context.Context, email string) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := lockRights(ctx, tx); err != nil {
			return err
		}
		u, err := activeUser(ctx, tx, email)
		if err != nil || u.Coordinator {
			return err
		}
		u.Coordinator = true
		if err := setRights(ctx, tx, u, s.now()); err != nil {
			return err
		}
		return s.record(ctx, tx, "", "appointCoordinator", string(u.ID), nil)
	})
}

func activeUser(ctx context.Context, q db.Q, email string) (*User, error) {
	var c fault.Check
	if c.Email("user", email); c.Err() != nil {
		return nil, c.Err()
	}
	u, err := userByKey(ctx, q, emailKey(email))
	if err != nil {
		return nil, db.Fault(err)
	}
	if u == nil || u.Status != Active || !u.EmailVerified() {
		return nil, fault.New(fault.NotFound, "user", "There is no active user with this address.")
	}
	return u, nil
}
