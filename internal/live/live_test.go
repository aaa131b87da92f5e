package live

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// theatre is a hub without a database, on the clock of a bubble: what it would read there, the test says.
type theatre struct {
	*Hub
	mu       sync.Mutex
	versions map[string]int64
	people   map[id.Session]viewer.Viewer
	broken   error
	looks    int
	stop     func()
}

var anna = viewer.Viewer{User: "usr_a", Session: "ses_a", Organisation: "org_a", Roles: []viewer.Role{viewer.Member}}

func opened(t *testing.T) *theatre {
	t.Helper()
	h := &theatre{versions: map[string]int64{"m": 1}, people: map[id.Session]viewer.Viewer{"ses_a": anna}}
	h.Hub = NewHub(Options{Log: slog.New(slog.DiscardHandler),
		Versions: func(context.Context, []string) (map[string]int64, error) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.looks++
			return maps.Clone(h.versions), h.broken
		},
		Viewers: func(context.Context, []id.Session) (map[id.Session]viewer.Viewer, error) {
			h.mu.Lock()
			defer h.mu.Unlock()
			return h.people, h.broken
		}})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { h.Run(ctx); close(ended) }()
	h.stop = func() { cancel(); <-ended }
	return h
}

// change changes what is read from now on.
func (h *theatre) change(do func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	do()
}

func (h *theatre) watch(t *testing.T) *Watch {
	t.Helper()
	w, err := h.Watch(t.Context(), anna, "m")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// after tells how long f takes on the bubble's clock.
func after(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}

func wants(t *testing.T, w *Watch, code fault.Code) {
	t.Helper()
	if err := w.Next(t.Context()); !errors.Is(err, &fault.Error{Code: code}) {
		t.Errorf("%v, want %s", err, code)
	}
}

func TestAChangeIsToldOfWithinASecondAndARushNotMoreThanTwiceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := opened(t)
		defer h.stop()
		w := h.watch(t)
		h.change(func() { h.versions["m"]++ })
		if took := after(func() {
			if err := w.Next(t.Context()); err != nil {
				t.Error(err)
			}
		}); took > time.Second {
			t.Errorf("told after %v", took)
		}
		rush := time.NewTicker(7 * time.Millisecond)
		defer rush.Stop()
		go func() {
			for range 1500 {
				<-rush.C
				h.change(func() { h.versions["m"]++ })
			}
		}()
		told := 0
		for begun := time.Now(); time.Since(begun) < 10*time.Second; told++ {
			if err := w.Next(t.Context()); err != nil {
				t.Error(err)
			}
		}
		time.Sleep(time.Second) // the rush is over
		if told < 5 || told > 20 {
			t.Errorf("told %d times in ten seconds", told)
		}
	})
}

func TestAWatchEndsWithSessionOrRightsAndTellsOfNothingMore(t *testing.T) {
	weaker := anna
	weaker.Organisation, weaker.Roles = "", nil
	for _, c := range []struct {
		people map[id.Session]viewer.Viewer
		code   fault.Code
	}{{map[id.Session]viewer.Viewer{}, fault.Unauthenticated}, {map[id.Session]viewer.Viewer{"ses_a": weaker}, fault.Forbidden}} {
		for range 20 { // of an end and a change at once the end counts, however the runtime picks
			synctest.Test(t, func(t *testing.T) {
				h := opened(t)
				defer h.stop()
				w := h.watch(t)
				h.change(func() { h.versions["m"]++ })
				time.Sleep(lookEvery + lookRest) // it has news
				h.change(func() { h.people = c.people })
				time.Sleep(lookEvery + lookRest) // and has ended
				wants(t, w, c.code)
			})
		}
	}
}

func TestWatchesEndWhenNobodyCanLookAfterThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := opened(t)
		w := h.watch(t)
		h.change(func() { h.broken = errors.New("no database") })
		if took := after(func() { wants(t, w, fault.Unavailable) }); took < blindness || took > blindness+2*time.Second {
			t.Errorf("ended after %v", took)
		}
		h.change(func() { h.broken = nil })
		w = h.watch(t)
		h.stop()
		wants(t, w, fault.Unavailable)
		if _, err := h.Watch(t.Context(), anna, "m"); !errors.Is(err, &fault.Error{Code: fault.Unavailable}) {
			t.Error(err)
		}
	})
}

func TestNobodyWatchesTooMuch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := opened(t)
		defer h.stop()
		var all []*Watch
		for range mostOne {
			all = append(all, h.watch(t))
		}
		if _, err := h.Watch(t.Context(), anna, "m"); !errors.Is(err, &fault.Error{Code: fault.Limited}) {
			t.Error(err)
		}
		all[0].Close()
		all[0].Close()
		h.watch(t)
		if _, err := h.Watch(t.Context(), viewer.Viewer{}, "m"); !errors.Is(err, &fault.Error{Code: fault.Unauthenticated}) {
			t.Error(err)
		}
		h.change(func() { h.looks = 0 })
		time.Sleep(time.Minute)
		h.change(func() {
			if h.looks > 125 {
				t.Errorf("%d looks a minute for %d watches", h.looks, len(all))
			}
		})
	})
}
