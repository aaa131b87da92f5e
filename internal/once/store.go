package once

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
)

// take writes the key, over an old one too, and tells whether it was free. It waits while another transaction holds it.
func take(ctx context.Context, q db.Q, a Act, hash []byte) (bool, error) {
	res, err := q.ExecContext(ctx, `
		insert into idempotency as i (user_id, mutation, key, request_hash, node_id, created_at)
		values ($1, $2, $3, $4, '', $5)
		on conflict (user_id, mutation, key) do update
		set request_hash = excluded.request_hash, node_id = '', created_at = excluded.created_at
		where i.created_at <= $6`,
		a.User, a.Mutation, a.Key, hash, a.Now, a.Now.Add(-Kept))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

func keep(ctx context.Context, q db.Q, a Act, node string) error {
	_, err := q.ExecContext(ctx, `update idempotency set node_id = $4 where user_id = $1 and mutation = $2 and key = $3`,
		a.User, a.Mutation, a.Key, node)
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
