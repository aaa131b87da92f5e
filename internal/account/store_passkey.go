package account

import (
	"context"
	"encoding/json"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

const passkeyColumns = `id, user_id, name, created_at, last_used_at`

func passkeysOf(ctx context.Context, q db.Q, user id.User) (list []*Passkey, err error) {
	err = q.SelectContext(ctx, &list, `select `+passkeyColumns+` from passkey where user_id = $1 order by id`, user)
	return list, err
}

// passkeyRow is a passkey with what the library keeps of it.
type passkeyRow struct {
	Passkey
	Record []byte `db:"record"`
}

func passkeyRecords(ctx context.Context, q db.Q, user id.User) (list []passkeyRow, err error) {
	err = q.SelectContext(ctx, &list, `select `+passkeyColumns+`, record from passkey where user_id = $1 order by id`, user)
	return list, err
}

// lockPasskey finds a passkey by the device's name for it, and holds it, so that two signatures are never compared with one count; nil for none.
func lockPasskey(ctx context.Context, q db.Q, credential []byte) (*passkeyRow, error) {
	var list []*passkeyRow
	err := q.SelectContext(ctx, &list, `select `+passkeyColumns+`, record from passkey where credential_id = $1 for update`, credential)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// lockPasskeys counts a person's passkeys, and lets nobody make another until the transaction ends.
func lockPasskeys(ctx context.Context, q db.Q, user id.User) (n int, err error) {
	if _, err := q.ExecContext(ctx, `select from portal_user where id = $1 for update`, user); err != nil {
		return 0, err
	}
	err = q.GetContext(ctx, &n, `select count(*) from passkey where user_id = $1`, user)
	return n, err
}

// insertPasskey tells false when the device's name for it is taken.
func insertPasskey(ctx context.Context, q db.Q, p Passkey, credential []byte, record json.RawMessage) (bool, error) {
	return changed(q.ExecContext(ctx, `
		insert into passkey (id, user_id, credential_id, record, name, created_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (credential_id) do nothing`, p.ID, p.UserID, credential, string(record), p.Name, p.CreatedAt))
}

func touchPasskey(ctx context.Context, q db.Q, passkey id.Passkey, record json.RawMessage, now time.Time) error {
	_, err := q.ExecContext(ctx, `update passkey set record = $2, last_used_at = $3 where id = $1`, passkey, string(record), now)
	return err
}

func renamePasskey(ctx context.Context, q db.Q, user id.User, passkey id.Passkey, name string) (bool, error) {
	return changed(q.ExecContext(ctx, `update passkey set name = $3 where user_id = $1 and id = $2`, user, passkey, name))
}

func deletePasskey(ctx context.Context, q db.Q, user id.User, passkey id.Passkey) (bool, error) {
	return changed(q.ExecContext(ctx, `delete from passkey where user_id = $1 and id = $2`, user, passkey))
}

func insertCeremony(ctx context.Context, q db.Q, challenge []byte, user *id.User, session json.RawMessage, expires time.Time) error {
	_, err := q.ExecContext(ctx, `insert into ceremony (challenge_hash, user_id, session, expires_at) values ($1, $2, $3, $4)`,
		challenge, user, string(session), expires)
	return err
}

// takeCeremony uses a challenge up; of any number of callers at once one gets what was asked for, the others nil.
func takeCeremony(ctx context.Context, q db.Q, challenge []byte, now time.Time) (session []byte, user *id.User, err error) {
	var list []struct {
		Session []byte    `db:"session"`
		UserID  *id.User  `db:"user_id"`
		Expires time.Time `db:"expires_at"`
	}
	err = q.SelectContext(ctx, &list, `delete from ceremony where challenge_hash = $1 returning session, user_id, expires_at`, challenge)
	if err != nil || len(list) == 0 || !now.Before(list[0].Expires) {
		return nil, nil, err
	}
	return list[0].Session, list[0].UserID, nil
}
