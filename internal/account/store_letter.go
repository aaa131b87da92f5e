package account

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// purpose says what the token of a letter is good for.
type purpose string

const (
	verification purpose = "EMAIL_VERIFICATION"
	reset        purpose = "PASSWORD_RESET"
)

// replaceToken makes hash the only token of its purpose that the person can use.
func replaceToken(ctx context.Context, q db.Q, p purpose, user id.User, hash []byte, expires time.Time) error {
	if err := deleteTokens(ctx, q, p, user); err != nil {
		return err
	}
	_, err := q.ExecContext(ctx, `insert into letter_token (hash, purpose, user_id, expires_at) values ($1, $2, $3, $4)`,
		hash, p, user, expires)
	return err
}

func deleteTokens(ctx context.Context, q db.Q, p purpose, user id.User) error {
	_, err := q.ExecContext(ctx, `delete from letter_token where user_id = $1 and purpose = $2`, user, p)
	return err
}

// tokenOwner looks without using the token up; "" when it is not good for that purpose, or no longer.
func tokenOwner(ctx context.Context, q db.Q, p purpose, hash []byte, now time.Time) (id.User, error) {
	return owner(ctx, q, `select user_id from letter_token where hash = $1 and purpose = $2 and used_at is null and expires_at > $3`,
		hash, p, now)
}

// useToken uses the token up; of any number of callers at once one gets the owner, the others "".
func useToken(ctx context.Context, q db.Q, p purpose, hash []byte, now time.Time) (id.User, error) {
	return owner(ctx, q, `
		update letter_token set used_at = $3
		where hash = $1 and purpose = $2 and used_at is null and expires_at > $3
		returning user_id`, hash, p, now)
}

func owner(ctx context.Context, q db.Q, query string, args ...any) (id.User, error) {
	var user id.User
	err := q.GetContext(ctx, &user, query, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return user, err
}

type invitation struct {
	ID           id.Invitation   `db:"id"`
	Organisation id.Organisation `db:"organisation_id"`
	Email        string          `db:"email"`
	EmailKey     string          `db:"email_key"`
	Role         viewer.Role     `db:"role"`
	InvitedBy    id.User         `db:"invited_by"`
	TokenHash    []byte          `db:"token_hash"`
	CreatedAt    time.Time       `db:"created_at"`
	ExpiresAt    time.Time       `db:"expires_at"`
	AcceptedAt   *time.Time      `db:"accepted_at"`
}

// replaceInvitation makes i the only open invitation of its address into its organisation.
func replaceInvitation(ctx context.Context, q db.Q, i invitation) error {
	_, err := q.ExecContext(ctx, `delete from invitation where organisation_id = $1 and email_key = $2 and accepted_at is null`,
		i.Organisation, i.EmailKey)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, `
		insert into invitation (id, organisation_id, email, email_key, role, invited_by, token_hash, created_at, expires_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		i.ID, i.Organisation, i.Email, i.EmailKey, i.Role, i.InvitedBy, i.TokenHash, i.CreatedAt, i.ExpiresAt)
	return err
}

// openInvitation gives nil when the token is not, or no longer, good.
func openInvitation(ctx context.Context, q db.Q, hash []byte, now time.Time) (*invitation, error) {
	i := &invitation{}
	err := q.GetContext(ctx, i, `select * from invitation where token_hash = $1 and accepted_at is null and expires_at > $2`, hash, now)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return i, err
}

// useInvitation tells true to one of any number of callers.
func useInvitation(ctx context.Context, q db.Q, i id.Invitation, now time.Time) (bool, error) {
	return changed(q.ExecContext(ctx, `update invitation set accepted_at = $2 where id = $1 and accepted_at is null`, i, now))
}

// takeTry counts a try under key unless limit tries were counted with no pause as long as window between them. One
// statement, so that of any number at once no more than limit get through.
func takeTry(ctx context.Context, q db.Q, key string, limit int, window time.Duration, now time.Time) (bool, error) {
	return changed(q.ExecContext(ctx, `
		insert into throttle as t (key, last_at, count) values ($1, $2, 1)
		on conflict (key) do update
		set count = case when t.last_at <= $4 then 1 else t.count + 1 end, last_at = greatest(t.last_at, excluded.last_at)
		where t.count < $3 or t.last_at <= $4`, key, now, limit, now.Add(-window)))
}

// giveBack takes one try off again.
func giveBack(ctx context.Context, q db.Q, key string) error {
	_, err := q.ExecContext(ctx, `update throttle set count = count - 1 where key = $1 and count > 0`, key)
	return err
}

func forgetTries(ctx context.Context, q db.Q, key string) error {
	_, err := q.ExecContext(ctx, `delete from throttle where key = $1`, key)
	return err
}

// prune deletes what is over: each list of rows is small, since it runs every hour.
func prune(ctx context.Context, q db.Q, now time.Time) error {
	for _, statement := range []string{
		`delete from session where expires_at < $1 or ended_at < $1`,
		`delete from letter_token where expires_at < $1`,
		`delete from api_token where expires_at < $1 or revoked_at < $1`,
		`delete from invitation where expires_at < $1 and accepted_at is null`,
		`delete from ceremony where expires_at < $1`,
		`delete from totp where created_at < $1 and confirmed_at is null`,
		`delete from throttle where last_at < $1`,
		`delete from signing_key where retired_at < $1`,
	} {
		if _, err := q.ExecContext(ctx, statement, now.Add(-24*time.Hour)); err != nil {
			return err
		}
	}
	return nil
}
