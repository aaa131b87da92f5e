package jobs

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
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

const deadColumns = `id, kind, case when kind = 'letter' then payload ->> 'kind' end as letter,
	case when kind = 'letter' then payload ->> 'to' end as recipient, attempts, last_error, created_at`

func listDead(ctx context.Context, q db.Q, after page.Cursor, limit int) (list []*Dead, err error) {
	var last *string
	if after != nil {
		last = &after[0]
	}
	err = q.SelectContext(ctx, &list, `select `+deadColumns+`, dead_at from job
		where dead_at is not null and ($1::text is null or id < $1) order by id desc limit $2`, last, limit)
	return list, err
}

func countDead(ctx context.Context, q db.Q) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*) from job where dead_at is not null`)
	return n, err
}

// revive makes a dead job as good as new, and gives it as it was.
func revive(ctx context.Context, q db.Q, job id.Job, now time.Time) (list []*Dead, err error) {
	err = q.SelectContext(ctx, &list, `
		with was as (select `+deadColumns+`, dead_at from job where id = $1 and dead_at is not null for update),
		revived as (update job set dead_at = null, attempts = 0, leased_until = null, run_at = $2 where id in (select id from was))
		select * from was`, job, now)
	return list, err
}
