package audit

import (
	"context"
	"encoding/json"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

func insert(ctx context.Context, q db.Q, entries []Entry) error {
	var ids, actors, acts, subjects, details, requests, times db.List[string]
	for _, e := range entries {
		detail, err := json.Marshal(e.Detail)
		if err != nil {
			return err
		}
		ids, times, actors = append(ids, string(id.New[id.Event](e.At))), append(times, e.At.UTC().Format(time.RFC3339Nano)), append(actors, string(e.Actor))
		acts, subjects = append(acts, e.Act), append(subjects, e.Subject)
		details, requests = append(details, string(detail)), append(requests, e.Request)
	}
	_, err := q.ExecContext(ctx, `
		insert into event (id, at, actor_id, act, subject_id, detail, request_id)
		select id, at::timestamptz, nullif(actor, ''), act, subject, detail::jsonb, request
		from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) as e(id, at, actor, act, subject, detail, request)`,
		ids, times, actors, acts, subjects, details, requests)
	return err
}
