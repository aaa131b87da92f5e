// Package outcome keeps what came of contacts: agreements, sales, investments. Each is counted once, from whichever side and
// for whichever mission it is reported.
package outcome

import (
	"slices"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Outcome is one of them.
type Outcome struct {
	ID                    id.Outcome       `db:"id"`
	Kind                  Kind             `db:"kind"`
	MissionID             *id.Mission      `db:"mission_id"`
	OrganisationID        id.Organisation  `db:"organisation_id"`
	PartnerOrganisationID *id.Organisation `db:"partner_organisation_id"`
	PartnerName           string           `db:"partner_name"`
	MarketID              id.Market        `db:"market_id"`
	ClusterID             id.Cluster       `db:"cluster_id"` // the owner: the organisation's when it was recorded
	AgreedOn              day.Date         `db:"agreed_on"`
	ValueBand             ValueBand        `db:"value_band"`
	Evidence              string           `db:"evidence"`
	OnceKey               string           `db:"once_key"`
	RecordedBy            *id.User         `db:"recorded_by"`
	Version               int              `db:"version"`
	CreatedAt             time.Time        `db:"created_at"`
	RetractedAt           *time.Time       `db:"retracted_at"`
	RetractedBecause      string           `db:"retracted_because"`

	// MissionOwners are the clusters that run the mission; read along, never written.
	MissionOwners db.List[id.Cluster] `db:"mission_owners"`
}

// Kind is what came of a contact.
type Kind string

// The kinds.
const (
	MeetingHeld       Kind = "MEETING_HELD"
	NDA               Kind = "NDA"
	Memorandum        Kind = "MEMORANDUM"
	Distribution      Kind = "DISTRIBUTION"
	Licence           Kind = "LICENCE"
	ResearchAgreement Kind = "RESEARCH_AGREEMENT"
	Investment        Kind = "INVESTMENT"
	Sale              Kind = "SALE"
)

// Kinds are all of them, in the order of reports.
var Kinds = []Kind{MeetingHeld, NDA, Memorandum, Distribution, Licence, ResearchAgreement, Investment, Sale}

// Valid tells whether k is one of the kinds.
func (k Kind) Valid() bool { return slices.Contains(Kinds, k) }

// ValueBand is roughly what an outcome is worth, in EUR.
type ValueBand string

// The bands.
const (
	Undisclosed ValueBand = "UNDISCLOSED"
	UpTo10K     ValueBand = "UP_TO_10K"
	UpTo100K    ValueBand = "UP_TO_100K"
	UpTo1M      ValueBand = "UP_TO_1M"
	Above1M     ValueBand = "ABOVE_1M"
)

// ValueBands are all of them, in the order of reports.
var ValueBands = []ValueBand{Undisclosed, UpTo10K, UpTo100K, UpTo1M, Above1M}

// Valid tells whether b is one of the bands.
func (b ValueBand) Valid() bool { return slices.Contains(ValueBands, b) }

// Count is how many outcomes of a kind and band there are.
type Count struct {
	Kind      Kind      `db:"kind"`
	ValueBand ValueBand `db:"value_band"`
	Number    int       `db:"number"`
}

// party is what the rules need to know of an organisation.
type party struct {
	ID        id.Organisation `db:"id"`
	Name      string          `db:"legal_name"`
	ClusterID id.Cluster      `db:"cluster_id"`
	MarketID  *id.Market      `db:"market_id"` // set for a partner in a market
}

// MaySee tells whether an outcome exists for the viewer: the organisation's members and its partner's, staff of the cluster
// that owns it and of the mission's, analysts and coordinators.
func MaySee(v viewer.Viewer, o *Outcome) bool {
	return v.SignedIn() && (MayReadEvidence(v, o) || v.Has(viewer.Analyst) || o.PartnerOrganisationID != nil && v.BelongsTo(*o.PartnerOrganisationID))
}

// MayReadEvidence tells whether the viewer may read an outcome's evidence, free text: whoever sees it but the partner and analysts.
func MayReadEvidence(v viewer.Viewer, o *Outcome) bool {
	return v.SignedIn() && (v.IsCoordinator() || v.BelongsTo(o.OrganisationID) || v.IsStaffOf(o.ClusterID) || slices.ContainsFunc(o.MissionOwners, v.IsStaffOf))
}

// mayRecord tells whether the viewer may record outcomes of an organisation; m is nil for outcomes of no mission.
func mayRecord(v viewer.Viewer, p *party, m *mission.Mission) bool {
	return v.IsCoordinator() || v.BelongsTo(p.ID) || v.IsStaffOf(p.ClusterID) || m != nil && mission.MayUpdate(v, m)
}

// onceKey is the same for an outcome whichever of its parties reports it.
func onceKey(k Kind, a, b string, agreedOn day.Date) string {
	if b < a {
		a, b = b, a
	}
	return strings.Join([]string{string(k), string(agreedOn), a, b}, "|")
}

// RecordInput is a new outcome.
type RecordInput struct {
	Kind           Kind
	MissionID      *id.Mission
	OrganisationID *id.Organisation // nil means the viewer's
	PartnerID      *id.Organisation // the partner, when it is on the portal
	PartnerName    *string          // else its name
	Market         *string          // id or code; nil means the mission's
	AgreedOn       day.Date
	ValueBand      *ValueBand // nil means UNDISCLOSED
	Evidence       *string
	IdempotencyKey *string
}

// RetractInput takes an outcome back that was recorded by mistake.
type RetractInput struct {
	OutcomeID       id.Outcome
	ExpectedVersion int
	Reason          string
}

// Filter narrows a list of outcomes; nil fields do not.
type Filter struct {
	Missions []id.Mission
	Kinds    []Kind
}

func (in *RecordInput) check(today day.Date) error {
	var c fault.Check
	c.That(in.Kind.Valid(), "kind", "There is no such kind.")
	c.That(in.ValueBand == nil || in.ValueBand.Valid(), "valueBand", "There is no such band.")
	c.That((in.PartnerID == nil) != (in.PartnerName == nil), "partnerName", "Please name the partner, either by partnerId or by partnerName.")
	if in.PartnerName != nil {
		c.Line("partnerName", *in.PartnerName, 1, 256)
	}
	c.That(in.Market != nil || in.MissionID != nil, "market", "Please name the market.")
	_, err := day.Parse(string(in.AgreedOn))
	c.That(err == nil && in.AgreedOn >= "2000-01-01" && in.AgreedOn <= today.Add(1), "agreedOn", "Please give the day on which this happened, not one to come.")
	if in.Evidence != nil {
		c.Text("evidence", *in.Evidence, 0, 2000)
	}
	return c.Err()
}

func (f *Filter) check() error {
	if f == nil {
		return nil
	}
	var c fault.Check
	c.Count("filter.missions", len(f.Missions), 0, 100)
	c.Count("filter.kinds", len(f.Kinds), 0, 100)
	for i, k := range f.Kinds {
		c.That(k.Valid(), fault.Item("filter.kinds", i), "There is no such kind.")
	}
	return c.Err()
}
