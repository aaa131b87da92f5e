package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/bioxclusters/portal/internal/db"
)

// Lease is how long a worker may take over one job; after that others may claim it.
const Lease = time.Minute

const (
	maxAttempts  = 12               // with the back-off below, given up after almost six hours
	handlerLimit = 50 * time.Second // a handler's context ends before its lease does
	pollEvery    = 500 * time.Millisecond
	stopGrace    = 5 * time.Second // for handlers at work when the worker is told to stop
)

// Worker runs jobs whose kind has a handler; others stay for workers that know them. Any number of workers may share one
// database. DB, Handlers and Now are mandatory.
type Worker struct {
	DB          *db.DB
	Handlers    map[string]Handler
	Chores      []Chore
	Now         func() time.Time
	Log         *slog.Logger // slog.Default() when nil
	Concurrency int          // jobs at a time; 0 means 4
}

// Chore is housekeeping that every process does on its own now and then; doing it twice must not matter.
type Chore struct {
	Name  string
	Every time.Duration
	Do    func(ctx context.Context) error
}

// Run works until ctx ends; then it claims nothing more and gives the handlers at work five seconds.
func (w *Worker) Run(ctx context.Context) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(stopGrace, cancel) })()
	var all sync.WaitGroup
	defer all.Wait()
	for _, c := range w.Chores {
		all.Go(func() { w.repeat(ctx, c) })
	}
	free := make(chan struct{}, w.concurrency()) // holds a token for each job at work
	for pause(ctx, 0) {
		claimed, wanted := w.claim(ctx, free)
		for _, j := range claimed {
			all.Go(func() {
				defer func() { <-free }()
				w.do(work, j)
			})
		}
		if len(claimed) < wanted && !pause(ctx, pollEvery) {
			return
		}
	}
}

// RunDue does what is due now, one job after the other, jobs that those enqueue too, and tells how many it did. A job that
// fails is put off as always. For commands and tests, which have no time to wait for a worker.
func (w *Worker) RunDue(ctx context.Context) (int, error) {
	for n := 0; ; n++ {
		now := w.Now()
		list, err := claim(ctx, w.DB, w.kinds(), now, now.Add(Lease), 1)
		if err != nil || len(list) == 0 {
			return n, err
		}
		w.do(ctx, list[0])
	}
}

// claim waits for a free place, then claims a job for each free one; free holds a token for each claimed job.
func (w *Worker) claim(ctx context.Context, free chan struct{}) (claimed []Job, wanted int) {
	select {
	case free <- struct{}{}:
		wanted = 1
	case <-ctx.Done():
		return nil, 1
	}
	for more := true; more; {
		select {
		case free <- struct{}{}:
			wanted++
		default:
			more = false
		}
	}
	now := w.Now()
	claimed, err := claim(ctx, w.DB, w.kinds(), now, now.Add(Lease), wanted)
	if err != nil && ctx.Err() == nil {
		w.log().ErrorContext(ctx, "jobs cannot be claimed", "error", err)
	}
	for range wanted - len(claimed) {
		<-free
	}
	return claimed, wanted
}

// do runs one job and writes down how it went.
func (w *Worker) do(ctx context.Context, j Job) {
	err := w.handle(ctx, j)
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if e := w.settle(end, j, err); e != nil {
		w.log().ErrorContext(ctx, "the end of a job cannot be stored; it will run again", "job", j.ID, "kind", j.Kind, "error", e)
	}
}

func (w *Worker) handle(ctx context.Context, j Job) (err error) {
	if j.Attempts > maxAttempts {
		return fmt.Errorf("the portal stopped %d times during this job", maxAttempts)
	}
	ctx, cancel := context.WithTimeout(ctx, handlerLimit)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return w.Handlers[j.Kind](ctx, j)
}

func (w *Worker) settle(ctx context.Context, j Job, err error) error {
	switch {
	case err == nil:
		_, err = remove(ctx, w.DB, j) // a handler that called Finish has done so already
		return err
	case j.Attempts >= maxAttempts:
		w.log().ErrorContext(ctx, "job given up", "job", j.ID, "kind", j.Kind, "attempts", j.Attempts, "error", err)
		return bury(ctx, w.DB, j, w.Now(), clip(err))
	}
	w.log().WarnContext(ctx, "job failed; it will run again", "job", j.ID, "kind", j.Kind, "attempts", j.Attempts, "error", err)
	return postpone(ctx, w.DB, j, w.Now().Add(backOff(j.Attempts)), clip(err))
}

// backOff doubles from 10 seconds to almost three hours, give or take a quarter, so that what failed together is not tried
// again together.
func backOff(attempts int) time.Duration {
	d := 5 * time.Second << attempts
	return d*3/4 + rand.N(d/2)
}

func (w *Worker) repeat(ctx context.Context, c Chore) {
	for {
		if err := c.Do(ctx); err != nil && ctx.Err() == nil {
			w.log().WarnContext(ctx, "housekeeping failed", "chore", c.Name, "error", err)
		}
		if !pause(ctx, c.Every) {
			return
		}
	}
}

func (w *Worker) kinds() db.List[string] {
	var kinds db.List[string]
	for k := range w.Handlers {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	return kinds
}

func (w *Worker) concurrency() int {
	if w.Concurrency == 0 {
		return 4
	}
	return w.Concurrency
}

func (w *Worker) log() *slog.Logger {
	if w.Log == nil {
		return slog.Default()
	}
	return w.Log
}

// pause waits and tells whether to go on.
func pause(ctx context.Context, d time.Duration) bool {
	if d > 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
		}
	}
	return ctx.Err() == nil
}

// clip keeps an error short enough to store, and valid UTF-8 without NUL.
func clip(err error) string {
	s := []rune(err.Error())
	if len(s) > 500 {
		s = s[:500]
	}
	return string(slices.DeleteFunc(s, func(r rune) bool { return r == 0 }))
}
