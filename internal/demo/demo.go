// Package demo fills a portal with invented organisations, opportunities, missions and one person per role, so that search, matching
// and missions have something to bite on.
//
// All of it follows from a seed, a day and the sizes asked for: the same three give the same bytes, ids included, given the same
// reference data. Every row has random numbers of its own, and no row depends on what was stored. Addresses are below .example only.
package demo

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
)

// Options say what to generate; what is zero gets its default.
type Options struct {
	Seed          uint64   // default 2026
	AsOf          day.Date // everything generated happened before this day begins in UTC; default today
	SMEs          int      // default 3,300
	Opportunities int      // default 3,000
	Missions      int      // default 13
}

// Limits of what can be generated.
const (
	mostSMEs          = 400_000
	mostOpportunities = 2_000_000
	mostMissions      = 1_000
)

func (o Options) withDefaults(now time.Time) Options {
	if o.Seed == 0 {
		o.Seed = 2026
	}
	if o.AsOf == "" {
		o.AsOf = day.Of(now, time.UTC)
	}
	for _, size := range []struct {
		of    *int
		usual int
	}{{&o.SMEs, 3300}, {&o.Opportunities, 3000}, {&o.Missions, 13}} {
		if *size.of == 0 {
			*size.of = size.usual
		}
	}
	return o
}

func (o Options) check() error {
	var c fault.Check
	_, err := day.Parse(string(o.AsOf))
	c.That(err == nil, "asOf", "Please give a day, such as 2026-11-23.")
	c.Range("smes", o.SMEs, 10, mostSMEs)
	c.Range("opportunities", o.Opportunities, 1, mostOpportunities)
	c.Range("missions", o.Missions, 1, mostMissions)
	return c.Err()
}

// partners is how many partners in the markets there are: about one per 33 opportunities of theirs, so 55 by default, which make 60
// together with the five real gateways.
func (o Options) partners() int { return max(6, (o.Opportunities*60/100+32)/33) }

// big tells whether a load gains by building indexes afterwards.
func (o Options) big() bool { return o.SMEs+o.Opportunities > 50_000 }

// Report says what was loaded.
type Report struct {
	Rows    map[string]int // by table
	Total   int
	Elapsed time.Duration // from the first row to the last index, the commit left out
	Indexes time.Duration // of that
}

// Rate is how many rows a second were loaded, all tables and indexes counted.
func (r Report) Rate() int {
	return int(float64(r.Total) / max(r.Elapsed.Seconds(), 0.001))
}

// Generate loads the demonstration in one transaction: an error, an interruption or a crash leaves nothing behind. It needs a migrated
// database with the reference data, and its owner's rights. CONFLICT when there are accounts of real people, organisations other than
// the gateways of the reference data, opportunities or missions. While it runs nobody else can change these tables; a big load keeps
// them from being read too. Lines about how far it is go to progress.
func Generate(ctx context.Context, owner *db.DB, o Options, progress io.Writer) (Report, error) {
	o = o.withDefaults(time.Now())
	if err := o.check(); err != nil {
		return Report{}, err
	}
	w, err := newWorld(ctx, owner, o)
	if err != nil {
		return Report{}, err
	}
	var report Report
	err = owner.InTx(ctx, func(tx *db.Tx) error {
		if err := lockDemo(ctx, tx); err != nil {
			return err
		}
		if err := mayLoad(ctx, tx); err != nil {
			return err
		}
		report, err = load(ctx, tx, w, progress)
		return err
	})
	if err == nil {
		fmt.Fprintf(progress, "demonstration data as of %s: %d rows in %.1f s (%.1f s of it for indexes), %d rows a second\n",
			o.AsOf, report.Total, report.Elapsed.Seconds(), report.Indexes.Seconds(), report.Rate())
	}
	return report, err
}

func mayLoad(ctx context.Context, tx db.Q) error {
	s, err := selectStanding(ctx, tx)
	switch {
	case err != nil:
		return err
	case s.Accounts:
		return fault.New(fault.Conflict, "", "This portal has accounts of real people. Demonstration data is only loaded into an empty portal.")
	case s.Demo:
		return fault.New(fault.Conflict, "", "Demonstration data is there already.")
	case s.Organisations, s.Opportunities, s.Missions:
		return fault.New(fault.Conflict, "", "This portal is in use. Demonstration data is only loaded into an empty portal.")
	}
	return nil
}

// Ensure loads the demonstration in its usual size, unless demonstration accounts are there.
func Ensure(ctx context.Context, owner *db.DB, out io.Writer) error {
	there, err := Present(ctx, owner)
	if err != nil || there {
		return err
	}
	_, err = Generate(ctx, owner, Options{}, out)
	return err
}

// Present tells whether demonstration accounts are in the portal.
func Present(ctx context.Context, owner *db.DB) (bool, error) { return present(ctx, owner) }
