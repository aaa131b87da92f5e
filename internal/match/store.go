package match

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
)

func selectCapabilities(ctx context.Context, q db.Q, org id.Organisation) ([]organisation.Capability, error) {
	var rows []organisation.Capability
	err := q.SelectContext(ctx, &rows, `select id, organisation_id, position, direction, technology_ids, text, language, stage,
		partnerships, market_ids from capability where organisation_id = $1 order by position`, org)
	return rows, db.Fault(err)
}
