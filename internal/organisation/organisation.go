// Package organisation knows the companies, institutes, investors, public bodies and gateways, what they offer and seek, and who
// may see how much of them.
package organisation

import (
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// Organisation is a company, institute, investor, public body or gateway. The portal hands one out to whoever has at least the
// teaser view of it; ViewOf says which of its fields they may read.
type Organisation struct {
	ID                id.Organisation `db:"id"`
	Kind              Kind            `db:"kind"`
	Status            Status          `db:"status"`
	Listed            bool            `db:"listed"`     // whether others see its profile
	ClusterID         id.Cluster      `db:"cluster_id"` // responsible for it
	MarketID          *id.Market      `db:"market_id"`  // of a partner in a market, else nil
	LegalName         string          `db:"legal_name"`
	NameKey           string          `db:"name_key"` // see NameKey
	Country           string          `db:"country"`  // ISO 3166-1 alpha-2
	Region            string          `db:"region"`   // NUTS code, "" outside Europe
	City              string          `db:"city"`
	FoundedYear       *int            `db:"founded_year"`
	Headcount         *int            `db:"headcount"`     // annual work units
	Turnover          *int64          `db:"turnover"`      // EUR a year
	BalanceTotal      *int64          `db:"balance_total"` // EUR
	AccountsYear      *int            `db:"accounts_year"`
	Independence      Independence    `db:"independence"`
	SizeClass         *SizeClass      `db:"size_class"` // computed, see SizeClassOf
	NACECodeList      db.List[string] `db:"nace_codes"`
	LanguageList      db.List[string] `db:"languages"`
	CertificationList db.List[string] `db:"certifications"`
	Website           string          `db:"website"`     // http(s) address, or ""
	Description       string          `db:"description"` // plain text
	Origin            Origin          `db:"origin"`
	ExternalReference *string         `db:"external_reference"` // what it was imported under
	Version           int             `db:"version"`
	CreatedAt         time.Time       `db:"created_at"`
	UpdatedAt         time.Time       `db:"updated_at"`
}

// NACECodes are its NACE Rev. 2 classes.
func (o *Organisation) NACECodes() []string { return o.NACECodeList }

// Languages of business, ISO 639-1.
func (o *Organisation) Languages() []string { return o.LanguageList }

// Certifications and approvals, such as ISO 13485.
func (o *Organisation) Certifications() []string { return o.CertificationList }

// IsPartner tells an organisation of a market from one of a cluster.
func (o *Organisation) IsPartner() bool { return o.MarketID != nil }

// IsSME tells whether it is a company whose size class is not LARGE; one whose figures lack counts as an SME.
func (o *Organisation) IsSME() bool {
	return o.Kind == Company && (o.SizeClass == nil || *o.SizeClass != Large)
}

// Capability is what an organisation offers or seeks.
type Capability struct {
	ID              id.Capability          `db:"id"`
	OrganisationID  id.Organisation        `db:"organisation_id"`
	Position        int                    `db:"position"` // 0 first
	Direction       Direction              `db:"direction"`
	TechnologyList  db.List[id.Technology] `db:"technology_ids"`
	Text            string                 `db:"text"`
	Language        string                 `db:"language"` // of the text, ISO 639-1
	Stage           *Stage                 `db:"stage"`
	PartnershipList db.List[Partnership]   `db:"partnerships"`
	MarketList      db.List[id.Market]     `db:"market_ids"` // empty means all
}

// TechnologyIDs are the technologies it is about.
func (c *Capability) TechnologyIDs() []id.Technology { return c.TechnologyList }

// Partnerships are the types of partnership it is meant for.
func (c *Capability) Partnerships() []Partnership { return c.PartnershipList }

// MarketIDs are the markets it is meant for; empty means all.
func (c *Capability) MarketIDs() []id.Market { return c.MarketList }
