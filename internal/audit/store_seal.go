package audit

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/lib/pq"

	"github.com/bioxclusters/portal/internal/db"
)

func anyUnsealed(ctx context.Context, q db.Q) (any bool, err error) {
	err = q.GetContext(ctx, &any, `select exists (select from event_unsealed)`)
	return any, err
}

// lockSeals makes this transaction the one that seals, over all processes; false when another is.
func lockSeals(ctx context.Context, q db.Q) (mine bool, err error) {
	err = q.GetContext(ctx, &mine, `select pg_try_advisory_xact_lock(hashtext('event_seal'))`)
	return mine, err
}

func lastSeal(ctx context.Context, q db.Q) (s sealOf, err error) {
	err = q.GetContext(ctx, &s, `select position, hash from event_seal order by position desc limit 1`)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return s, err
}

const sealedColumns = `e.id, e.at, coalesce(e.actor_id, '') as actor_id, coalesce(e.act, '') as act, coalesce(e.subject_id, '') as subject_id,
	coalesce(e.detail::text, '') as detail, coalesce(e.request_id, '') as request_id, coalesce(e.client, '') as client`

func unsealed(ctx context.Context, q db.Q, limit int) (list []sealedEvent, err error) {
	err = q.SelectContext(ctx, &list, `select `+sealedColumns+` from event_unsealed u join event e on e.id = u.event_id order by e.at, e.id limit $1`, limit)
	return list, err
}

func insertSeals(ctx context.Context, q db.Q, list []sealedEvent, now time.Time) error {
	var positions pq.Int64Array
	var ids db.List[string]
	var hashes pq.ByteaArray
	for _, e := range list {
		positions, ids, hashes = append(positions, e.Position), append(ids, *e.ID), append(hashes, e.Hash)
	}
	_, err := q.ExecContext(ctx, `
		with sealed as (insert into event_seal (position, event_id, hash, sealed_at)
			select position, id, hash, $4 from unnest($1::bigint[], $2::text[], $3::bytea[]) as s(position, id, hash) returning event_id)
		delete from event_unsealed where event_id in (select event_id from sealed)`, positions, ids, hashes, now)
	return err
}

func sealedAfter(ctx context.Context, q db.Q, position int64, limit int) (list []sealedEvent, err error) {
	err = q.SelectContext(ctx, &list, `select s.position, s.hash, `+sealedColumns+` from event_seal s left join event e on e.id = s.event_id
		where s.position > $1 order by s.position limit $2`, position, limit)
	return list, err
}

func countWithoutSeal(ctx context.Context, q db.Q, before time.Time) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*) from event e where e.at < $1 and not exists (select from event_seal s where s.event_id = e.id)`, before)
	return n, err
}
