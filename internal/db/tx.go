package db

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/lib/pq"
)

// Tx is a transaction in progress. Only InTx makes and ends one, and none can be opened inside another.
type Tx struct{ Q }

const attempts = 8

// InTx runs fn in a transaction (READ COMMITTED) and commits when fn returns nil; an error or a panic rolls back. When
// PostgreSQL gives the transaction up for the sake of another (serialization failure, deadlock), InTx waits a few
// milliseconds and starts anew, at most eight times: fn may run more than once, so it must not act outside tx.
//
// Errors come back as Fault has them. When the connection is lost during COMMIT nobody can tell whether it happened: that
// is a fault of its own (UNAVAILABLE), and InTx never tries it again.
func (d *DB) InTx(ctx context.Context, fn func(tx *Tx) error) error {
	for n := 1; ; n++ {
		err := d.once(ctx, fn)
		if n == attempts || pq.As(err, "40001", "40P01") == nil || ctx.Err() != nil {
			return Fault(err)
		}
		time.Sleep(rand.N(5 * time.Millisecond << n))
	}
}

func (d *DB) once(ctx context.Context, fn func(tx *Tx) error) error {
	tx, err := d.pool(ctx).BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after a commit
	if err := fn(&Tx{tx}); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	defer d.commits.Add(1)
	return commitFault(tx.Commit())
}

// commitFault tells a COMMIT that certainly rolled back, because PostgreSQL or database/sql say so, from one whose answer
// was lost.
func commitFault(err error) error {
	if err == nil || errors.Is(err, sql.ErrTxDone) || pq.As(err) != nil && !connectionLost(err) {
		return err
	}
	f := fault.New(fault.Unavailable, "", "The connection was lost while saving. Please check whether your change is there before you try again.")
	return errors.Join(f, err)
}
