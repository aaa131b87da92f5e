package demo

import (
	"context"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/reference"
)

const testDay = "2026-11-23"

var (
	testTime = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	little   = Options{AsOf: testDay, SMEs: 150, Opportunities: 400}
)

// empty is a database with the reference data alone.
func empty(t *testing.T) *db.DB {
	t.Helper()
	owner := dbtest.Owner(t)
	if err := reference.Load(t.Context(), owner, testTime); err != nil {
		t.Fatal(err)
	}
	return owner
}

// filled is a database with a demonstration.
func filled(t *testing.T, o Options) *db.DB {
	t.Helper()
	owner := empty(t)
	if _, err := Generate(t.Context(), owner, o, t.Output()); err != nil {
		t.Fatal(err)
	}
	return owner
}

// number is the answer of a query that counts.
func number(t *testing.T, d *db.DB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := d.GetContext(context.Background(), &n, query, args...); err != nil {
		t.Fatal(query, err)
	}
	return n
}
