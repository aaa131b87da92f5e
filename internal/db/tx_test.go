package db_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
)

// table makes table t, which the application may use.
func table(t *testing.T, columns string) *db.DB {
	t.Helper()
	must(t, exec(dbtest.Owner(t), "create table t ("+columns+")"))
	return dbtest.New(t)
}

func exec(q db.Q, query string, args ...any) error {
	_, err := q.ExecContext(context.Background(), query, args...)
	return err
}

func count(t *testing.T, q db.Q) (n int) {
	t.Helper()
	must(t, q.GetContext(t.Context(), &n, "select count(*) from t"))
	return n
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func code(err error) fault.Code {
	if all := fault.All(err); len(all) == 1 {
		return all[0].Code
	}
	return ""
}

func TestInTxCommitsOrRollsBack(t *testing.T) {
	d := table(t, "id int")
	insert := func(tx *db.Tx) error { return exec(tx, "insert into t values (1)") }
	must(t, d.InTx(t.Context(), insert))
	mine := errors.New("mine")
	if err := d.InTx(t.Context(), func(tx *db.Tx) error { return errors.Join(insert(tx), mine) }); !errors.Is(err, mine) {
		t.Errorf("InTx = %v, want fn's own error", err)
	}
	refusal := fault.New(fault.Conflict, "", "Full.")
	if err := d.InTx(t.Context(), func(tx *db.Tx) error { insert(tx); return refusal }); err != refusal {
		t.Errorf("InTx = %v, want the very fault", err)
	}
	func() {
		defer func() {
			if recover() != "panic" {
				t.Error("the panic did not come through")
			}
		}()
		d.InTx(t.Context(), func(tx *db.Tx) error { insert(tx); panic("panic") })
	}()
	ctx, cancel := context.WithCancel(t.Context())
	if err := d.InTx(ctx, func(tx *db.Tx) error { insert(tx); cancel(); return nil }); code(err) != fault.Unavailable {
		t.Errorf("InTx of a caller who left = %v", err)
	}
	if n := count(t, d); n != 1 {
		t.Errorf("%d rows, want that of the first alone", n)
	}
	if n := d.Stats().InUse; n != 0 {
		t.Errorf("%d connections are still in use", n)
	}
}

func TestInTxStartsAnewWhenLostToAnother(t *testing.T) {
	d := table(t, "id int")
	runs := 0
	err := d.InTx(t.Context(), func(tx *db.Tx) error {
		runs++
		must(t, exec(tx, "insert into t values (1)"))
		if runs < 3 {
			return exec(tx, "do $$ begin raise exception using errcode = '40001'; end $$")
		}
		return nil
	})
	if err != nil || runs != 3 || count(t, d) != 1 {
		t.Errorf("%v after %d runs with %d rows; want success after 3 with 1", err, runs, count(t, d))
	}
	runs = 0
	err = d.InTx(t.Context(), func(tx *db.Tx) error {
		runs++
		return exec(tx, "do $$ begin raise exception using errcode = '40P01'; end $$")
	})
	if code(err) != fault.Unavailable || runs != 8 {
		t.Errorf("%v after %d runs; want UNAVAILABLE after 8", err, runs)
	}
}

func TestInTxUnderDeadlocksLosesNoUpdate(t *testing.T) {
	d := table(t, "id int primary key, n int")
	must(t, exec(dbtest.Owner(t), "insert into t values (1, 0), (2, 0)"))
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			err := d.InTx(t.Context(), func(tx *db.Tx) error {
				for _, id := range []int{1 + i%2, 2 - i%2} {
					if err := exec(tx, "update t set n = n + 1 where id = $1", id); err != nil {
						return err
					}
					time.Sleep(10 * time.Millisecond)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var sum int
	if must(t, d.Get(&sum, "select sum(n) from t")); sum != 4 {
		t.Errorf("sum %d, want 4", sum)
	}
}

func TestInTxSaysSoWhenTheOutcomeIsUnknown(t *testing.T) {
	d := table(t, "id int")
	must(t, exec(dbtest.Owner(t), `create function die() returns trigger security definer language plpgsql as
		$$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`))
	must(t, exec(dbtest.Owner(t), `create constraint trigger die after insert on t deferrable initially deferred for each row execute function die()`))
	runs := 0
	err := d.InTx(t.Context(), func(tx *db.Tx) error { runs++; return exec(tx, "insert into t values (1)") })
	if code(err) != fault.Unavailable || !strings.Contains(err.Error(), "Please check") || runs != 1 {
		t.Errorf("%v after %d runs; want one run and a word on checking", err, runs)
	}
}
