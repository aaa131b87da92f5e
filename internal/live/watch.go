package live

import (
	"context"
	"sync"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
)

// pace is the least time between two changes that one watch is told of: a rush for a mission costs each watcher two answers
// a second, not one a registration.
const pace = 500 * time.Millisecond

// Watch is one viewer's eye on one thing. Close it when done.
type Watch struct {
	hub     *Hub
	viewer  viewer.Viewer
	key     string
	mu      sync.Mutex
	version int64
	changed chan struct{} // holds a token when there is news
	ended   chan struct{} // closed when err is set
	err     error
	told    time.Time
}

// Watch begins to watch: every change that commits from here on is told of, so read what is watched after. It is for people
// with a session; LIMITED when there are too many watches.
func (h *Hub) Watch(ctx context.Context, v viewer.Viewer, key string) (*Watch, error) {
	if v.Session == "" {
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	versions, err := h.o.Versions(ctx, []string{key})
	if err != nil {
		return nil, err
	}
	w := &Watch{hub: h, viewer: v, key: key, version: versions[key], changed: make(chan struct{}, 1), ended: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.over != nil:
		return nil, h.over
	case len(h.watches) >= mostAll:
		return nil, fault.New(fault.Limited, "", "Too many people are watching right now. Please try again later.")
	case h.persons[v.User] >= mostOne:
		return nil, fault.New(fault.Limited, "", "You are watching %d things already.", mostOne)
	}
	h.watches[w] = struct{}{}
	h.persons[v.User]++
	return w, nil
}

// Next waits for a change. An error ends the watch: a fault when the viewer lost the session or rights, else ctx's own.
func (w *Watch) Next(ctx context.Context) error {
	if err := wait(ctx, w, time.After(pace-time.Since(w.told))); err != nil {
		return err
	}
	if err := wait(ctx, w, w.changed); err != nil {
		return err
	}
	w.told = time.Now()
	return nil
}

// Close ends the watch; once is enough, more do no harm.
func (w *Watch) Close() {
	h := w.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, there := h.watches[w]; !there {
		return
	}
	delete(h.watches, w)
	if h.persons[w.viewer.User]--; h.persons[w.viewer.User] == 0 {
		delete(h.persons, w.viewer.User)
	}
}

// see notes the version that a look found.
func (w *Watch) see(version int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if version == w.version {
		return
	}
	w.version = version
	select {
	case w.changed <- struct{}{}:
	default: // not read yet
	}
}

func (w *Watch) end(why error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = why
		close(w.ended)
	}
}

// wait waits for something, unless the watch or ctx ends before. Of both at once the end counts: nobody is told of a change
// whose rights are known to be gone.
func wait[T any](ctx context.Context, w *Watch, something <-chan T) error {
	select {
	case <-w.ended:
	case <-ctx.Done():
	case <-something:
	}
	select {
	case <-w.ended:
		return w.err
	default:
		return ctx.Err()
	}
}
