package organisation

import (
	"context"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/technology"
)

// Filter narrows a list of organisations; what is absent does not narrow.
type Filter struct {
	Text         *string // words of the name and, where the viewer may read them, of city and description
	Kinds        []Kind
	Statuses     []Status
	Clusters     []string // ids or slugs
	Markets      []string // ids or codes
	Technologies []string // ids or slugs: only with a capability at or below one of these nodes
}

// Order is how a list runs.
type Order struct {
	Field     OrderField
	Direction *page.Direction // nil means ascending
}

// OrderField is by what a list runs.
type OrderField string

// What organisations can be ordered by.
const (
	ByName      OrderField = "NAME"
	ByCreatedAt OrderField = "CREATED_AT"
)

// Valid tells whether there is such a field.
func (f OrderField) Valid() bool { return f == ByName || f == ByCreatedAt }

func (o *Order) check() error {
	var c fault.Check
	if o != nil {
		c.That(o.Field.Valid(), "orderBy.field", "There is no such choice.")
		c.That(o.Direction == nil || o.Direction.Valid(), "orderBy.direction", "There is no such choice.")
	}
	return c.Err()
}

// ids are the references of a filter, resolved; technologies with all that is below them.
type ids struct {
	clusters     []id.Cluster
	markets      []id.Market
	technologies []id.Technology
}

// resolve checks a filter and finds what it refers to; INVALID, on fields below "filter", for what is malformed or refers to nothing.
func (f *Filter) resolve(ctx context.Context, q db.Q) (found ids, err error) {
	var c fault.Check
	if f.Text != nil {
		c.Text("filter.text", *f.Text, 0, 256)
	}
	for i, k := range f.Kinds {
		c.That(k.Valid(), fault.Item("filter.kinds", i), "There is no such choice.")
	}
	for i, s := range f.Statuses {
		c.That(s.Valid(), fault.Item("filter.statuses", i), "There is no such choice.")
	}
	if err = c.Err(); err != nil {
		return found, err
	}
	if found.clusters, err = cluster.Resolve(ctx, q, "filter.clusters", f.Clusters); err != nil {
		return found, err
	}
	if found.markets, err = market.Resolve(ctx, q, "filter.markets", f.Markets); err != nil {
		return found, err
	}
	if found.technologies, err = technology.Resolve(ctx, q, "filter.technologies", f.Technologies); err != nil {
		return found, err
	}
	found.technologies, err = technology.Descendants(ctx, q, found.technologies)
	return found, err
}
