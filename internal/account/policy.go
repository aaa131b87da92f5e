package account

import (
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
)

// MaySee tells whether v may know a person: oneself, one's own team, for staff the people of their cluster and of its
// organisations, for coordinators everyone. Analysts see no personal data.
func MaySee(v viewer.Viewer, u *User) bool {
	switch {
	case !v.SignedIn():
		return false
	case v.User == u.ID, v.IsCoordinator():
		return true
	case u.OrganisationID != nil && v.BelongsTo(*u.OrganisationID):
		return true
	case u.OrganisationCluster != nil && v.IsStaffOf(*u.OrganisationCluster):
		return true
	}
	return u.ClusterID != nil && v.IsStaffOf(*u.ClusterID)
}

// MayInvite returns the fault that keeps v from inviting people into its organisation, nil when v may.
func MayInvite(v viewer.Viewer) error {
	switch {
	case !v.SignedIn():
		return mustSignIn()
	case v.Organisation == "":
		return fault.New(fault.Forbidden, "", "You do not belong to an organisation.")
	case !v.Administers(v.Organisation):
		return fault.New(fault.Forbidden, "", "Only the administrators of your organisation may invite people.")
	}
	return nil
}

// MayAdminister returns the fault that keeps v from changing the roles of others and suspending them, nil when v may.
func MayAdminister(v viewer.Viewer, now time.Time) error {
	switch {
	case !v.SignedIn():
		return mustSignIn()
	case !v.IsCoordinator():
		return fault.Missing("userId") // the same for whoever is there and whoever is not
	}
	return MustBeFresh(v, now)
}

// MayEndSessions returns the fault that keeps v from ending v's own sessions, nil when v may: tokens for scripts may not.
func MayEndSessions(v viewer.Viewer, now time.Time) error {
	if v.Session == "" {
		return mustSignIn()
	}
	return MustBeFresh(v, now)
}

// MustBeFresh returns the fault of a viewer who should give their password again first, nil when they did.
func MustBeFresh(v viewer.Viewer, now time.Time) error {
	if _, fresh := v.FreshUntil(now); !fresh {
		return fault.New(fault.Forbidden, "", "Please confirm your password first: you gave it more than 10 minutes ago.")
	}
	return nil
}

func mustSignIn() error { return fault.New(fault.Unauthenticated, "", "Please sign in.") }
