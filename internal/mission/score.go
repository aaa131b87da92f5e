package mission

import (
	"time"

	"github.com/lib/pq"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
)

// Criterion is what reviewers score candidates on, and how much it counts beside the others.
type Criterion struct {
	Name   string `json:"name"`
	Weight int    `json:"weight"` // 1 to 100
}

// Assessment is what a reviewer thinks of a candidate.
type Assessment struct {
	RegistrationID id.Registration `db:"registration_id"`
	ReviewerID     id.User         `db:"reviewer_id"`
	ReviewerName   string          `db:"reviewer_name"`
	Conflict       bool            `db:"conflict"` // of interest; then there are no points
	PointList      pq.Int64Array   `db:"points"`   // 0 to 10 by criterion, in the mission's order
	Comment        string          `db:"comment"`
	At             time.Time       `db:"at"`
}

// Points are 0 to 10 by criterion, in the mission's order.
func (a *Assessment) Points() []int {
	list := make([]int, len(a.PointList))
	for i, p := range a.PointList {
		list[i] = int(p)
	}
	return list
}

const (
	reviewersNeeded = 2
	mostPoints      = 10 // for one criterion
	mostCriteria    = 20
	mostWeight      = 100
	fullScore       = 10_000 // hundredths of a point of 100
)

// ScoreOf is a candidate's score in hundredths of a point of 100: the mean over reviewers of the weighted mean over criteria,
// rounded half up. Whoever declared a conflict does not count. nil with fewer reviewers than needed.
func ScoreOf(criteria []*Criterion, assessments []*Assessment) *int {
	sum, weights, reviewers := 0, 0, 0
	for _, c := range criteria {
		weights += c.Weight
	}
	for _, a := range assessments {
		if a.Conflict || len(a.PointList) != len(criteria) {
			continue
		}
		reviewers++
		for i, c := range criteria {
			sum += c.Weight * int(a.PointList[i])
		}
	}
	if reviewers < reviewersNeeded || weights == 0 {
		return nil
	}
	most := mostPoints * weights * reviewers
	score := (2*fullScore*sum + most) / (2 * most)
	return &score
}

// points writes hundredths of a point for people.
func points(cents *int) *float64 {
	if cents == nil {
		return nil
	}
	p := float64(*cents) / 100
	return &p
}

// checkCriteria notes what is wrong with criteria.
func checkCriteria(c *fault.Check, list []*Criterion) {
	c.Count("criteria", len(list), 0, mostCriteria)
	seen := map[string]bool{}
	for i, k := range list[:min(len(list), mostCriteria)] {
		c.Line(fault.Item("criteria", i, "name"), k.Name, 1, 128)
		c.Range(fault.Item("criteria", i, "weight"), k.Weight, 1, mostWeight)
		c.That(!seen[k.Name], fault.Item("criteria", i, "name"), "This criterion is named twice.")
		seen[k.Name] = true
	}
}

func criteriaOf(in []CriterionInput) []*Criterion {
	list := make([]*Criterion, len(in))
	for i, k := range in {
		list[i] = &Criterion{k.Name, k.Weight}
	}
	return list
}
