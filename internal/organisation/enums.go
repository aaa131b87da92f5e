package organisation

import "slices"

// Kind is what kind of organisation it is.
type Kind string

// The kinds of organisation.
const (
	Company    Kind = "COMPANY"
	Research   Kind = "RESEARCH"
	Investor   Kind = "INVESTOR"
	PublicBody Kind = "PUBLIC_BODY"
	Gateway    Kind = "GATEWAY" // a partner under a memorandum that opens doors in its market
)

// Valid tells whether there is such a kind.
func (k Kind) Valid() bool {
	return slices.Contains([]Kind{Company, Research, Investor, PublicBody, Gateway}, k)
}

// Status is where a profile stands: DRAFT, UNDER_REVIEW, VERIFIED, and SUSPENDED until verified again.
type Status string

// The statuses of an organisation.
const (
	Draft       Status = "DRAFT"
	UnderReview Status = "UNDER_REVIEW"
	Verified    Status = "VERIFIED"
	Suspended   Status = "SUSPENDED"
)

// Valid tells whether there is such a status.
func (s Status) Valid() bool {
	return slices.Contains([]Status{Draft, UnderReview, Verified, Suspended}, s)
}

// Independence is an enterprise's relation to others, by Recommendation 2003/361/EC, article 3.
type Independence string

// The relations of an enterprise to others.
const (
	Autonomous Independence = "AUTONOMOUS"
	Partner    Independence = "PARTNER" // holds, or is held by, 25 to 50 per cent
	Linked     Independence = "LINKED"  // controls, or is controlled
)

// Valid tells whether there is such a relation.
func (i Independence) Valid() bool {
	return slices.Contains([]Independence{Autonomous, Partner, Linked}, i)
}

// Origin is where a record comes from.
type Origin string

// The origins of a record.
const (
	Portal   Origin = "PORTAL"
	Imported Origin = "IMPORTED"
)

// Valid tells whether there is such an origin.
func (o Origin) Valid() bool { return o == Portal || o == Imported }

// Direction is which way a capability points.
type Direction string

// The directions of a capability.
const (
	Offers Direction = "OFFERS"
	Seeks  Direction = "SEEKS"
)

// Valid tells whether there is such a direction.
func (d Direction) Valid() bool { return d == Offers || d == Seeks }

// Stage is a stage of development, as the Enterprise Europe Network names it.
type Stage string

// The stages of development, earliest first.
const (
	Concept          Stage = "CONCEPT"
	UnderDevelopment Stage = "UNDER_DEVELOPMENT"
	LabTested        Stage = "LAB_TESTED"
	Demonstration    Stage = "DEMONSTRATION"
	OnMarket         Stage = "ON_MARKET"
)

// Valid tells whether there is such a stage.
func (s Stage) Valid() bool {
	return slices.Contains([]Stage{Concept, UnderDevelopment, LabTested, Demonstration, OnMarket}, s)
}

// Partnership is a type of partnership, as the Enterprise Europe Network names it.
type Partnership string

// The types of partnership.
const (
	Commercial                        Partnership = "COMMERCIAL"
	CommercialWithTechnicalAssistance Partnership = "COMMERCIAL_WITH_TECHNICAL_ASSISTANCE"
	Investment                        Partnership = "INVESTMENT"
	Outsourcing                       Partnership = "OUTSOURCING"
	Supplier                          Partnership = "SUPPLIER"
	ResearchCooperation               Partnership = "RESEARCH_COOPERATION"
)

// Valid tells whether there is such a type.
func (p Partnership) Valid() bool {
	return slices.Contains([]Partnership{Commercial, CommercialWithTechnicalAssistance, Investment, Outsourcing, Supplier, ResearchCooperation}, p)
}
