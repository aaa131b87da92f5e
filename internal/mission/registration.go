package mission

import (
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/id"
)

// Registration is an organisation's place in a mission, or its wish for one.
type Registration struct {
	ID             id.Registration    `db:"id"`
	MissionID      id.Mission         `db:"mission_id"`
	OrganisationID id.Organisation    `db:"organisation_id"`
	ClusterID      id.Cluster         `db:"cluster_id"` // the organisation's when it registered: quotas count by it
	SubmittedBy    *id.User           `db:"submitted_by"`
	Status         RegistrationStatus `db:"status"`
	Arrival        int64              `db:"arrival"` // order within the mission
	Motivation     string             `db:"motivation"`
	PlaceReason    *PlaceReason       `db:"place_reason"`  // of one that waits: why it waits now
	OfferedUntil   *time.Time         `db:"offered_until"` // of OFFERED, and of LAPSED
	NominatedBy    *id.Cluster        `db:"nominated_by"`  // the cluster whose staff registered it, nil when its own people did
	ScoreCents     *int               `db:"score"`         // hundredths of a point of 100; nil until two reviewers have scored it
	Promotion      *int               `db:"promotion"`     // order of those whom staff put at the head of the list
	PromotedFor    string             `db:"promotion_reason"`
	Version        int                `db:"version"`
	CreatedAt      time.Time          `db:"created_at"`
	UpdatedAt      time.Time          `db:"updated_at"`
}

// waiter is the registration as the waiting list and letters know it.
func (r *Registration) waiter() Waiter {
	return Waiter{ID: r.ID, ClusterID: r.ClusterID, OrganisationID: r.OrganisationID, SubmittedBy: r.SubmittedBy, CreatedAt: r.CreatedAt}
}

// Delegate is a person who travels for an organisation.
type Delegate struct {
	RegistrationID id.Registration `db:"registration_id"`
	Name           string          `db:"name"`
	Email          string          `db:"email"`
	Role           string          `db:"role"`
	CheckedInAt    *time.Time      `db:"checked_in_at"` // when they arrived at the mission; nil when nobody noted it
}

// RegistrationChange is one change of a registration's status; the history keeps them all.
type RegistrationChange struct {
	RegistrationID id.Registration     `db:"registration_id"`
	At             time.Time           `db:"at"`
	ActorID        *id.User            `db:"actor_id"`    // nil when the portal itself did it
	From           *RegistrationStatus `db:"from_status"` // nil at the beginning
	To             RegistrationStatus  `db:"to_status"`
	Reason         string              `db:"reason"`
}

// WaitingPlace is one place of a waiting list as anyone on the list sees it: without name or cluster.
type WaitingPlace struct {
	Position    int   // 1 is next
	Arrival     int64 // its number among all who came
	ArrivedAt   time.Time
	ScoreCents  *int // hundredths of a point of 100; nil where nobody scores, or too few have
	Reason      PlaceReason
	Promotion   *int   // its number among those whom staff put at the head of the list
	PromotedFor string // why they did; "" when they did not
	Own         bool   // the viewer's organisation's
}

// Score is the place's score, 0 to 100, nil where there is none.
func (p *WaitingPlace) Score() *float64 { return points(p.ScoreCents) }

// RegistrationStatus is where a registration stands; domain.md, section 3, has the transitions.
type RegistrationStatus string

// The statuses of registrations.
const (
	RegistrationSubmitted  RegistrationStatus = "SUBMITTED"
	RegistrationEligible   RegistrationStatus = "ELIGIBLE"
	RegistrationIneligible RegistrationStatus = "INELIGIBLE"
	RegistrationConfirmed  RegistrationStatus = "CONFIRMED"
	RegistrationWaitlisted RegistrationStatus = "WAITLISTED"
	RegistrationRejected   RegistrationStatus = "REJECTED"
	RegistrationOffered    RegistrationStatus = "OFFERED"
	RegistrationDeclined   RegistrationStatus = "DECLINED"
	RegistrationLapsed     RegistrationStatus = "LAPSED"
	RegistrationWithdrawn  RegistrationStatus = "WITHDRAWN"
	RegistrationAttended   RegistrationStatus = "ATTENDED"
	RegistrationNoShow     RegistrationStatus = "NO_SHOW"
)

var (
	withdrawable = []RegistrationStatus{RegistrationSubmitted, RegistrationEligible, RegistrationConfirmed,
		RegistrationWaitlisted, RegistrationOffered}
	// changeable may still get other delegates.
	changeable = append(slices.Clone(withdrawable), RegistrationAttended)
	// The same as in the index registration_one_live.
	dead = []RegistrationStatus{RegistrationIneligible, RegistrationRejected, RegistrationDeclined, RegistrationLapsed,
		RegistrationWithdrawn, RegistrationNoShow}
)

// Valid tells whether s is one of the statuses.
func (s RegistrationStatus) Valid() bool {
	return slices.Contains(changeable, s) || slices.Contains(dead, s)
}

// placed tells whether a registration of status s takes a place.
func (s RegistrationStatus) placed() bool {
	return s == RegistrationConfirmed || s == RegistrationOffered || s == RegistrationAttended || s == RegistrationNoShow
}

// Live tells whether s keeps the organisation from registering again.
func (s RegistrationStatus) Live() bool { return s.Valid() && !slices.Contains(dead, s) }

// PlaceReason is why a registration has, or waits for, its place.
type PlaceReason string

// The reasons.
const (
	OpenPlace       PlaceReason = "OPEN_PLACE"        // has a place open to all
	GuaranteedPlace PlaceReason = "GUARANTEED_PLACE"  // has a place guaranteed to its cluster
	Full            PlaceReason = "FULL"              // waits: all places are taken
	HeldForClusters PlaceReason = "HELD_FOR_CLUSTERS" // waits: the places left are guaranteed to other clusters
	ClusterMaximum  PlaceReason = "CLUSTER_MAXIMUM"   // waits: its cluster has reached its maximum
)

// Valid tells whether r is one of the reasons.
func (r PlaceReason) Valid() bool {
	return slices.Contains([]PlaceReason{OpenPlace, GuaranteedPlace, Full, HeldForClusters, ClusterMaximum}, r)
}
