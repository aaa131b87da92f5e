// Package live tells those who watch something that it changed, whichever portal process changed it, and ends their watch
// when they lose the rights they had.
//
// A process that committed a change says so by NOTIFY, on a connection of its own and at most every 50 ms, never in the
// transaction itself; it carries no content. Every process that is woken, or whose half second is over, compares the versions
// of what is watched there with those it saw before, and reads anew the sessions of those who watch: two queries, however
// many watch. A lost notification costs half a second, never a change.
package live

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

const (
	channel   = "portal_changed"
	lookEvery = 500 * time.Millisecond // whether woken or not: sessions end without a word
	lookRest  = 50 * time.Millisecond  // between two looks, and between two notifications
	blindness = 5 * time.Second        // without a look that succeeded, watches end
	mostAll   = 5000                   // watches of a process
	mostOne   = 50                     // of them one person's
)

// Options are what a Hub is made of.
type Options struct {
	DB  *db.DB // sends notifications
	URL string // PostgreSQL itself, to listen on; "" leaves it at looking every half second
	// Versions gives the versions of what is watched, by key; 0 for what never changed.
	Versions func(ctx context.Context, keys []string) (map[string]int64, error)
	// Viewers reads those who watch anew, by session; a session that is over is missing.
	Viewers func(ctx context.Context, sessions []id.Session) (map[id.Session]viewer.Viewer, error)
	Log     *slog.Logger // slog.Default() when nil
}

// Hub knows who watches what in this process. It is safe for concurrent use.
type Hub struct {
	o       Options
	mu      sync.Mutex
	watches map[*Watch]struct{}
	persons map[id.User]int
	dirty   chan struct{} // holds a token when something was committed that nobody was told of
	over    error         // why nobody can watch any more
}

// NewHub makes a Hub; nothing moves before Run.
func NewHub(o Options) *Hub {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Hub{o: o, watches: map[*Watch]struct{}{}, persons: map[id.User]int{}, dirty: make(chan struct{}, 1)}
}

// Changed says that this process has committed a change. It never waits.
func (h *Hub) Changed() {
	select {
	case h.dirty <- struct{}{}:
	default:
	}
}

// Run looks after the watches until ctx ends, then ends them all.
func (h *Hub) Run(ctx context.Context) {
	defer h.endAll(fault.New(fault.Unavailable, "", "The portal is about to restart. Please connect again."))
	var wake <-chan struct{}
	if h.o.URL != "" {
		var err error
		if wake, err = db.Listen(ctx, h.o.URL, channel); err != nil {
			h.o.Log.ErrorContext(ctx, "cannot listen for changes; looking every half second instead", "error", err)
		}
	}
	var teller sync.WaitGroup
	defer teller.Wait()
	teller.Go(func() { h.tell(ctx) })
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	seen := time.Now()
	for {
		select {
		case <-wake:
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		seen = h.lookOnce(ctx, seen)
		rest(ctx)
	}
}

// tell notifies all processes, this one too, of what was committed here.
func (h *Hub) tell(ctx context.Context) {
	for {
		select {
		case <-h.dirty:
		case <-ctx.Done():
			return
		}
		if _, err := h.o.DB.ExecContext(ctx, `select pg_notify($1, '')`, channel); err != nil && ctx.Err() == nil {
			h.o.Log.WarnContext(ctx, "cannot notify of a change; others see it within half a second", "error", err)
		}
		rest(ctx)
	}
}

// lookOnce looks, and ends the watches when looking has failed for too long; seen is when it last succeeded.
func (h *Hub) lookOnce(ctx context.Context, seen time.Time) time.Time {
	err := h.look(ctx)
	if err == nil {
		return time.Now()
	}
	if ctx.Err() == nil && time.Since(seen) > blindness {
		h.o.Log.WarnContext(ctx, "cannot look after those who watch; their streams end", "error", err)
		h.endWatches(fault.New(fault.Unavailable, "", "The portal cannot reach its database right now. Please try again in a minute."))
	}
	return seen
}

// look first ends the watches of those who lost rights, then wakes those whose subject changed: nobody is woken by rights
// that they no longer have.
func (h *Hub) look(ctx context.Context) error {
	list := h.list()
	if len(list) == 0 {
		return nil
	}
	sessions, keys := map[id.Session]struct{}{}, map[string]struct{}{}
	for _, w := range list {
		sessions[w.viewer.Session], keys[w.key] = struct{}{}, struct{}{}
	}
	people, err := h.o.Viewers(ctx, names(sessions))
	if err != nil {
		return err
	}
	versions, err := h.o.Versions(ctx, names(keys))
	if err != nil {
		return err
	}
	for _, w := range list {
		now, there := people[w.viewer.Session]
		switch {
		case !there:
			w.end(fault.New(fault.Unauthenticated, "", "You are not signed in, or no longer. Please sign in again."))
		case !now.SameRights(w.viewer):
			w.end(fault.New(fault.Forbidden, "", "Your rights have changed. Please connect again."))
		default:
			w.see(versions[w.key])
		}
	}
	return nil
}

func (h *Hub) list() []*Watch {
	h.mu.Lock()
	defer h.mu.Unlock()
	return names(h.watches)
}

func (h *Hub) endWatches(why error) {
	for _, w := range h.list() {
		w.end(why)
	}
}

func (h *Hub) endAll(why error) {
	h.mu.Lock()
	h.over = why
	h.mu.Unlock()
	h.endWatches(why)
}

func names[K comparable](set map[K]struct{}) []K {
	list := make([]K, 0, len(set))
	for k := range set {
		list = append(list, k)
	}
	return list
}

func rest(ctx context.Context) {
	select {
	case <-time.After(lookRest):
	case <-ctx.Done():
	}
}
