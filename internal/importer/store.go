package importer

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// Records are written between savepoints: one that is refused takes back only itself.

func beginRecord(ctx context.Context, tx db.Q) error {
	_, err := tx.ExecContext(ctx, `savepoint record`)
	return err
}

func keepRecord(ctx context.Context, tx db.Q) error {
	_, err := tx.ExecContext(ctx, `release savepoint record`)
	return err
}

func takeBackRecord(ctx context.Context, tx db.Q) error {
	if _, err := tx.ExecContext(ctx, `rollback to savepoint record`); err != nil {
		return err
	}
	return keepRecord(ctx, tx) // of nothing: lest the next savepoint stand within this one
}

// selectOwner finds the organisation that was imported under a reference; "" when there is none.
func selectOwner(ctx context.Context, tx db.Q, reference string) (id.Organisation, error) {
	var found []id.Organisation
	err := tx.SelectContext(ctx, &found, `select id from organisation where external_reference = $1`, reference)
	if err != nil || len(found) == 0 {
		return "", db.Fault(err)
	}
	return found[0], nil
}
