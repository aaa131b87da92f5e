package once

import (
	"context"
	"time"

	"github.com/lib/pq"

	"github.com/bioxclusters/portal/internal/db"
)

// key names an act's row.
type key struct {
	User     string `db:"user_id"`
	Mutation string `db:"mutation"`
	Key      string `db:"key"`
}

func (a Act) key() key { return key{string(a.User), a.Mutation, a.Key} }

// columns are the keys of acts, a list a column.
func columns(acts []Act) (users, mutations, keys db.List[string]) {
	for _, a := range acts {
		users, mutations, keys = append(users, string(a.User)), append(mutations, a.Mutation), append(keys, a.Key)
	}
	return users, mutations, keys
}

// take writes the keys that are free, over old ones too, and tells which were. It waits while another transaction holds one.
// now is the time of every act.
func take(ctx context.Context, q db.Q, acts []Act, hashes [][]byte, now time.Time) (map[key]bool, error) {
	var free []key
	users, mutations, keys := columns(acts)
	err := q.SelectContext(ctx, &free, `
		insert into idempotency as i (user_id, mutation, key, request_hash, node_id, created_at)
		select user_id, mutation, key, hash, '', $5
		from unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) as a(user_id, mutation, key, hash)
		order by user_id, mutation, key -- so that two callers never wait for each other in a circle
		on conflict (user_id, mutation, key) do update
		set request_hash = excluded.request_hash, node_id = '', created_at = excluded.created_at
		where i.created_at <= $6
		returning user_id, mutation, key`,
		users, mutations, keys, pq.ByteaArray(hashes), now, now.Add(-Kept))
	taken := make(map[key]bool, len(free))
	for _, k := range free {
		taken[k] = true
	}
	return taken, err
}

// keep writes the nodes that acts made; "" frees the act's key.
func keep(ctx context.Context, q db.Q, acts []Act, nodes db.List[string]) error {
	users, mutations, keys := columns(acts)
	_, err := q.ExecContext(ctx, `
		with a as (
			select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as a(user_id, mutation, key, node)),
		freed as (
			delete from idempotency i using a
			where a.node = '' and (i.user_id, i.mutation, i.key) = (a.user_id, a.mutation, a.key))
		update idempotency i set node_id = a.node from a
		where a.node <> '' and (i.user_id, i.mutation, i.key) = (a.user_id, a.mutation, a.key)`, users, mutations, keys, nodes)
	return err
}

func find(ctx context.Context, q db.Q, a Act) (node string, hash []byte, err error) {
	var row struct {
		Node string `db:"node_id"`
		Hash []byte `db:"request_hash"`
	}
	err = q.GetContext(ctx, &row, `select node_id, request_hash from idempotency where user_id = $1 and mutation = $2 and key = $3`,
		a.User, a.Mutation, a.Key)
	return row.Node, row.Hash, err
}

func prune(ctx context.Context, q db.Q, before time.Time) error {
	_, err := q.ExecContext(ctx, `delete from idempotency where created_at <= $1`, before)
	return err
}
