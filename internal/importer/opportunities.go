package importer

import (
	"cmp"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/language"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
)

// Lengths to which texts are cut, those that the portal stores.
const (
	maxTitle       = 256
	maxSummary     = 500
	maxDescription = 4000
	maxAdvantages  = 2000 // and specification
	maxCapability  = 2000
)

// opportunity fills an opportunity of a market from a record; its owner is left to be found. What is at fault stands in r.problems.
func (r *row) opportunity(m *Map, market *foundMarket, v *vocabulary, unmapped func(string)) opportunity.Imported {
	r.market = market
	f := m.Opportunity
	in := opportunity.Imported{
		ExternalReference: r.line("externalReference", f.ExternalReference),
		MarketID:          market.id,
		Title:             r.shortLine("title", f.Title, maxTitle),
		Summary:           r.text("summary", f.Summary, maxSummary),
		Description:       r.text("description", f.Description, maxDescription),
		Advantages:        r.text("advantages", f.Advantages, maxAdvantages),
		Specification:     r.text("specification", f.Specification, maxAdvantages),
		PartnerSought:     r.text("partnerSought", f.PartnerSought, maxDescription),
		Stage:             choice(r, "stage", f.Stage, organisation.Stage.Valid),
		TRL:               r.small("trl", f.TRL),
		IPR:               choice(r, "ipr", f.IPR, opportunity.IPR.Valid),
		Partnerships:      choices(r, "partnerships", f.Partnerships, organisation.Partnership.Valid),
		Language:          cmp.Or(r.line("language", f.Language), language.Default),
	}
	if kind := choice(r, "kind", f.Kind, opportunity.Kind.Valid); kind != nil {
		in.Kind = *kind
	}
	if confidential := r.truth("confidential", f.Confidential); confidential != nil {
		in.Confidential = *confidential
	}
	if m.PerMarket != nil && in.ExternalReference != "" {
		in.ExternalReference += ":" + market.code
	}
	in.Technologies = r.technologies(m.Technologies, v, in.Language, unmapped)
	r.life(f, &in)
	return in
}

// life fills what tells whether the opportunity is still open.
func (r *row) life(f *OpportunityFields, in *opportunity.Imported) {
	if status := choice(r, "status", f.Status, publishedOrExpired); status != nil {
		in.Expired = *status == opportunity.Expired
	}
	in.Deadline = r.date("deadline", f.Deadline, !in.Expired)
	if in.Deadline != nil && *in.Deadline < r.today && !in.Expired {
		in.Expired = true
		r.warn("deadline", "the day is past: taken as EXPIRED")
	}
	if on := r.date("publishedOn", f.PublishedOn, false); on != nil {
		in.PublishedAt = r.published(*on)
	}
}

// published is the beginning of the day, which must not lie ahead.
func (r *row) published(on day.Date) *time.Time {
	if on > r.today {
		r.warn("publishedOn", "the day lies ahead: left out")
		return nil
	}
	at := on.Begin(time.UTC)
	return &at
}

// publishedOrExpired are the statuses that an imported opportunity may have.
func publishedOrExpired(s opportunity.Status) bool {
	return s == opportunity.Published || s == opportunity.Expired
}

// choices evaluates a source as several of a closed set, each once; those that are not in it are at fault.
func choices[T ~string](r *row, name string, s *Source, valid func(T) bool) []T {
	var chosen []T
	for i, value := range distinct(r.list(name, s)) {
		if c := choice(r, fault.Item(name, i), &Source{Value: value}, valid); c != nil {
			chosen = append(chosen, *c)
		}
	}
	return chosen
}

// distinct leaves out items that came before.
func distinct(items []string) []string {
	var kept []string
	for _, item := range items {
		if !oneOf(item, kept...) {
			kept = append(kept, item)
		}
	}
	return kept
}
