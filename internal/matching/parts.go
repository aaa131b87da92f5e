package matching

import (
	"slices"
	"time"
)

// neutral is the score of a part whose facts are not known: neither for the pair nor against it.
const neutral = One / 2

// impacts scores a pair: each part in millionths, in the order of partKinds. Everything a match shows is explained from here.
func (m *Model) impacts(p *AnalysedProfile, d *AnalysedDocument, asOf time.Time) [parts]int64 {
	s := p.sides[sideOf(d.Document.Kind)]
	return [parts]int64{
		m.technologyPart(s, d),
		complementPart(s, d),
		m.relevance(s, d),
		marketPart(p, s, d),
		stagePart(s, d),
		freshnessPart(d, asOf),
	}
}

// total weighs the parts: in ten-millionths of a point.
func (w Weights) total(impacts [parts]int64) int64 {
	sum := int64(0)
	for i, weight := range w.list() {
		sum += int64(weight) * impacts[i]
	}
	return sum
}

// technologyPart is the best-match average of two sets of technologies, both ways: each technology counts by the one of the other
// side most similar to it, and the averages of the two sides count the same. Nothing stated on a side gives 0.
func (m *Model) technologyPart(s *side, d *AnalysedDocument) int64 {
	own, asked := s.technologies, d.technologies
	if len(own) == 0 || len(asked) == 0 {
		return 0
	}
	return (m.averageBest(own, asked) + m.averageBest(asked, own)) / 2
}

func (m *Model) averageBest(of, among []technology) int64 {
	sum := int64(0)
	for _, a := range of {
		best := int64(0)
		for _, b := range among {
			best = max(best, m.similarity(a, b))
		}
		sum += best
	}
	return sum / int64(len(of))
}

// similarity of two technologies in millionths, after D. Lin, "An Information-Theoretic Definition of Similarity", ICML 1998: twice
// the information content of the lowest technology above both, over the sum of their own. The same technology has similarity 1,
// technologies of different trees and technologies unknown to the tree 0.
func (m *Model) similarity(a, b technology) int64 {
	if a.id == b.id {
		return One
	}
	if a.node < 0 || b.node < 0 {
		return 0
	}
	above := m.tree.common(a.node, b.node)
	if above < 0 {
		return 0
	}
	sum := m.information[a.node] + m.information[b.node]
	if sum == 0 {
		return 0
	}
	return 2 * m.information[above] * One / sum
}

// marketPart is 1 when the opportunity's market is among those the organisation is interested in, or is the one a partner works
// in; neutral when either states none.
func marketPart(p *AnalysedProfile, s *side, d *AnalysedDocument) int64 {
	market := d.Document.MarketID
	switch {
	case market == "" || p.Profile.MarketID == "" && len(s.markets) == 0:
		return neutral
	case p.Profile.MarketID == market:
		return One
	case p.Profile.MarketID == "" && slices.Contains(s.markets, market):
		return One
	}
	return 0
}

// stagePart falls by a quarter with each step between the stages of the two sides, the nearest counting; neutral when unknown.
func stagePart(s *side, d *AnalysedDocument) int64 {
	_, steps := nearestStage(s, d)
	if steps < 0 {
		return neutral
	}
	return One - One*int64(steps)/int64(len(stages)-1)
}

// nearestStage finds the side's stage nearest to the document's and the steps between them, -1 steps when one is unknown.
func nearestStage(s *side, d *AnalysedDocument) (place, steps int) {
	if d.stage < 0 || len(s.stages) == 0 {
		return -1, -1
	}
	steps = len(stages)
	for _, own := range s.stages {
		if apart := max(own-d.stage, d.stage-own); apart < steps {
			place, steps = own, apart
		}
	}
	return place, steps
}

// Days of freshness: how long an opportunity counts as new, how long until it no longer does, how long before its end it loses.
const (
	newDays   = 14
	ageDays   = 365
	closeDays = 14
)

// freshnessPart is the product of two straight lines: full for 14 days after publication and then down to 0 in 365 days, and full
// until 14 days before the deadline or expiry and then down to 0 on it. An unknown day of publication is neutral. It counts days
// in UTC.
func freshnessPart(d *AnalysedDocument, asOf time.Time) int64 {
	age, known := daysSince(d, asOf)
	left, ends := daysLeft(d, asOf)
	return freshness(age, known, left, ends)
}

func freshness(age int64, known bool, left int64, ends bool) int64 {
	recent := int64(neutral)
	if known {
		recent = One - One*min(max(age-newDays, 0), ageDays)/ageDays
	}
	if ends {
		recent = recent * min(left, closeDays) / closeDays
	}
	return recent
}

// daysSince is the number of days since publication, 0 when it lies ahead.
func daysSince(d *AnalysedDocument, asOf time.Time) (int64, bool) {
	return int64(max(0, dayOf(asOf)-d.published)), d.published > 0
}

// daysLeft is the number of days until the earlier of deadline and expiry, 0 when it is past.
func daysLeft(d *AnalysedDocument, asOf time.Time) (int64, bool) {
	return int64(max(0, d.ends-dayOf(asOf))), d.ends > 0
}
