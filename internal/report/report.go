// Package report puts together what came of a mission, for those who answer for it: as data, as CSV and as a page to print.
// It names no person and no organisation.
package report

import (
	"context"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/outcome"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

// MeetingsNote says what Meetings counts.
const MeetingsNote = "Meetings held, as they are recorded among the outcomes."

// Report is a mission's report as things stand now.
type Report struct {
	Mission       *mission.Mission
	Participation *mission.Participation
	Satisfaction  *mission.Satisfaction
	Outcomes      []outcome.Count
	Meetings      int    // see MeetingsNote
	Language      string // of its words, the reader's; CSV, which is for machines, is English whatever it is

	clusters     map[id.Cluster]string
	technologies map[id.Technology]*technology.Technology
}

// Service makes reports.
type Service struct {
	missions     *mission.Service
	outcomes     *outcome.Service
	clusters     *cluster.Service
	technologies *technology.Service
}

// NewService makes a Service out of those whose data it reports.
func NewService(missions *mission.Service, outcomes *outcome.Service, clusters *cluster.Service, technologies *technology.Service) *Service {
	return &Service{missions, outcomes, clusters, technologies}
}

// Of reports on a mission; NOT_FOUND when there is none of which the viewer may read the report.
func (s *Service) Of(ctx context.Context, v viewer.Viewer, m id.Mission) (*Report, error) {
	found, err := s.missions.Get(ctx, v, m)
	if err != nil {
		return nil, err
	}
	if !mission.MayReadReport(v, found) {
		return nil, fault.Missing("")
	}
	r := &Report{Mission: found, Language: v.Language}
	if r.Participation, err = s.missions.Participation(ctx, m); err != nil {
		return nil, err
	}
	if r.Satisfaction, err = s.missions.Satisfaction(ctx, m); err != nil {
		return nil, err
	}
	if r.Outcomes, err = s.outcomes.OfMission(ctx, m); err != nil {
		return nil, err
	}
	for _, o := range r.Outcomes {
		if o.Kind == outcome.MeetingHeld {
			r.Meetings += o.Number
		}
	}
	return r, s.label(ctx, v, r)
}

// label finds the names of what the report counts by.
func (s *Service) label(ctx context.Context, v viewer.Viewer, r *Report) error {
	var clusters []id.Cluster
	for _, f := range r.Participation.ByCluster {
		clusters = append(clusters, f.ClusterID)
	}
	var technologies []id.Technology
	for _, f := range r.Participation.ByTechnology {
		technologies = append(technologies, f.TechnologyID)
	}
	named, err := s.clusters.ByIDs(ctx, v, clusters)
	if err != nil {
		return err
	}
	labelled, err := s.technologies.ByIDs(ctx, v, technologies)
	r.clusters, r.technologies = map[id.Cluster]string{}, labelled
	for k, c := range named {
		r.clusters[k] = c.Name
	}
	return err
}

// MeetingsNote says what Meetings counts, in the report's language.
func (r *Report) MeetingsNote() string { return page{words: wordsIn(r.Language)}.T(MeetingsNote) }

// CSVURL is where the report is as CSV, below the portal's address.
func (r *Report) CSVURL() string { return "/reports/" + string(r.Mission.ID) + ".csv" }

// PageURL is where the report is as a page, below the portal's address.
func (r *Report) PageURL() string { return "/reports/" + string(r.Mission.ID) + ".html" }
