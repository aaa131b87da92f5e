package audit

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

func insert(ctx context.Context, q db.Q, e Entry, request string) error {
	_, err := q.ExecContext(ctx, `
		insert into event (id, at, actor_id, act, subject_id, detail, request_id)
		values ($1, $2, nullif($3, ''), $4, $5, $6, $7)`,
		id.New[id.Event](e.At), e.At, e.Actor, e.Act, e.Subject, db.JSON[map[string]any]{V: e.Detail}, request)
	return err
}
