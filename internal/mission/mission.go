// Package mission keeps pilot missions and the registrations for them: who gets a place, who waits, and in what order.
//
// Everything that takes or frees a place locks the mission's row first (FOR UPDATE) and touches registrations after, so
// that decisions on one mission happen one after another and never deadlock. Positions on a waiting list are computed, never
// stored: the list is the registrations that are WAITLISTED, by arrival.
package mission

import (
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// Mission is a pilot mission: OUTBOUND, organisations travel to a market; INBOUND, experts from a market visit.
type Mission struct {
	ID                   id.Mission             `db:"id"`
	Direction            Direction              `db:"direction"`
	Status               Status                 `db:"status"`
	Admission            Admission              `db:"admission"`
	ClusterID            id.Cluster             `db:"cluster_id"`
	MarketID             id.Market              `db:"market_id"`
	AuthorID             *id.User               `db:"author_id"`
	Title                string                 `db:"title"`
	Description          string                 `db:"description"`
	City                 string                 `db:"city"`
	Venue                string                 `db:"venue"`
	TimeZone             string                 `db:"time_zone"` // IANA name; StartsOn and EndsOn are days there
	StartsOn             day.Date               `db:"starts_on"`
	EndsOn               day.Date               `db:"ends_on"`
	OpensAt              time.Time              `db:"opens_at"`
	ClosesAt             time.Time              `db:"closes_at"`
	Capacity             int                    `db:"capacity"` // organisations
	SeatsPerOrganisation int                    `db:"seats_per_organisation"`
	OfferHours           int                    `db:"offer_hours"`
	FeeCents             int                    `db:"fee_cents"`
	TravelAidCents       int                    `db:"travel_aid_cents"`
	Currency             string                 `db:"currency"`
	AgendaItems          db.JSON[[]*AgendaItem] `db:"agenda"`
	CoOwnerIDs           db.List[id.Cluster]    `db:"co_owner_ids"` // clusters whose staff act as the owner's do
	ContactItems         db.JSON[[]*Contact]    `db:"contacts"`
	RuleItems            db.JSON[[]*Rule]       `db:"eligibility"`
	CriterionItems       db.JSON[[]*Criterion]  `db:"criteria"`
	CancelReason         string                 `db:"cancel_reason"`
	Withheld             bool                   `db:"withheld"` // cancelled as a draft: nobody else ever saw it
	LastArrival          int64                  `db:"last_arrival"`
	Version              int                    `db:"version"`
	CreatedAt            time.Time              `db:"created_at"`
	UpdatedAt            time.Time              `db:"updated_at"`
}

// Money is an amount in hundredths of a currency's unit.
type Money struct {
	Cents    int
	Currency string // ISO 4217
}

// AgendaItem is a line of the programme.
type AgendaItem struct {
	StartsAt time.Time `json:"startsAt"`
	EndsAt   time.Time `json:"endsAt"`
	Title    string    `json:"title"`
	Place    string    `json:"place"`
}

// Contact is a person to ask about a mission.
type Contact struct {
	Name  string `json:"name"`
	Role  string `json:"role"`
	Email string `json:"email"`
	Phone string `json:"phone"` // "" for none
}

// Quota is what one cluster is guaranteed in a mission, and the most it may have.
type Quota struct {
	MissionID  id.Mission `db:"mission_id" json:"-"`
	ClusterID  id.Cluster `db:"cluster_id" json:"cluster"`
	Guaranteed int        `db:"guaranteed" json:"guaranteed"`
	Maximum    *int       `db:"maximum" json:"maximum"` // nil for no limit
}

// Places counts a mission's registrations.
type Places struct {
	MissionID id.Mission `db:"mission_id"`
	Taken     int        `db:"taken"`   // CONFIRMED and OFFERED, ATTENDED and NO_SHOW
	Waiting   int        `db:"waiting"` // WAITLISTED
}

// Fee is what an organisation pays.
func (m *Mission) Fee() *Money { return &Money{m.FeeCents, m.Currency} }

// TravelAid is what an organisation gets towards its costs.
func (m *Mission) TravelAid() *Money { return &Money{m.TravelAidCents, m.Currency} }

// Agenda is the programme, in the order in which it was given.
func (m *Mission) Agenda() []*AgendaItem { return m.AgendaItems.V }

// Contacts are the people to ask, in the order in which they were given.
func (m *Mission) Contacts() []*Contact { return m.ContactItems.V }

// Eligibility are the conditions of participation, in the order in which they were given.
func (m *Mission) Eligibility() []*Rule { return m.RuleItems.V }

// Criteria are what reviewers score candidates on, in the order in which they were given.
func (m *Mission) Criteria() []*Criterion { return m.CriterionItems.V }

// WaitingListRule is by what the waiting list is ranked, after those whom staff put at its head.
func (m *Mission) WaitingListRule() WaitingListRule {
	if m.Admission == Selection {
		return ByScore
	}
	return ByArrival
}

// owners are the clusters that run the mission, the one that made it first.
func (m *Mission) owners() []id.Cluster { return append([]id.Cluster{m.ClusterID}, m.CoOwnerIDs...) }

// begins is the first instant of the first day, ends the first after the last day.
func (m *Mission) begins() time.Time { return m.StartsOn.Begin(m.Zone()) }
func (m *Mission) ends() time.Time   { return m.EndsOn.Add(1).Begin(m.Zone()) }

// dayInZone writes one of the mission's days for people of any language.
func (m *Mission) dayInZone(d day.Date) string { return string(d) + " (" + m.TimeZone + ")" }

// Zone is the mission's time zone; UTC should this machine not know it.
func (m *Mission) Zone() *time.Location {
	if zone, err := time.LoadLocation(m.TimeZone); err == nil {
		return zone
	}
	return time.UTC
}

// inZone writes an instant for people of any language, in the mission's time zone.
func (m *Mission) inZone(t time.Time) string {
	return t.In(m.Zone()).Format("2006-01-02 15:04") + " (" + m.TimeZone + ")"
}

// guarantees tells whether places are still held for clusters: FIRST_COME, until the application window closes.
func (m *Mission) guarantees(now time.Time) bool {
	return m.Admission == FirstCome && (m.Status == Draft || m.Status == Open) && now.Before(m.ClosesAt)
}

// offers tells whether places that fall free go to the waiting list: from opening until the first day.
func (m *Mission) offers(now time.Time) bool {
	return m.Status.before(Running) && m.Status != Draft && now.Before(m.begins())
}

// offeredUntil is when an offer made now lapses: after OfferHours, and at the latest when the mission begins.
func (m *Mission) offeredUntil(now time.Time) time.Time {
	until := now.Add(time.Duration(m.OfferHours) * time.Hour)
	if begins := m.begins().UTC(); until.After(begins) {
		return begins
	}
	return until
}

// Direction says who travels.
type Direction string

// The directions.
const (
	Outbound Direction = "OUTBOUND" // organisations travel to the market
	Inbound  Direction = "INBOUND"  // experts from the market visit
)

// Valid tells whether d is one of the directions.
func (d Direction) Valid() bool { return d == Outbound || d == Inbound }

// Status is where a mission stands: DRAFT, OPEN, CLOSED, CONFIRMED, RUNNING, COMPLETED in this order; or CANCELLED.
type Status string

// The statuses.
const (
	Draft     Status = "DRAFT"
	Open      Status = "OPEN"
	Closed    Status = "CLOSED"
	Confirmed Status = "CONFIRMED" // the list is final
	Running   Status = "RUNNING"
	Completed Status = "COMPLETED"
	Cancelled Status = "CANCELLED"
)

var statuses = []Status{Draft, Open, Closed, Confirmed, Running, Completed, Cancelled}

// Valid tells whether s is one of the statuses.
func (s Status) Valid() bool { return slices.Contains(statuses, s) }

// before tells whether s comes earlier in a mission's life; CANCELLED comes last.
func (s Status) before(t Status) bool { return slices.Index(statuses, s) < slices.Index(statuses, t) }

// Admission is how places are given.
type Admission string

// The ways to give places.
const (
	FirstCome Admission = "FIRST_COME" // in order of arrival
	Selection Admission = "SELECTION"  // by the choice of staff
)

// Valid tells whether a is one of the ways.
func (a Admission) Valid() bool { return a == FirstCome || a == Selection }

// WaitingListRule is by what a waiting list is ranked.
type WaitingListRule string

// The rules.
const (
	ByArrival WaitingListRule = "ARRIVAL"
	ByScore   WaitingListRule = "SCORE" // the higher first; of equal ones, and those without, who came first
)
