package organisation

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// where gathers the conditions on a row o of organisation, and their arguments.
type where struct {
	conditions []string
	args       []any
}

// arg adds an argument and returns its placeholder.
func (w *where) arg(value any) string {
	w.args = append(w.args, value)
	return "$" + strconv.Itoa(len(w.args))
}

func (w *where) add(condition string) { w.conditions = append(w.conditions, condition) }

func (w *where) String() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return " where (" + strings.Join(w.conditions, ") and (") + ")"
}

// visibleSQL is the condition that the viewer has at least this view of o, Teaser or Listed: ViewOf in SQL.
func (w *where) visibleSQL(v viewer.Viewer, least View) string {
	if v.IsCoordinator() {
		return "true"
	}
	shown := "o.listed and o.status = 'VERIFIED'"
	if least > Teaser && !readsListed(v) {
		shown += " and o.market_id is not null"
		if !v.SignedIn() {
			shown += " and o.kind = 'GATEWAY'"
		}
	}
	if v.BelongsTo(v.Organisation) {
		shown += " or o.id = " + w.arg(v.Organisation)
	}
	if v.IsStaffOf(v.Cluster) {
		shown += " or o.cluster_id = " + w.arg(v.Cluster)
	}
	if v.Has(viewer.Analyst) {
		shown += " or o.status <> 'DRAFT'"
	}
	return "(" + shown + ")"
}

// filter adds the conditions of a filter, whose references are resolved.
func (w *where) filter(v viewer.Viewer, f *Filter, found ids) {
	if len(f.Kinds) > 0 {
		w.add("o.kind = any(" + w.arg(db.List[Kind](f.Kinds)) + ")")
	}
	if len(f.Statuses) > 0 {
		w.add("o.status = any(" + w.arg(db.List[Status](f.Statuses)) + ")")
	}
	if len(found.clusters) > 0 {
		w.add("o.cluster_id = any(" + w.arg(db.List[id.Cluster](found.clusters)) + ")")
	}
	if len(found.markets) > 0 {
		w.add("o.market_id = any(" + w.arg(db.List[id.Market](found.markets)) + ")")
	}
	if len(found.technologies) > 0 {
		w.add("o.id in (select organisation_id from capability where technology_ids && " + w.arg(db.List[id.Technology](found.technologies)) + ")")
	}
	if f.Text != nil && searchQuery(ownSide, *f.Text) != "" {
		w.add(w.wordsSQL(v, *f.Text))
	}
}

// wordsSQL is the condition that o holds the words of a text where the viewer may read them; visibleSQL must hold besides.
func (w *where) wordsSQL(v viewer.Viewer, text string) string {
	holds := func(a audience) string { return "o.search @@ " + w.arg(searchQuery(a, text)) + "::tsquery" }
	if v.IsCoordinator() {
		return holds(ownSide)
	}
	arms := holds(audienceOf(v))
	if v.BelongsTo(v.Organisation) {
		arms += " or o.id = " + w.arg(v.Organisation) + " and " + holds(ownSide)
	}
	if v.IsStaffOf(v.Cluster) {
		arms += " or o.cluster_id = " + w.arg(v.Cluster) + " and " + holds(ownSide)
	}
	if v.Has(viewer.Analyst) {
		arms += " or o.status <> 'DRAFT' and " + holds(ownSide)
	}
	return arms
}

// listing is an order with its cursor, ready for SQL.
type listing struct {
	name       string // of the order, as cursors carry it
	field      OrderField
	descending bool
	after      page.Cursor
}

func newListing(o *Order, args page.Args) (l listing, err error) {
	l.field = ByName
	if o != nil {
		l.field, l.descending = o.Field, o.Direction != nil && *o.Direction == page.Descending
	}
	l.name = string(l.field)
	if l.descending {
		l.name += " DESC"
	}
	if l.after, err = args.From(l.name, 2); err != nil || l.after == nil {
		return l, err
	}
	_, malformed := time.Parse(time.RFC3339Nano, l.after[0])
	if !id.Valid(id.Organisation(l.after[1])) || l.field == ByCreatedAt && (malformed != nil || len(l.after[0]) > 35) {
		return l, fault.New(fault.Invalid, "after", "This cursor is not one of this list.")
	}
	return l, nil
}

// sql adds the condition of the cursor and returns the ORDER BY. Both keys are the columns of an index.
func (l listing) sql(w *where) string {
	key, cast, than, direction := `lower(o.legal_name) collate "C"`, `lower(%::text) collate "C"`, ">", ""
	if l.field == ByCreatedAt {
		key, cast = "o.created_at", "%::timestamptz"
	}
	if l.descending {
		than, direction = "<", " desc"
	}
	if l.after != nil {
		w.add("(" + key + ", o.id) " + than + " (" + strings.Replace(cast, "%", w.arg(l.after[0]), 1) + ", " + w.arg(l.after[1]) + ")")
	}
	return " order by " + key + direction + ", o.id" + direction
}

// keys are the sort keys of a row, as newListing takes them.
func (l listing) keys(o *Organisation) []string {
	if l.field == ByCreatedAt {
		return []string{o.CreatedAt.UTC().Format(time.RFC3339Nano), string(o.ID)}
	}
	return []string{o.LegalName, string(o.ID)}
}

func selectList(ctx context.Context, q db.Q, w *where, l listing, limit int) ([]*Organisation, error) {
	order := l.sql(w)
	rows := []*Organisation{}
	err := q.SelectContext(ctx, &rows, `select `+columns+` from organisation o`+w.String()+order+` limit `+w.arg(limit), w.args...)
	return rows, db.Fault(err)
}

func countRows(ctx context.Context, q db.Q, w *where) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*) from organisation o`+w.String(), w.args...)
	return n, db.Fault(err)
}

// selectDuplicates finds organisations that the viewer may see and that may be the same: by the key of the name and the country, or
// by the host of the website. Country and website count only where the viewer may read them, so that nothing can be probed for.
func selectDuplicates(ctx context.Context, q db.Q, v viewer.Viewer, o *Organisation) ([]*Organisation, error) {
	w := &where{}
	w.add(w.visibleSQL(v, Teaser))
	same := "o.name_key = " + w.arg(o.NameKey) + " and (o.country = " + w.arg(o.Country) + " or not " + w.visibleSQL(v, Listed) + ")"
	if host := websiteHost(o.Website); host != "" {
		same += " or " + hostSQL + " = " + w.arg(host) + " and " + w.visibleSQL(v, Listed)
	}
	w.add(same)
	var rows []*Organisation
	err := q.SelectContext(ctx, &rows, `select `+columns+` from organisation o`+w.String()+` order by o.created_at, o.id limit 10`, w.args...)
	return rows, db.Fault(err)
}

// hostSQL is websiteHost in SQL, as the index organisation_website_host has it.
const hostSQL = `substring(lower(o.website) from '^https?://(?:www\.)?([^/:?#]+)')`
