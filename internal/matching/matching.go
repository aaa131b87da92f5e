// Package matching says how well an organisation and an opportunity fit, and why: an engine of plain data in and plain data out.
//
// It knows no database, clock, context or randomness. Documents (opportunities) are analysed once with Analyse, the figures of
// the whole collection taken with Collect, and a Model made of both scores pairs: Model.Score is the one function behind an
// organisation's matches and an opportunity's candidates, so both sides read the same score. Whatever is compared is an integer
// by definition, so every process computes the same score from the same snapshot.
package matching

import "time"

// Kinds of opportunity, as the Enterprise Europe Network names its partnering profiles.
const (
	BusinessOffer     = "BUSINESS_OFFER"
	BusinessRequest   = "BUSINESS_REQUEST"
	TechnologyOffer   = "TECHNOLOGY_OFFER"
	TechnologyRequest = "TECHNOLOGY_REQUEST"
	ResearchRequest   = "RESEARCH_REQUEST"
)

// Directions of a capability.
const (
	Offers = "OFFERS"
	Seeks  = "SEEKS"
)

// Document is an opportunity as the scorer sees it. Absent facts are empty or zero.
type Document struct {
	ID             string
	OwnerID        string // an organisation is never matched with its own opportunity
	Kind           string
	Title, Summary string
	Text           string // everything else that may be indexed and shown, in any order
	Language       string // of the texts, ISO 639-1; "" when unknown
	Technologies   []string
	MarketID       string
	Partnerships   []string
	Stage          string
	TRL            int // technology readiness level 1..9; 0 when unknown
	IPR            string
	Requirements   []Requirement
	Published      time.Time // of these three the day in UTC counts
	Deadline       time.Time
	Expires        time.Time
}

// Profile is an organisation as the scorer sees it. Absent facts are empty or zero and never count against it as a gap.
type Profile struct {
	ID                  string
	Country             string // ISO 3166-1 alpha-2
	Region              string // NUTS code of any level
	SizeClass           string
	FoundedYear         int
	Languages           []string // it works in, ISO 639-1
	Certifications      []string
	Description         string
	DescriptionLanguage string
	Markets             []string // of interest
	MarketID            string   // of a partner in a market, else ""
	Capabilities        []Capability
}

// Capability is what an organisation offers or seeks.
type Capability struct {
	Direction    string
	Technologies []string
	Text         string
	Language     string
	Stage        string
	IPR          string
	Partnerships []string
	Markets      []string
}

// Kinds of requirement.
const (
	CertificationRequired   = "CERTIFICATION"
	SizeClassRequired       = "SIZE_CLASS"
	CountryRequired         = "COUNTRY"
	RegionRequired          = "REGION"
	LanguageRequired        = "LANGUAGE"
	StageRequired           = "STAGE"
	TRLRequired             = "TRL"
	YearsInBusinessRequired = "YEARS_IN_BUSINESS"
	IPRRequired             = "IPR"
)

// Requirement is what an opportunity asks of a partner. Values are alternatives: any one of them fulfils it, and two things
// needed together are two requirements. Min and Max bound TRL and YEARS_IN_BUSINESS, both inclusive.
type Requirement struct {
	Kind      string
	Values    []string
	Min, Max  *int
	Mandatory bool
}

// Verdicts on a requirement.
const (
	Fulfilled = "MATCH"
	Gap       = "GAP"
	Unknown   = "UNKNOWN" // the profile lacks the fact
)

// Verdict judges one requirement by the facts its evidence names.
type Verdict struct {
	Kind      string
	Verdict   string
	Mandatory bool
	Evidence  []Evidence
}

// Kinds of part, in the order in which a match lists them.
const (
	Technology = "TECHNOLOGY"
	Complement = "COMPLEMENT"
	Text       = "TEXT"
	Market     = "MARKET"
	Stage      = "STAGE"
	Freshness  = "FRESHNESS"
)

// Scales of the fixed-point numbers of a match.
const (
	// One is a part's full score: scores of parts count millionths.
	One = 1_000_000
	// FullWeight is what the weights of a version sum to: weights count thousandths.
	FullWeight = 1000
	// Tenth is a tenth of a point in the unit of Match.Total, which counts ten-millionths of a point.
	Tenth = One
)

// Part is one addend of a score.
type Part struct {
	Kind     string
	Weight   int   // thousandths of the whole
	Score    int64 // millionths, 0..One
	Points   int   // tenths of a point, rounded so that the parts add up to the match's score
	Evidence []Evidence
}

// Match is an organisation against an opportunity, with score and explanation.
type Match struct {
	OpportunityID  string
	OrganisationID string
	Total          int64 // exact: the sum of weight times score, in ten-millionths of a point
	Score          int   // tenths of a point, 0..1000, Total rounded half up
	Eligible       bool  // false when a mandatory requirement is a GAP
	Parts          []Part
	Requirements   []Verdict
	WeightsVersion int
	Snapshot       int64 // number of the statistics it was computed from
}
