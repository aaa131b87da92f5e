package demo

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// Truth gives, for SMEs, the opportunities that were made to suit them and are open for interest on the as-of day, oldest first: the
// answer that matching should find. It is computed from the options and the reference data, as Generate does, and stored nowhere.
func Truth(ctx context.Context, d *db.DB, o Options) (map[id.Organisation][]id.Opportunity, error) {
	w, err := newWorld(ctx, d, o.withDefaults(time.Now()))
	if err != nil {
		return nil, err
	}
	best := map[id.Organisation][]id.Opportunity{}
	for k := range w.Opportunities {
		if x := w.deal(k); x.best != nil && x.open(w.AsOf) {
			best[x.best.id] = append(best[x.best.id], x.id)
		}
	}
	return best, nil
}
