package budget_test

import (
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/budget"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/viewer"
)

func TestParse(t *testing.T) {
	l, err := budget.Parse(" member = 10/20 , analyst=5/5")
	if want := (budget.Limits{Visitor: budget.Default.Visitor, Member: budget.Allowance{Question: 10, Minute: 20}, Analyst: budget.Allowance{Question: 5, Minute: 5}}); err != nil || l != want {
		t.Error(l, err)
	}
	if l, err := budget.Parse(""); err != nil || l != budget.Default {
		t.Error(l, err)
	}
	for _, s := range []string{"visitor", "visitor=", "visitor=5", "visitor=5/4", "visitor=0/0", "visitor=-1/5", "guest=1/2", "visitor=1/2/3", "visitor=1/99999999999", "1/2"} {
		if _, err := budget.Parse(s); err == nil {
			t.Errorf("%q is taken", s)
		}
	}
}

func TestAllowances(t *testing.T) {
	for want, v := range map[budget.Allowance]viewer.Viewer{
		budget.Default.Visitor: {},
		budget.Default.Member:  {User: "usr_1", Roles: []viewer.Role{viewer.Member}},
		budget.Default.Analyst: {User: "usr_1", Roles: []viewer.Role{viewer.Analyst}},
	} {
		if got := budget.Default.Of(v); got != want {
			t.Errorf("%v: %v", v, got)
		}
	}
}

// clock is set by hand.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

func TestMinutesComeBackEvenly(t *testing.T) {
	c := &clock{time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	l := budget.NewLedger(nil, c.now)
	a := budget.Allowance{Question: 100, Minute: 600}
	for range 6 {
		if _, ok := l.Spend("x", a, 100); !ok {
			t.Fatal("refused within the minute")
		}
	}
	b, ok := l.Spend("x", a, 1)
	if ok || b.Remaining != 0 || b.ResetAt.Sub(c.Time) < time.Minute || b.ResetAt.Sub(c.Time) > time.Minute+time.Second {
		t.Fatal(b, ok)
	}
	c.Time = c.Add(10 * time.Second)
	if b, ok := l.Spend("x", a, 101); ok || b.Remaining != 100 {
		t.Error(b, ok)
	}
	if b, ok := l.Spend("x", a, 100); !ok || b.Remaining != 0 {
		t.Error(b, ok)
	}
	if b, ok := l.Spend("y", a, 1); !ok || b.Remaining != 599 {
		t.Error("askers share a minute", b, ok)
	}
	c.Time = c.Add(-time.Hour) // a clock that is put back gives and takes nothing
	if b, ok := l.Spend("y", a, 1); !ok || b.Remaining != 598 {
		t.Error(b, ok)
	}
}

// TestProcessesShareMinutes has two processes spend one asker's minute.
func TestProcessesShareMinutes(t *testing.T) {
	pool := dbtest.New(t)
	c := &clock{time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	here, there := budget.NewLedger(pool, c.now), budget.NewLedger(pool, c.now)
	a := budget.Allowance{Question: 1000, Minute: 1000}
	spend := func(l *budget.Ledger, cost, left int) {
		t.Helper()
		if b, ok := l.Spend("x", a, cost); !ok || b.Remaining < left || b.Remaining > left+200 { // the database's clock runs, and gives back
			t.Fatalf("%v %v, wanted %d left", b, ok, left)
		}
	}
	settle := func(l *budget.Ledger) {
		t.Helper()
		if err := l.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	spend(here, 400, 600)
	settle(here)
	spend(there, 300, 700)
	settle(there)
	spend(there, 1, 299)
	if _, ok := there.Spend("x", a, 600); ok {
		t.Error("what was spent at one process may be spent at another again")
	}
	spend(here, 1, 599) // not told yet
	settle(here)
	settle(there)
	if _, ok := here.Spend("x", a, 600); ok {
		t.Error("one process never learns what the other's askers spent")
	}
	if err := here.Prune(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestLedgersCountWithoutADatabase loses it, and gets along.
func TestLedgersCountWithoutADatabase(t *testing.T) {
	pool := dbtest.New(t)
	l := budget.NewLedger(pool, time.Now)
	a := budget.Allowance{Question: 10, Minute: 10}
	pool.Close()
	l.Spend("x", a, 9)
	if err := l.Settle(t.Context()); err == nil {
		t.Error("a database that is gone took something")
	}
	if _, ok := l.Spend("x", a, 5); ok {
		t.Error("what was spent is forgotten with the database")
	}
}
