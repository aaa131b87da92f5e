package db_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
)

func TestFaultOfWhatPostgresRefuses(t *testing.T) {
	d := table(t, "id int constraint t_one unique, s varchar(3), day timestamptz, j jsonb, n int constraint t_even check (n % 2 = 0)")
	full := fault.New(fault.Conflict, "id", "This is taken.")
	known := db.Constraints{"t_one": full}
	must(t, exec(d, "insert into t (id) values (1)"))
	var n int
	for _, c := range []struct {
		name string
		err  error
		want fault.Code
	}{
		{"unique, named", exec(d, "insert into t (id) values (1)"), fault.Conflict},
		{"check, not named", exec(d, "insert into t (n) values (1)"), ""},
		{"NUL byte", exec(d, "insert into t (s) values ($1)", "a\x00"), fault.Invalid},
		{"NUL in JSON", exec(d, "insert into t (j) values ($1)", `{"a":"\u0000"}`), fault.Invalid},
		{"not UTF-8", exec(d, "insert into t (s) values ($1)", "\xff"), fault.Invalid},
		{"too long", exec(d, "insert into t (s) values ($1)", "four"), fault.Invalid},
		{"too large", exec(d, "insert into t (id) values ($1)", int64(1)<<40), fault.Invalid},
		{"too late", exec(d, "insert into t (day) values ($1)", "300000-01-01"), fault.Invalid},
		{"no row", d.Get(&n, "select id from t where id = 9"), fault.NotFound},
		{"a mistake of ours", exec(d, "select nonsense"), ""},
		{"a lost connection", exec(dbtest.Owner(t), "select pg_terminate_backend(pg_backend_pid())"), fault.Unavailable},
	} {
		err := known.Fault(c.err)
		if code(err) != c.want || err == nil {
			t.Errorf("%s: %v has code %q, want %q", c.name, err, code(err), c.want)
		}
		if f := fault.All(err); len(f) == 1 && strings.Contains(f[0].Error(), "pq:") {
			t.Errorf("%s: shows the driver's words: %v", c.name, f[0])
		}
	}
	if err := known.Fault(exec(d, "insert into t (id) values (1)")); err != error(full) {
		t.Errorf("the constraint's fault is %v, want the very one", err)
	}
	if db.Fault(nil) != nil || known.Fault(nil) != nil {
		t.Error("nothing is no fault")
	}
	if cause := errors.New("x"); !errors.Is(db.Fault(cause), cause) {
		t.Error("the cause is lost")
	}
}

func TestFaultOfWhatTakesTooLong(t *testing.T) {
	open := func(limit time.Duration) *db.DB {
		d, err := db.Open(t.Context(), db.Options{URL: dbtest.URL(t), Role: db.AppRole, StatementTimeout: limit})
		must(t, err)
		t.Cleanup(func() { d.Close() })
		return d
	}
	must(t, exec(dbtest.Owner(t), "create table t (id int)"))
	quick, d := open(200*time.Millisecond), open(0)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, byContext := d.ExecContext(ctx, "select pg_sleep(9)")
	var byLock error
	must(t, d.InTx(t.Context(), func(tx *db.Tx) error {
		must(t, exec(tx, "lock table t"))
		byLock = exec(quick, "insert into t values (1)")
		return nil
	}))
	for name, err := range map[string]error{
		"statement_timeout": exec(quick, "select pg_sleep(9)"), "context": byContext, "lock": byLock,
	} {
		if err = db.Fault(err); code(err) != fault.Unavailable || !strings.Contains(err.Error(), "too long") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOpenOfNothing(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	l.Close()
	for _, url := range []string{
		"postgres://x@" + l.Addr().String() + "/x", "host=/nowhere user=x", "postgres://a@%zz/", "nonsense",
	} {
		if d, err := db.Open(t.Context(), db.Options{URL: url}); err == nil {
			d.Close()
			t.Errorf("%s opened", url)
		}
	}
}
