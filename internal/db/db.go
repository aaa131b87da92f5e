// Package db opens the portal's PostgreSQL, runs transactions on it, migrates it, and turns its errors into faults.
//
// It knows no noun: tables belong to the stores beside the nouns, and their shape to migrations/.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	neturl "net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// AppRole is the database role that serves requests; it may read and write rows, but not change the schema.
const AppRole = "portal_app"

// Purpose decides how patient a pool is.
type Purpose int

const (
	// Requests is for work that somebody waits for: short statements, and a dead network is noticed within seconds.
	Requests Purpose = iota
	// Bulk is for migrations, imports and demonstration data: a statement may take as long as it takes.
	Bulk
)

// Options say what to open. Only URL is mandatory.
type Options struct {
	URL     string  // postgres://… or key=value; both may name a unix socket
	Role    string  // role that every connection takes, usually AppRole; empty keeps the role of URL's user
	Purpose Purpose // Requests unless said otherwise
	// MaxConns bounds the pool; 0 means 20.
	MaxConns int
	// Aside is how many more connections work gets that Aside marks; 0 for none of its own.
	Aside int
	// StatementTimeout bounds one statement of a Requests pool; 0 means 5 seconds. A connection that stays silent
	// 2 seconds longer is given up.
	StatementTimeout time.Duration
}

// Q is what a store needs: a pool and a transaction both offer it, so a store may take part in either.
type Q interface {
	GetContext(ctx context.Context, dest any, query string, args ...any) error
	SelectContext(ctx context.Context, dest any, query string, args ...any) error
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryxContext(ctx context.Context, query string, args ...any) (*sqlx.Rows, error)
}

var (
	_ Q = (*DB)(nil)
	_ Q = (*Tx)(nil)
)

// DB is a pool of connections. It is safe for concurrent use; close it when done. Write in InTx: database/sql repeats a
// lone statement whose connection broke, although the server may have carried it out.
type DB struct {
	*sqlx.DB
	aside   *sqlx.DB // for work that Aside marks; nil without
	commits *atomic.Uint64
}

// Commits counts what this process has committed by InTx or ExecContext: who keeps something in memory sees by it that a change of
// its own may be missing.
func (d *DB) Commits() uint64 { return d.commits.Load() }

// Open makes a pool and checks that the database answers. Beware of two effects of its settings: []byte arguments travel
// as bytea (give JSON as a string), and times come back in UTC.
func Open(ctx context.Context, o Options) (*DB, error) {
	connector, err := connector(o)
	if err != nil {
		return nil, err
	}
	conns := o.MaxConns
	if conns == 0 {
		conns = 20
	}
	d := &DB{newPool(connector, conns), nil, new(atomic.Uint64)}
	if err := d.PingContext(ctx); err != nil {
		d.Close()
		return nil, fmt.Errorf("the database does not answer: %w", err)
	}
	if o.Aside > 0 {
		d.aside = newPool(connector, o.Aside)
	}
	return d, nil
}

func newPool(c *pq.Connector, conns int) *sqlx.DB {
	pool := sqlx.NewDb(sql.OpenDB(c), "postgres")
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return pool
}

func connector(o Options) (*pq.Connector, error) {
	cfg, err := config(o.URL)
	if err != nil {
		return nil, err
	}
	if o.Role != "" && o.Role != cfg.User {
		cfg.Runtime["role"] = o.Role
	}
	cfg.Runtime["lock_timeout"] = "10s"
	cfg.Runtime["idle_in_transaction_session_timeout"] = "10min"
	if o.Purpose == Bulk {
		return pq.NewConnectorConfig(cfg)
	}
	limit := o.StatementTimeout
	if limit == 0 {
		limit = 5 * time.Second
	}
	cfg.Runtime["statement_timeout"] = milliseconds(limit)
	cfg.Runtime["lock_timeout"] = milliseconds(limit * 4 / 5) // so that a lock is named as the cause
	cfg.Runtime["idle_in_transaction_session_timeout"] = milliseconds(2 * limit)
	c, err := pq.NewConnectorConfig(cfg)
	if err != nil {
		return nil, err
	}
	c.Dialer(deadlineDialer{dial: connectTimeout, silence: limit + 2*time.Second})
	return c, nil
}

const (
	connectTimeout = 3 * time.Second
	localSSL       = pq.SSLModePrefer // a server on this machine often has no certificate; elsewhere the driver requires one
)

// config reads a URL and adds what every connection of the portal has in common.
func config(url string) (pq.Config, error) {
	cfg, err := pq.NewConfig(url)
	if err != nil {
		return cfg, notValid(err)
	}
	if cfg.SSLMode == "" && loopback(cfg) {
		cfg.SSLMode = localSSL
	}
	if cfg.ApplicationName == "" {
		cfg.ApplicationName = "portal"
	}
	if cfg.TargetSessionAttrs == "" {
		cfg.TargetSessionAttrs = pq.TargetSessionAttrsReadWrite // of several hosts the one that is the primary now
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = connectTimeout
	}
	cfg.BinaryParameters = true // a round trip less per statement, and what PgBouncer needs
	if cfg.Runtime == nil {
		cfg.Runtime = map[string]string{}
	}
	cfg.Runtime["timezone"] = "UTC"
	return cfg, nil
}

// notValid leaves the URL, which holds a password, out of what net/url says about it.
func notValid(err error) error {
	if u := (*neturl.Error)(nil); errors.As(err, &u) {
		err = u.Err
	}
	return fmt.Errorf("the database URL is not valid: %w", err)
}

func loopback(cfg pq.Config) bool {
	ip := net.ParseIP(cfg.Host)
	return len(cfg.Multi) == 0 && (cfg.Host == "localhost" || ip != nil && ip.IsLoopback())
}

// With returns url with one parameter set or replaced, such as With(url, "dbname", "other").
func With(url, key, value string) (string, error) {
	if !strings.HasPrefix(url, "postgres://") && !strings.HasPrefix(url, "postgresql://") {
		return url + " " + key + "='" + strings.NewReplacer(`'`, `\'`, `\`, `\\`).Replace(value) + "'", nil // the last one counts
	}
	u, err := neturl.Parse(url)
	if err != nil {
		return "", notValid(err)
	}
	q := u.Query()
	if key == "dbname" {
		u.Path = "/" + value
		q.Del(key)
	} else {
		q.Set(key, value)
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
