package match

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// CandidateFilter narrows the candidates of an opportunity.
type CandidateFilter struct {
	MinScore     *float64 // compared with the score shown
	EligibleOnly *bool
	Clusters     []string // ids or slugs
	Markets      []string // ids or codes: of partners
}

// candidateOrder names the cursors of candidates.
const candidateOrder = "candidate"

// Candidates pages through the organisations of the other side by how well they suit an opportunity, best first, ties by id: each
// with the score that the pair has among the organisation's matches. It is for those of MayReadCandidates, NOT_FOUND for all others;
// isCandidate says whom they find. An opportunity that is not open for interest has none: no organisation is matched with it either,
// and what nobody has reviewed cannot be used to probe profiles.
func (s *Service) Candidates(ctx context.Context, v viewer.Viewer, oid id.Opportunity, f *CandidateFilter, args page.Args) (*page.Page[*Match], error) {
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	after, err := args.From(candidateOrder, 2)
	if err != nil {
		return nil, err
	}
	q, err := s.asking(ctx, v, oid, f)
	if err != nil {
		return nil, err
	}
	if after != nil {
		if q.cut.After, err = candidatePlace(after); err != nil {
			return nil, err
		}
	}
	if !q.open {
		return page.Of([]*Match{}, limit, after, candidateOrder, candidateKeys), nil
	}
	q.cut.First = limit + 1
	places, snap := q.best(s.roster)
	shown := places[:min(len(places), limit)]
	rows, err := s.introduce(ctx, v, q, shown, snap)
	if err != nil {
		return nil, err
	}
	p := page.Of(rows, limit, after, candidateOrder, candidateKeys)
	p.HasNext = len(places) > len(shown)
	return p, nil
}

func candidateKeys(m *Match) []string {
	return []string{strconv.FormatInt(m.total, 10), string(m.OrganisationID)}
}

// CountCandidates counts what Candidates pages through.
func (s *Service) CountCandidates(ctx context.Context, v viewer.Viewer, oid id.Opportunity, f *CandidateFilter) (int, error) {
	q, err := s.asking(ctx, v, oid, f)
	if err != nil || !q.open {
		return 0, err
	}
	return q.count(s.roster), nil
}

// asking is a question for the candidates of an opportunity.
type asking struct {
	viewer   viewer.Viewer
	about    *opportunity.Opportunity
	document matching.Document // the same, as the engine reads it
	open     bool
	hidden   []id.Organisation
	clusters []id.Cluster
	markets  []id.Market
	cut      matching.Cut
	asOf     time.Time
}

// asking checks a question and, where there is something to rank, brings the roster up to date.
func (s *Service) asking(ctx context.Context, v viewer.Viewer, oid id.Opportunity, f *CandidateFilter) (*asking, error) {
	q := &asking{viewer: v, asOf: today(s.now())}
	err := q.filter(ctx, s, f)
	if err != nil {
		return nil, err
	}
	if q.about, err = s.opportunities.Get(ctx, v, oid); err != nil {
		return nil, err
	}
	if !MayReadCandidates(v, q.about) {
		return nil, fault.Missing("")
	}
	if q.open = q.about.OpenForInterest(s.now()); !q.open {
		return q, nil
	}
	if q.document, err = s.catalogue.Document(ctx, oid); err != nil {
		return nil, err
	}
	if err := s.profiles(ctx); err != nil {
		return nil, err
	}
	q.hidden, err = s.hiddenFrom(ctx, q.about.ID, q.about.OrganisationID)
	return q, err
}

func (q *asking) filter(ctx context.Context, s *Service, f *CandidateFilter) (err error) {
	if f == nil {
		return nil
	}
	if f.MinScore != nil {
		if !(*f.MinScore >= 0 && *f.MinScore <= 100) {
			return fault.New(fault.Invalid, "filter.minScore", "Please give a number from %d to %d.", 0, 100)
		}
		q.cut.MinScore = int(math.Ceil(*f.MinScore*10 - 1e-9)) // as in resolve
	}
	q.cut.EligibleOnly = f.EligibleOnly != nil && *f.EligibleOnly
	if q.clusters, err = cluster.Resolve(ctx, s.db, "filter.clusters", f.Clusters); err != nil {
		return err
	}
	q.markets, err = market.Resolve(ctx, s.db, "filter.markets", f.Markets)
	return err
}

// best gives the places of the cut, by the snapshot that they were found with.
func (q *asking) best(r *roster) ([]matching.Place, *snapshot) {
	r.RLock()
	defer r.RUnlock()
	d := matching.Analyse(r.snap.tree, []matching.Document{q.document})[0]
	return r.pool.Best(d, q.asOf, q.cut, q.allowed(r)), r.snap
}

func (q *asking) count(r *roster) int {
	r.RLock()
	defer r.RUnlock()
	d := matching.Analyse(r.snap.tree, []matching.Document{q.document})[0]
	return r.pool.Count(d, q.asOf, q.cut, q.allowed(r))
}

// allowed says of each place of the roster whether the viewer may find it there and asks for it. The rule is asked once for each
// different standing, and for the viewer's own organisation.
func (q *asking) allowed(r *roster) func(place int) bool {
	may := make([]bool, len(r.different))
	for i, st := range r.different[1:] {
		may[i+1] = q.wants(st, "")
	}
	barred := map[int]bool{}
	for _, g := range q.hidden {
		if place, ok := r.pool.Place(string(g)); ok {
			barred[place] = true
		}
	}
	own, belongs := r.pool.Place(string(q.viewer.Organisation))
	return func(place int) bool {
		if belongs && place == own {
			return r.standings[place] != 0 && q.wants(r.different[r.standings[place]], q.viewer.Organisation) && !barred[place]
		}
		return may[r.standings[place]] && !barred[place]
	}
}

// wants tells whether an organisation of a standing is one that the viewer may find and asks for.
func (q *asking) wants(st standing, g id.Organisation) bool {
	return (len(q.clusters) == 0 || slices.Contains(q.clusters, st.Cluster)) &&
		(len(q.markets) == 0 || slices.Contains(q.markets, st.Market)) &&
		isCandidate(q.viewer, q.about, st.organisation(g))
}

// introduce reads the organisations at places as the viewer may see them now, scores them as any pair is scored, and explains. One that
// has changed since it was ranked counts as it is now; one that may no longer be found is left out.
func (s *Service) introduce(ctx context.Context, v viewer.Viewer, q *asking, places []matching.Place, snap *snapshot) ([]*Match, error) {
	ids := make([]id.Organisation, len(places))
	for i, p := range places {
		ids[i] = id.Organisation(p.ID)
	}
	found, err := s.organisations.ByIDs(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	capabilities, err := selectCapabilitiesOf(ctx, s.db, ids)
	if err != nil {
		return nil, err
	}
	d := matching.Analyse(snap.tree, []matching.Document{q.document})[0]
	namer, rows := snap.namer(v.Language), []*Match{}
	for _, one := range ids {
		g := found[one]
		if g == nil || !isCandidate(v, q.about, g) {
			continue
		}
		m := snap.model.Score(snap.model.Prepare(profileOf(g, capabilities[one]))[0], d, q.asOf)
		if organisation.ViewOf(v, g) < organisation.Listed {
			m = m.Discreet()
		}
		rows = append(rows, explained(m, q.about, v.Language, namer))
	}
	slices.SortFunc(rows, func(a, b *Match) int {
		return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.OrganisationID, b.OrganisationID))
	})
	return rows, nil
}

// candidatePlace reads a cursor of candidates.
func candidatePlace(cursor page.Cursor) (*matching.Place, error) {
	total, err := strconv.ParseInt(cursor[0], 10, 64)
	if err != nil || strconv.FormatInt(total, 10) != cursor[0] || !id.Valid(id.Organisation(cursor[1])) {
		return nil, fault.New(fault.Invalid, "after", "This cursor is not one of this list.")
	}
	return &matching.Place{Total: total, ID: cursor[1]}, nil
}
