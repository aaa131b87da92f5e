package mission

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// countScored counts the assessments with points of a mission's candidates.
func countScored(ctx context.Context, q db.Q, m id.Mission) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*) from assessment a join registration r on r.id = a.registration_id
		where r.mission_id = $1 and not a.conflict`, m)
	return n, db.Fault(err)
}
