package match

import (
	"context"

	"github.com/bioxclusters/portal/internal/viewer"
)

// bandWidth is the width of a band of scores, in points.
const bandWidth = 10

// Band is how the matches of a band of scores were taken by those who rated them. Both sides count; nothing tells who.
type Band struct {
	WeightsVersion int `db:"weights_version"`
	From           int `db:"from_score"` // points; the band ends before From + 10, the last one with 100
	Rated          int `db:"rated"`
	Relevant       int `db:"relevant"`
}

// To is where the band ends, in points.
func (b *Band) To() int { return b.From + bandWidth }

// Acceptance is the share of ratings that say relevant, 0 to 1; nil where nothing is rated.
func (b *Band) Acceptance() *float64 {
	if b.Rated == 0 {
		return nil
	}
	share := float64(b.Relevant) / float64(b.Rated)
	return &share
}

// Feedback tells whether higher scores are better matches: ten bands for each version of the weights that was rated, the latest version
// first, the lowest band first. It is for analysts and coordinators; nil for everybody else.
func (s *Service) Feedback(ctx context.Context, v viewer.Viewer) ([]*Band, error) {
	if !MayReadFeedback(v) {
		return nil, nil
	}
	rows, err := selectFeedback(ctx, s.db)
	if err != nil {
		return nil, err
	}
	bands := []*Band{}
	for _, r := range rows {
		if len(bands) == 0 || bands[0].WeightsVersion != r.WeightsVersion {
			bands = append(emptyBands(r.WeightsVersion), bands...)
		}
		bands[r.From/bandWidth] = r
	}
	return bands, nil
}

func emptyBands(version int) []*Band {
	var bands []*Band
	for from := 0; from < 100; from += bandWidth {
		bands = append(bands, &Band{WeightsVersion: version, From: from})
	}
	return bands
}
