// Package jobs is the outbox: work that is to be done if and only if a change commits, and soon after. A job is written in
// the transaction of the change and run by a Worker at least once, so its handler must be safe to run twice.
package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// New is a job to be written.
type New struct {
	Kind    string    // names the handler
	Payload any       // what the handler needs, as JSON
	RunAt   time.Time // not before this; the zero time means at once
	Now     time.Time // time of writing
}

// Enqueue writes jobs in the caller's transaction: one statement for all.
func Enqueue(ctx context.Context, tx db.Q, list ...New) error {
	payloads := make(db.List[string], len(list))
	for i := range list {
		n := &list[i]
		if n.Kind == "" || n.Now.IsZero() {
			return fmt.Errorf("jobs: a job without kind or time: %+v", n)
		}
		payload, err := json.Marshal(n.Payload)
		if err != nil {
			return fmt.Errorf("jobs: payload of %s: %w", n.Kind, err)
		}
		if n.RunAt.IsZero() {
			n.RunAt = n.Now
		}
		payloads[i] = string(payload)
	}
	if len(list) == 0 {
		return nil
	}
	return insert(ctx, tx, list, payloads)
}

// Job is a job in a worker's hands.
type Job struct {
	ID       id.Job          `db:"id"`
	Kind     string          `db:"kind"`
	Payload  json.RawMessage `db:"payload"`
	Attempts int             `db:"attempts"` // this one included
}

// Handler does a job. It is run again, later, when it returns an error, panics, takes longer than Lease, or when the
// portal stops meanwhile.
type Handler func(ctx context.Context, j Job) error

// Finish ends a job in the handler's own transaction, so that what the handler writes there happens exactly once. It fails
// when the job is no longer in this worker's hands; the handler then returns that error, and its transaction rolls back.
func Finish(ctx context.Context, tx db.Q, j Job) error {
	n, err := remove(ctx, tx, j)
	if err == nil && n == 0 {
		return fmt.Errorf("jobs: %s %s is in other hands by now", j.Kind, j.ID)
	}
	return err
}
