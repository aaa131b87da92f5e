package importer

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/reference"
)

// today is the day of every test.
var today = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// newImporter is an importer over the test's own database with its reference data.
func newImporter(t *testing.T) (*Importer, *db.DB) {
	t.Helper()
	owner := dbtest.Owner(t)
	if err := reference.Load(t.Context(), owner, today); err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return today }
	organisations := organisation.NewService(owner, now, "http://localhost")
	return &Importer{owner, organisations, opportunity.NewService(owner, now, organisations, "http://localhost"), now}, owner
}

func loadMap(t *testing.T, name string) *Map {
	t.Helper()
	m, err := Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// run imports a text; refused records are no failure of the test.
func (im *Importer) run(t *testing.T, m *Map, text string, change func(*Options)) *Report {
	t.Helper()
	o := Options{Map: m, File: strings.NewReader(text), Name: "studies.csv"}
	if change != nil {
		change(&o)
	}
	report, err := im.Run(t.Context(), o)
	if err != nil && !errors.Is(err, ErrRefused) {
		t.Fatal(err)
	}
	return report
}

func (r *Report) text(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func count(t *testing.T, d *db.DB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := d.GetContext(t.Context(), &n, query, args...); err != nil {
		t.Fatal(err)
	}
	return n
}
