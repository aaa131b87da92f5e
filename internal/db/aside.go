package db

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jmoiron/sqlx"
)

type asideKey struct{}

// Aside marks work that is to leave most of the pool to others: it gets the few connections of Options.Aside, and waits for
// them. Without that option nothing changes.
func Aside(ctx context.Context) context.Context { return context.WithValue(ctx, asideKey{}, true) }

// pool is where the work of ctx finds its connections.
func (d *DB) pool(ctx context.Context) *sqlx.DB {
	if d.aside != nil && ctx.Value(asideKey{}) != nil {
		return d.aside
	}
	return d.DB
}

// GetContext is sqlx's.
func (d *DB) GetContext(ctx context.Context, dest any, query string, args ...any) error {
	return d.pool(ctx).GetContext(ctx, dest, query, args...)
}

// SelectContext is sqlx's.
func (d *DB) SelectContext(ctx context.Context, dest any, query string, args ...any) error {
	return d.pool(ctx).SelectContext(ctx, dest, query, args...)
}

// QueryxContext is sqlx's.
func (d *DB) QueryxContext(ctx context.Context, query string, args ...any) (*sqlx.Rows, error) {
	return d.pool(ctx).QueryxContext(ctx, query, args...)
}

// ExecContext is sqlx's, and counts as a commit.
func (d *DB) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	defer d.commits.Add(1)
	return d.pool(ctx).ExecContext(ctx, query, args...)
}

// Close closes all connections.
func (d *DB) Close() error {
	if d.aside == nil {
		return d.DB.Close()
	}
	return errors.Join(d.DB.Close(), d.aside.Close())
}
