package mission

import (
	"cmp"
	"slices"

	"github.com/bioxclusters/portal/internal/id"
)

// Candidate is somebody who may be selected.
type Candidate struct {
	ID        id.Registration `db:"id"`
	ClusterID id.Cluster      `db:"cluster_id"`
	Cents     *int            `db:"score"`   // hundredths of a point of 100; nil for too few reviews: never selected
	Reviews   int             `db:"reviews"` // that count
	Arrival   int64           `db:"arrival"` // who came first wins a tie
}

// Selected is a candidate of the best list.
type Selected struct {
	Candidate
	Reason PlaceReason // GUARANTEED_PLACE: it is among the best of its cluster that the guarantee is for
}

// LeftOut is a candidate who is not on the best list, and why.
type LeftOut struct {
	Candidate
	Rule SelectionRule
	// Missing is by how much the score is too low, in hundredths of a point: with more than that the candidate would be on the
	// list in Behind's place. 0 is a tie, lost by arrival.
	Missing        int
	Behind         id.Registration // the candidate whose place it would have; "" where no score would help
	MissingReviews int
	// Above counts the selected with a lower score, whose places are guaranteed to their clusters.
	Above int
}

// SelectionRule is why a candidate is left out.
type SelectionRule string

// The rules.
const (
	NotScored       SelectionRule = "NOT_SCORED"      // too few reviews
	MaximumReached  SelectionRule = "CLUSTER_MAXIMUM" // its cluster has as many places as it may, and better candidates
	GuaranteedPrior SelectionRule = "GUARANTEE"       // places went to candidates with lower scores, by guarantees
	CapacityReached SelectionRule = "CAPACITY"        // all places went to better candidates
)

// Choose finds the best list of candidates for the places that are left: the greatest total of scores among all lists that
// exceed neither capacity nor a cluster's maximum and keep every guarantee as far as there are candidates and places. Among
// lists of the same total it takes those who came first, then the smaller ids. It does not change the standing.
//
// Within a cluster the best list holds the best candidates, so a list is a number of candidates a cluster, between the guarantee
// and the maximum. The total is then a sum of functions that gain less with every further candidate, for which giving the places
// one by one to whoever gains most is exact (B. Fox, Discrete optimization via marginal analysis, Management Science 13, 1966): first
// what is guaranteed, then the rest.
// Complexity: O(n log n) for the list, O(n · selected) for the reasons.
func (s *Standing) Choose(candidates []Candidate) (chosen []Selected, leftOut []LeftOut) {
	ranked := slices.Clone(candidates)
	slices.SortFunc(ranked, byRank)
	left, taken := s.Capacity-s.taken(), map[id.Cluster]int{}
	for c, n := range s.Taken {
		taken[c] = n
	}
	in := make(map[id.Registration]bool, len(ranked))
	give := func(reason PlaceReason, may func(id.Cluster) bool) {
		for _, c := range ranked {
			if left > 0 && c.Cents != nil && !in[c.ID] && may(c.ClusterID) {
				in[c.ID], left, taken[c.ClusterID] = true, left-1, taken[c.ClusterID]+1
				chosen = append(chosen, Selected{c, reason})
			}
		}
	}
	give(GuaranteedPlace, func(c id.Cluster) bool { return taken[c] < s.guaranteed(c) })
	give(OpenPlace, func(c id.Cluster) bool { return taken[c] < s.maximum(c) })
	slices.SortFunc(chosen, func(a, b Selected) int { return byRank(a.Candidate, b.Candidate) })
	for _, c := range ranked {
		if !in[c.ID] {
			leftOut = append(leftOut, s.reason(c, chosen, taken))
		}
	}
	return chosen, leftOut
}

// reason says why a candidate is not among the chosen, of whom there are taken by cluster.
func (s *Standing) reason(c Candidate, chosen []Selected, taken map[id.Cluster]int) LeftOut {
	out := LeftOut{Candidate: c, Rule: CapacityReached}
	if c.Cents == nil {
		out.Rule, out.MissingReviews = NotScored, reviewersNeeded-c.Reviews
		return out
	}
	q := s.Quotas[c.ClusterID]
	full := q != nil && q.Maximum != nil && taken[c.ClusterID] >= *q.Maximum
	due := taken[c.ClusterID] < s.guaranteed(c.ClusterID) // places ended while guarantees were being kept: by rank alone
	for _, k := range slices.Backward(chosen) {           // from the lowest rank up
		if byRank(k.Candidate, c) > 0 {
			out.Above++
		}
		sameCluster := k.ClusterID == c.ClusterID
		if out.Behind == "" && byRank(k.Candidate, c) < 0 && (sameCluster || due || !full && taken[k.ClusterID] > s.guaranteed(k.ClusterID)) {
			out.Behind, out.Missing = k.ID, *k.Cents-*c.Cents
		}
	}
	switch {
	case full:
		out.Rule = MaximumReached
	case out.Above > 0:
		out.Rule = GuaranteedPrior
	}
	return out
}

// Score is the candidate's, 0 to 100.
func (c *Selected) Score() float64 { return float64(*c.Cents) / 100 }

// Score is the candidate's, 0 to 100; nil for too few reviews.
func (c *LeftOut) Score() *float64 { return points(c.Cents) }

// MissingPoints is Missing for people; nil where no score would help.
func (c *LeftOut) MissingPoints() *float64 {
	if c.Behind == "" {
		return nil
	}
	return points(&c.Missing)
}

// byRank puts the better candidate first: by score, then who came first, then by id. Those without a score come last.
func byRank(a, b Candidate) int {
	if (a.Cents == nil) != (b.Cents == nil) {
		if a.Cents == nil {
			return 1
		}
		return -1
	}
	if a.Cents != nil && *a.Cents != *b.Cents {
		return cmp.Compare(*b.Cents, *a.Cents)
	}
	return cmp.Or(cmp.Compare(a.Arrival, b.Arrival), cmp.Compare(a.ID, b.ID))
}

func (s *Standing) guaranteed(c id.Cluster) int {
	if q := s.Quotas[c]; q != nil {
		return min(q.Guaranteed, s.maximum(c))
	}
	return 0
}

func (s *Standing) maximum(c id.Cluster) int {
	if q := s.Quotas[c]; q != nil && q.Maximum != nil {
		return *q.Maximum
	}
	return s.Capacity
}
