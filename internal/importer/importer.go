// Package importer brings organisations and opportunities from files of other systems into the portal: member lists of clusters,
// exports of registries. A map (see Map and docs/import.md) says which column feeds which field.
//
// A file is read record by record and written in one transaction, in which either everything comes to stand or nothing, unless
// records that are refused may be skipped. What an import wrote it recognises by external references: a second import of the same file
// changes nothing.
package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Importer writes what files say.
type Importer struct {
	DB            *db.DB
	Organisations *organisation.Service
	Opportunities *opportunity.Service
	Now           func() time.Time
}

// Options say what to import and how.
type Options struct {
	Map     *Map
	File    io.ReadSeeker
	Name    string        // of the file, for the report
	Cluster string        // slug; "" for the map's
	DryRun  bool          // does everything, then takes it back
	SkipBad bool          // takes the other records when some are refused
	Viewer  viewer.Viewer // on whose behalf; the zero value is an operator, who may write organisations of every cluster
}

// ErrRefused is the error of an import that wrote nothing because records were refused.
var ErrRefused = errors.New("records were refused")

// errTakeBack ends a transaction that is not to be kept.
var errTakeBack = errors.New("take back")

// Run imports a file. The report is there whenever the file could be read, with ErrRefused too; other errors mean that the map does
// not fit, that the file cannot be read on, or that the database failed, and nothing was written.
func (im *Importer) Run(ctx context.Context, o Options) (*Report, error) {
	r, err := im.prepare(ctx, o)
	if err != nil {
		return nil, err
	}
	err = im.DB.InTx(ctx, func(tx *db.Tx) error { // may run again, therefore from the file's beginning
		r.tx = tx
		if r.failed = r.all(ctx); r.failed != nil {
			return r.failed
		}
		r.report.Written = !o.DryRun && (r.report.Refused == 0 || o.SkipBad)
		if !r.report.Written {
			return errTakeBack
		}
		return r.record(ctx)
	})
	var unreadable *unreadableError
	switch {
	case errors.As(r.failed, &unreadable):
		return nil, unreadable
	case err != nil && !errors.Is(err, errTakeBack):
		return nil, err
	}
	r.report.finish()
	if r.report.Refused > 0 && !o.SkipBad {
		return r.report, ErrRefused
	}
	return r.report, nil
}

// run is one import under way.
type run struct {
	*Importer
	Options
	tx         *db.Tx
	reader     *Reader
	vocabulary *vocabulary
	places     []place
	now        time.Time
	seen       map[string]int             // external reference -> line
	owners     map[string]id.Organisation // by external reference
	report     *Report
	failed     error // why the records could not all be gone through
}

// operator is on whose behalf organisations are written from the command line.
var operator = viewer.Viewer{Roles: []viewer.Role{viewer.Coordinator}}

// prepare reads what an import needs to know of the portal.
func (im *Importer) prepare(ctx context.Context, o Options) (*run, error) {
	r := &run{Importer: im, Options: o, now: im.Now()}
	if !r.Viewer.SignedIn() {
		r.Viewer = operator
	}
	nodes, err := technology.NewService(im.DB).All(ctx, nil)
	if err != nil {
		return nil, err
	}
	r.vocabulary = newVocabulary(nodes)
	if err := o.Map.Technologies.check(r.vocabulary); err != nil {
		return nil, err
	}
	markets, err := market.NewService(im.DB).All(ctx)
	if err != nil {
		return nil, err
	}
	if r.places, err = newPlaces(markets, o.Map.PerMarket); err != nil {
		return nil, err
	}
	return r, r.findCluster(ctx)
}

// rewind begins the file and its report anew and checks that file and map fit each other.
func (r *run) rewind() (err error) {
	if _, err := r.File.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if r.reader, err = Open(r.File); err != nil {
		return err
	}
	r.seen, r.owners = map[string]int{}, map[string]id.Organisation{}
	r.report = &Report{Map: r.Map.Name, File: r.Name, Format: r.reader.Format, Target: r.Map.Target(), DryRun: r.DryRun,
		warnings: map[string]*Warning{}, unmapped: map[string]int{}}
	return r.compareColumns()
}

// findCluster decides which cluster answers for organisations whose record names none.
func (r *run) findCluster(ctx context.Context) error {
	if r.Cluster == "" {
		r.Cluster = r.Map.Cluster
	}
	all, err := cluster.NewService(r.DB).All(ctx)
	if err != nil {
		return err
	}
	ofRecords := r.Map.Organisation != nil && r.Map.Organisation.Cluster != nil
	at := slices.IndexFunc(all, func(c *cluster.Cluster) bool {
		return c.Slug == r.Cluster || r.Cluster == "lead" && c.Lead && c.Kind == cluster.KindCluster
	})
	switch {
	case r.Cluster == "" && ofRecords:
		return nil
	case r.Cluster == "":
		return errors.New("say which cluster is responsible: --cluster SLUG")
	case at < 0:
		return fmt.Errorf("there is no cluster %q", r.Cluster)
	}
	r.Cluster = all[at].Slug
	return nil
}

// Target is what the map is for.
func (m *Map) Target() string {
	if m.Organisation != nil {
		return "organisations"
	}
	return "opportunities"
}

// compareColumns finds which columns of the file and of the map do not meet; none meeting is an error.
func (r *run) compareColumns() error {
	if r.reader.Columns == nil {
		return nil
	}
	wanted := r.Map.columns()
	meets := func(in []string) func(string) bool {
		return func(name string) bool {
			return slices.ContainsFunc(in, func(other string) bool { return columnKey(name) == columnKey(other) })
		}
	}
	r.report.MissingColumns = slices.DeleteFunc(slices.Clone(wanted), meets(r.reader.Columns))
	r.report.UnreadColumns = slices.DeleteFunc(slices.Clone(r.reader.Columns), meets(wanted))
	if len(r.report.MissingColumns) == len(wanted) {
		return fmt.Errorf("the file has none of the columns that the map reads: %q", r.report.MissingColumns)
	}
	return nil
}

// record writes into the log that the import happened; the nouns log each change.
func (r *run) record(ctx context.Context) error {
	return audit.Record(ctx, r.tx, audit.Entry{At: r.now, Actor: r.Viewer.User, Act: "import", Subject: r.report.Target, Detail: map[string]any{
		"read": r.report.Read, "created": r.report.Created, "changed": r.report.Changed, "unchanged": r.report.Unchanged,
		"refused": r.report.Refused, "owners": r.report.Owners}})
}
