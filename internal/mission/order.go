package mission

import (
	"strconv"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
)

// ordering is an Order in SQL and in cursors.
type ordering struct {
	name               string // in cursors
	column, kind       string
	compare, direction string
	key                func(*Mission) string
	valid              func(string) bool
}

// resolve checks an order; nil is by first day.
func (o *Order) resolve() (ordering, error) {
	by := ordering{column: "starts_on", kind: "date", compare: ">", direction: "asc", valid: validDay,
		key: func(m *Mission) string { return string(m.StartsOn) }}
	if o == nil {
		o = &Order{Field: StartsOn}
	}
	if !o.Field.Valid() {
		return by, fault.New(fault.Invalid, "orderBy.field", "There is no such order.")
	}
	if o.Direction != nil && !o.Direction.Valid() {
		return by, fault.New(fault.Invalid, "orderBy.direction", "There is no such direction.")
	}
	if o.Field == ClosesAt {
		by.column, by.kind, by.valid = "closes_at", "timestamptz", validInstant
		by.key = func(m *Mission) string { return instantKey(m.ClosesAt) }
	}
	if o.Direction != nil && *o.Direction == page.Descending {
		by.compare, by.direction = "<", "desc"
	}
	by.name = "mission " + by.column + " " + by.direction
	return by, nil
}

func (by ordering) keys(m *Mission) []string { return []string{by.key(m), string(m.ID)} }

func (by ordering) after(args page.Args) (page.Cursor, error) {
	return cursor[id.Mission](args, by.name, by.valid)
}

// cursor decodes a cursor of a sort key and an id, and checks both.
func cursor[T id.Typed](args page.Args, order string, validKey func(string) bool) (page.Cursor, error) {
	c, err := args.From(order, 2)
	if err == nil && c != nil && (!validKey(c[0]) || !id.Valid(T(c[1]))) {
		err = fault.New(fault.Invalid, "after", "This cursor is not one of this list.")
	}
	return c, err
}

func validDay(s string) bool {
	_, err := day.Parse(s)
	return err == nil
}

func instantKey(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

func validInstant(s string) bool {
	t, err := time.Parse(time.RFC3339Nano, s)
	return err == nil && instantKey(t) == s && t.Year() >= 1
}

func validArrival(s string) bool {
	n, err := strconv.ParseInt(s, 10, 64)
	return err == nil && n >= 0
}

// check says what is wrong with a filter.
func (f *Filter) check() error {
	var c fault.Check
	c.Count("filter.statuses", len(f.Statuses), 0, 100)
	for i, s := range f.Statuses {
		c.That(s.Valid(), fault.Item("filter.statuses", i), "There is no such status.")
	}
	c.That(f.Direction == nil || f.Direction.Valid(), "filter.direction", "There is no such direction.")
	c.That(f.EndsFrom == nil || validDay(string(*f.EndsFrom)), "filter.endsFrom", "Please give a day, such as 2026-11-23.")
	c.That(f.StartsUntil == nil || validDay(string(*f.StartsUntil)), "filter.startsUntil", "Please give a day, such as 2026-11-23.")
	return c.Err()
}
