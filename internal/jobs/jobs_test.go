package jobs_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/jobs"
)

// clock is a clock that tests set.
type clock struct{ nanos atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.nanos.Store(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC).UnixNano())
	return c
}
func (c *clock) now() time.Time       { return time.Unix(0, c.nanos.Load()).UTC() }
func (c *clock) pass(d time.Duration) { c.nanos.Add(int64(d)) }

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

func enqueue(t *testing.T, d *db.DB, n jobs.New) {
	t.Helper()
	if err := jobs.Enqueue(t.Context(), d, n); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, d *db.DB, where string) (n int) {
	t.Helper()
	if err := d.Get(&n, `select count(*) from job where `+where); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOutbox(t *testing.T) {
	d, c := dbtest.New(t), newClock()
	var got []string
	w := &jobs.Worker{DB: d, Now: c.now, Log: quiet, Handlers: map[string]jobs.Handler{"greet": func(ctx context.Context, j jobs.Job) error {
		var name string
		err := json.Unmarshal(j.Payload, &name)
		got = append(got, name)
		return err
	}}}
	stop := errors.New("stop")
	err := d.InTx(t.Context(), func(tx *db.Tx) error {
		return errors.Join(jobs.Enqueue(t.Context(), tx, jobs.New{Kind: "greet", Payload: "never", Now: c.now()}), stop)
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	enqueue(t, d, jobs.New{Kind: "greet", Payload: "later", Now: c.now(), RunAt: c.now().Add(time.Hour)})
	enqueue(t, d, jobs.New{Kind: "greet", Payload: "now", Now: c.now()})
	enqueue(t, d, jobs.New{Kind: "unknown", Payload: 1, Now: c.now()})
	if n, err := w.RunDue(t.Context()); n != 1 || err != nil || len(got) != 1 || got[0] != "now" {
		t.Fatal(n, err, got)
	}
	c.pass(time.Hour)
	if n, err := w.RunDue(t.Context()); n != 1 || err != nil || got[1] != "later" {
		t.Fatal(n, err, got)
	}
	if count(t, d, "true") != 1 || count(t, d, "kind = 'unknown'") != 1 {
		t.Error("done jobs stay, or a job without handler went")
	}
}

func TestRetriesThenGivesUpVisibly(t *testing.T) {
	d, c := dbtest.New(t), newClock()
	calls := 0
	w := &jobs.Worker{DB: d, Now: c.now, Log: quiet, Handlers: map[string]jobs.Handler{"bad": func(context.Context, jobs.Job) error {
		calls++
		if calls%2 == 0 {
			panic("ouch\x00")
		}
		return errors.New("no")
	}}}
	enqueue(t, d, jobs.New{Kind: "bad", Payload: nil, Now: c.now()})
	var waited time.Duration
	for count(t, d, "dead_at is null") > 0 && waited < 24*time.Hour {
		if _, err := w.RunDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		c.pass(time.Minute)
		waited += time.Minute
	}
	if calls != 12 || count(t, d, "dead_at is not null and last_error like '%ouch%'") != 1 {
		t.Errorf("%d calls", calls)
	}
	if waited < 4*time.Hour || waited > 8*time.Hour {
		t.Errorf("given up after %v", waited)
	}
	c.pass(48 * time.Hour)
	if n, _ := w.RunDue(t.Context()); n != 0 {
		t.Error("a dead job ran")
	}
}

// A worker that dies holds its job for a lease, then another takes it; what the first still writes in the job's name fails.
func TestLeaseAndFence(t *testing.T) {
	d, c := dbtest.New(t), newClock()
	enqueue(t, d, jobs.New{Kind: "slow", Payload: nil, Now: c.now()})
	second := &jobs.Worker{DB: d, Now: c.now, Log: quiet}
	ran := 0
	second.Handlers = map[string]jobs.Handler{"slow": func(context.Context, jobs.Job) error { ran++; return nil }}
	first := &jobs.Worker{DB: d, Now: c.now, Log: quiet, Handlers: map[string]jobs.Handler{"slow": func(ctx context.Context, j jobs.Job) error {
		if n, err := second.RunDue(ctx); n != 0 || err != nil {
			t.Error("a leased job ran:", n, err)
		}
		c.pass(jobs.Lease)
		if n, err := second.RunDue(ctx); n != 1 || err != nil {
			t.Error("a job whose lease is over did not run:", n, err)
		}
		return d.InTx(ctx, func(tx *db.Tx) error { return jobs.Finish(ctx, tx, j) })
	}}}
	if _, err := first.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if ran != 1 || count(t, d, "true") != 0 {
		t.Error(ran, count(t, d, "true"))
	}
}

func TestWorkersShareTheWork(t *testing.T) {
	d := dbtest.New(t)
	const n = 200
	now := time.Now()
	for i := range n {
		enqueue(t, d, jobs.New{Kind: "count", Payload: i, Now: now})
	}
	var seen sync.Map
	var done, atWork, most atomic.Int32
	ctx, cancel := context.WithCancel(t.Context())
	handler := func(ctx context.Context, j jobs.Job) error {
		most.Store(max(most.Load(), atWork.Add(1)))
		defer atWork.Add(-1)
		if _, twice := seen.LoadOrStore(string(j.Payload), true); twice {
			t.Error("twice:", string(j.Payload))
		}
		if done.Add(1) == n {
			cancel()
		}
		return nil
	}
	var chores atomic.Int32
	var all sync.WaitGroup
	for range 3 {
		w := &jobs.Worker{DB: d, Now: time.Now, Log: quiet, Concurrency: 3, Handlers: map[string]jobs.Handler{"count": handler},
			Chores: []jobs.Chore{{Name: "x", Every: time.Hour, Do: func(context.Context) error { chores.Add(1); return nil }}}}
		all.Go(func() { w.Run(ctx) })
	}
	timeout := time.AfterFunc(20*time.Second, cancel)
	defer timeout.Stop()
	all.Wait()
	if done.Load() != n || count(t, d, "true") != 0 || most.Load() > 9 || chores.Load() != 3 {
		t.Errorf("%d done, %d left, %d at once, %d chores", done.Load(), count(t, d, "true"), most.Load(), chores.Load())
	}
}
