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

const selectUser = `
	select u.id, u.email, u.email_key, u.name, u.password_hash, u.language, u.time_zone, u.status, u.email_verified_at,
		u.organisation_id, u.organisation_role, u.cluster_id, u.analyst, u.coordinator, u.demo, u.privacy_version,
		u.privacy_accepted_at, u.version, u.created_at, u.updated_at, o.cluster_id as organisation_cluster,
		exists (select from totp t where t.user_id = u.id and t.confirmed_at is not null) as has_totp
	from portal_user u left join organisation o on o.id = u.organisation_id `

func usersByIDs(ctx context.Context, q db.Q, ids db.List[id.User]) ([]*User, error) {
	var list []*User
	err := q.SelectContext(ctx, &list, selectUser+`where u.id = any($1)`, ids)
	return list, err
}

func usersOf(ctx context.Context, q db.Q, organisations db.List[id.Organisation]) ([]*User, error) {
	var list []*User
	err := q.SelectContext(ctx, &list, selectUser+`where u.organisation_id = any($1) order by u.organisation_id, u.name, u.id`, organisations)
	return list, err
}

// userByID and userByKey give nil when there is none.
func userByID(ctx context.Context, q db.Q, user id.User) (*User, error) {
	return oneUser(ctx, q, selectUser+`where u.id = $1`, user)
}

func userByKey(ctx context.Context, q db.Q, key string) (*User, error) {
	return oneUser(ctx, q, selectUser+`where u.email_key = $1`, key)
}

func oneUser(ctx context.Context, q db.Q, query string, arg any) (*User, error) {
	u := &User{}
	err := q.GetContext(ctx, u, query, arg)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return u, err
}

// insertUser tells false when the address has an account already.
func insertUser(ctx context.Context, q db.Q, u *User) (bool, error) {
	return changed(q.ExecContext(ctx, `
		insert into portal_user (id, email, email_key, name, password_hash, language, email_verified_at, privacy_version,
			privacy_accepted_at, created_at, updated_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9)
		on conflict (email_key) do nothing`,
		u.ID, u.Email, u.EmailKey, u.Name, u.PasswordHash, u.Language, u.EmailVerifiedAt, u.PrivacyVersion, u.CreatedAt))
}

// takeOver gives an account whose address nobody has verified yet to whoever signs up last; false when it is verified.
func takeOver(ctx context.Context, q db.Q, u *User) (bool, error) {
	return changed(q.ExecContext(ctx, `
		update portal_user
		set email = $2, name = $3, password_hash = $4, language = $5, email_verified_at = $6, privacy_version = $7,
			privacy_accepted_at = $8, updated_at = $8, version = version + 1
		where email_key = $1 and email_verified_at is null and status = 'ACTIVE'`,
		u.EmailKey, u.Email, u.Name, u.PasswordHash, u.Language, u.EmailVerifiedAt, u.PrivacyVersion, u.CreatedAt))
}

func markVerified(ctx context.Context, q db.Q, user id.User, now time.Time) error {
	_, err := q.ExecContext(ctx, `
		update portal_user set email_verified_at = $2, updated_at = $2, version = version + 1
		where id = $1 and email_verified_at is null`, user, now)
	return err
}

// setPassword tells false when the password is no longer the one that old is the hash of; nil old asks for none.
func setPassword(ctx context.Context, q db.Q, user id.User, old *string, hash string, now time.Time) (bool, error) {
	return changed(q.ExecContext(ctx, `
		update portal_user set password_hash = $2, updated_at = $3, version = version + 1
		where id = $1 and ($4::text is null or password_hash = $4)`, user, hash, now, old))
}

func setProfile(ctx context.Context, q db.Q, user id.User, in UpdateProfileInput, now time.Time) error {
	_, err := q.ExecContext(ctx, `
		update portal_user
		set name = coalesce($2, name), language = coalesce($3, language), time_zone = coalesce($4, time_zone), updated_at = $5,
			version = version + 1
		where id = $1`, user, in.Name, in.Language, in.TimeZone, now)
	return err
}

func join(ctx context.Context, q db.Q, user id.User, organisation id.Organisation, role viewer.Role) (bool, error) {
	return changed(q.ExecContext(ctx, `
		update portal_user set organisation_id = $2, organisation_role = $3, version = version + 1
		where id = $1 and organisation_id is null`, user, organisation, role))
}

func recipients(ctx context.Context, q db.Q, where string, arg any) ([]Recipient, error) {
	var list []Recipient
	err := q.SelectContext(ctx, &list, `
		select email, name, language from portal_user
		where status = 'ACTIVE' and email_verified_at is not null and `+where+` order by id`, arg)
	return list, err
}

func legalName(ctx context.Context, q db.Q, organisation id.Organisation) (string, error) {
	var name string
	err := q.GetContext(ctx, &name, `select legal_name from organisation where id = $1`, organisation)
	return name, err
}

func changed(res sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}
