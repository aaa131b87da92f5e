package matching

import (
	"cmp"
	"slices"
	"time"
)

// Cut says which part of a ranking is wanted.
type Cut struct {
	First        int    // at most so many matches
	After        *Place // only what stands after this place; nil for the top
	MinScore     int    // tenths of a point, compared with the score shown
	EligibleOnly bool   // leave out matches with a gap in a mandatory requirement
}

// Place is a place in a ranking: a match's exact total and the id of the side that is ranked.
type Place struct {
	Total int64
	ID    string
}

// before orders places: the higher total first, then the lower id.
func (a Place) before(b Place) bool {
	return a.Total > b.Total || a.Total == b.Total && a.ID < b.ID
}

// Ranking is one cut of a ranking, best match first. Count is the number of matches that pass the filters, wherever the cut is.
type Ranking struct {
	Matches []Match
	Count   int
}

// Matches ranks opportunities for an organisation: exactly the same order as scoring and sorting them all, but explaining only those
// in the cut. The organisation's own opportunities are left out; which others it may see is for the caller to say.
func (m *Model) Matches(p *AnalysedProfile, documents []*AnalysedDocument, asOf time.Time, cut Cut) Ranking {
	top, count := m.rank(len(documents), cut, asOf, func(i int) (*AnalysedProfile, *AnalysedDocument, string) {
		return p, documents[i], documents[i].Document.ID
	})
	ranking := Ranking{Count: count}
	for _, place := range top {
		ranking.Matches = append(ranking.Matches, m.Score(p, documents[place.index], asOf))
	}
	return ranking
}

// Candidates ranks organisations for an opportunity, as Matches does the other way round: the same pair has the same score.
func (m *Model) Candidates(d *AnalysedDocument, profiles []*AnalysedProfile, asOf time.Time, cut Cut) Ranking {
	top, count := m.rank(len(profiles), cut, asOf, func(i int) (*AnalysedProfile, *AnalysedDocument, string) {
		return profiles[i], d, profiles[i].Profile.ID
	})
	ranking := Ranking{Count: count}
	for _, place := range top {
		ranking.Matches = append(ranking.Matches, m.Score(profiles[place.index], d, asOf))
	}
	return ranking
}

// found is a place in a ranking with where its pair stands in the caller's list.
type found struct {
	Place
	index int
}

// rank scores pairs and keeps the places of the cut in order.
func (m *Model) rank(n int, cut Cut, asOf time.Time, pair func(int) (*AnalysedProfile, *AnalysedDocument, string)) ([]found, int) {
	var top []found
	count := 0
	for i := range n {
		p, d, id := pair(i)
		if d.Document.OwnerID == p.Profile.ID {
			continue
		}
		at := found{Place{m.weights.total(m.impacts(p, d, asOf)), id}, i}
		if tenths(at.Total) < cut.MinScore || cut.EligibleOnly && !eligible(p, d, asOf) {
			continue
		}
		count++
		if cut.After == nil || cut.After.before(at.Place) {
			top = insert(top, at, cut.First)
		}
	}
	return top, count
}

// insert puts a place where it belongs among the best so far and drops the last when there are more than first. Lists are a page
// long, so moving their tails costs less than a heap.
func insert(top []found, at found, first int) []found {
	if len(top) >= first && (first <= 0 || !at.before(top[len(top)-1].Place)) {
		return top
	}
	i, _ := slices.BinarySearchFunc(top, at, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.ID, b.ID))
	})
	if len(top) >= first {
		top = top[:first-1]
	}
	return slices.Insert(top, i, at)
}
