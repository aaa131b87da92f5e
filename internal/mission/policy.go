package mission

import (
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Applicant is what the rules need to know of the organisation that wants to register.
type Applicant struct {
	ID          id.Organisation `db:"id"`
	Name        string          `db:"legal_name"`
	ClusterID   id.Cluster      `db:"cluster_id"`
	ClusterName string          `db:"cluster_name"`
	MarketID    *id.Market      `db:"market_id"` // set for a partner in a market
	Status      string          `db:"status"`    // as package organisation spells it
}

const verified = "VERIFIED"

// MaySee tells whether a mission exists for the viewer: for visitors while it is OPEN, for whoever is signed in from then on; a
// DRAFT, and one cancelled as such, only for those who may change it.
func MaySee(v viewer.Viewer, m *Mission) bool {
	return m.Status == Open || v.SignedIn() && m.Status != Draft && !m.Withheld || MayUpdate(v, m)
}

// MayUpdate tells whether the viewer may change and run a mission: staff of the clusters that own it, and coordinators.
func MayUpdate(v viewer.Viewer, m *Mission) bool {
	return mayRun(v, m.ClusterID) || slices.ContainsFunc(m.CoOwnerIDs, func(c id.Cluster) bool { return mayRun(v, c) })
}

// MaySeeContacts tells whether the viewer may read whom to ask about a mission: whoever is signed in, but for those who are
// analysts alone and so see no personal data.
func MaySeeContacts(v viewer.Viewer) bool {
	return v.SignedIn() && slices.ContainsFunc(v.Roles, func(r viewer.Role) bool { return r != viewer.Analyst })
}

func mayRun(v viewer.Viewer, c id.Cluster) bool {
	return v.SignedIn() && (v.IsStaffOf(c) || v.IsCoordinator())
}

// MaySeeRegistration tells whether a registration of mission m exists for the viewer: for the organisation's own members,
// staff of the mission's clusters and of the organisation's, and coordinators. It goes for delegates and history too.
func MaySeeRegistration(v viewer.Viewer, r *Registration, m *Mission) bool {
	return v.SignedIn() && (v.BelongsTo(r.OrganisationID) || v.IsStaffOf(r.ClusterID) || MayUpdate(v, m))
}

// seesRegistrations tells whether the viewer may see any registrations at all, be there some or not.
func seesRegistrations(v viewer.Viewer) bool {
	return v.SignedIn() && (v.BelongsTo(v.Organisation) || v.IsStaffOf(v.Cluster) || v.IsCoordinator())
}

// MayRegister says why the viewer cannot register organisation a for mission m now; nil when nothing stands against it. a is
// nil for those who have no organisation. Whether a is registered already, only the database knows.
func MayRegister(v viewer.Viewer, m *Mission, a *Applicant, now time.Time) error {
	switch {
	case !v.SignedIn():
		return fault.New(fault.Unauthenticated, "", "Please sign in.")
	case !MaySee(v, m):
		return fault.Missing("missionId")
	case a == nil || !v.BelongsTo(a.ID):
		return fault.New(fault.Forbidden, "", "Only members of an organisation can register it.")
	}
	return registrable(m, a, now)
}

// MayNominate says why the viewer cannot register organisation a for mission m now; nil when nothing stands against it. a is nil
// when there is no such organisation.
func MayNominate(v viewer.Viewer, m *Mission, a *Applicant, now time.Time) error {
	switch {
	case !v.SignedIn():
		return fault.New(fault.Unauthenticated, "", "Please sign in.")
	case !MaySee(v, m):
		return fault.Missing("missionId")
	case a == nil || !v.IsStaffOf(a.ClusterID) && !v.IsCoordinator():
		return fault.Missing("organisationId")
	}
	return registrable(m, a, now)
}

// registrable says why nobody can register organisation a for mission m now.
func registrable(m *Mission, a *Applicant, now time.Time) error {
	switch {
	case a.MarketID != nil:
		return fault.New(fault.Forbidden, "", "Missions are for organisations of the clusters; partners in a market meet them there.")
	case m.Status == Open && now.Before(m.OpensAt):
		return fault.New(fault.Conflict, "", "Registration opens on %s.", m.inZone(m.OpensAt))
	case m.Status != Draft && m.Status != Cancelled && !now.Before(m.ClosesAt):
		return fault.New(fault.Conflict, "", "Registration closed on %s.", m.inZone(m.ClosesAt))
	case m.Status != Open:
		return fault.New(fault.Conflict, "", "This mission does not take registrations: it is %s.", m.Status)
	case a.Status != verified:
		return fault.New(fault.Conflict, "", "Only verified organisations can register; yours is %s.", a.Status)
	}
	return nil
}

// maySpeakFor tells whether the viewer may act for the organisation of a registration: its own members and, where staff nominated
// it, staff of that cluster, for there may be nobody of the organisation on the portal.
func maySpeakFor(v viewer.Viewer, r *Registration) bool {
	return v.BelongsTo(r.OrganisationID) || r.NominatedBy != nil && v.IsStaffOf(*r.NominatedBy)
}

// CanWithdraw says why the viewer cannot withdraw a registration of mission m; nil when nothing stands against it.
func CanWithdraw(v viewer.Viewer, r *Registration, m *Mission) error {
	switch {
	case !maySpeakFor(v, r):
		return fault.New(fault.Forbidden, "", "Only the organisation's own members can do this.")
	case m.Status == Cancelled:
		return fault.New(fault.Conflict, "", "It is too late to withdraw: the mission is %s.", m.Status)
	case !m.Status.before(Running):
		return fault.New(fault.Conflict, "", "It is too late to withdraw: the mission began on %s.", m.dayInZone(m.StartsOn))
	case !slices.Contains(withdrawable, r.Status):
		return fault.New(fault.Conflict, "", "This registration cannot be withdrawn: it is %s.", r.Status)
	}
	return nil
}

// CanDecide tells whether the viewer may decide on registrations of mission m now: its staff, until it runs.
func CanDecide(v viewer.Viewer, m *Mission) bool { return MayUpdate(v, m) && m.Status.before(Running) }

// ScoreFor is a registration's score, 0 to 100, as the viewer may know it: staff of the mission at any time, others once it is
// decided on. nil where there is none.
func ScoreFor(v viewer.Viewer, r *Registration, m *Mission) *float64 {
	undecided := r.Status == RegistrationSubmitted || r.Status == RegistrationEligible || r.Status == RegistrationIneligible
	if undecided && !MayUpdate(v, m) {
		return nil
	}
	return points(r.ScoreCents)
}

// CanAnswerOffer says why the viewer cannot accept or decline an offered place; nil when nothing stands against it.
func CanAnswerOffer(v viewer.Viewer, r *Registration, m *Mission, now time.Time) error {
	if !maySpeakFor(v, r) {
		return fault.New(fault.Forbidden, "", "Only the organisation's own members can do this.")
	}
	return canAnswer(r, m, now)
}

// canAnswer says why nobody can answer an offer now.
func canAnswer(r *Registration, m *Mission, now time.Time) error {
	switch {
	case m.Status == Cancelled:
		return fault.New(fault.Conflict, "", "It is too late to answer: the mission is %s.", m.Status)
	case !m.Status.before(Running):
		return fault.New(fault.Conflict, "", "It is too late to answer: the mission began on %s.", m.dayInZone(m.StartsOn))
	case r.Status == RegistrationLapsed && r.OfferedUntil != nil:
		return fault.New(fault.Conflict, "", "The offer was open until %s.", m.inZone(*r.OfferedUntil))
	case r.Status != RegistrationOffered || r.OfferedUntil == nil:
		return fault.New(fault.Conflict, "", "No place is offered to this registration: it is %s.", r.Status)
	case !now.Before(*r.OfferedUntil):
		return fault.New(fault.Conflict, "", "The offer was open until %s.", m.inZone(*r.OfferedUntil))
	}
	return nil
}
