package opportunity

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/bioxclusters/portal/internal/catalogue"
	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Bounds of a search.
const (
	maxPhraseRows = 1000   // of the most relevant with the words of a phrase, in which the phrase itself is looked for
	maxSortedIDs  = 5_000  // found, up to which PostgreSQL sorts them; more are picked from its own order
	pickChunk     = 2_000  // rows of that order looked at at once
	maxPicked     = 60_000 // and in all, for one page
)

// visibleIn is MayRead for the catalogue: it, MayRead and conditions.visible change together; tests compare them.
func visibleIn(v viewer.Viewer, f *matching.Filter) {
	if v.IsCoordinator() {
		return
	}
	f.Visible = []string{catalogue.Seen(string(Published))}
	switch {
	case v.Has(viewer.Analyst):
		for _, s := range []Status{Submitted, ChangesRequested, OnHold, Expired, Archived, Withdrawn} {
			f.Visible = append(f.Visible, catalogue.Seen(string(s)))
		}
	case v.SignedIn():
		f.Visible = append(f.Visible, catalogue.Seen(string(Expired)))
	}
	if v.BelongsTo(v.Organisation) {
		f.Own = string(v.Organisation)
	}
	if v.IsStaffOf(v.Cluster) {
		f.Visible = append(f.Visible, catalogue.Cluster(v.Cluster))
	}
}

// catalogueFilter is where for the catalogue.
func catalogueFilter(v viewer.Viewer, r *resolved, now time.Time) matching.Filter {
	f := matching.Filter{Kinds: texts(r.Kinds), Markets: texts(r.markets), Stages: texts(r.Stages), Technologies: texts(r.technologies),
		Partnerships: texts(r.Partnerships)}
	visibleIn(v, &f)
	for _, s := range r.Statuses {
		f.Tags = append(f.Tags, catalogue.Status(string(s)))
	}
	if r.OpenOnly != nil && *r.OpenOnly {
		f.OpenAt = &now
	}
	if r.DeadlineBefore != nil {
		end := day.Date(*r.DeadlineBefore).Begin(time.UTC)
		f.EndsBy = &end
	}
	if len(r.Organisations) > 0 {
		f.Owners = owners(v, r.organisations)
	}
	return f
}

// owners chooses owners without telling who owns what the viewer may not know the owner of.
func owners(v viewer.Viewer, organisations []*organisation.Organisation) []matching.Owner {
	list := []matching.Owner{}
	for _, o := range organisations {
		switch {
		case !v.SignedIn():
		case v.IsCoordinator(), v.BelongsTo(o.ID), v.IsStaffOf(o.ClusterID):
			list = append(list, matching.Owner{ID: string(o.ID)})
		default:
			list = append(list, matching.Owner{ID: string(o.ID), Tag: catalogue.Named})
		}
	}
	return list
}

// texts are values as the engine has them; nil for none.
func texts[T ~string](list []T) []string {
	var out []string
	for _, one := range list {
		out = append(out, string(one))
	}
	return out
}

// search is a search in the catalogue as it is now.
func (s *Service) search(ctx context.Context, v viewer.Viewer, r *resolved) (*catalogue.State, matching.Search, error) {
	state, err := s.catalogue.Current(ctx)
	if err != nil {
		return nil, matching.Search{}, err
	}
	search := matching.Search{Query: r.query, Filter: catalogueFilter(v, r, s.moment()), Teaser: !v.SignedIn()}
	if err := s.phrases(ctx, v, state, &search); err != nil {
		return nil, search, err
	}
	if !search.Query.Empty() {
		r.query = corrected(state, search)
		search.Query = r.query
	}
	return state, search, nil
}

// phrases narrows a search with phrases to those of the most relevant that hold them.
func (s *Service) phrases(ctx context.Context, v viewer.Viewer, state *catalogue.State, search *matching.Search) error {
	if search.Query.Empty() || !search.Query.Phrases() {
		return nil
	}
	first := *search
	first.First = maxPhraseRows
	ids := make([]id.Opportunity, 0, maxPhraseRows)
	for _, hit := range state.Model.Find(state.Index, first).Hits {
		ids = append(ids, id.Opportunity(hit.ID))
	}
	rows, err := selectByIDs(ctx, s.db, v, ids)
	if err != nil {
		return err
	}
	search.Filter.Only = []string{}
	for _, o := range rows {
		if search.Query.Holds(o.searched(v)...) {
			search.Filter.Only = append(search.Filter.Only, string(o.ID))
		}
	}
	return nil
}

// searched are the texts that the viewer finds an opportunity by.
func (o *Opportunity) searched(v viewer.Viewer) []string {
	if !v.SignedIn() {
		return []string{o.Title, o.Summary}
	}
	return []string{o.Title, o.Summary, o.Description, o.Advantages, o.Specification, o.PartnerSought}
}

// corrected is the query of a search, or where that finds nothing whatever else is chosen, one with slips of the keyboard mended that
// finds something for this viewer.
func corrected(state *catalogue.State, search matching.Search) *matching.Query {
	reach := func(q *matching.Query) bool {
		probe := matching.Search{Query: q, Teaser: search.Teaser,
			Filter: matching.Filter{Visible: search.Filter.Visible, Own: search.Filter.Own}}
		return state.Model.Find(state.Index, probe).Counts.Total > 0
	}
	if search.Query.Phrases() || reach(search.Query) {
		return search.Query
	}
	if guess := state.Model.Guess(state.Index, search.Query, reach); guess != nil {
		return guess
	}
	return search.Query
}

// mostRelevant is a page of what the words find, the most relevant first.
func (s *Service) mostRelevant(ctx context.Context, v viewer.Viewer, r *resolved, after page.Cursor, limit int) (*page.Page[*Opportunity], error) {
	state, search, err := s.search(ctx, v, r)
	if errors.Is(err, catalogue.NotReady) {
		return page.Of[*Opportunity](nil, limit, after, byRelevance.name, nil), nil
	}
	if err != nil {
		return nil, err
	}
	search.First = limit + 1
	if after != nil {
		relevance, _ := strconv.ParseInt(after[0], 10, 64) // checked by validRelevanceKey
		search.After = &matching.Place{Total: relevance, ID: after[1]}
	}
	hits := state.Model.Find(state.Index, search).Hits
	relevance, ids := map[id.Opportunity]int64{}, make([]id.Opportunity, len(hits))
	for i, hit := range hits {
		ids[i] = id.Opportunity(hit.ID)
		relevance[ids[i]] = hit.Total
	}
	rows, err := s.inOrder(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	return page.Of(rows, limit, after, byRelevance.name, func(o *Opportunity) []string {
		return []string{strconv.FormatInt(relevance[o.ID], 10), string(o.ID)}
	}), nil
}

// inOrder reads opportunities in the order of their ids given; those gone since, or no longer for the viewer, are left out.
func (s *Service) inOrder(ctx context.Context, v viewer.Viewer, ids []id.Opportunity) ([]*Opportunity, error) {
	found, err := s.ByIDs(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]*Opportunity, 0, len(ids))
	for _, one := range ids {
		if o := found[one]; o != nil {
			rows = append(rows, o)
		}
	}
	return rows, nil
}

// searchInOrder is a page of what the words find, in another order than by relevance: PostgreSQL sorts what was found when that is
// little, else what was found is picked from the order that an index of its keeps.
func (s *Service) searchInOrder(ctx context.Context, v viewer.Viewer, r *resolved, by ordering, after page.Cursor, limit int) (*page.Page[*Opportunity], error) {
	state, search, err := s.search(ctx, v, r)
	if errors.Is(err, catalogue.NotReady) {
		return page.Of[*Opportunity](nil, limit, after, by.name, nil), nil
	}
	if err != nil {
		return nil, err
	}
	search.Every = true
	found := state.Model.Find(state.Index, search)
	var rows []*Opportunity
	if found.Counts.Total <= maxSortedIDs {
		w := where(v, r, s.moment())
		w.ids(found.IDs())
		rows, err = selectPage(ctx, s.db, w, by, after, limit)
	} else {
		rows, err = s.pick(ctx, v, r, by, after, limit, found)
	}
	if err != nil {
		return nil, err
	}
	return page.Of(rows, limit, after, by.name, func(o *Opportunity) []string { return []string{by.key(o), string(o.ID)} }), nil
}

// pick reads rows in order until a page of them was found.
func (s *Service) pick(ctx context.Context, v viewer.Viewer, r *resolved, by ordering, after page.Cursor, limit int, found *matching.Found) ([]*Opportunity, error) {
	var picked []id.Opportunity
	for looked := 0; len(picked) <= limit && looked < maxPicked; looked += pickChunk {
		keys, err := selectKeys(ctx, s.db, where(v, r, s.moment()), by, after, pickChunk)
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			if len(picked) <= limit && found.Has(string(k.ID)) {
				picked = append(picked, k.ID)
			}
		}
		if len(keys) < pickChunk {
			break
		}
		last := keys[len(keys)-1]
		after = page.Cursor{last.Key, string(last.ID)}
	}
	return s.inOrder(ctx, v, picked)
}

// Snippets gives of each opportunity the passage that answers the words searched for best; nothing for those that answer with none.
func (s *Service) Snippets(ctx context.Context, v viewer.Viewer, f *Filter, rows []*Opportunity) (map[id.Opportunity][]matching.Fragment, error) {
	r, err := s.resolve(ctx, v, f)
	if err != nil || r.query.Empty() {
		return nil, err
	}
	if _, _, err := s.search(ctx, v, r); err != nil { // for the words as corrected
		if errors.Is(err, catalogue.NotReady) {
			err = nil
		}
		return nil, err
	}
	snippets := make(map[id.Opportunity][]matching.Fragment, len(rows))
	for _, o := range rows {
		texts := o.searched(v)
		texts = append(slices.Clone(texts[1:]), texts[0]) // the title is seen anyway
		snippets[o.ID] = r.query.Snippet(texts...)
	}
	return snippets, nil
}
