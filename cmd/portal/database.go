package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/bioxclusters/portal/internal/config"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/embeddedpg"
	"github.com/bioxclusters/portal/internal/reference"
)

// database is where a command finds its data.
type database struct {
	serve, own string             // addresses to serve from, and to migrate with as the owner
	serveFrom  string             // the variable that serve came from, for errors; "" for a private server
	ownFrom    string             // that of own
	role       string             // what serving connections become
	server     *embeddedpg.Server // nil when the database is somebody else's
	stop       func() error
}

// attach finds the database for a command: the one configured, the one that a running portal has in the data directory,
// or a private one for as long as the command runs.
func attach(ctx context.Context, c config.Config) (*database, error) {
	if d := configured(c); d != nil {
		return d, nil
	}
	address, stop, err := embeddedpg.Use(ctx, embedded(c))
	if err != nil {
		return nil, noDatabase(c, err)
	}
	return &database{serve: address, own: address, role: db.AppRole, stop: stop}, nil
}

// start finds the database for the server, and is the one that runs the private one.
func start(ctx context.Context, c config.Config) (*database, error) {
	if d := configured(c); d != nil {
		return d, nil
	}
	server, err := embeddedpg.Start(ctx, embedded(c))
	if err != nil {
		return nil, noDatabase(c, err)
	}
	address := server.URL(embeddedpg.Database)
	return &database{serve: address, own: address, role: db.AppRole, server: server, stop: server.Stop}, nil
}

// noDatabase names the settings that a private server depends on.
func noDatabase(c config.Config, err error) error {
	at := "PORTAL_DATA_DIR (--data-dir)"
	if c.PgBin != "" {
		at += " or PORTAL_PG_BIN (--pg-bin)"
	}
	return fmt.Errorf("%s: PORTAL_DATABASE_URL is unset, and a private database did not start: %w", at, err)
}

// from names the variable that an address came from.
func from(variable string, err error) error {
	if err == nil || variable == "" {
		return err
	}
	return fmt.Errorf("%s: %w", variable, err)
}

// configured is the database of PORTAL_DATABASE_URL. Without PORTAL_MIGRATE_DATABASE_URL that address is the owner's, and
// serving connections become portal_app; with it, the address is portal_app's own.
func configured(c config.Config) *database {
	if c.DatabaseURL == "" {
		return nil
	}
	d := &database{serve: c.DatabaseURL, own: c.MigrateDatabaseURL, stop: func() error { return nil },
		serveFrom: "PORTAL_DATABASE_URL (--database-url)", ownFrom: "PORTAL_MIGRATE_DATABASE_URL (--migrate-database-url)"}
	if d.own == "" {
		d.own, d.ownFrom, d.role = c.DatabaseURL, d.serveFrom, db.AppRole
	}
	return d
}

func embedded(c config.Config) embeddedpg.Options {
	return embeddedpg.Options{Dir: filepath.Join(c.DataDir, "postgresql"), BinDir: c.PgBin, NodeDir: ".postgres", Log: os.Stderr}
}

// migrate brings schema and reference data up to date.
func (d *database) migrate(ctx context.Context) error {
	if err := db.Migrate(ctx, d.own); err != nil {
		return from(d.ownFrom, fmt.Errorf("migrations: %w", err))
	}
	owner, err := d.owner(ctx)
	if err != nil {
		return err
	}
	defer owner.Close()
	if err := reference.Load(ctx, owner, time.Now().UTC()); err != nil {
		return fmt.Errorf("reference data: %w", err)
	}
	return nil
}

// owner opens a pool with the rights of the schema's owner and no haste, for bulk work.
func (d *database) owner(ctx context.Context) (*db.DB, error) {
	owner, err := db.Open(ctx, db.Options{URL: d.own, Purpose: db.Bulk, MaxConns: 4})
	return owner, from(d.ownFrom, err)
}

// asideConns is how many connections analysts share, whose questions may be large.
const asideConns = 4

// pool opens the pool that requests run on.
func (d *database) pool(ctx context.Context) (*db.DB, error) {
	pool, err := db.Open(ctx, db.Options{URL: d.serve, Role: d.role, Purpose: db.Requests, Aside: asideConns})
	return pool, from(d.serveFrom, err)
}

// with runs a command on a migrated database and ends what it started.
func (s *session) with(do func(*database) error) (err error) {
	d, err := attach(s.ctx, s.config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.stop()) }()
	if err := d.migrate(s.ctx); err != nil {
		return err
	}
	return do(d)
}

type migrateCommand struct{}

func (migrateCommand) Run(s *session) error {
	return s.with(func(*database) error {
		_, err := fmt.Fprintln(s.out, "the database is up to date")
		return err
	})
}
