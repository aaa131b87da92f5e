package opportunity

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/bioxclusters/portal/internal/catalogue"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/matching"
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

// List pages through the opportunities that the viewer may read: with words, the most relevant first, else the newest first, unless
// order says otherwise.
func (s *Service) List(ctx context.Context, v viewer.Viewer, f *Filter, order *Order, args page.Args) (*page.Page[*Opportunity], error) {
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	by, err := order.ordering(f)
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
	if filter.query.Empty() {
		rows, err := selectPage(ctx, s.db, where(v, filter, s.moment()), by, after, limit)
		if err != nil {
			return nil, err
		}
		return page.Of(rows, limit, after, by.name, func(o *Opportunity) []string { return []string{by.key(o), string(o.ID)} }), nil
	}
	if by.relevance {
		return s.mostRelevant(ctx, v, filter, after, limit)
	}
	return s.searchInOrder(ctx, v, filter, by, after, limit)
}

// Found is how much a filter finds, of what the viewer may read.
type Found struct {
	Total     int
	Facets    *Facets
	Corrected string // the words searched for instead of those given, "" when these were
	Ready     bool   // false while the portal has just started and cannot tell yet; then nothing was found
}

// Find counts what passes the filter, and what each choice of a filter would give.
func (s *Service) Find(ctx context.Context, v viewer.Viewer, f *Filter) (*Found, error) {
	r, err := s.resolve(ctx, v, f)
	if err != nil {
		return nil, err
	}
	given := r.query
	state, search, err := s.search(ctx, v, r)
	if errors.Is(err, catalogue.NotReady) {
		return &Found{Facets: &Facets{}}, nil
	}
	if err != nil {
		return nil, err
	}
	c := state.Model.Find(state.Index, search).Counts
	found := &Found{Total: c.Total, Facets: facets(c), Ready: true}
	if r.query != given {
		found.Corrected = r.query.Text()
	}
	return found, nil
}

// Facets are counts of opportunities, each under all filters but its own; largest first, then by id or name.
type Facets struct {
	Markets      []MarketCount
	Kinds        []KindCount
	Technologies []TechnologyCount // that opportunities name, without those below; at most 30
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

// maxTechnologyFacet is how many technologies a facet shows.
const maxTechnologyFacet = 30

func facets(c matching.Counts) *Facets {
	facets := &Facets{}
	for _, t := range largest(c.Markets) {
		facets.Markets = append(facets.Markets, MarketCount{id.Market(t.key), t.count})
	}
	for _, t := range largest(c.Kinds) {
		facets.Kinds = append(facets.Kinds, KindCount{Kind(t.key), t.count})
	}
	technologies := largest(c.Technologies)
	for _, t := range technologies[:min(len(technologies), maxTechnologyFacet)] {
		facets.Technologies = append(facets.Technologies, TechnologyCount{id.Technology(t.key), t.count})
	}
	for _, t := range largest(c.Stages) {
		facets.Stages = append(facets.Stages, StageCount{organisation.Stage(t.key), t.count})
	}
	return facets
}

// tally is how many have a key.
type tally struct {
	key   string
	count int
}

func largest(counts map[string]int) []tally {
	var list []tally
	for key, count := range counts {
		list = append(list, tally{key, count})
	}
	slices.SortFunc(list, func(a, b tally) int { return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.key, b.key)) })
	return list
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
	if f.Text != nil {
		r.query = matching.ParseQuery(*f.Text)
	}
	if len(f.Organisations) > 0 {
		visible, err := s.organisations.ByIDs(ctx, v, f.Organisations)
		if err != nil {
			return nil, err
		}
		for _, one := range visible {
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
