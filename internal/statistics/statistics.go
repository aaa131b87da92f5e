// Package statistics counts what is in the portal by market, technology and cluster, for dashboards. It hands out numbers only, to
// analysts and coordinators: counts of few would tell others what they may not see.
package statistics

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Subject is what is counted.
type Subject string

// The subjects.
const (
	Opportunities Subject = "OPPORTUNITIES" // PUBLISHED
	Organisations Subject = "ORGANISATIONS" // VERIFIED
	Registrations Subject = "REGISTRATIONS" // of missions, neither withdrawn nor refused
	Matches       Subject = "MATCHES"       // pairs of the latest sample
)

// Valid tells whether there is such a subject.
func (s Subject) Valid() bool { return counts[s] != "" }

// Dimension is by what is counted.
type Dimension string

// The dimensions.
const (
	ByMarket     Dimension = "MARKET"
	ByTechnology Dimension = "TECHNOLOGY" // the roots of the tree
	ByCluster    Dimension = "CLUSTER"
)

// Valid tells whether there is such a dimension.
func (d Dimension) Valid() bool { return d == ByMarket || d == ByTechnology || d == ByCluster }

// Row is one count; a dimension that was not asked for, or that those counted do not have, is nil.
type Row struct {
	MarketID     *id.Market     `db:"market_id"`
	TechnologyID *id.Technology `db:"technology_id"`
	ClusterID    *id.Cluster    `db:"cluster_id"`
	Count        int            `db:"n"`
}

// Statistics are counts of one subject.
type Statistics struct {
	Subject Subject
	TakenAt time.Time
	Sample  *Sample // nil unless the subject is MATCHES
	Rows    []*Row  // largest first
}

// Sample says what the counts of matches rest on.
type Sample struct {
	Day            day.Date  `db:"day"`
	TakenAt        time.Time `db:"taken_at"`
	Organisations  int       `db:"organisations"`
	Population     int       `db:"population"`
	WeightsVersion int       `db:"weights_version"`
}

// PerOrganisation is how many of its best matches each organisation of the sample gives.
func (s *Sample) PerOrganisation() int { return perOrganisation }

// The size of a sample: enough for shares of a dashboard, a second or two of computing.
const (
	sampleSize      = 100
	perOrganisation = 20
)

// Service counts.
type Service struct {
	db      *db.DB
	now     func() time.Time
	matches *match.Service
}

// NewService makes a Service over a database.
func NewService(d *db.DB, now func() time.Time, matches *match.Service) *Service {
	return &Service{d, now, matches}
}

// MayRead tells whether the viewer may read statistics: analysts and coordinators.
func MayRead(v viewer.Viewer) bool { return v.Has(viewer.Analyst) || v.IsCoordinator() }

// Of counts a subject by one to three dimensions; nil for whoever may not read it, and for MATCHES before the first sample. Something
// with several technologies or markets counts at each, so counts of one dimension do not add up to all there are.
func (s *Service) Of(ctx context.Context, v viewer.Viewer, of Subject, by []Dimension) (*Statistics, error) {
	if !MayRead(v) {
		return nil, nil
	}
	var c fault.Check
	c.That(of.Valid(), "of", "There is no such choice.")
	c.Count("by", len(by), 1, 3)
	for i, d := range by {
		c.That(d.Valid(), fault.Item("by", i), "There is no such choice.")
	}
	if c.Err() != nil {
		return nil, c.Err()
	}
	found := &Statistics{Subject: of, TakenAt: s.now()}
	if of == Matches {
		sample, err := latestSample(ctx, s.db)
		if sample == nil || err != nil {
			return nil, err
		}
		found.Sample, found.TakenAt = sample, sample.TakenAt
	}
	var err error
	found.Rows, err = count(ctx, s.db, of, slices.Contains(by, ByMarket), slices.Contains(by, ByTechnology), slices.Contains(by, ByCluster))
	return found, err
}

// sampler may read matches of every organisation.
var sampler = viewer.Viewer{User: "usr_sampler", Roles: []viewer.Role{viewer.Coordinator}}

// TakeSample samples the matches of today, once a day whichever process comes first; nothing while there is nothing to match with.
// Which organisations are in it the day decides.
func (s *Service) TakeSample(ctx context.Context) error {
	now := s.now()
	today := day.Of(now, time.UTC)
	latest, err := latestSample(ctx, s.db)
	if err != nil || latest != nil && latest.Day >= today {
		return err
	}
	organisations, population, err := draw(ctx, s.db, today, sampleSize)
	if err != nil {
		return err
	}
	pairs, version, first := []pair{}, 0, perOrganisation
	for _, o := range organisations {
		found, err := s.matches.Matches(ctx, sampler, o, nil, page.Args{First: &first})
		switch {
		case isFault(err): // gone since it was drawn
			continue
		case err != nil:
			return err
		}
		for _, m := range found.Nodes {
			version = m.WeightsVersion
			pairs = append(pairs, pair{o, m.Opportunity.ID, int(m.Score*10 + 0.5)})
		}
	}
	if len(pairs) == 0 {
		return nil
	}
	return storeSample(ctx, s.db, &Sample{Day: today, TakenAt: now, Organisations: len(organisations), Population: population, WeightsVersion: version}, pairs)
}

func isFault(err error) bool {
	var f *fault.Error
	return errors.As(err, &f)
}
