package dbtest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/embeddedpg"
)

// server is where the test databases live.
type server struct {
	url      string // of a database that is always there
	own      bool   // it ends with this process, and all that is in it
	admin    *db.DB // the same, opened
	template string
}

// start finds or starts the server and sees that it has a template of today's migrations.
func start() (*server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	s := &server{url: os.Getenv("PORTAL_TEST_DATABASE_URL")}
	if s.url == "" {
		own, err := embedded(ctx)
		if err != nil {
			return nil, err
		}
		s.url, s.own = own.URL("postgres"), true
	}
	var err error
	if s.admin, err = db.Open(ctx, db.Options{URL: s.url, Purpose: db.Bulk, MaxConns: 4}); err != nil {
		return nil, err
	}
	return s, s.prepare(ctx)
}

// embedded starts a server that nobody stops: it ends with this process.
func embedded(ctx context.Context) (*embeddedpg.Server, error) {
	return embeddedpg.Start(ctx, embeddedpg.Options{Dir: folder("shared"), FastUnsafe: true, MaxConnections: 300})
}

// folder names one for a server of this process, and removes those of processes that are no more.
func folder(name string) string {
	prefix := filepath.Join(scratch(), fmt.Sprintf("portal-test-%d-", os.Geteuid()))
	old, _ := filepath.Glob(prefix + "*")
	for _, dir := range old {
		pid, _, _ := strings.Cut(strings.TrimPrefix(dir, prefix), "-")
		if n, err := strconv.Atoi(pid); err == nil && syscall.Kill(n, 0) == syscall.ESRCH {
			os.RemoveAll(dir)
		}
	}
	return prefix + strconv.Itoa(os.Getpid()) + "-" + name
}

// scratch is memory where there is at least a gigabyte of it, since a busy disk makes cloning ten times slower.
func scratch() string {
	const memory = "/dev/shm"
	var fs syscall.Statfs_t
	if syscall.Statfs(memory, &fs) == nil && fs.Bavail*uint64(fs.Bsize) >= 1<<30 {
		return memory
	}
	return os.TempDir()
}

// prepare makes the template unless an earlier run, or another package's tests on the same server, made it. It is built
// under another name, so that a killed test leaves no half a template.
func (s *server) prepare(ctx context.Context) error {
	hash, err := migrationsHash()
	if err != nil {
		return err
	}
	s.template = "portal_template_" + hash
	conn, err := s.admin.Connx(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	const key = 0x706f7274616c // "portal"
	if _, err := conn.ExecContext(ctx, "set lock_timeout = 0"); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "select pg_advisory_lock($1)", key); err != nil {
		return err
	}
	defer conn.ExecContext(context.Background(), "select pg_advisory_unlock($1)", key)
	var there bool
	if err := conn.GetContext(ctx, &there, "select exists (select from pg_database where datname = $1)", s.template); err != nil || there {
		return err
	}
	draft := s.template + "_draft"
	for _, statement := range []string{"drop database if exists " + draft, "create database " + draft + " template template0 encoding 'UTF8'"} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	url, err := db.With(s.url, "dbname", draft)
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx, url); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "alter database "+draft+" rename to "+s.template)
	return err
}

func migrationsHash() (string, error) {
	h := sha256.New()
	names, err := fs.Glob(db.Migrations(), "*.sql")
	if err != nil {
		return "", err
	}
	for _, name := range names {
		b, err := fs.ReadFile(db.Migrations(), name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %d\n%s", name, len(b), b)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:6]), nil
}

// clone copies a database and gives the copy's URL. The names are our own, never a stranger's.
func (s *server) clone(ctx context.Context, name, template string) (string, error) {
	if _, err := s.admin.ExecContext(ctx, "create database "+name+" template "+template); err != nil {
		return "", err
	}
	return db.With(s.url, "dbname", name)
}

func (s *server) drop(name string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	_, err := s.admin.ExecContext(ctx, "drop database if exists "+name+" with (force)")
	return err
}
