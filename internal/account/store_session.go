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

// presence is a live session, or personal access token, with the person and the organisation as they stand now.
type presence struct {
	Session             id.Session            `db:"session"`
	SessionCreated      time.Time             `db:"session_created"`
	SessionUsed         time.Time             `db:"session_used"`
	Confirmed           time.Time             `db:"confirmed"`
	Token               id.Token              `db:"token"`
	Scopes              db.List[viewer.Scope] `db:"scopes"`
	TokenUsed           *time.Time            `db:"token_used"`
	User                id.User               `db:"user_id"`
	Language            string                `db:"language"`
	Organisation        *id.Organisation      `db:"organisation_id"`
	OrganisationRole    *viewer.Role          `db:"organisation_role"`
	OrganisationCluster *id.Cluster           `db:"organisation_cluster"`
	OrganisationMarket  *id.Market            `db:"organisation_market"`
	Cluster             *id.Cluster           `db:"cluster_id"`
	Analyst             bool                  `db:"analyst"`
	Coordinator         bool                  `db:"coordinator"`
}

// One query says it all, at each request: what ended, was suspended or demoted since is seen at once.
const selectPresence = `
	select s.id as session, s.created_at as session_created, coalesce(s.used_at, s.created_at) as session_used, coalesce(s.confirmed_at, s.created_at) as confirmed, u.id as user_id, u.language,
		u.organisation_id, u.organisation_role, o.cluster_id as organisation_cluster, o.market_id as organisation_market,
		u.cluster_id, u.analyst, u.coordinator
	from session s
	join portal_user u on u.id = s.user_id
	left join organisation o on o.id = u.organisation_id
	where s.ended_at is null and s.expires_at > $1 and u.status = 'ACTIVE' and u.email_verified_at is not null and `

func presenceByCookie(ctx context.Context, q db.Q, now time.Time, hash []byte) (*presence, error) {
	return onePresence(ctx, q, selectPresence+`s.kind = 'COOKIE' and s.secret_hash = $2`, now, hash)
}

func presenceByToken(ctx context.Context, q db.Q, now time.Time, session id.Session, user id.User) (*presence, error) {
	return onePresence(ctx, q, selectPresence+`s.kind = 'TOKEN' and s.id = $2 and u.id = $3`, now, session, user)
}

func presenceByID(ctx context.Context, q db.Q, now time.Time, session id.Session) (*presence, error) {
	return onePresence(ctx, q, selectPresence+`s.id = $2`, now, session)
}

func presencesByIDs(ctx context.Context, q db.Q, now time.Time, sessions []id.Session) (list []*presence, err error) {
	err = q.SelectContext(ctx, &list, selectPresence+`s.id = any($2)`, now, db.List[id.Session](sessions))
	return list, err
}

// presenceByAPIToken stands in for selectPresence where a personal access token does for the session.
func presenceByAPIToken(ctx context.Context, q db.Q, now time.Time, hash []byte) (*presence, error) {
	return onePresence(ctx, q, `
		select t.id as token, t.scopes, t.last_used_at as token_used, u.id as user_id, u.language, u.organisation_id, u.organisation_role,
			o.cluster_id as organisation_cluster, o.market_id as organisation_market, u.cluster_id, u.analyst, u.coordinator
		from api_token t
		join portal_user u on u.id = t.user_id
		left join organisation o on o.id = u.organisation_id
		where t.revoked_at is null and t.expires_at > $1 and u.status = 'ACTIVE' and u.email_verified_at is not null and t.hash = $2`, now, hash)
}

// onePresence gives nil when there is no such session, or no longer.
func onePresence(ctx context.Context, q db.Q, query string, args ...any) (*presence, error) {
	p := &presence{}
	err := q.GetContext(ctx, p, query, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return p, err
}

// session is a row of the table.
type session struct {
	ID          id.Session  `db:"id"`
	UserID      id.User     `db:"user_id"`
	Kind        SessionKind `db:"kind"`
	SecretHash  []byte      `db:"secret_hash"`
	RotationKey []byte      `db:"rotation_key"`
	Generation  int         `db:"generation"`
	RotatedAt   *time.Time  `db:"rotated_at"`
	CreatedAt   time.Time   `db:"created_at"`
	ExpiresAt   time.Time   `db:"expires_at"`
	EndedAt     *time.Time  `db:"ended_at"`
	ConfirmedAt *time.Time  `db:"confirmed_at"`
	Browser     string      `db:"browser"`
	System      string      `db:"system"`
	UsedAt      *time.Time  `db:"used_at"`
}

func insertSession(ctx context.Context, q db.Q, s session) error {
	_, err := q.ExecContext(ctx, `
		insert into session (id, user_id, kind, secret_hash, rotation_key, created_at, expires_at, browser, system)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, s.ID, s.UserID, s.Kind, s.SecretHash, s.RotationKey, s.CreatedAt, s.ExpiresAt, s.Browser, s.System)
	return err
}

// lockFamily finds the session of a refresh token and holds it, so that two rotations never run at once; nil for none.
func lockFamily(ctx context.Context, q db.Q, hash []byte) (*session, error) {
	s := &session{}
	err := q.GetContext(ctx, s, `select * from session where kind = 'TOKEN' and secret_hash = $1 for update`, hash)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return s, err
}

func rotate(ctx context.Context, q db.Q, s *session) error {
	_, err := q.ExecContext(ctx, `update session set generation = $2, rotated_at = $3, expires_at = $4 where id = $1`,
		s.ID, s.Generation, s.RotatedAt, s.ExpiresAt)
	return err
}

// prolong notes that a session is in use.
func prolong(ctx context.Context, q db.Q, session id.Session, now, until time.Time) error {
	_, err := q.ExecContext(ctx, `update session set used_at = $2, expires_at = $3 where id = $1 and ended_at is null`, session, now, until)
	return err
}

func endSession(ctx context.Context, q db.Q, session id.Session, now time.Time) error {
	_, err := q.ExecContext(ctx, `update session set ended_at = $2 where id = $1 and ended_at is null`, session, now)
	return err
}

func confirmSession(ctx context.Context, q db.Q, session id.Session, now time.Time) error {
	_, err := q.ExecContext(ctx, `update session set confirmed_at = $2 where id = $1`, session, now)
	return err
}

// liveSessions gives a person's sessions that are not over, the last used first, a hundred at most.
func liveSessions(ctx context.Context, q db.Q, user id.User, now time.Time) (list []*Session, err error) {
	err = q.SelectContext(ctx, &list, `
		select id, kind, browser, system, created_at, coalesce(used_at, rotated_at, created_at) as used_at
		from session where user_id = $1 and ended_at is null and expires_at > $2
		order by used_at desc, id desc limit 100`, user, now)
	return list, err
}

// endOwnSession tells whether the person had such a session, and it was not over.
func endOwnSession(ctx context.Context, q db.Q, user id.User, session id.Session, now time.Time) (bool, error) {
	return changed(q.ExecContext(ctx, `
		update session set ended_at = $3 where id = $1 and user_id = $2 and ended_at is null and expires_at > $3`, session, user, now))
}

// endSessions ends every session of a person but one; "" spares none.
func endSessions(ctx context.Context, q db.Q, user id.User, except id.Session, now time.Time) error {
	_, err := q.ExecContext(ctx, `update session set ended_at = $3 where user_id = $1 and id <> $2 and ended_at is null`, user, except, now)
	return err
}

// keyRow is a signing key as stored.
type keyRow struct {
	Kid       string     `db:"kid"`
	Seed      []byte     `db:"private_key"`
	CreatedAt time.Time  `db:"created_at"`
	RetiredAt *time.Time `db:"retired_at"`
}

func signingKeys(ctx context.Context, q db.Q) ([]keyRow, error) {
	var list []keyRow
	err := q.SelectContext(ctx, &list, `select * from signing_key order by created_at desc, kid`)
	return list, err
}

// lockKeys lets one transaction at a time change the signing keys, over all processes.
func lockKeys(ctx context.Context, q db.Q) error {
	_, err := q.ExecContext(ctx, `select pg_advisory_xact_lock(hashtext('signing_key'))`)
	return err
}

func insertKey(ctx context.Context, q db.Q, k keyRow) error {
	_, err := q.ExecContext(ctx, `insert into signing_key (kid, private_key, created_at) values ($1, $2, $3)`, k.Kid, k.Seed, k.CreatedAt)
	return err
}

func retireKeys(ctx context.Context, q db.Q, at time.Time) error {
	_, err := q.ExecContext(ctx, `update signing_key set retired_at = $1 where retired_at is null`, at)
	return err
}
