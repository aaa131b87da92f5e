// Package match says how well an organisation and an open opportunity suit each other, and why: it brings what the database
// holds to the engine in internal/matching and the engine's answers to people.
//
// Matches are computed when asked and never stored. Every process computes the same: scores depend on the opportunities open
// now, the technology tree, the weights and the day, and on nothing that a process remembers.
package match

import (
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/opportunity"
)

// Match is an organisation against an opportunity, with score and explanation.
type Match struct {
	Opportunity    *opportunity.Opportunity
	OrganisationID id.Organisation
	Score          float64 // 0..100 with one decimal: the sum of the points of the parts
	Eligible       bool    // no GAP in a mandatory requirement
	Parts          []Part
	Requirements   []RequirementVerdict
	WeightsVersion int
	Snapshot       int64 // number of the statistics it was computed from

	total int64 // the exact score, which the list is ordered by
}

// Part is what one comparison adds to a score.
type Part struct {
	Kind     PartKind
	Weight   float64 // share of the whole, 0..1
	Score    float64 // 0..1
	Points   float64 // with one decimal
	Evidence string  // in the viewer's language
}

// PartKind is what a part compares; the kinds are those of package matching.
type PartKind string

// RequirementVerdict is how one requirement of the opportunity was judged.
type RequirementVerdict struct {
	Kind      opportunity.RequirementKind
	Verdict   Verdict
	Evidence  string // in the viewer's language
	Mandatory bool
}

// Verdict is MATCH, GAP, or UNKNOWN when the profile lacks the fact.
type Verdict string

// Filter narrows the matches of an organisation.
type Filter struct {
	Markets  []string // ids or codes
	MinScore *float64 // compared with the score shown
}
