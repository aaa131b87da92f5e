package db

import (
	"cmp"
	"context"
	"time"

	"github.com/lib/pq"
)

// Listen opens a connection of its own for NOTIFY on channel, directly to PostgreSQL (PgBouncer does not carry them), and
// keeps it open until ctx ends. The returned channel wakes once for any number of notifications that came since it was
// last read, and after every reconnection, because some may have been missed. It is never closed. A server that is away is
// tried again for ever; it is no error, since whoever listens polls now and then anyway.
func Listen(ctx context.Context, url, channel string) (<-chan struct{}, error) {
	cfg, err := config(url)
	if err != nil {
		return nil, err
	}
	if url, err = With(url, "sslmode", string(cmp.Or(cfg.SSLMode, pq.SSLModeRequire))); err != nil {
		return nil, err
	}
	listener := pq.NewListener(url, 100*time.Millisecond, 15*time.Second, nil)
	wake := make(chan struct{}, 1)
	go func() {
		defer listener.Close()
		context.AfterFunc(ctx, func() { listener.Close() }) // also while Listen below waits for a server
		if err := listener.Listen(channel); err != nil {
			return
		}
		forward(ctx, listener, wake)
	}()
	return wake, nil
}

func forward(ctx context.Context, listener *pq.Listener, wake chan<- struct{}) {
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	for {
		select {
		case wake <- struct{}{}: // the first time too: connected
		default: // not read yet
		}
		select {
		case <-listener.Notify: // nil after a reconnection
		case <-minute.C:
			go listener.Ping() // so that a dead connection is noticed; it may block until then
		case <-ctx.Done():
			return
		}
	}
}
