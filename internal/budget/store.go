package budget

import (
	"context"

	"github.com/lib/pq"

	"github.com/bioxclusters/portal/internal/db"
)

// spent is what an asker spent, and how much it gets back each second.
type spent struct {
	Asker   string
	Objects float64
	Rate    float64
}

// settle adds to the levels of askers and gives them, as of now by the database's clock.
func settle(ctx context.Context, q db.Q, batch []spent) (map[string]float64, error) {
	var askers []string
	var objects, rates []float64
	for _, s := range batch {
		askers, objects, rates = append(askers, s.Asker), append(objects, s.Objects), append(rates, s.Rate)
	}
	var rows []struct {
		Asker string  `db:"asker"`
		Level float64 `db:"level"`
	}
	// a query, not db.ExecContext, which would have everybody's caches look for changes
	err := q.SelectContext(ctx, &rows, `
		insert into cost_level as c (asker, level, rate, at)
		select asker, objects, rate, clock_timestamp() from unnest($1::text[], $2::float8[], $3::float8[]) as s (asker, objects, rate)
		on conflict (asker) do update set at = excluded.at, rate = excluded.rate,
			level = greatest(0, c.level - extract(epoch from excluded.at - c.at)::float8 * c.rate) + excluded.level
		returning asker, level`, pq.Array(askers), pq.Array(objects), pq.Array(rates))
	levels := make(map[string]float64, len(rows))
	for _, r := range rows {
		levels[r.Asker] = r.Level
	}
	return levels, err
}

// prune forgets askers that have everything back.
func prune(ctx context.Context, q db.Q) error {
	var forgotten []string
	return q.SelectContext(ctx, &forgotten, "delete from cost_level where at < now() - interval '10 minutes' returning asker")
}
