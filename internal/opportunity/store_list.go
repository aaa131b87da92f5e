package opportunity

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// conditions are the conditions of a WHERE clause over o and g, and their arguments.
type conditions struct {
	parts []string
	args  []any
}

// arg adds an argument and gives its placeholder.
func (w *conditions) arg(a any) string {
	w.args = append(w.args, a)
	return "$" + strconv.Itoa(len(w.args))
}

func (w *conditions) add(part string) { w.parts = append(w.parts, part) }

func (w *conditions) sql() string { return ` where ` + strings.Join(w.parts, " and ") }

// visible adds MayRead as SQL. It and MayRead change together; a test compares them.
func (w *conditions) visible(v viewer.Viewer) {
	if v.IsCoordinator() {
		w.add("true")
		return
	}
	others := "o.status = 'PUBLISHED'"
	switch {
	case v.Has(viewer.Analyst):
		others = "o.status <> 'DRAFT'"
	case v.SignedIn():
		others = "o.status in ('PUBLISHED', 'EXPIRED')"
	}
	w.add("(" + w.ownSide(v) + " or g.status <> 'SUSPENDED' and " + others + ")")
}

// ownSide is MayReadFully as SQL, for all but coordinators.
func (w *conditions) ownSide(v viewer.Viewer) string {
	own := "false"
	if v.BelongsTo(v.Organisation) {
		own += " or o.organisation_id = " + w.arg(v.Organisation)
	}
	if v.IsStaffOf(v.Cluster) {
		own += " or g.cluster_id = " + w.arg(v.Cluster)
	}
	return "(" + own + ")"
}

// resolved is a filter with its references resolved. Organisations that the viewer may not see are none of it.
type resolved struct {
	*Filter
	markets       []id.Market
	technologies  []id.Technology // and those below
	organisations []id.Organisation
}

// facet is what rows are counted by; the filter of the same thing is then left out.
type facet string

const (
	none         facet = ""
	byMarket     facet = "o.market_id"
	byKind       facet = "o.kind"
	byTechnology facet = "unnest(o.technology_ids)"
	byStage      facet = "o.stage"
)

// How many choices of a facet are shown.
const (
	maxFacet           = 1000
	maxTechnologyFacet = 50
)

// where is what the viewer asks for: what they may read, narrowed by every filter but that of the facet.
func where(v viewer.Viewer, f *resolved, but facet, now time.Time) *conditions {
	w := &conditions{}
	w.visible(v)
	if len(f.markets) > 0 && but != byMarket {
		w.add("o.market_id = any(" + w.arg(db.List[id.Market](f.markets)) + ")")
	}
	if len(f.Kinds) > 0 && but != byKind {
		w.add("o.kind = any(" + w.arg(db.List[Kind](f.Kinds)) + ")")
	}
	if len(f.technologies) > 0 && but != byTechnology {
		w.add("o.technology_ids && " + w.arg(db.List[id.Technology](f.technologies)))
	}
	if len(f.Stages) > 0 && but != byStage {
		w.add("o.stage = any(" + w.arg(db.List[organisation.Stage](f.Stages)) + ")")
	}
	if len(f.Partnerships) > 0 {
		w.add("o.partnerships && " + w.arg(db.List[organisation.Partnership](f.Partnerships)))
	}
	if len(f.Statuses) > 0 {
		w.add("o.status = any(" + w.arg(db.List[Status](f.Statuses)) + ")")
	}
	if f.OpenOnly != nil && *f.OpenOnly {
		w.open(now)
	}
	if f.DeadlineBefore != nil {
		w.add("o.deadline <= " + w.arg(string(*f.DeadlineBefore)) + "::date")
	}
	w.words(v, f.Filter)
	w.ownedBy(v, f)
	return w
}

// open adds OpenForInterest as SQL.
func (w *conditions) open(now time.Time) {
	w.add("o.status = 'PUBLISHED' and g.status = 'VERIFIED' and o.expires_at > " + w.arg(now))
	w.add("(o.deadline is null or o.deadline >= " + w.arg(string(day.Of(now, time.UTC))) + "::date)")
}

// words adds the search for words: visitors search what they may read, title and summary.
func (w *conditions) words(v viewer.Viewer, f *Filter) {
	if f.Text == nil {
		return
	}
	if query := searchQuery(*f.Text, v.SignedIn()); query != "" {
		w.add("o.search @@ " + w.arg(query) + "::tsquery")
	}
}

// ownedBy adds the filter by owners without telling who owns what the viewer may not know the owner of.
func (w *conditions) ownedBy(v viewer.Viewer, f *resolved) {
	switch {
	case len(f.Organisations) == 0:
		return
	case !v.SignedIn():
		w.add("false")
		return
	}
	w.add("o.organisation_id = any(" + w.arg(db.List[id.Organisation](f.organisations)) + ")")
	if !v.IsCoordinator() {
		w.add("(not o.confidential or " + w.ownSide(v) + ")")
	}
}

func selectPage(ctx context.Context, q db.Q, w *conditions, by ordering, after page.Cursor, limit int) ([]*Opportunity, error) {
	compare, direction := " > ", " asc"
	if by.descending {
		compare, direction = " < ", " desc"
	}
	if after != nil {
		w.add("(" + by.sql + ", o.id)" + compare + "(" + w.arg(after[0]) + "::" + by.cast + ", " + w.arg(after[1]) + "::text)")
	}
	var rows []*Opportunity
	err := q.SelectContext(ctx, &rows, `select `+columns+tables+w.sql()+
		` order by `+by.sql+direction+`, o.id`+direction+` limit `+w.arg(limit+1), w.args...)
	return rows, db.Fault(err)
}

func count(ctx context.Context, q db.Q, w *conditions) (int, error) {
	var n int
	err := q.GetContext(ctx, &n, `select count(*)`+tables+w.sql(), w.args...)
	return n, db.Fault(err)
}

// tally is how many rows have a key.
type tally struct {
	Key   string `db:"key"`
	Count int    `db:"count"`
}

// tallies counts rows by a facet, largest first; those without a key are left out.
func tallies(ctx context.Context, q db.Q, w *conditions, by facet, most int) ([]tally, error) {
	var list []tally
	err := q.SelectContext(ctx, &list, `select key, count(*) as count from (select `+string(by)+` as key`+tables+w.sql()+`) keys
		where key is not null group by key order by count(*) desc, key collate "C" limit `+w.arg(most), w.args...)
	return list, db.Fault(err)
}

func selectByIDs(ctx context.Context, q db.Q, v viewer.Viewer, ids []id.Opportunity) ([]*Opportunity, error) {
	w := &conditions{}
	w.visible(v)
	w.add("o.id = any(" + w.arg(db.List[id.Opportunity](ids)) + ")")
	var rows []*Opportunity
	err := q.SelectContext(ctx, &rows, `select `+columns+tables+w.sql(), w.args...)
	return rows, db.Fault(err)
}

// selectReviews reads the reviews of opportunities whose own side the viewer is on, newest first.
func selectReviews(ctx context.Context, q db.Q, v viewer.Viewer, ids []id.Opportunity) ([]*Review, error) {
	w := &conditions{}
	if !v.IsCoordinator() {
		w.add(w.ownSide(v))
	}
	w.add("o.id = any(" + w.arg(db.List[id.Opportunity](ids)) + ")")
	var rows []*Review
	err := q.SelectContext(ctx, &rows, `select r.id, r.opportunity_id, r.reviewer_id, r.decision, r.issues, r.created_at`+tables+
		` join review r on r.opportunity_id = o.id`+w.sql()+` order by r.created_at desc, r.id desc`, w.args...)
	return rows, db.Fault(err)
}
