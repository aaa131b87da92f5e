package opportunity

import (
	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
)

// Filter narrows a list; what is absent does not narrow. All that is present must hold, and of a list any one.
type Filter struct {
	Text           *string  // words that must all be there, in whatever form, the last may be a beginning; phrases in quotation marks
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

// What opportunities can be ordered by; those without a deadline count as latest. Relevance is to the words searched for.
const (
	ByRelevance OrderField = "RELEVANCE"
	ByNewest    OrderField = "NEWEST"
	ByDeadline  OrderField = "DEADLINE"
	ByTitle     OrderField = "TITLE"
)
