package budget

import (
	"cmp"
	"context"
	"log/slog"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/bioxclusters/portal/internal/db"
)

const (
	settleEvery = 500 * time.Millisecond
	settleTime  = 3 * time.Second
	mostAskers  = 200_000 // in memory; more at a time than that are let through uncounted
	mostRows    = 5000    // of a statement
)

// Balance is what an asker has left of its minute, and when, if it asks nothing more, all of it is there again.
type Balance struct {
	Remaining int
	ResetAt   time.Time
}

// Ledger knows what askers have spent. It decides from memory, and settles with the other processes of the portal through
// PostgreSQL, in batches, every half second: within a second what was spent at one is missing at all. While the database does
// not answer every process counts for itself. It is safe for concurrent use.
type Ledger struct {
	db  *db.DB
	now func() time.Time

	mu     sync.Mutex
	askers map[string]*account
}

// account is an asker's: what it has spent and not yet got back, as of a time, and how much of it others do not know of.
type account struct {
	level  float64
	at     time.Time
	minute int
	unsaid float64
}

// NewLedger makes an empty one; it settles while Run runs.
func NewLedger(pool *db.DB, now func() time.Time) *Ledger {
	return &Ledger{db: pool, now: now, askers: map[string]*account{}}
}

// Spend takes the cost of a question off an asker's minute, or refuses, and then nothing is taken.
func (l *Ledger) Spend(asker string, a Allowance, cost int) (Balance, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	acc := l.askers[asker]
	if acc == nil {
		acc = &account{at: now}
		if len(l.askers) < mostAskers {
			l.askers[asker] = acc
		}
	}
	acc.minute = a.Minute
	acc.drain(now)
	ok := acc.level+float64(cost) <= float64(a.Minute)
	if ok {
		acc.level += float64(cost)
		acc.unsaid += float64(cost)
	}
	return acc.balance(), ok
}

// drain gives back what time has given back.
func (a *account) drain(now time.Time) {
	if passed := now.Sub(a.at); passed > 0 {
		a.level = max(0, a.level-passed.Minutes()*float64(a.minute))
		a.at = now
	}
}

func (a *account) balance() Balance {
	wait := time.Duration(a.level / float64(a.minute) * float64(time.Minute))
	return Balance{Remaining: max(0, a.minute-int(math.Ceil(a.level))), ResetAt: a.at.Add(wait).Truncate(time.Second).Add(time.Second)}
}

// Run settles until ctx ends, and once more then.
func (l *Ledger) Run(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(settleEvery)
	defer tick.Stop()
	for failed := false; ; {
		select {
		case <-tick.C:
			err := l.Settle(ctx)
			if err != nil && !failed && ctx.Err() == nil {
				log.WarnContext(ctx, "costs are not settled between processes", "error", err)
			}
			failed = err != nil
		case <-ctx.Done():
			_ = l.Settle(context.WithoutCancel(ctx)) // what is not said now is forgiven
			return
		}
	}
}

// Settle tells PostgreSQL what was spent here since it was told last, and learns what those askers have spent elsewhere.
func (l *Ledger) Settle(ctx context.Context) error {
	said := l.unsaid()
	for batch := range slices.Chunk(said, mostRows) {
		ctx, cancel := context.WithTimeout(ctx, settleTime)
		levels, err := settle(ctx, l.db, batch)
		cancel()
		l.learn(batch, levels, err)
		if err != nil {
			return err
		}
	}
	return nil
}

// unsaid is what others do not know of, in the order of the askers, so that processes do not wait for each other in a circle.
// Askers that owe nothing any more are forgotten.
func (l *Ledger) unsaid() []spent {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []spent
	now := l.now()
	for name, a := range l.askers {
		a.drain(now)
		switch {
		case a.unsaid > 0:
			all = append(all, spent{name, a.unsaid, float64(a.minute) / 60})
		case a.level == 0:
			delete(l.askers, name)
		}
	}
	slices.SortFunc(all, func(a, b spent) int { return cmp.Compare(a.Asker, b.Asker) })
	return all
}

// learn takes over the levels of all processes together; what was spent here meanwhile stands beside them.
func (l *Ledger) learn(batch []spent, levels map[string]float64, err error) {
	if err != nil {
		return // it is still unsaid
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range batch {
		a := l.askers[s.Asker]
		if a == nil {
			continue
		}
		a.unsaid -= s.Objects
		a.level = max(a.level, levels[s.Asker]+a.unsaid)
	}
}

// Prune deletes what nobody owes any more.
func (l *Ledger) Prune(ctx context.Context) error { return prune(ctx, l.db) }
