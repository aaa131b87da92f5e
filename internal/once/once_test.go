package once_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/once"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

type input struct {
	Title string
	Tags  []string
}

func start(t *testing.T) (*db.DB, once.Act) {
	d := dbtest.New(t)
	u := id.New[id.User](noon)
	_, err := d.Exec(`insert into portal_user (id, email, email_key, name, created_at, updated_at) values ($1, 'a@b.org', 'a@b.org', 'A', $2, $2)`, u, noon)
	if err != nil {
		t.Fatal(err)
	}
	return d, once.Act{User: u, Mutation: "registerForMission", Key: "k1", Input: input{Title: "x"}, Now: noon}
}

// do runs an act that leaves a row in throttle, the plainest table there is, as its effect.
func do(ctx context.Context, d *db.DB, a once.Act, node string, fail error) (got string, repeated bool, err error) {
	err = d.InTx(ctx, func(tx *db.Tx) error {
		got, repeated, err = once.Do(ctx, tx, a, func() (string, error) {
			_, err := tx.ExecContext(ctx, `insert into throttle (key, last_at, count) values ($1, $2, 1)`, node, a.Now)
			return node, errors.Join(err, fail)
		})
		return err
	})
	return got, repeated, err
}

func effects(t *testing.T, d *db.DB) (n int) {
	if err := d.Get(&n, `select count(*) from throttle`); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestFiftyAtOnceAreOne(t *testing.T) {
	d, a := start(t)
	var all sync.WaitGroup
	var firsts atomic.Int32
	var nodes sync.Map
	for range 50 {
		all.Go(func() {
			node, repeated, err := do(t.Context(), d, a, string(id.New[id.Registration](noon)), nil)
			if err != nil {
				t.Error(err)
			}
			if !repeated {
				firsts.Add(1)
			}
			nodes.Store(node, true)
		})
	}
	all.Wait()
	n := 0
	nodes.Range(func(any, any) bool { n++; return true })
	if firsts.Load() != 1 || n != 1 || effects(t, d) != 1 {
		t.Errorf("%d ran, %d nodes, %d effects", firsts.Load(), n, effects(t, d))
	}
}

func TestFailedAttemptLeavesNothing(t *testing.T) {
	d, a := start(t)
	full := fault.New(fault.Conflict, "", "Full.")
	if _, _, err := do(t.Context(), d, a, "reg_1", full); !errors.Is(err, full) {
		t.Fatal(err)
	}
	if effects(t, d) != 0 {
		t.Error("an effect of a failed attempt")
	}
	node, repeated, err := do(t.Context(), d, a, "reg_2", nil)
	if node != "reg_2" || repeated || err != nil {
		t.Error(node, repeated, err)
	}
}

// The first fails while others wait for it: one of them does the work.
func TestWaitersTakeOver(t *testing.T) {
	d, a := start(t)
	var calls, failed atomic.Int32
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			err := d.InTx(t.Context(), func(tx *db.Tx) error {
				_, _, err := once.Do(t.Context(), tx, a, func() (string, error) {
					if calls.Add(1) <= 3 {
						return "", fault.New(fault.Conflict, "", "Not yet.")
					}
					return "reg_1", nil
				})
				return err
			})
			if err != nil {
				failed.Add(1)
			}
		})
	}
	all.Wait()
	if calls.Load() != 4 || failed.Load() != 3 {
		t.Errorf("%d calls, %d failed", calls.Load(), failed.Load())
	}
}

func TestSameKeyOtherUse(t *testing.T) {
	d, a := start(t)
	run := func(a once.Act, node string) (string, bool, error) { return do(t.Context(), d, a, node, nil) }
	if _, _, err := run(a, "reg_1"); err != nil {
		t.Fatal(err)
	}
	same := a
	same.Input = map[string]any{"Tags": nil, "Title": "x"} // the same JSON, in another order
	if node, repeated, err := run(same, "reg_2"); node != "reg_1" || !repeated || err != nil {
		t.Error("same input:", node, repeated, err)
	}
	other := a
	other.Input = input{Title: "y"}
	if _, _, err := run(other, "reg_2"); !errors.Is(err, fault.New(fault.Conflict, "", "")) || fault.All(err)[0].Field[0] != "idempotencyKey" {
		t.Error("other input:", err)
	}
	other = a
	other.Mutation = "acceptOffer"
	if node, repeated, err := run(other, "reg_3"); node != "reg_3" || repeated || err != nil {
		t.Error("other mutation:", node, repeated, err)
	}
	late := other
	late.Now, late.Input = noon.Add(once.Kept), input{Title: "z"}
	if node, repeated, err := run(late, "reg_4"); node != "reg_4" || repeated || err != nil {
		t.Error("after 48 hours:", node, repeated, err)
	}
	none := a
	none.Key = ""
	for _, n := range []string{"reg_5", "reg_6"} {
		if node, repeated, err := run(none, n); node != n || repeated || err != nil {
			t.Error("without key:", node, repeated, err)
		}
	}
	for _, bad := range []string{strings.Repeat("k", 129), "a\x00b", "\xff", "a\nb", " "} {
		b := a
		b.Key = bad
		if _, _, err := run(b, "reg_7"); !errors.Is(err, fault.New(fault.Invalid, "", "")) {
			t.Errorf("key %q: %v", bad, err)
		}
	}
}

func TestPrune(t *testing.T) {
	d, a := start(t)
	old := a
	old.Key, old.Now = "old", noon.Add(-once.Kept)
	for node, act := range map[string]once.Act{"reg_1": old, "reg_2": a} {
		if _, _, err := do(t.Context(), d, act, node, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := once.Prune(t.Context(), d, noon); err != nil {
		t.Fatal(err)
	}
	var keys []string
	if err := d.Select(&keys, `select key from idempotency`); err != nil || len(keys) != 1 || keys[0] != "k1" {
		t.Error(keys, err)
	}
}
