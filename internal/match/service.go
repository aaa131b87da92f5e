package match

import (
	"context"
	"math"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/bioxclusters/portal/internal/catalogue"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Service computes matches out of the catalogue of opportunities. It is safe for concurrent use.
type Service struct {
	db            *db.DB
	now           func() time.Time
	organisations *organisation.Service
	opportunities *opportunity.Service
	technologies  *technology.Service
	markets       *market.Service
	catalogue     *catalogue.Catalogue
	roster        *roster
	current       atomic.Pointer[snapshot]
}

// NewService makes a Service.
func NewService(d *db.DB, now func() time.Time, organisations *organisation.Service, opportunities *opportunity.Service, technologies *technology.Service, markets *market.Service) *Service {
	return &Service{db: d, now: now, organisations: organisations, opportunities: opportunities, technologies: technologies,
		markets: markets, catalogue: opportunities.Catalogue(), roster: newRoster()}
}

// Warm makes the roster, so that the first to ask for candidates need not wait for it: a second or less per 10,000 organisations.
func (s *Service) Warm(ctx context.Context) error { return s.profiles(ctx) }

// matchOrder names the cursors of matches.
const matchOrder = "match"

// Matches pages through the open opportunities of the other side by how well they suit an organisation, best first, ties by id. It
// is for the organisation itself, the staff of its cluster and coordinators; for others there is nothing: NOT_FOUND. Scores
// change at midnight UTC and with what is open; within them, pages hold together.
func (s *Service) Matches(ctx context.Context, v viewer.Viewer, org id.Organisation, f *Filter, args page.Args) (*page.Page[*Match], error) {
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	after, err := args.From(matchOrder, 2)
	if err != nil {
		return nil, err
	}
	cut := matching.Cut{}
	if after != nil {
		if cut.After, err = place(after); err != nil {
			return nil, err
		}
	}
	q, err := s.wants(ctx, v, org, f)
	if err != nil {
		return nil, err
	}
	q.wanted.Cut.First, q.wanted.Cut.After = limit+1, cut.After
	ranked, _ := q.snap.model.Rank(q.state.Index, q.profile, q.wanted)
	rows, err := s.explain(ctx, v, q, ranked)
	if err != nil {
		return nil, err
	}
	return page.Of(rows, limit, after, matchOrder, func(m *Match) []string {
		return []string{strconv.FormatInt(m.total, 10), string(m.Opportunity.ID)}
	}), nil
}

// explain scores and explains what was ranked. One that is gone since is left out.
func (s *Service) explain(ctx context.Context, v viewer.Viewer, q *wants, ranked []matching.Ranked) ([]*Match, error) {
	ids := make([]id.Opportunity, len(ranked))
	for i, r := range ranked {
		ids[i] = id.Opportunity(r.ID)
	}
	opportunities, err := s.opportunities.ByIDs(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	namer, rows := q.snap.namer(v.Language), make([]*Match, 0, len(ranked))
	for _, r := range ranked {
		if o := opportunities[id.Opportunity(r.ID)]; o != nil {
			r.Document.Document.Requirements, r.Document.Document.Language = asked(o), o.Language // what an index does not keep
			rows = append(rows, explained(q.snap.model.Score(q.profile, r.Document, q.wanted.AsOf), o, v.Language, namer))
		}
	}
	return rows, nil
}

// Count says how many matches an organisation has that pass the filter.
func (s *Service) Count(ctx context.Context, v viewer.Viewer, org id.Organisation, f *Filter) (int, error) {
	q, err := s.wants(ctx, v, org, f)
	if err != nil {
		return 0, err
	}
	if q.wanted.Cut.MinScore > 0 {
		_, count := q.snap.model.Rank(q.state.Index, q.profile, q.wanted)
		return count, nil
	}
	return q.snap.model.Count(q.state.Index, q.profile, q.wanted), nil
}

// wants is a question for the matches of an organisation.
type wants struct {
	snap    *snapshot
	state   *catalogue.State
	profile *matching.AnalysedProfile
	wanted  matching.Wanted
}

// wants checks a question and gathers what answers it.
func (s *Service) wants(ctx context.Context, v viewer.Viewer, org id.Organisation, f *Filter) (*wants, error) {
	now := s.now()
	q := &wants{wanted: matching.Wanted{Now: now, AsOf: today(now)}}
	markets, err := s.resolve(ctx, f, &q.wanted.Cut)
	if err != nil {
		return nil, err
	}
	if len(markets) > 0 {
		q.wanted.Markets = setOf(markets)
	}
	var o *organisation.Organisation
	var capabilities []organisation.Capability
	var owners []id.Organisation
	var opportunities []id.Opportunity
	reads, reading := errgroup.WithContext(ctx) // each does nothing but wait for the database
	reads.Go(func() (err error) { o, err = s.organisations.Get(reading, v, org); return })
	reads.Go(func() (err error) { capabilities, err = selectCapabilities(reading, s.db, org); return })
	reads.Go(func() (err error) { owners, opportunities, err = s.hidden(reading, org); return })
	if err := reads.Wait(); err != nil {
		return nil, err
	}
	if organisation.ViewOf(v, o) < organisation.Personal {
		return nil, fault.Missing("")
	}
	q.wanted.Owners, q.wanted.Without = setOf(owners), setOf(opportunities)
	if q.snap, q.state, err = s.fresh(ctx); err != nil {
		return nil, err
	}
	q.profile = q.snap.model.Prepare(profileOf(o, capabilities))[0]
	return q, nil
}

func setOf[T ~string](list []T) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, one := range list {
		set[string(one)] = true
	}
	return set
}

// resolve checks the filter, sets what of it the engine knows, and finds the markets it refers to.
func (s *Service) resolve(ctx context.Context, f *Filter, cut *matching.Cut) ([]id.Market, error) {
	if f == nil {
		return nil, nil
	}
	if f.MinScore != nil {
		if !(*f.MinScore >= 0 && *f.MinScore <= 100) {
			return nil, fault.New(fault.Invalid, "filter.minScore", "Please give a number from %d to %d.", 0, 100)
		}
		cut.MinScore = int(math.Ceil(*f.MinScore*10 - 1e-9)) // tenths; 70.1*10 is a little more than 701
	}
	return market.Resolve(ctx, s.db, "filter.markets", f.Markets)
}

// place reads a cursor.
func place(cursor page.Cursor) (*matching.Place, error) {
	total, err := strconv.ParseInt(cursor[0], 10, 64)
	if err != nil || strconv.FormatInt(total, 10) != cursor[0] || !id.Valid(id.Opportunity(cursor[1])) {
		return nil, fault.New(fault.Invalid, "after", "This cursor is not one of this list.")
	}
	return &matching.Place{Total: total, ID: cursor[1]}, nil
}

// explained writes an engine's match for people.
func explained(m matching.Match, o *opportunity.Opportunity, lang string, namer matching.Namer) *Match {
	out := &Match{Opportunity: o, OrganisationID: id.Organisation(m.OrganisationID),
		Score: float64(m.Score) / 10, Eligible: m.Eligible, WeightsVersion: m.WeightsVersion, Snapshot: m.Snapshot, total: m.Total,
		Parts: make([]Part, len(m.Parts)), Requirements: make([]RequirementVerdict, len(m.Requirements))}
	for i, p := range m.Parts {
		out.Parts[i] = Part{PartKind(p.Kind), float64(p.Weight) / matching.FullWeight, float64(p.Score) / matching.One,
			float64(p.Points) / 10, sentences(p.Evidence, lang, namer)}
	}
	for i, r := range m.Requirements {
		out.Requirements[i] = RequirementVerdict{opportunity.RequirementKind(r.Kind), Verdict(r.Verdict),
			sentences(r.Evidence, lang, namer), r.Mandatory}
	}
	return out
}

func sentences(evidence []matching.Evidence, lang string, namer matching.Namer) string {
	list := make([]string, len(evidence))
	for i, e := range evidence {
		list[i] = e.Text(lang, namer)
	}
	return strings.Join(list, " ")
}
