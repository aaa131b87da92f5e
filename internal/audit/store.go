package audit

import (
	"context"
	"encoding/json"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
)

func insert(ctx context.Context, q db.Q, entries []Entry) error {
	var ids, actors, acts, subjects, details, requests, clients, times db.List[string]
	for _, e := range entries {
		detail, err := json.Marshal(e.Detail)
		if err != nil {
			return err
		}
		ids, times, actors = append(ids, string(id.New[id.Event](e.At))), append(times, e.At.UTC().Format(time.RFC3339Nano)), append(actors, string(e.Actor))
		acts, subjects = append(acts, e.Act), append(subjects, e.Subject)
		details, requests, clients = append(details, string(detail)), append(requests, e.Request), append(clients, e.Client)
	}
	_, err := q.ExecContext(ctx, `
		with written as (insert into event (id, at, actor_id, act, subject_id, detail, request_id, client)
		select id, at::timestamptz, nullif(actor, ''), act, subject, detail::jsonb, request, client
		from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
			as e(id, at, actor, act, subject, detail, request, client) returning id)
		insert into event_unsealed (event_id) select id from written`,
		ids, times, actors, acts, subjects, details, requests, clients)
	return err
}

const filterSQL = ` from event where (cardinality($1::text[]) = 0 or act = any($1)) and ($2::text is null or actor_id = $2)
	and ($3::text is null or subject_id = $3) and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)`

func (f *Filter) args() []any {
	return []any{db.List[string](f.Acts), f.ActorID, f.SubjectID, f.Since, f.Before}
}

func selectEvents(ctx context.Context, q db.Q, f *Filter, after page.Cursor, limit int) (list []*Event, err error) {
	var last *string
	if after != nil {
		last = &after[0]
	}
	err = q.SelectContext(ctx, &list, `select id, at, actor_id, act, subject_id, detail, request_id, client`+filterSQL+
		` and ($6::text is null or id < $6) order by id desc limit $7`, append(f.args(), last, limit)...)
	return list, err
}

func countEvents(ctx context.Context, q db.Q, f *Filter) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*)`+filterSQL, f.args()...)
	return n, err
}
