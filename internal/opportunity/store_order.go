package opportunity

import (
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
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
