package reference

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/matching"
)

// insertWeights writes a version of the weights, unless it is there.
func insertWeights(ctx context.Context, q db.Q, w matching.Weights, now time.Time) error {
	_, err := q.ExecContext(ctx, `insert into match_weights (version, weights, created_at) values ($1, $2, $3) on conflict do nothing`,
		w.Version, db.JSON[map[string]int]{V: map[string]int{
			matching.Technology: w.Technology, matching.Complement: w.Complement, matching.Text: w.Text,
			matching.Market: w.Market, matching.Stage: w.Stage, matching.Freshness: w.Freshness}}, now)
	return db.Fault(err)
}
