package db

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"time"

	"github.com/lib/pq"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var embedded embed.FS

// Migrations are the files that Migrate runs, named by timestamp.
func Migrations() fs.FS {
	sub, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // only for an invalid path
	}
	return sub
}

// Migrate brings the schema to head as the user of url, who should own it. It needs a connection to PostgreSQL itself, not
// through PgBouncer. It holds a session lock, so that any number of processes may call it at once, and does nothing at head.
func Migrate(ctx context.Context, url string) error { return migrate(ctx, url, Migrations()) }

// migrate tries again where the files touch what the whole server shares (roles) while another database does the same:
// PostgreSQL then reports a duplicate or "tuple concurrently updated" (XX000).
func migrate(ctx context.Context, url string, files fs.FS) error {
	for n := 1; ; n++ {
		err := migrateOnce(ctx, url, files)
		if n == attempts || pq.As(err, "23505", "42710", "XX000", "40P01") == nil || ctx.Err() != nil {
			return err
		}
		time.Sleep(rand.N(20 * time.Millisecond << n))
	}
}

func migrateOnce(ctx context.Context, url string, files fs.FS) error {
	pool, err := Open(ctx, Options{URL: url, Purpose: Bulk, MaxConns: 2})
	if err != nil {
		return err
	}
	defer pool.Close()
	if done, err := atHead(ctx, pool, files); err != nil || done {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // seconds, times
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, pool.DB.DB, files,
		goose.WithSessionLocker(locker), goose.WithAllowOutofOrder(true), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// AtHead tells whether every migration that this program knows has run; later ones do not matter, so that an older portal
// may serve while a newer one takes over. It needs no more than to read goose_db_version.
func AtHead(ctx context.Context, d *DB) (bool, error) { return atHead(ctx, d, Migrations()) }

func atHead(ctx context.Context, d *DB, files fs.FS) (bool, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return false, err
	}
	versions := make([]int64, len(names))
	for i, name := range names {
		if versions[i], err = goose.NumericComponent(name); err != nil {
			return false, err
		}
	}
	var done int
	err = d.GetContext(ctx, &done, `select count(distinct version_id) from goose_db_version where is_applied and version_id = any($1)`, pq.Array(versions))
	if pq.As(err, "42P01") != nil { // undefined_table: nothing ever ran
		return false, nil
	}
	return done == len(versions), Fault(err)
}
