package account

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// userByExternal gives nil when nobody is linked to the identity.
func userByExternal(ctx context.Context, q db.Q, e External) (*User, error) {
	user, err := linkedUser(ctx, q, e)
	if err != nil || user == "" {
		return nil, err
	}
	return userByID(ctx, q, user)
}

func linkedUser(ctx context.Context, q db.Q, e External) (id.User, error) {
	var list []id.User
	err := q.SelectContext(ctx, &list, `select user_id from external_identity where issuer = $1 and subject = $2`, e.Issuer, e.Subject)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

func linkExternal(ctx context.Context, q db.Q, e External, user id.User, now time.Time) error {
	_, err := q.ExecContext(ctx, `insert into external_identity (issuer, subject, user_id, created_at) values ($1, $2, $3, $4) on conflict do nothing`,
		e.Issuer, e.Subject, user, now)
	return err
}
