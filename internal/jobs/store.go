package jobs

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

func insert(ctx context.Context, q db.Q, list []New, payloads db.List[string]) error {
	ids, kinds, due, made := make(db.List[string], len(list)), make(db.List[string], len(list)), make(db.List[string], len(list)), make(db.List[string], len(list))
	for i, n := range list {
		ids[i], kinds[i] = string(id.New[id.Job](n.Now)), n.Kind
		due[i], made[i] = n.RunAt.UTC().Format(time.RFC3339Nano), n.Now.UTC().Format(time.RFC3339Nano)
	}
	_, err := q.ExecContext(ctx, `insert into job (id, kind, payload, run_at, created_at)
		select id, kind, payload::jsonb, run_at::timestamptz, created_at::timestamptz
		from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as j(id, kind, payload, run_at, created_at)`,
		ids, kinds, payloads, due, made)
	return err
}

// claim leases up to limit due jobs of the kinds, oldest first, passing over those that other workers are claiming.
func claim(ctx context.Context, q db.Q, kinds db.List[string], now, until time.Time, limit int) ([]Job, error) {
	var list []Job
	err := q.SelectContext(ctx, &list, `
		update job set attempts = attempts + 1, leased_until = $3
		where id in (
			select id from job
			where dead_at is null and run_at <= $2 and (leased_until is null or leased_until <= $2) and kind = any($1)
			order by run_at, id limit $4
			for update skip locked)
		returning id, kind, payload, attempts`, kinds, now, until, limit)
	return list, err
}

// remove deletes a job unless another worker has claimed it since: attempts is the fence.
func remove(ctx context.Context, q db.Q, j Job) (int64, error) {
	res, err := q.ExecContext(ctx, `delete from job where id = $1 and attempts = $2 and dead_at is null`, j.ID, j.Attempts)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func postpone(ctx context.Context, q db.Q, j Job, until time.Time, why string) error {
	_, err := q.ExecContext(ctx, `
		update job set run_at = $3, leased_until = null, last_error = $4
		where id = $1 and attempts = $2 and dead_at is null`, j.ID, j.Attempts, until, why)
	return err
}

func bury(ctx context.Context, q db.Q, j Job, now time.Time, why string) error {
	_, err := q.ExecContext(ctx, `
		update job set dead_at = $3, leased_until = null, last_error = $4
		where id = $1 and attempts = $2 and dead_at is null`, j.ID, j.Attempts, now, why)
	return err
}
