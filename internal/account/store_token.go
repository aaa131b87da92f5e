package account

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

const tokenColumns = `id, user_id, name, scopes, created_at, expires_at, last_used_at, revoked_at`

func tokensOf(ctx context.Context, q db.Q, user id.User) (list []*Token, err error) {
	err = q.SelectContext(ctx, &list, `select `+tokenColumns+` from api_token where user_id = $1 order by id desc limit 100`, user)
	return list, err
}

// tokenOf gives nil when the person has no such token.
func tokenOf(ctx context.Context, q db.Q, user id.User, token id.Token) (*Token, error) {
	var list []*Token
	err := q.SelectContext(ctx, &list, `select `+tokenColumns+` from api_token where user_id = $1 and id = $2`, user, token)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// lockTokens counts the tokens of a person that live, and lets nobody make another until the transaction ends.
func lockTokens(ctx context.Context, q db.Q, user id.User, now time.Time) (live int, err error) {
	if _, err := q.ExecContext(ctx, `select from portal_user where id = $1 for update`, user); err != nil {
		return 0, err
	}
	err = q.GetContext(ctx, &live, `select count(*) from api_token where user_id = $1 and revoked_at is null and expires_at > $2`, user, now)
	return live, err
}

func insertToken(ctx context.Context, q db.Q, t *Token, hash []byte) error {
	_, err := q.ExecContext(ctx, `insert into api_token (id, user_id, name, hash, scopes, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		t.ID, t.UserID, t.Name, hash, t.May, t.CreatedAt, t.ExpiresAt)
	return err
}

// revokeToken tells whether the token was alive.
func revokeToken(ctx context.Context, q db.Q, user id.User, token id.Token, now time.Time) (bool, error) {
	return changed(q.ExecContext(ctx, `
		update api_token set revoked_at = $3 where user_id = $1 and id = $2 and revoked_at is null and expires_at > $3`, user, token, now))
}

func revokeTokens(ctx context.Context, q db.Q, user id.User, now time.Time) error {
	_, err := q.ExecContext(ctx, `update api_token set revoked_at = $2 where user_id = $1 and revoked_at is null`, user, now)
	return err
}

func touchToken(ctx context.Context, q db.Q, token id.Token, now time.Time) error {
	_, err := q.ExecContext(ctx, `update api_token set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at < $2)`, token, now)
	return err
}
