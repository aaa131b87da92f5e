package opportunity

import (
	"context"
	"slices"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Get reads an opportunity; NOT_FOUND when it is absent or not for the viewer.
func (s *Service) Get(ctx context.Context, v viewer.Viewer, oid id.Opportunity) (*Opportunity, error) {
	found, err := s.ByIDs(ctx, v, []id.Opportunity{oid})
	if err != nil {
		return nil, err
	}
	if o := found[oid]; o != nil {
		return o, nil
	}
	return nil, fault.Missing("")
}

// ByIDs reads those of the opportunities that the viewer may read.
func (s *Service) ByIDs(ctx context.Context, v viewer.Viewer, ids []id.Opportunity) (map[id.Opportunity]*Opportunity, error) {
	rows, err := selectByIDs(ctx, s.db, v, wellFormed(ids))
	found := make(map[id.Opportunity]*Opportunity, len(rows))
	for _, o := range rows {
		found[o.ID] = o
	}
	return found, err
}

func wellFormed[T id.Typed](ids []T) []T {
	return slices.DeleteFunc(slices.Clone(ids), func(one T) bool { return !id.Valid(one) })
}

// List pages through the opportunities that the viewer may read, the newest first unless order says otherwise.
func (s *Service) List(ctx context.Context, v viewer.Viewer, f *Filter, order *Order, args page.Args) (*page.Page[*Opportunity], error) {
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	by, err := order.ordering()
	if err != nil {
		return nil, err
	}
	after, err := by.after(args)
	if err != nil {
		return nil, err
	}
	filter, err := s.resolve(ctx, v, f)
	if err != nil {
		return nil, err
	}
	rows, err := selectPage(ctx, s.db, where(v, filter, none, s.moment()), by, after, limit)
	if err != nil {
		return nil, err
	}
	return page.Of(rows, limit, after, by.name, func(o *Opportunity) []string { return []string{by.key(o), string(o.ID)} }), nil
}

// Count says how many opportunities pass the filter, of those that the viewer may read.
func (s *Service) Count(ctx context.Context, v viewer.Viewer, f *Filter) (int, error) {
	filter, err := s.resolve(ctx, v, f)
	if err != nil {
		return 0, err
	}
	return count(ctx, s.db, where(v, filter, none, s.moment()))
}

// Facets are counts of opportunities, each under all filters but its own; largest first, then by id or name.
type Facets struct {
	Markets      []MarketCount
	Kinds        []KindCount
	Technologies []TechnologyCount // that opportunities name, without those below; at most 50
	Stages       []StageCount
}

// MarketCount is how many in a market, and so on.
type (
	MarketCount struct {
		MarketID id.Market
		Count    int
	}
	KindCount struct {
		Kind  Kind
		Count int
	}
	TechnologyCount struct {
		TechnologyID id.Technology
		Count        int
	}
	StageCount struct {
		Stage organisation.Stage
		Count int
	}
)

// Facets counts what each choice of a filter would give. It reads all rows that pass the filter four times.
func (s *Service) Facets(ctx context.Context, v viewer.Viewer, f *Filter) (*Facets, error) {
	filter, err := s.resolve(ctx, v, f)
	if err != nil {
		return nil, err
	}
	now := s.moment()
	counts := map[facet][]tally{}
	for _, by := range []facet{byMarket, byKind, byTechnology, byStage} {
		most := maxFacet
		if by == byTechnology {
			most = maxTechnologyFacet
		}
		if counts[by], err = tallies(ctx, s.db, where(v, filter, by, now), by, most); err != nil {
			return nil, err
		}
	}
	facets := &Facets{}
	for _, t := range counts[byMarket] {
		facets.Markets = append(facets.Markets, MarketCount{id.Market(t.Key), t.Count})
	}
	for _, t := range counts[byKind] {
		facets.Kinds = append(facets.Kinds, KindCount{Kind(t.Key), t.Count})
	}
	for _, t := range counts[byTechnology] {
		facets.Technologies = append(facets.Technologies, TechnologyCount{id.Technology(t.Key), t.Count})
	}
	for _, t := range counts[byStage] {
		facets.Stages = append(facets.Stages, StageCount{organisation.Stage(t.Key), t.Count})
	}
	return facets, nil
}

// resolve checks a filter and finds what it refers to.
func (s *Service) resolve(ctx context.Context, v viewer.Viewer, f *Filter) (*resolved, error) {
	if f == nil {
		f = &Filter{}
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	markets, err := market.Resolve(ctx, s.db, "filter.markets", f.Markets)
	if err != nil {
		return nil, err
	}
	nodes, err := technology.Resolve(ctx, s.db, "filter.technologies", f.Technologies)
	if err != nil {
		return nil, err
	}
	technologies, err := technology.Descendants(ctx, s.db, nodes)
	if err != nil {
		return nil, err
	}
	r := &resolved{Filter: f, markets: markets, technologies: technologies}
	if len(f.Organisations) > 0 {
		visible, err := s.organisations.ByIDs(ctx, v, f.Organisations)
		if err != nil {
			return nil, err
		}
		for one := range visible {
			r.organisations = append(r.organisations, one)
		}
	}
	return r, nil
}

// ReviewsOf reads the reviews of those of the opportunities whose own side the viewer is on, newest first.
func (s *Service) ReviewsOf(ctx context.Context, v viewer.Viewer, ids []id.Opportunity) (map[id.Opportunity][]*Review, error) {
	rows, err := selectReviews(ctx, s.db, v, wellFormed(ids))
	found := map[id.Opportunity][]*Review{}
	for _, r := range rows {
		found[r.OpportunityID] = append(found[r.OpportunityID], r)
	}
	return found, err
}
