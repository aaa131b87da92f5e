package audit

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Event is an entry as it is stored.
type Event struct {
	ID        id.Event                            `db:"id"`
	At        time.Time                           `db:"at"`
	ActorID   *id.User                            `db:"actor_id"`
	Act       string                              `db:"act"`
	SubjectID string                              `db:"subject_id"`
	Detail    db.JSON[map[string]json.RawMessage] `db:"detail"`
	RequestID string                              `db:"request_id"`
	Client    string                              `db:"client"`
}

// Detail is a named value of an event: a text as it is, anything else as JSON.
type Detail struct{ Name, Value string }

// Details are what the event says more, by name.
func (e *Event) Details() []Detail {
	list := make([]Detail, 0, len(e.Detail.V))
	for _, name := range slices.Sorted(maps.Keys(e.Detail.V)) {
		raw := e.Detail.V[name]
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		list = append(list, Detail{name, text})
	}
	return list
}

// Filter narrows the log; what is absent does not narrow.
type Filter struct {
	Acts      []string
	ActorID   *id.User
	SubjectID *string
	Since     *time.Time
	Before    *time.Time
}

// Service reads the log for coordinators.
type Service struct{ db *db.DB }

// NewService makes a Service over a database.
func NewService(d *db.DB) *Service { return &Service{d} }

// List pages through the log, the latest event first; nil for whoever is no coordinator.
func (s *Service) List(ctx context.Context, v viewer.Viewer, f *Filter, args page.Args) (*page.Page[*Event], error) {
	const order = "event"
	if !v.IsCoordinator() {
		return nil, nil
	}
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	after, err := args.From(order, 1)
	if err == nil && after != nil && !id.Valid(id.Event(after[0])) {
		err = fault.New(fault.Invalid, "after", "This cursor is not one of this list.")
	}
	if err == nil {
		err = f.check()
	}
	if err != nil {
		return nil, err
	}
	list, err := selectEvents(ctx, s.db, cmp.Or(f, &Filter{}), after, limit+1)
	if err != nil {
		return nil, db.Fault(err)
	}
	return page.Of(list, limit, after, order, func(e *Event) []string { return []string{string(e.ID)} }), nil
}

// Count counts what List would page through.
func (s *Service) Count(ctx context.Context, v viewer.Viewer, f *Filter) (int, error) {
	if !v.IsCoordinator() {
		return 0, nil
	}
	if err := f.check(); err != nil {
		return 0, err
	}
	n, err := countEvents(ctx, s.db, cmp.Or(f, &Filter{}))
	return n, db.Fault(err)
}

func (f *Filter) check() error {
	var c fault.Check
	if f == nil {
		return nil
	}
	c.Count("filter.acts", len(f.Acts), 0, 100)
	for i, act := range f.Acts {
		c.Line(fault.Item("filter.acts", i), act, 0, 64)
	}
	if f.ActorID != nil {
		c.Line("filter.actorId", string(*f.ActorID), 0, 64)
	}
	if f.SubjectID != nil {
		c.Line("filter.subjectId", *f.SubjectID, 0, 64)
	}
	return c.Err()
}
