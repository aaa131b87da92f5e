package opportunity

import (
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
)

// Filter narrows a list; what is absent does not narrow. All that is present must hold, and of a list any one.
type Filter struct {
	Text           *string  // words that must all be there, the last may be a beginning
	Markets        []string // ids or codes
	Kinds          []Kind
	Technologies   []string // ids or slugs: these and what is below them
	Partnerships   []organisation.Partnership
	Stages         []organisation.Stage
	Statuses       []Status
	OpenOnly       *bool
	DeadlineBefore *day.Date // up to this day
	Organisations  []id.Organisation
}

// Bounds of a filter.
const (
	maxSearchText = 200
	maxChoices    = 100
)

// check checks a filter's form.
func (f *Filter) check() error {
	var c fault.Check
	if f.Text != nil {
		c.Text("filter.text", *f.Text, 0, maxSearchText)
	}
	c.Count("filter.markets", len(f.Markets), 0, maxChoices)
	c.Count("filter.technologies", len(f.Technologies), 0, maxChoices)
	c.Count("filter.organisations", len(f.Organisations), 0, maxChoices)
	valid(&c, "filter.kinds", f.Kinds, Kind.Valid)
	valid(&c, "filter.partnerships", f.Partnerships, organisation.Partnership.Valid)
	valid(&c, "filter.stages", f.Stages, organisation.Stage.Valid)
	valid(&c, "filter.statuses", f.Statuses, Status.Valid)
	if f.DeadlineBefore != nil {
		checkDay(&c, "filter.deadlineBefore", *f.DeadlineBefore)
	}
	return c.Err()
}

// valid checks the choices of a closed set.
func valid[T ~string](c *fault.Check, field string, choices []T, ok func(T) bool) {
	c.Count(field, len(choices), 0, maxChoices)
	for i, choice := range choices {
		c.That(ok(choice), fault.Item(field, i), "There is no such choice.")
	}
}

func checkDay(c *fault.Check, field string, d day.Date) {
	_, err := day.Parse(string(d))
	c.That(err == nil, field, "Please give a day such as 2026-11-23.")
}

// Order says how a list runs.
type Order struct {
	Field     OrderField
	Direction *page.Direction // default DESC for NEWEST, else ASC
}

// OrderField is by what opportunities are ordered.
type OrderField string

// What opportunities can be ordered by; those without a deadline count as latest.
const (
	ByNewest   OrderField = "NEWEST"
	ByDeadline OrderField = "DEADLINE"
	ByTitle    OrderField = "TITLE"
)

// ordering is an order as the store needs it: what to compare, as which type, and how a row and a cursor spell its key.
type ordering struct {
	name       string // of cursors
	sql, cast  string
	descending bool
	key        func(*Opportunity) string
	validKey   func(string) bool
}

// noDeadline is what an absent deadline is sorted as.
const noDeadline = "9999-12-31"

var orderings = map[OrderField]ordering{
	ByNewest: {sql: "o.listed_at", cast: "timestamptz",
		key: func(o *Opportunity) string { return timeKey(o.ListedAt) }, validKey: validTimeKey},
	ByDeadline: {sql: "coalesce(o.deadline, '" + noDeadline + "')", cast: "date", key: deadlineKey, validKey: validDeadlineKey},
	ByTitle: {sql: `o.title collate "C"`, cast: "text",
		key: func(o *Opportunity) string { return o.Title }, validKey: func(string) bool { return true }},
}

// ordering resolves an order; nil is the newest first.
func (o *Order) ordering() (ordering, error) {
	if o == nil {
		o = &Order{Field: ByNewest}
	}
	by, ok := orderings[o.Field]
	if !ok {
		return by, fault.New(fault.Invalid, "orderBy.field", "There is no such order.")
	}
	by.descending = o.Field == ByNewest
	if o.Direction != nil {
		if d := *o.Direction; d != page.Ascending && d != page.Descending {
			return by, fault.New(fault.Invalid, "orderBy.direction", "There is no such direction.")
		}
		by.descending = *o.Direction == page.Descending
	}
	by.name = "opportunity " + string(o.Field) + " ASC"
	if by.descending {
		by.name = "opportunity " + string(o.Field) + " DESC"
	}
	return by, nil
}

// after decodes a cursor of the order and checks its keys.
func (by ordering) after(args page.Args) (page.Cursor, error) {
	cursor, err := args.From(by.name, 2)
	if cursor != nil && (!by.validKey(cursor[0]) || !id.Valid(id.Opportunity(cursor[1]))) {
		err = fault.New(fault.Invalid, "after", "This cursor is not one of this list.")
	}
	return cursor, err
}

func timeKey(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

func validTimeKey(s string) bool {
	t, err := time.Parse(time.RFC3339Nano, s)
	return err == nil && timeKey(t) == s && t.Year() >= 1
}

func deadlineKey(o *Opportunity) string {
	if o.Deadline == nil {
		return noDeadline
	}
	return string(*o.Deadline)
}

func validDeadlineKey(s string) bool {
	_, err := day.Parse(s)
	return err == nil || s == noDeadline
}
