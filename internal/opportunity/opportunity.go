// Package opportunity keeps the partnering profiles of the portal: what a company or institute offers or asks for in a market.
//
// It knows their content and states, who may read and write them, how they are reviewed, found and remembered. It does not know
// how well one suits whom: that is package match.
package opportunity

import (
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
)

// Opportunity is a partnering profile. The Owner fields are facts of the owning organisation that the rules need; they are read
// together with the opportunity and belong to nobody's answer.
type Opportunity struct {
	ID                id.Opportunity                    `db:"id"`
	Reference         string                            `db:"reference"`
	Kind              Kind                              `db:"kind"`
	Status            Status                            `db:"status"`
	OrganisationID    id.Organisation                   `db:"organisation_id"`
	MarketID          id.Market                         `db:"market_id"`
	AuthorID          *id.User                          `db:"author_id"` // nil when imported
	Title             string                            `db:"title"`
	Summary           string                            `db:"summary"`
	Description       string                            `db:"description"`
	Advantages        string                            `db:"advantages"`
	Specification     string                            `db:"specification"`
	PartnerSought     string                            `db:"partner_sought"`
	TechnologyIDs     db.List[id.Technology]            `db:"technology_ids"`
	Stage             *organisation.Stage               `db:"stage"`
	TRL               *int                              `db:"trl"`
	IPR               *IPR                              `db:"ipr"`
	PartnershipList   db.List[organisation.Partnership] `db:"partnerships"`
	RequirementList   db.JSON[[]Requirement]            `db:"requirements"`
	Deadline          *day.Date                         `db:"deadline"` // last day for showing interest, UTC
	Language          string                            `db:"language"`
	Confidential      bool                              `db:"confidential"`
	Origin            organisation.Origin               `db:"origin"`
	ExternalReference *string                           `db:"external_reference"`
	ListedAt          time.Time                         `db:"listed_at"` // publication, or making while unpublished
	PublishedAt       *time.Time                        `db:"published_at"`
	ExpiresAt         *time.Time                        `db:"expires_at"`
	Version           int                               `db:"version"`
	CreatedAt         time.Time                         `db:"created_at"`
	UpdatedAt         time.Time                         `db:"updated_at"`
	OwnerClusterID    id.Cluster                        `db:"owner_cluster_id"`
	OwnerMarketID     *id.Market                        `db:"owner_market_id"`
	OwnerKind         organisation.Kind                 `db:"owner_kind"`
	OwnerStatus       organisation.Status               `db:"owner_status"`
	OwnerListed       bool                              `db:"owner_listed"`
	OwnerCountry      string                            `db:"owner_country"`
}

// Partnerships are the types of partnership sought, 1 to 3 of them once submitted.
func (o *Opportunity) Partnerships() []organisation.Partnership { return o.PartnershipList }

// Requirements are what a partner must, or should, bring.
func (o *Opportunity) Requirements() []Requirement { return o.RequirementList.V }

// OpenForInterest tells whether interest can be shown at the moment: PUBLISHED, not past its deadline or its life, its owner
// VERIFIED.
func (o *Opportunity) OpenForInterest(now time.Time) bool {
	return o.Status == Published && o.OwnerStatus == organisation.Verified &&
		o.ExpiresAt != nil && o.ExpiresAt.After(now) &&
		(o.Deadline == nil || *o.Deadline >= day.Of(now, time.UTC))
}

// Kind is the kind of a profile; the Enterprise Europe Network writes BO BR TO TR RDR.
type Kind string

// The kinds.
const (
	BusinessOffer     Kind = "BUSINESS_OFFER"
	BusinessRequest   Kind = "BUSINESS_REQUEST"
	TechnologyOffer   Kind = "TECHNOLOGY_OFFER"
	TechnologyRequest Kind = "TECHNOLOGY_REQUEST"
	ResearchRequest   Kind = "RESEARCH_REQUEST"
)

// kindCodes begin references.
var kindCodes = map[Kind]string{
	BusinessOffer: "BO", BusinessRequest: "BR", TechnologyOffer: "TO", TechnologyRequest: "TR", ResearchRequest: "RD",
}

// Valid tells whether there is such a kind.
func (k Kind) Valid() bool { return kindCodes[k] != "" }

// Status is where an opportunity stands.
type Status string

// The states of domain.md, section 3.
const (
	Draft            Status = "DRAFT"
	Submitted        Status = "SUBMITTED"
	ChangesRequested Status = "CHANGES_REQUESTED"
	Published        Status = "PUBLISHED"
	OnHold           Status = "ON_HOLD"
	Expired          Status = "EXPIRED"
	Archived         Status = "ARCHIVED"
	Withdrawn        Status = "WITHDRAWN"
)

// Valid tells whether there is such a status.
func (s Status) Valid() bool {
	switch s {
	case Draft, Submitted, ChangesRequested, Published, OnHold, Expired, Archived, Withdrawn:
		return true
	}
	return false
}

// ended tells whether nothing leads back into the market: neither to be written, reviewed nor withdrawn.
func (s Status) ended() bool { return s == Expired || s == Archived || s == Withdrawn }

// IPR is the status of intellectual property rights.
type IPR string

// The statuses of intellectual property rights.
const (
	IPRNone          IPR = "NONE"
	IPRSecretKnowHow IPR = "SECRET_KNOW_HOW"
	IPRApplied       IPR = "APPLIED"
	IPRGranted       IPR = "GRANTED"
)

// Valid tells whether there is such a status.
func (r IPR) Valid() bool {
	return r == IPRNone || r == IPRSecretKnowHow || r == IPRApplied || r == IPRGranted
}
