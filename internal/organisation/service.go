package organisation

import (
	"context"
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Service does what people do with organisations. It is safe for concurrent use.
type Service struct {
	db        *db.DB
	now       func() time.Time
	publicURL string // without a slash at its end
}

// NewService makes a Service; publicURL is the portal's address without a slash at its end, for links in letters.
func NewService(d *db.DB, now func() time.Time, publicURL string) *Service {
	return &Service{d, now, publicURL}
}

// moment is the time as the database keeps it: in microseconds.
func (s *Service) moment() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// ByIDs finds the organisations with these ids that the viewer may see.
func (s *Service) ByIDs(ctx context.Context, v viewer.Viewer, ids []id.Organisation) (map[id.Organisation]*Organisation, error) {
	return selectByIDs(ctx, s.db, v, valid(ids))
}

// Get finds one organisation; NOT_FOUND when there is none that the viewer may see.
func (s *Service) Get(ctx context.Context, v viewer.Viewer, organisation id.Organisation) (*Organisation, error) {
	found, err := s.ByIDs(ctx, v, []id.Organisation{organisation})
	if err != nil {
		return nil, err
	}
	if o := found[organisation]; o != nil {
		return o, nil
	}
	return nil, fault.Missing("")
}

// List pages through the organisations that the viewer may see; by name unless order says otherwise.
func (s *Service) List(ctx context.Context, v viewer.Viewer, f *Filter, order *Order, args page.Args) (*page.Page[*Organisation], error) {
	if err := order.check(); err != nil {
		return nil, err
	}
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	l, err := newListing(order, args)
	if err != nil {
		return nil, err
	}
	w, err := s.scope(ctx, v, f)
	if err != nil {
		return nil, err
	}
	rows, err := selectList(ctx, s.db, w, l, limit+1)
	if err != nil {
		return nil, err
	}
	return page.Of(rows, limit, l.after, l.name, l.keys), nil
}

// Count counts the organisations that List pages through.
func (s *Service) Count(ctx context.Context, v viewer.Viewer, f *Filter) (int, error) {
	w, err := s.scope(ctx, v, f)
	if err != nil {
		return 0, err
	}
	return countRows(ctx, s.db, w)
}

// scope is what the viewer may see of what the filter asks for.
func (s *Service) scope(ctx context.Context, v viewer.Viewer, f *Filter) (*where, error) {
	w := &where{}
	w.add(w.visibleSQL(v, Teaser))
	if f == nil {
		return w, nil
	}
	found, err := f.resolve(ctx, s.db)
	if err != nil {
		return nil, err
	}
	w.filter(v, f, found)
	return w, nil
}

// TechnologiesOf finds the technologies of the capabilities of each organisation that the viewer may see, each once, in the order of
// the tree.
func (s *Service) TechnologiesOf(ctx context.Context, v viewer.Viewer, ids []id.Organisation) (map[id.Organisation][]id.Technology, error) {
	return selectTechnologiesOf(ctx, s.db, v, valid(ids))
}

// CapabilitiesOf finds the capabilities of each organisation of which the viewer has at least the listed view, in their order.
func (s *Service) CapabilitiesOf(ctx context.Context, v viewer.Viewer, ids []id.Organisation) (map[id.Organisation][]*Capability, error) {
	return selectCapabilitiesOf(ctx, s.db, v, valid(ids))
}

// CountByCluster counts the organisations of each cluster that the viewer may see; clusters without any are left out.
func (s *Service) CountByCluster(ctx context.Context, v viewer.Viewer, clusters []id.Cluster) (map[id.Cluster]int, error) {
	return countByCluster(ctx, s.db, v, valid(clusters))
}

// GatewaysOf finds the gateways in each market that the viewer may see, by name; markets without any are left out.
func (s *Service) GatewaysOf(ctx context.Context, v viewer.Viewer, markets []id.Market) (map[id.Market][]*Organisation, error) {
	return selectGateways(ctx, s.db, v, valid(markets))
}

func valid[T id.Typed](ids []T) []T {
	return slices.DeleteFunc(slices.Clone(ids), func(i T) bool { return !id.Valid(i) })
}
