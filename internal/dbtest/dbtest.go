// Package dbtest gives every test a database of its own: real PostgreSQL, migrated, empty but for what the migrations
// write, in about 30 ms, by cloning a template.
//
// The server is the one of PORTAL_TEST_DATABASE_URL, whose user must be allowed to create databases and roles, else an
// embedded one that each test binary starts once (about half a second) and that ends with it.
package dbtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/embeddedpg"
)

// New is the test's database as the portal serves it: with the rights of db.AppRole. Asked again by the same test, it
// gives the same database; a subtest has its own. The database goes when the test ends.
func New(t testing.TB) *db.DB {
	t.Helper()
	return open(t, db.Options{URL: URL(t), Role: db.AppRole, MaxConns: 20})
}

// Owner is the same database with the rights of its owner and without limits on time.
func Owner(t testing.TB) *db.DB {
	t.Helper()
	return open(t, db.Options{URL: URL(t), Purpose: db.Bulk, MaxConns: 4})
}

// URL is the address of the same database, for its owner.
func URL(t testing.TB) string {
	t.Helper()
	if url, ok := urls.Load(t); ok {
		return url.(string)
	}
	s, err := shared()
	if err != nil {
		t.Fatal("dbtest: ", err)
	}
	return clone(t, s, s.template)
}

// Start is a state of the database that many tests of a package begin with: it is made once and copied.
type Start struct {
	Make func(ctx context.Context, owner *db.DB) error

	once     sync.Once
	template string
	err      error
}

// In gives the test a database in this state; New, Owner and URL are of this one from then on.
func (s *Start) In(t testing.TB) {
	t.Helper()
	srv, err := shared()
	if err != nil {
		t.Fatal("dbtest: ", err)
	}
	if !srv.own { // nobody would remove the copy that others are made of
		if err := s.Make(t.Context(), Owner(t)); err != nil {
			t.Fatal("dbtest: ", err)
		}
		return
	}
	s.once.Do(func() { s.err = s.prepare(srv) })
	if s.err != nil {
		t.Fatal("dbtest: ", s.err)
	}
	clone(t, srv, s.template)
}

func (s *Start) prepare(srv *server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	s.template = fmt.Sprintf("portal_start_%x", rand.Uint64())
	url, err := srv.clone(ctx, s.template, srv.template)
	if err != nil {
		return err
	}
	owner, err := db.Open(ctx, db.Options{URL: url, Purpose: db.Bulk, MaxConns: 4})
	if err != nil {
		return err
	}
	defer owner.Close() // a database that somebody uses cannot be copied
	return s.Make(ctx, owner)
}

// clone gives the test a copy of a database.
func clone(t testing.TB, s *server, template string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	name := fmt.Sprintf("portal_test_%x", rand.Uint64())
	url, err := s.clone(ctx, name, template)
	if err != nil {
		t.Fatal("dbtest: ", err)
	}
	urls.Store(t, url)
	t.Cleanup(func() {
		urls.Delete(t)
		if err := s.drop(name); err != nil {
			t.Log("dbtest: ", err)
		}
	})
	return url
}

// Server is a server of the test's own, empty, to be killed or restarted: it loses no commit when PostgreSQL is killed.
func Server(t testing.TB) *embeddedpg.Server {
	t.Helper()
	dir := folder(strconv.FormatUint(rand.Uint64(), 16))
	s, err := embeddedpg.Start(t.Context(), embeddedpg.Options{Dir: dir, FastUnsafe: true, Log: t.Output()})
	if err != nil {
		t.Fatal("dbtest: ", err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error("dbtest: ", err)
		}
		os.RemoveAll(dir)
	})
	return s
}

var (
	urls   sync.Map // of testing.TB: the test's URL
	shared = sync.OnceValues(start)
)

func open(t testing.TB, o db.Options) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), o)
	if err != nil {
		t.Fatal("dbtest: ", err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}
