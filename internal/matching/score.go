package matching

import (
	"cmp"
	"slices"
	"time"
)

// Score judges and explains one pair as of a moment: the one function behind an organisation's matches and an opportunity's
// candidates. It takes time in proportion to the document's different terms and the product of the technologies of both sides.
func (m *Model) Score(p *AnalysedProfile, d *AnalysedDocument, asOf time.Time) Match {
	impacts := m.impacts(p, d, asOf)
	match := Match{
		OpportunityID:  d.Document.ID,
		OrganisationID: p.Profile.ID,
		Total:          m.weights.total(impacts),
		Eligible:       eligible(p, d, asOf),
		WeightsVersion: m.weights.Version,
		Snapshot:       m.statistics.Number,
	}
	match.Score = tenths(match.Total)
	evidence := m.explain(p, d, asOf)
	points := m.weights.share(impacts)
	for i, weight := range m.weights.list() {
		match.Parts = append(match.Parts, Part{partKinds[i], weight, impacts[i], points[i], evidence[i]})
	}
	for _, r := range d.Document.Requirements {
		match.Requirements = append(match.Requirements, judge(p, d, r, asOf))
	}
	return match
}

// tenths rounds a total to tenths of a point, half up.
func tenths(total int64) int { return int((total + Tenth/2) / Tenth) }

// share rounds the weighted parts to tenths of a point by largest remainder, so that they add up to the rounded total: each part is
// rounded down, and what is missing goes, a tenth each, to the parts that lost most, among equals the first.
func (w Weights) share(impacts [parts]int64) [parts]int {
	missing := tenths(w.total(impacts))
	var points [parts]int
	var lost [parts]int64
	order := make([]int, parts)
	for i, weight := range w.list() {
		exact := int64(weight) * impacts[i]
		points[i], lost[i], order[i] = int(exact/Tenth), exact%Tenth, i
		missing -= points[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lost[b], lost[a]) })
	for _, i := range order[:missing] {
		points[i]++
	}
	return points
}
