// Package account knows the people of the portal: how they sign up, prove who they are and stay signed in, which
// organisation they belong to, and whom of them others may see.
package account

import (
	"context"
	"net/netip"
	"strings"
	"time"

	_ "time/tzdata" // time zones are checked on machines without a zone database too

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// PrivacyVersion is the version of the privacy notice in force, which whoever opens an account accepts.
const PrivacyVersion = "2026-11"

// Status says whether a person may sign in.
type Status string

// The statuses of an account.
const (
	Active    Status = "ACTIVE"
	Suspended Status = "SUSPENDED"
)

// Valid tells whether there is such a status.
func (s Status) Valid() bool { return s == Active || s == Suspended }

// User is a person with an account.
type User struct {
	ID                id.User          `db:"id"`
	Email             string           `db:"email"`
	EmailKey          string           `db:"email_key"` // see emailKey
	Name              string           `db:"name"`
	PasswordHash      *string          `db:"password_hash" json:"-"`
	Language          string           `db:"language"`
	TimeZone          string           `db:"time_zone"`
	Status            Status           `db:"status"`
	EmailVerifiedAt   *time.Time       `db:"email_verified_at"`
	OrganisationID    *id.Organisation `db:"organisation_id"`
	OrganisationRole  *viewer.Role     `db:"organisation_role"` // Member or OrganisationAdmin
	ClusterID         *id.Cluster      `db:"cluster_id"`        // set for staff
	Analyst           bool             `db:"analyst"`
	Coordinator       bool             `db:"coordinator"`
	Demo              bool             `db:"demo"`
	PrivacyVersion    *string          `db:"privacy_version"`
	PrivacyAcceptedAt *time.Time       `db:"privacy_accepted_at"`
	Version           int              `db:"version"`
	CreatedAt         time.Time        `db:"created_at"`
	UpdatedAt         time.Time        `db:"updated_at"`

	// OrganisationCluster is the cluster responsible for the organisation; read along, never written.
	OrganisationCluster *id.Cluster `db:"organisation_cluster"`
	// HasTOTP tells whether signing in with the password takes a code too; read along, never written.
	HasTOTP bool `db:"has_totp"`
}

// EmailVerified tells whether the person proved, by a letter, that the address is theirs.
func (u *User) EmailVerified() bool { return u.EmailVerifiedAt != nil }

// Roles are what the person may be, in the order of viewer's.
func (u *User) Roles() []viewer.Role {
	return rolesOf(u.OrganisationRole, u.ClusterID != nil, u.Analyst, u.Coordinator)
}

func rolesOf(organisation *viewer.Role, staff, analyst, coordinator bool) []viewer.Role {
	roles := []viewer.Role{}
	if organisation != nil {
		roles = append(roles, *organisation)
	}
	if staff {
		roles = append(roles, viewer.Staff)
	}
	if analyst {
		roles = append(roles, viewer.Analyst)
	}
	if coordinator {
		roles = append(roles, viewer.Coordinator)
	}
	return roles
}

// emailKey is the form in which two spellings of an address are one person. Letters go to the address as it was stored,
// never to the spelling that somebody typed.
func emailKey(email string) string { return strings.ToLower(email) }

// Address is a client's network address, as far as it tells one client from another: IPv6 without its host half. It is ""
// when unknown, and then nothing is counted against it.
type Address string

// AddressOf makes an Address.
func AddressOf(ip netip.Addr) Address {
	ip = ip.Unmap()
	if !ip.IsValid() {
		return ""
	}
	if ip.Is6() {
		if p, err := ip.WithZone("").Prefix(64); err == nil {
			return Address(p.String())
		}
	}
	return Address(ip.String())
}

type clientKey struct{}

// WithClient puts the client's address into a request's context.
func WithClient(ctx context.Context, a Address) context.Context {
	return context.WithValue(ctx, clientKey{}, a)
}

// ClientFrom takes the address out again.
func ClientFrom(ctx context.Context) Address {
	a, _ := ctx.Value(clientKey{}).(Address)
	return a
}

func checkPrivacy(c *fault.Check, version string) {
	c.That(version == PrivacyVersion, "privacyVersion", "Please accept the privacy notice in force, version %s.", PrivacyVersion)
}
