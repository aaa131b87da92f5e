package account

import (
	"context"
	"time"

	"github.com/lib/pq"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

type totpRow struct {
	UserID       id.User    `db:"user_id"`
	Secret       []byte     `db:"secret"`
	ConfirmedAt  *time.Time `db:"confirmed_at"`
	RecoverySalt []byte     `db:"recovery_salt"`
	CodesLeft    int        `db:"codes_left"`
}

// totpOf gives nil when the person has no app, not even one that is being set up.
func totpOf(ctx context.Context, q db.Q, user id.User) (*totpRow, error) {
	var list []*totpRow
	err := q.SelectContext(ctx, &list, `
		select user_id, secret, confirmed_at, recovery_salt,
			(select count(*) from recovery_code r where r.user_id = t.user_id and used_at is null) as codes_left
		from totp t where user_id = $1`, user)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// beginTOTP makes secret the one that the person's app is set up with; false when they have an app already.
func beginTOTP(ctx context.Context, q db.Q, user id.User, secret []byte, now time.Time) (bool, error) {
	return changed(q.ExecContext(ctx, `
		insert into totp (user_id, secret, created_at) values ($1, $2, $3)
		on conflict (user_id) do update set secret = excluded.secret, created_at = excluded.created_at where totp.confirmed_at is null`,
		user, secret, now))
}

// confirmTOTP makes the app count, and uses the code of step up; false when another was set up meanwhile.
func confirmTOTP(ctx context.Context, q db.Q, row *totpRow, step int64, now time.Time) (bool, error) {
	return changed(q.ExecContext(ctx, `update totp set confirmed_at = $4, last_step = $3 where user_id = $1 and secret = $2 and confirmed_at is null`,
		row.UserID, row.Secret, step, now))
}

// takeStep uses up the codes of a time step and all before it; of any number of callers at once one gets true.
func takeStep(ctx context.Context, q db.Q, row *totpRow, step int64) (bool, error) {
	return changed(q.ExecContext(ctx, `update totp set last_step = $3 where user_id = $1 and secret = $2 and last_step < $3`, row.UserID, row.Secret, step))
}

// takeRecoveryCode uses a code up; of any number of callers at once one gets true.
func takeRecoveryCode(ctx context.Context, q db.Q, user id.User, hash []byte, now time.Time) (bool, error) {
	return changed(q.ExecContext(ctx, `update recovery_code set used_at = $3 where user_id = $1 and hash = $2 and used_at is null`, user, hash, now))
}

// setRecovery makes r the person's only recovery codes; false when they have no app.
func setRecovery(ctx context.Context, q db.Q, user id.User, r recovery) (bool, error) {
	there, err := changed(q.ExecContext(ctx, `update totp set recovery_salt = $2 where user_id = $1 and confirmed_at is not null`, user, r.salt))
	if err != nil || !there {
		return false, err
	}
	if _, err := q.ExecContext(ctx, `delete from recovery_code where user_id = $1`, user); err != nil {
		return false, err
	}
	_, err = q.ExecContext(ctx, `insert into recovery_code (user_id, hash) select $1, unnest($2::bytea[])`, user, pq.ByteaArray(r.hashes))
	return true, err
}

// deleteTOTP tells whether there was an app that counted.
func deleteTOTP(ctx context.Context, q db.Q, user id.User) (bool, error) {
	return changed(q.ExecContext(ctx, `delete from totp where user_id = $1 and confirmed_at is not null`, user))
}
