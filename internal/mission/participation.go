package mission

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Figures count organisations, each once however often it registered, and delegates.
type Figures struct {
	Registered int `db:"registered"`
	Confirmed  int `db:"confirmed"` // had a place at the end: CONFIRMED, ATTENDED and NO_SHOW
	Attended   int `db:"attended"`
	NoShow     int `db:"no_show"`
	Delegates  int `db:"delegates"` // of those confirmed
}

// ClusterFigures are those of one cluster's organisations.
type ClusterFigures struct {
	ClusterID id.Cluster `db:"cluster_id"`
	Figures
}

// SizeFigures are those of one size class, as package organisation spells it; nil for organisations whose figures lack.
type SizeFigures struct {
	SizeClass *string `db:"size_class"`
	Figures
}

// TechnologyFigures are those of the organisations that offer or seek a technology; one organisation counts at several.
type TechnologyFigures struct {
	TechnologyID id.Technology `db:"technology_id"`
	Figures
}

// Participation is who took part in a mission.
type Participation struct {
	Total        Figures
	ByCluster    []*ClusterFigures
	BySize       []*SizeFigures
	ByTechnology []*TechnologyFigures // the most frequent first
}

// Satisfaction is what those who attended think.
type Satisfaction struct {
	Asked                  int            `db:"asked"` // organisations that attended
	Answers                int            `db:"answers"`
	HundredthsAll          *int           `db:"average"` // averages in hundredths, nil when nobody answered
	HundredthsProgramme    *int           `db:"programme"`
	HundredthsMeetings     *int           `db:"meetings"`
	HundredthsOrganisation *int           `db:"organisation"`
	ScoresOf               db.JSON[[]int] `db:"scores"`
}

// Scores count the answers with 1, 2, 3, 4 and 5.
func (s *Satisfaction) Scores() []int { return s.ScoresOf.V }

// Average is that of overall satisfaction, 1 to 5; nil when nobody answered, as for the aspects below.
func (s *Satisfaction) Average() *float64 { return hundredths(s.HundredthsAll) }

// Programme is the average of the programme's scores.
func (s *Satisfaction) Programme() *float64 { return hundredths(s.HundredthsProgramme) }

// Meetings is the average of the meetings' scores.
func (s *Satisfaction) Meetings() *float64 { return hundredths(s.HundredthsMeetings) }

// Organisation is the average of the scores of how the mission was organised.
func (s *Satisfaction) Organisation() *float64 { return hundredths(s.HundredthsOrganisation) }

func hundredths(n *int) *float64 {
	if n == nil {
		return nil
	}
	f := float64(*n) / 100
	return &f
}

// MayReadReport tells whether the viewer may read a mission's report: those who run it, and analysts, for it names nobody.
func MayReadReport(v viewer.Viewer, m *Mission) bool {
	return MayUpdate(v, m) || v.SignedIn() && v.Has(viewer.Analyst) && MaySee(v, m)
}

// Participation counts who took part; whether the viewer may know, the caller does.
func (s *Service) Participation(ctx context.Context, m id.Mission) (*Participation, error) {
	p := &Participation{}
	total, err := selectFigures[Figures](ctx, s.db, m, ``, ``, ``)
	if err != nil {
		return nil, err
	}
	if len(total) == 1 {
		p.Total = *total[0]
	}
	if p.ByCluster, err = selectFigures[ClusterFigures](ctx, s.db, m, `cluster_id,`, ``, `group by cluster_id order by cluster_id`); err != nil {
		return nil, err
	}
	if p.BySize, err = selectFigures[SizeFigures](ctx, s.db, m, `size_class,`, ``,
		`group by size_class order by array_position(array['MICRO', 'SMALL', 'MEDIUM', 'LARGE'], size_class)`); err != nil {
		return nil, err
	}
	p.ByTechnology, err = selectFigures[TechnologyFigures](ctx, s.db, m, `technology_id,`,
		`join lateral (select distinct t as technology_id from capability c, unnest(c.technology_ids) t where c.organisation_id = place.organisation_id) t on true`,
		`group by technology_id order by count(*) desc, technology_id limit 100`)
	return p, err
}

// Satisfaction gathers the feedback on a mission; whether the viewer may know, the caller does.
func (s *Service) Satisfaction(ctx context.Context, m id.Mission) (*Satisfaction, error) {
	return selectSatisfaction(ctx, s.db, m)
}
