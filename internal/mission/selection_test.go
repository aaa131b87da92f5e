package mission

import (
	"fmt"
	"math/bits"
	"os"
	"slices"
	"testing"

	"github.com/bioxclusters/portal/internal/id"
	"pgregory.net/rapid"
)

// drawStanding makes a mission's places with quotas, and some of them taken.
func drawStanding(t *rapid.T) *Standing {
	p := drawPlain(t)
	s := p.standing()
	s.Guarantees = false
	for _, c := range []id.Cluster{"a", "b", "c", "d"} {
		for range rapid.IntRange(0, 2).Draw(t, "taken") {
			if s.hasPlace(c) {
				s.Taken[c]++
			}
		}
	}
	return s
}

func drawCandidates(t *rapid.T, most int) []Candidate {
	list := make([]Candidate, rapid.IntRange(0, most).Draw(t, "candidates"))
	for i := range list {
		list[i] = Candidate{ID: id.Registration(fmt.Sprintf("r%02d", i)), ClusterID: rapid.SampledFrom([]id.Cluster{"a", "b", "c", "d"}).Draw(t, "cluster"),
			Arrival: int64(rapid.IntRange(1, 3).Draw(t, "arrival")), Reviews: reviewersNeeded}
		if rapid.IntRange(0, 9).Draw(t, "scored") > 0 {
			score := rapid.IntRange(0, 6).Draw(t, "score") // few values, many ties
			list[i].Cents = &score
		} else {
			list[i].Reviews = 1
		}
	}
	return list
}

// exhaustive tries every list there is. It keeps the greatest number of guaranteed places, then the greatest total, then fills as
// many places as it can, then prefers who ranks first.
func exhaustive(s *Standing, candidates []Candidate) (best []id.Registration, total int) {
	ranked := slices.Clone(candidates)
	slices.SortFunc(ranked, byRank)
	kept, size, bestSet := -1, -1, uint(0)
	for set := range uint(1) << len(ranked) {
		n, sum, by, fits := 0, 0, map[id.Cluster]int{}, true
		for i, c := range ranked {
			if set>>i&1 == 1 {
				if c.Cents == nil {
					fits = false
					break
				}
				n, sum = n+1, sum+*c.Cents
				by[c.ClusterID]++
			}
		}
		guarantees := 0
		for _, c := range []id.Cluster{"a", "b", "c", "d"} {
			fits = fits && (by[c] == 0 || s.Taken[c]+by[c] <= s.maximum(c))
			guarantees += min(s.guaranteed(c), s.Taken[c]+by[c])
		}
		if !fits || s.taken()+n > s.Capacity {
			continue
		}
		// of two sets the one with the lowest differing bit prefers who ranks first
		first := bits.TrailingZeros(set ^ bestSet)
		better := guarantees > kept || guarantees == kept && (sum > total || sum == total && (n > size || n == size && set>>first&1 == 1))
		if kept < 0 || better {
			kept, total, size, bestSet = guarantees, sum, n, set
		}
	}
	for i, c := range ranked {
		if bestSet>>i&1 == 1 {
			best = append(best, c.ID)
		}
	}
	return best, total
}

func chosenIDs(list []Selected) (ids []id.Registration) {
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestTheBestListIsTheBestOfAllLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, candidates := drawStanding(t), drawCandidates(t, 11)
		chosen, leftOut := s.Choose(candidates)
		want, total := exhaustive(s, candidates)
		sum := 0
		for _, c := range chosen {
			sum += *c.Cents
		}
		if sum != total {
			t.Fatalf("total %d, the best is %d: %v against %v", sum, total, chosenIDs(chosen), want)
		}
		if !slices.Equal(chosenIDs(chosen), want) {
			t.Fatalf("of lists of %d: %v against %v", total, chosenIDs(chosen), want)
		}
		if len(chosen)+len(leftOut) != len(candidates) {
			t.Fatal("somebody is neither on the list nor left out")
		}
		shuffled := rapid.Permutation(candidates).Draw(t, "shuffled")
		if again, _ := s.Choose(shuffled); !slices.Equal(chosenIDs(again), chosenIDs(chosen)) {
			t.Fatal("the order of the candidates counts")
		}
	})
}

// What is said of those left out holds: with as much more as is missing and a little they are on the list, with that or less not.
func TestWhoIsLeftOutKnowsByHowMuch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, candidates := drawStanding(t), drawCandidates(t, 14)
		_, leftOut := s.Choose(candidates)
		if len(leftOut) == 0 {
			return
		}
		out := rapid.SampledFrom(leftOut).Draw(t, "who")
		if out.Rule == NotScored {
			if out.MissingReviews != 1 || out.Cents != nil {
				t.Fatalf("%+v", out)
			}
			return
		}
		q := s.Quotas[out.ClusterID]
		if bounded := q != nil && q.Maximum != nil; out.Rule == MaximumReached && !bounded || (out.Rule == GuaranteedPrior) != (out.Above > 0 && out.Rule != MaximumReached) {
			t.Fatalf("the reason is none: %+v of %+v", out, q)
		}
		in := func(score int) bool {
			other := slices.Clone(candidates)
			i := slices.IndexFunc(other, func(c Candidate) bool { return c.ID == out.ID })
			other[i].Cents = &score
			chosen, _ := s.Choose(other)
			return slices.Contains(chosenIDs(chosen), out.ID)
		}
		if out.Behind == "" {
			if in(*out.Cents + 1000) {
				t.Fatalf("a score would help: %+v", out)
			}
			return
		}
		if in(*out.Cents+out.Missing-1) && out.Missing > 0 {
			t.Fatalf("less is enough: %+v", out)
		}
		if !in(*out.Cents + out.Missing + 1) {
			t.Fatalf("more is missing: %+v", out)
		}
	})
}

func TestScoresAreRoundedMeans(t *testing.T) {
	criteria := []*Criterion{{"fit", 1}, {"readiness", 2}}
	a := func(conflict bool, points ...int64) *Assessment {
		return &Assessment{Conflict: conflict, PointList: points}
	}
	for _, c := range []struct {
		list []*Assessment
		want int
	}{
		{[]*Assessment{a(false, 10, 10), a(false, 10, 10)}, 10000},
		{[]*Assessment{a(false, 0, 0), a(false, 0, 0)}, 0},
		{[]*Assessment{a(false, 10, 0), a(false, 0, 0)}, 1667},
		{[]*Assessment{a(false, 5, 7), a(false, 6, 8), a(true)}, 6833},
		{[]*Assessment{a(false, 5, 7), a(true)}, -1},
		{nil, -1},
	} {
		got := -1
		if score := ScoreOf(criteria, c.list); score != nil {
			got = *score
		}
		if got != c.want {
			t.Errorf("%v: %d, want %d", c.list, got, c.want)
		}
	}
}

// BenchmarkChoose chooses among as many candidates as a mission could ever have.
func BenchmarkChoose(b *testing.B) {
	s := &Standing{Capacity: 500, Quotas: map[id.Cluster]*Quota{}, Taken: map[id.Cluster]int{}}
	for c := range 50 {
		s.Quotas[id.Cluster(fmt.Sprint(c))] = &Quota{Guaranteed: 5, Maximum: ptr(20)}
	}
	list := make([]Candidate, 10_000)
	for i := range list {
		list[i] = Candidate{ID: id.Registration(fmt.Sprint(i)), ClusterID: id.Cluster(fmt.Sprint(i % 50)), Cents: ptr(i * 7919 % 10_001), Arrival: int64(i)}
	}
	for b.Loop() {
		s.Choose(list)
	}
	fmt.Fprintf(os.Stderr, "missions candidates=%d capacity=%d propose_ms=%.1f\n", len(list), s.Capacity, float64(b.Elapsed().Microseconds())/1000/float64(b.N))
}
