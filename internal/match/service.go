package match

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

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

// Service computes matches. It keeps analysed opportunities in memory and is safe for concurrent use.
//
// Up to 20,000 open opportunities all are compared. Beyond that, statistics are taken of the 20,000 newest, and an organisation
// is compared with the 20,000 newest of those that share a branch of the technology tree with it.
type Service struct {
	db            *db.DB
	now           func() time.Time
	organisations *organisation.Service
	opportunities *opportunity.Service
	technologies  *technology.Service
	markets       *market.Service
	roster        *roster
	most          int // mostOpen, but in tests
	current       atomic.Pointer[snapshot]
	outside       atomic.Pointer[snapshot] // documents and tree only: see beyond
	refreshing    chan struct{}            // held by whoever makes the next snapshot
}

// NewService makes a Service.
func NewService(d *db.DB, now func() time.Time, organisations *organisation.Service, opportunities *opportunity.Service, technologies *technology.Service, markets *market.Service) *Service {
	return &Service{db: d, now: now, organisations: organisations, opportunities: opportunities, technologies: technologies,
		markets: markets, roster: newRoster(), most: mostOpen, refreshing: make(chan struct{}, 1)}
}

// Warm makes the first snapshot and the roster, so that the first caller need not wait for them: a second or less per 5,000 open
// opportunities and per 10,000 organisations.
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
	cut := matching.Cut{First: limit + 1}
	if after != nil {
		if cut.After, err = place(after); err != nil {
			return nil, err
		}
	}
	ranking, snap, err := s.rank(ctx, v, org, f, cut)
	if err != nil {
		return nil, err
	}
	rows := make([]*Match, len(ranking.Matches))
	namer := snap.namer(v.Language)
	for i, m := range ranking.Matches {
		rows[i] = explained(m, v.Language, namer)
	}
	return page.Of(rows, limit, after, matchOrder, func(m *Match) []string {
		return []string{strconv.FormatInt(m.total, 10), string(m.OpportunityID)}
	}), nil
}

// Count says how many matches an organisation has that pass the filter.
func (s *Service) Count(ctx context.Context, v viewer.Viewer, org id.Organisation, f *Filter) (int, error) {
	ranking, _, err := s.rank(ctx, v, org, f, matching.Cut{})
	return ranking.Count, err
}

// rank cuts the ranking of opportunities for an organisation.
func (s *Service) rank(ctx context.Context, v viewer.Viewer, org id.Organisation, f *Filter, cut matching.Cut) (matching.Ranking, *snapshot, error) {
	none := matching.Ranking{}
	wanted, err := s.resolve(ctx, f, &cut)
	if err != nil {
		return none, nil, err
	}
	profile, err := s.profile(ctx, v, org)
	if err != nil {
		return none, nil, err
	}
	now := s.now()
	snap, err := s.fresh(ctx, now)
	if err != nil {
		return none, nil, err
	}
	documents, err := s.candidates(ctx, snap, profile, now)
	if err != nil {
		return none, nil, err
	}
	if documents, err = s.withoutHidden(ctx, org, documents); err != nil {
		return none, nil, err
	}
	if len(wanted) > 0 {
		documents = slices.DeleteFunc(documents, func(d document) bool {
			return !slices.Contains(wanted, id.Market(d.analysed.Document.MarketID))
		})
	}
	prepared := snap.model.Prepare(profile)[0]
	return snap.model.Matches(prepared, analysed(documents), today(now), cut), snap, nil
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

// profile reads an organisation for a viewer who may read its matches.
func (s *Service) profile(ctx context.Context, v viewer.Viewer, org id.Organisation) (matching.Profile, error) {
	o, err := s.organisations.Get(ctx, v, org)
	if err != nil {
		return matching.Profile{}, err
	}
	if organisation.ViewOf(v, o) < organisation.Personal {
		return matching.Profile{}, fault.Missing("")
	}
	capabilities, err := selectCapabilities(ctx, s.db, org)
	return profileOf(o, capabilities), err
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
func explained(m matching.Match, lang string, namer matching.Namer) *Match {
	out := &Match{OpportunityID: id.Opportunity(m.OpportunityID), OrganisationID: id.Organisation(m.OrganisationID),
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
