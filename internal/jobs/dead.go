package jobs

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Dead is a job that was given up, as coordinators see it: of a letter its kind and to whom, never its text, which may hold
// links that open accounts.
type Dead struct {
	ID        id.Job    `db:"id"`
	Kind      string    `db:"kind"`
	Letter    *string   `db:"letter"`    // kind of letter; nil for other jobs
	Recipient *string   `db:"recipient"` // its address
	Attempts  int       `db:"attempts"`
	LastError string    `db:"last_error"`
	CreatedAt time.Time `db:"created_at"`
	DeadAt    time.Time `db:"dead_at"`
}

// RetryInput names a job that was given up.
type RetryInput struct{ JobID id.Job }

// Service shows coordinators the jobs that were given up, and tries them again.
type Service struct {
	db  *db.DB
	now func() time.Time
}

// NewService makes a Service over a database.
func NewService(d *db.DB, now func() time.Time) *Service { return &Service{d, now} }

// Dead pages through the jobs that were given up, the latest first; nil for whoever is no coordinator.
func (s *Service) Dead(ctx context.Context, v viewer.Viewer, args page.Args) (*page.Page[*Dead], error) {
	const order = "job dead"
	if !v.IsCoordinator() {
		return nil, nil
	}
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	after, err := args.From(order, 1)
	if err == nil && after != nil && !id.Valid(id.Job(after[0])) {
		err = fault.New(fault.Invalid, "after", "This cursor is not one of this list.")
	}
	if err != nil {
		return nil, err
	}
	list, err := listDead(ctx, s.db, after, limit+1)
	if err != nil {
		return nil, db.Fault(err)
	}
	return page.Of(list, limit, after, order, func(d *Dead) []string { return []string{string(d.ID)} }), nil
}

// CountDead counts what Dead would page through.
func (s *Service) CountDead(ctx context.Context, v viewer.Viewer) (int, error) {
	if !v.IsCoordinator() {
		return 0, nil
	}
	n, err := countDead(ctx, s.db)
	return n, db.Fault(err)
}

// Retry has a job tried again from the start, as if it were new; for coordinators.
func (s *Service) Retry(ctx context.Context, v viewer.Viewer, in RetryInput) (*Dead, error) {
	switch {
	case !v.SignedIn():
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	case !v.IsCoordinator() || !id.Valid(in.JobID):
		return nil, fault.Missing("jobId")
	}
	var retried *Dead
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		list, err := revive(ctx, tx, in.JobID, s.now())
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return fault.Missing("jobId")
		}
		retried = list[0]
		return audit.Record(ctx, tx, audit.Entry{At: s.now(), Actor: v.User, Act: "retryJob", Subject: string(in.JobID), Detail: map[string]any{"kind": retried.Kind}})
	})
	return retried, err
}
