package mission

import (
	"context"
	"sync"
	"time"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Service reads and changes missions and their registrations. It is safe for concurrent use, by several processes too.
type Service struct {
	db   *pool
	time func() time.Time
	base string
	// lines are the newcomers at each mission's door, whom one goroutine is deciding on; doors guards them.
	doors sync.Mutex
	lines map[id.Mission][]*newcomer
}

// NewService makes a Service over a database. base is the address of the portal, without a slash at its end: letters link
// to base/missions/ID.
func NewService(d *db.DB, now func() time.Time, base string) *Service {
	return &Service{db: &pool{DB: d}, time: now, base: base, lines: map[id.Mission][]*newcomer{}}
}

// now is the time as the database keeps it, in microseconds.
func (s *Service) now() time.Time { return s.time().UTC().Truncate(time.Microsecond) }

// ByIDs finds missions that the viewer may see; ids of none are left out.
func (s *Service) ByIDs(ctx context.Context, v viewer.Viewer, ids []id.Mission) (map[id.Mission]*Mission, error) {
	list, err := selectMissions(ctx, s.db, v, valid(ids))
	return byKey(list, func(m *Mission) id.Mission { return m.ID }), err
}

// Get finds one mission; NOT_FOUND when there is none that the viewer may see.
func (s *Service) Get(ctx context.Context, v viewer.Viewer, m id.Mission) (*Mission, error) {
	found, err := s.ByIDs(ctx, v, []id.Mission{m})
	if err == nil && found[m] == nil {
		err = fault.Missing("")
	}
	return found[m], err
}

// List pages through the missions that the viewer may see; nil order means by first day.
func (s *Service) List(ctx context.Context, v viewer.Viewer, f *Filter, o *Order, args page.Args) (*page.Page[*Mission], error) {
	by, err := o.resolve()
	if err != nil {
		return nil, err
	}
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	after, err := by.after(args)
	if err != nil {
		return nil, err
	}
	c, err := s.criteria(ctx, f)
	if err != nil {
		return nil, err
	}
	list, err := listMissions(ctx, s.db, v, c, by, after, limit+1)
	if err != nil {
		return nil, err
	}
	return page.Of(list, limit, after, by.name, by.keys), nil
}

// Count counts the missions that List would page through.
func (s *Service) Count(ctx context.Context, v viewer.Viewer, f *Filter) (int, error) {
	c, err := s.criteria(ctx, f)
	if err != nil {
		return 0, err
	}
	return countMissions(ctx, s.db, v, c)
}

// criteria checks a filter and resolves its references.
func (s *Service) criteria(ctx context.Context, f *Filter) (*criteria, error) {
	c := &criteria{now: s.now()}
	if f == nil {
		return c, nil
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	markets, err := market.Resolve(ctx, s.db, "filter.markets", f.Markets)
	if err != nil {
		return nil, err
	}
	clusters, err := cluster.Resolve(ctx, s.db, "filter.clusters", f.Clusters)
	if err != nil {
		return nil, err
	}
	if f.Markets != nil {
		c.markets = (*db.List[id.Market])(&markets)
	}
	if f.Clusters != nil {
		c.clusters = (*db.List[id.Cluster])(&clusters)
	}
	if f.Statuses != nil {
		c.statuses = (*db.List[Status])(&f.Statuses)
	}
	c.direction, c.endsFrom, c.startsUntil = f.Direction, f.EndsFrom, f.StartsUntil
	c.openOnly = f.OpenOnly != nil && *f.OpenOnly
	return c, nil
}

// Places counts, for each mission, the places taken and those who wait. Every id gets an answer; whether the viewer may see
// the mission, the caller knows.
func (s *Service) Places(ctx context.Context, ids []id.Mission) (map[id.Mission]*Places, error) {
	list, err := selectPlaces(ctx, s.db, valid(ids))
	found := byKey(list, func(p *Places) id.Mission { return p.MissionID })
	for _, m := range ids {
		if found[m] == nil {
			found[m] = &Places{MissionID: m}
		}
	}
	return found, err
}

// Quotas lists the quotas of missions that the caller knows to be visible, in the clusters' order of ids.
func (s *Service) Quotas(ctx context.Context, ids []id.Mission) (map[id.Mission][]*Quota, error) {
	list, err := selectQuotas(ctx, s.db, valid(ids))
	return grouped(list, func(q *Quota) id.Mission { return q.MissionID }), err
}

// standing tells how the places of one mission stand now.
func (s *Service) standing(ctx context.Context, q db.Q, m *Mission, now time.Time) (*Standing, error) {
	all, err := selectStandings(ctx, q, []*Mission{m}, now)
	return all[m.ID], err
}

func valid[T id.Typed](ids []T) []T {
	good := make([]T, 0, len(ids))
	for _, i := range ids {
		if id.Valid(i) {
			good = append(good, i)
		}
	}
	return good
}

func byKey[K comparable, T any](list []T, key func(T) K) map[K]T {
	found := make(map[K]T, len(list))
	for _, t := range list {
		found[key(t)] = t
	}
	return found
}

func grouped[K comparable, T any](list []T, key func(T) K) map[K][]T {
	found := make(map[K][]T)
	for _, t := range list {
		found[key(t)] = append(found[key(t)], t)
	}
	return found
}
