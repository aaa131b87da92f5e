package opportunity

import (
	"strconv"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/page"
)

// ordering is an order as the store needs it: what to compare, as which type, and how a row and a cursor spell its key.
type ordering struct {
	name       string // of cursors
	sql, cast  string
	sqlKey     string // the key as a cursor spells it
	descending bool
	relevance  bool // by the catalogue, not by SQL
	key        func(*Opportunity) string
	validKey   func(string) bool
}

// noDeadline is what an absent deadline is sorted as.
const noDeadline = "9999-12-31"

var orderings = map[OrderField]ordering{
	ByNewest: {sql: "o.listed_at", cast: "timestamptz", sqlKey: `to_char(o.listed_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
		key: func(o *Opportunity) string { return timeKey(o.ListedAt) }, validKey: validTimeKey},
	ByDeadline: {sql: "coalesce(o.deadline, '" + noDeadline + "')", cast: "date", sqlKey: "coalesce(o.deadline, '" + noDeadline + "')::text", key: deadlineKey, validKey: validDeadlineKey},
	ByTitle: {sql: `o.title collate "C"`, cast: "text", sqlKey: "o.title",
		key: func(o *Opportunity) string { return o.Title }, validKey: func(string) bool { return true }},
}

// byRelevance is the order of what is searched by words; without words it is the newest first.
var byRelevance = ordering{name: "opportunity RELEVANCE", relevance: true, validKey: validRelevanceKey}

// ordering resolves an order; nil is by relevance.
func (o *Order) ordering(f *Filter) (ordering, error) {
	if o == nil || o.Field == ByRelevance {
		if o != nil && o.Direction != nil && *o.Direction != page.Descending {
			return ordering{}, fault.New(fault.Invalid, "orderBy.direction", "The most relevant come first.")
		}
		if f != nil && f.Text != nil && !matching.ParseQuery(*f.Text).Empty() {
			return byRelevance, nil
		}
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

func validRelevanceKey(s string) bool {
	n, err := strconv.ParseInt(s, 10, 64)
	return err == nil && strconv.FormatInt(n, 10) == s
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
