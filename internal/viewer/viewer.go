// Package viewer says on whose behalf a request runs. Every service method takes a Viewer; nil-safe questions live here,
// rules about nouns live in each noun's policy.go.
package viewer

import (
	"context"
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
)

// Role is what a person may be. MEMBER and ORGANISATION_ADMIN belong to one organisation, STAFF to one cluster.
type Role string

// The roles of domain.md, section 5.
const (
	Member            Role = "MEMBER"
	OrganisationAdmin Role = "ORGANISATION_ADMIN"
	Staff             Role = "STAFF"
	Analyst           Role = "ANALYST"
	Coordinator       Role = "COORDINATOR"
)

// Roles are all of them.
var Roles = []Role{Member, OrganisationAdmin, Staff, Analyst, Coordinator}

// Scope is what a personal access token may.
type Scope string

// The scopes; a session may all of them.
const (
	Read   Scope = "READ"
	Write  Scope = "WRITE"
	Export Scope = "EXPORT"
)

// Scopes are all of them.
var Scopes = []Scope{Read, Write, Export}

// Viewer is the person behind a request; the zero value is a visitor.
type Viewer struct {
	User         id.User
	Session      id.Session      // "" for visitors, and for those who come by a personal access token
	Token        id.Token        // the personal access token, "" for none
	Scopes       []Scope         // of Token
	Organisation id.Organisation // "" for none
	// OrganisationCluster is the cluster responsible for Organisation; OrganisationMarket the market it is a partner in, "" for an SME.
	OrganisationCluster id.Cluster
	OrganisationMarket  id.Market
	Cluster             id.Cluster // "" unless staff
	Roles               []Role
	Language            string // one of the portal's languages
	// Confirmed is when the person last gave their password, or another proof, in this session; zero for none.
	Confirmed time.Time
}

// SignedIn tells a person from a visitor.
func (v Viewer) SignedIn() bool { return v.User != "" }

// Has tells whether the viewer holds a role.
func (v Viewer) Has(r Role) bool { return slices.Contains(v.Roles, r) }

// IsCoordinator tells whether the viewer steers the whole.
func (v Viewer) IsCoordinator() bool { return v.Has(Coordinator) }

// MustCoordinate says why the viewer may not do what coordinators do, nil when they may.
func MustCoordinate(v Viewer) error {
	switch {
	case !v.SignedIn():
		return fault.New(fault.Unauthenticated, "", "Please sign in.")
	case !v.IsCoordinator():
		return fault.New(fault.Forbidden, "", "Only coordinators can do this.")
	}
	return nil
}

// IsStaffOf tells whether the viewer works for the cluster.
func (v Viewer) IsStaffOf(c id.Cluster) bool { return c != "" && v.Cluster == c && v.Has(Staff) }

// BelongsTo tells whether the viewer is of the organisation, in whichever role.
func (v Viewer) BelongsTo(o id.Organisation) bool {
	return o != "" && v.Organisation == o && (v.Has(Member) || v.Has(OrganisationAdmin))
}

// Administers tells whether the viewer may write for the organisation's team and profile.
func (v Viewer) Administers(o id.Organisation) bool {
	return o != "" && v.Organisation == o && v.Has(OrganisationAdmin)
}

// Allows tells whether the viewer's way in allows what the scope names; what the person may is another question.
func (v Viewer) Allows(s Scope) bool { return v.Token == "" || slices.Contains(v.Scopes, s) }

// freshFor is how long a proof of who somebody is opens what needs a fresh one.
const freshFor = 10 * time.Minute

// FreshUntil is until when the session may do what needs a fresh sign-in; ok is false when that is over.
func (v Viewer) FreshUntil(now time.Time) (until time.Time, ok bool) {
	until = v.Confirmed.Add(freshFor)
	return until, v.SignedIn() && now.Before(until)
}

// SameRights tells whether w may do just what v may: the same person, by the same session, in the same roles at the same places.
func (v Viewer) SameRights(w Viewer) bool {
	return v.User == w.User && v.Session == w.Session && v.Organisation == w.Organisation && v.OrganisationCluster == w.OrganisationCluster &&
		v.OrganisationMarket == w.OrganisationMarket && v.Cluster == w.Cluster && slices.Equal(v.Roles, w.Roles)
}

type key struct{}

// With puts the viewer into a request's context.
func With(ctx context.Context, v Viewer) context.Context { return context.WithValue(ctx, key{}, v) }

// From takes the viewer out again; a visitor when there is none.
func From(ctx context.Context) Viewer {
	v, _ := ctx.Value(key{}).(Viewer)
	return v
}
