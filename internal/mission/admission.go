package mission

import (
	"time"

	"github.com/bioxclusters/portal/internal/id"
)

// Standing is how a mission's places stand; the functions of this file decide on it alone.
type Standing struct {
	Capacity int
	Quotas   map[id.Cluster]*Quota
	// Guarantees tells whether places are still held for the clusters that Quotas guarantee them to.
	Guarantees bool
	Taken      map[id.Cluster]int // CONFIRMED and OFFERED, and ATTENDED and NO_SHOW that follow, by cluster
	Queue      int                // WAITLISTED, all together
	Waiting    map[id.Cluster]int // the same by cluster, without suspended organisations; matters only while a place is free
}

// Verdict is what a newcomer gets.
type Verdict struct {
	Status RegistrationStatus // CONFIRMED or WAITLISTED
	Reason PlaceReason
}

// Waiter is someone on the waiting list.
type Waiter struct {
	ID             id.Registration `db:"id"`
	ClusterID      id.Cluster      `db:"cluster_id"`
	OrganisationID id.Organisation `db:"organisation_id"`
	SubmittedBy    *id.User        `db:"submitted_by"`
	Arrival        int64           `db:"arrival"`
	Score          *int            `db:"score"`
	Promotion      *int            `db:"promotion"`
	PromotedFor    string          `db:"promotion_reason"`
	CreatedAt      time.Time       `db:"created_at"`
	Suspended      bool            `db:"suspended"` // its organisation is: it keeps its turn and is passed over
}

// Offer is a place for someone on the waiting list.
type Offer struct {
	Waiter
	Reason PlaceReason
}

// taken counts the places taken by all clusters together.
func (s *Standing) taken() (n int) {
	for _, t := range s.Taken {
		n += t
	}
	return n
}

// count adds n registrations of a status to the places taken by cluster c.
func (s *Standing) count(c id.Cluster, status RegistrationStatus, n int) {
	if status.placed() {
		s.Taken[c] += n
	}
}

// heldForOthers counts the places that are free, but guaranteed to other clusters than c; "" counts them for all.
func (s *Standing) heldForOthers(c id.Cluster) (n int) {
	if !s.Guarantees {
		return 0
	}
	for k, q := range s.Quotas {
		if k != c {
			n += max(0, q.Guaranteed-s.Taken[k])
		}
	}
	return n
}

func (s *Standing) atMaximum(c id.Cluster) bool {
	q := s.Quotas[c]
	return q != nil && q.Maximum != nil && s.Taken[c] >= *q.Maximum
}

// hasPlace tells whether there is a place for cluster c: it is below its maximum, and the places taken and those held for
// others leave one.
func (s *Standing) hasPlace(c id.Cluster) bool {
	return !s.atMaximum(c) && s.taken()+s.heldForOthers(c) < s.Capacity
}

// placeReason says which kind of place cluster c would get now.
func (s *Standing) placeReason(c id.Cluster) PlaceReason {
	if q := s.Quotas[c]; s.Guarantees && q != nil && s.Taken[c] < q.Guaranteed {
		return GuaranteedPlace
	}
	return OpenPlace
}

// WaitReason says why someone of cluster c waits.
func (s *Standing) WaitReason(c id.Cluster) PlaceReason {
	switch {
	case s.atMaximum(c):
		return ClusterMaximum
	case s.taken() < s.Capacity && !s.hasPlace(c):
		return HeldForClusters
	}
	return Full
}

// Admit decides on a newcomer of cluster c. A newcomer waits behind anyone on the list who could have the place, but for
// a place guaranteed to its own cluster and wanted by nobody of that cluster on the list.
func (s *Standing) Admit(c id.Cluster) Verdict {
	if !s.hasPlace(c) || s.mustQueue(c) {
		return Verdict{RegistrationWaitlisted, s.WaitReason(c)}
	}
	return Verdict{RegistrationConfirmed, s.placeReason(c)}
}

// mustQueue tells whether someone on the list could have the place that a newcomer of cluster c would get.
func (s *Standing) mustQueue(c id.Cluster) bool {
	if s.placeReason(c) == GuaranteedPlace {
		return s.Waiting[c] > 0
	}
	return s.owes()
}

// owes tells whether anyone on the waiting list could have a place now: the list is to be served.
func (s *Standing) owes() bool {
	for k, n := range s.Waiting {
		if n > 0 && s.hasPlace(k) {
			return true
		}
	}
	return false
}

// Serve gives out the free places: each goes to the first on the list whom the quotas allow and whose organisation is not suspended.
// It returns the offers in that order and counts them as taken. One pass is enough, because an offer never makes room for someone it
// passed before.
func (s *Standing) Serve(list []Waiter) (offers []Offer) {
	for _, w := range list {
		if !w.Suspended && s.hasPlace(w.ClusterID) {
			offers = append(offers, Offer{w, s.placeReason(w.ClusterID)})
			s.Taken[w.ClusterID]++
			s.Waiting[w.ClusterID]--
			s.Queue--
		}
	}
	return offers
}

// keepsGuarantees tells whether the places left suffice for all that is guaranteed.
func (s *Standing) keepsGuarantees() bool { return s.taken()+s.heldForOthers("") <= s.Capacity }
