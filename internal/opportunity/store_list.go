package opportunity

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
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
	query         *matching.Query // nil without text
	markets       []id.Market
	technologies  []id.Technology // and those below
	organisations []*organisation.Organisation
}

// where is what the viewer asks for: what they may read, narrowed by every filter but words, which are searched in the catalogue.
// catalogueFilter is the same for the catalogue; the two change together, and a test compares them.
func where(v viewer.Viewer, f *resolved, now time.Time) *conditions {
	w := &conditions{}
	w.visible(v)
	if len(f.markets) > 0 {
		w.add("o.market_id = any(" + w.arg(db.List[id.Market](f.markets)) + ")")
	}
	if len(f.Kinds) > 0 {
		w.add("o.kind = any(" + w.arg(db.List[Kind](f.Kinds)) + ")")
	}
	if len(f.technologies) > 0 {
		w.add("o.technology_ids && " + w.arg(db.List[id.Technology](f.technologies)))
	}
	if len(f.Stages) > 0 {
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
	w.ownedBy(v, f)
	return w
}

// open adds OpenForInterest as SQL.
func (w *conditions) open(now time.Time) {
	w.add("o.status = 'PUBLISHED' and g.status = 'VERIFIED' and o.expires_at > " + w.arg(now))
	w.add("(o.deadline is null or o.deadline >= " + w.arg(string(day.Of(now, time.UTC))) + "::date)")
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
	owners := make(db.List[id.Organisation], len(f.organisations))
	for i, o := range f.organisations {
		owners[i] = o.ID
	}
	w.add("o.organisation_id = any(" + w.arg(owners) + ")")
	if !v.IsCoordinator() {
		w.add("(not o.confidential or " + w.ownSide(v) + ")")
	}
}

// after narrows to what follows a cursor in an order.
func (w *conditions) after(by ordering, after page.Cursor) *conditions {
	if after != nil {
		compare := " > "
		if by.descending {
			compare = " < "
		}
		w.add("(" + by.sql + ", o.id)" + compare + "(" + w.arg(after[0]) + "::" + by.cast + ", " + w.arg(after[1]) + "::text)")
	}
	return w
}

func (by ordering) orderBy() string {
	direction := " asc"
	if by.descending {
		direction = " desc"
	}
	return ` order by ` + by.sql + direction + `, o.id` + direction
}

func selectPage(ctx context.Context, q db.Q, w *conditions, by ordering, after page.Cursor, limit int) ([]*Opportunity, error) {
	var rows []*Opportunity
	err := q.SelectContext(ctx, &rows, `select `+columns+tables+w.after(by, after).sql()+by.orderBy()+` limit `+w.arg(limit+1), w.args...)
	return rows, db.Fault(err)
}

// orderKey is a row's place in an order.
type orderKey struct {
	ID  id.Opportunity `db:"id"`
	Key string         `db:"key"`
}

// selectKeys is selectPage without the rows.
func selectKeys(ctx context.Context, q db.Q, w *conditions, by ordering, after page.Cursor, limit int) ([]orderKey, error) {
	var keys []orderKey
	err := q.SelectContext(ctx, &keys, `select o.id, `+by.sqlKey+` as key`+tables+w.after(by, after).sql()+by.orderBy()+` limit `+w.arg(limit), w.args...)
	return keys, db.Fault(err)
}

// ids narrows to some ids.
func (w *conditions) ids(ids []string) {
	w.add("o.id = any(" + w.arg(db.List[string](ids)) + ")")
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
