// Package audit writes the log of who did what to what. Rows are appended in the transaction of the change they tell of,
// so that neither exists without the other; the database role that serves requests can neither change nor delete them.
package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// Entry is one line of the log.
type Entry struct {
	At      time.Time
	Actor   id.User // "" when nobody was signed in, or the portal itself acted
	Act     string  // the mutation as the schema spells it, or the kind of the job
	Subject string  // id of what it was done to
	// Detail says more, in codes, states, numbers and ids: never a secret, nor free text that people wrote.
	Detail map[string]any
	// Request is the id of the request that caused it; "" means that of the context.
	Request string
	// Client is the network address of whoever asked; "" means that of the context.
	Client string
}

// Record appends entries, with the request id and the client of ctx where they name none, in the caller's transaction: one statement for all.
func Record(ctx context.Context, tx db.Q, entries ...Entry) error {
	for i := range entries {
		e := &entries[i]
		if e.Detail == nil {
			e.Detail = map[string]any{}
		}
		if e.At.IsZero() || e.Act == "" {
			return fmt.Errorf("audit: an entry without time or act: %+v", e)
		}
		if e.Request == "" {
			e.Request = RequestID(ctx)
		}
		if e.Client == "" {
			e.Client, _ = ctx.Value(clientKey{}).(string)
		}
	}
	if len(entries) == 0 {
		return nil
	}
	return insert(ctx, tx, entries)
}

type (
	key       struct{}
	clientKey struct{}
)

// WithRequestID puts the id of a request into its context, for the log lines and audit rows that it causes.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key{}, id)
}

// WithClient puts the network address of whoever asks into a request's context, for the audit rows that it causes.
func WithClient(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, clientKey{}, address)
}

// RequestID takes the id out again; "" outside requests.
func RequestID(ctx context.Context) string {
	s, _ := ctx.Value(key{}).(string)
	return s
}
