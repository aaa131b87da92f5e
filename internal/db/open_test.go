package db_test

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/lib/pq"
)

func TestOpenSettings(t *testing.T) {
	url := dbtest.URL(t)
	pairs, err := pq.ParseURL(url)
	must(t, err)
	for _, dsn := range []string{url, pairs} {
		for purpose, want := range map[db.Purpose]string{db.Requests: "portal_app 5s UTC portal", db.Bulk: "portal_app 0 UTC portal"} {
			d, err := db.Open(t.Context(), db.Options{URL: dsn, Role: db.AppRole, Purpose: purpose})
			must(t, err)
			defer d.Close()
			var got string
			must(t, d.Get(&got, `select current_user || ' ' || current_setting('statement_timeout') || ' ' ||
				current_setting('timezone') || ' ' || current_setting('application_name')`))
			if got != want {
				t.Errorf("%s: %s, want %s", dsn, got, want)
			}
		}
	}
}

func TestWith(t *testing.T) {
	for _, c := range []struct{ url, key, value, want string }{
		{"postgres://u:p@h:1/a?sslmode=disable", "dbname", "b", "postgres://u:p@h:1/b?sslmode=disable"},
		{"postgres:///a?dbname=c&host=%2Ftmp", "dbname", "b", "postgres:///b?host=%2Ftmp"},
		{"postgresql://h/a", "sslmode", "prefer", "postgresql://h/a?sslmode=prefer"},
		{"host=h dbname=a", "dbname", `it's \`, `host=h dbname=a dbname='it\'s \\'`},
	} {
		if got, err := db.With(c.url, c.key, c.value); err != nil || got != c.want {
			t.Errorf("With(%s, %s) = %s, %v; want %s", c.url, c.key, got, err, c.want)
		}
	}
}

// hole forwards to PostgreSQL until it is told to swallow everything, as a network that drops packets does.
type hole struct {
	net.Listener
	swallow atomic.Bool
}

func newHole(t *testing.T, network, address string) *hole {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	h := &hole{Listener: l}
	var conns sync.WaitGroup
	t.Cleanup(func() { l.Close(); conns.Wait() })
	conns.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial(network, address)
			if err != nil {
				client.Close()
				continue
			}
			conns.Go(func() { h.pass(server, client) })
			conns.Go(func() { h.pass(client, server) })
		}
	})
	return h
}

func (h *hole) pass(to, from net.Conn) {
	defer to.Close()
	b := make([]byte, 4096)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		if !h.swallow.Load() {
			to.Write(b[:n])
		}
	}
}

func TestSilentNetworkIsGivenUp(t *testing.T) {
	t.Parallel()
	socket := dbtest.Server(t).URL("portal")
	cfg, err := pq.NewConfig(socket)
	must(t, err)
	h := newHole(t, "unix", cfg.Host+"/.s.PGSQL.5432")
	const limit = 500 * time.Millisecond
	d, err := db.Open(t.Context(), db.Options{
		URL: "postgres://portal@" + h.Addr().String() + "/portal?sslmode=disable", StatementTimeout: limit, MaxConns: 2})
	must(t, err)
	defer d.Close()
	within := func(name string, f func() error) {
		t.Helper()
		begun := time.Now()
		err := db.Fault(f())
		took := time.Since(begun)
		t.Logf("%s: %v after %v", name, err, took.Round(time.Millisecond))
		if code(err) != fault.Unavailable || took > limit+3*time.Second {
			t.Errorf("%s: %v after %v; want UNAVAILABLE within %v", name, err, took, limit+3*time.Second)
		}
	}
	var n int
	must(t, d.Get(&n, "select 1"))
	h.swallow.Store(true)
	within("a query", func() error { return d.Get(&n, "select 1") })
	within("a new connection", func() error { return d.Get(&n, "select 1") })
	h.swallow.Store(false)
	must(t, d.Get(&n, "select 1"))
	within("a transaction", func() error {
		return d.InTx(t.Context(), func(tx *db.Tx) error {
			h.swallow.Store(true)
			return exec(tx, "select 1")
		})
	})
	h.swallow.Store(false)
	must(t, d.Get(&n, "select 1"))
	must(t, exec(d, "select pg_sleep(0.4)")) // slow, but not silent
}

func TestConnectionsHealAfterPostgresDies(t *testing.T) {
	t.Parallel()
	s := dbtest.Server(t)
	d, err := db.Open(t.Context(), db.Options{URL: s.URL("portal"), MaxConns: 8})
	must(t, err)
	defer d.Close()
	var wg sync.WaitGroup
	for range 8 { // so that the pool is full of connections that will be dead
		wg.Go(func() { exec(d, "select pg_sleep(0.05)") })
	}
	wg.Wait()
	must(t, exec(d, "create table t as select 1 as id"))
	killed := s.Pid()
	must(t, syscall.Kill(killed, syscall.SIGKILL))
	begun := time.Now()
	for s.Pid() == killed { // its backends may serve for an instant longer
		time.Sleep(time.Millisecond)
	}
	for {
		err := d.InTx(t.Context(), func(tx *db.Tx) error { return exec(tx, "insert into t values (2)") })
		if err == nil {
			break
		}
		if code(err) != fault.Unavailable || time.Since(begun) > 20*time.Second {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Logf("writes again after %v", time.Since(begun).Round(time.Millisecond))
	if n := count(t, d); n != 2 {
		t.Errorf("%d rows, want 2", n)
	}
}

func TestListenWakesUpAndComesBack(t *testing.T) {
	d := dbtest.Owner(t)
	ctx, cancel := context.WithCancel(t.Context())
	wake, err := db.Listen(ctx, dbtest.URL(t), "work")
	must(t, err)
	woken := func(what string) {
		t.Helper()
		select {
		case <-wake:
		case <-time.After(10 * time.Second):
			t.Fatal("not woken by ", what)
		}
	}
	woken("the connection")
	must(t, exec(d, "notify work"))
	woken("a notification")
	must(t, exec(d, "notify other"))
	for range 100 {
		must(t, exec(d, "notify work"))
	}
	woken("a hundred notifications")
	time.Sleep(50 * time.Millisecond) // what is left of the hundred; not after the end below, which may be mended by then
	for len(wake) > 0 {
		<-wake
	}
	const mine = "from pg_stat_activity where datname = current_database() and query ilike 'listen%'"
	must(t, exec(d, "select pg_terminate_backend(pid) "+mine))
	woken("the reconnection, or a late notification")
	cancel()
	for n := 1; n > 0; time.Sleep(10 * time.Millisecond) {
		must(t, d.Get(&n, "select count(*) "+mine))
	}
	if _, err := db.Listen(t.Context(), "nonsense", "work"); err == nil {
		t.Error("listening to nonsense")
	}
}
