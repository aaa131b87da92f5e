package account

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// GrantRoleInput says who becomes what, and where.
type GrantRoleInput struct {
	UserID         id.User
	Role           viewer.Role
	OrganisationID *id.Organisation // with Member and OrganisationAdmin
	ClusterID      *id.Cluster      // with Staff
}

// RevokeRoleInput says who is no longer what.
type RevokeRoleInput struct {
	UserID id.User
	Role   viewer.Role
}

// SuspendUserInput says who.
type SuspendUserInput struct{ UserID id.User }

// ReinstateUserInput says who.
type ReinstateUserInput struct{ UserID id.User }

// GrantRole gives a person a role. Whoever belongs to another organisation, or works for another cluster, has to leave that first.
func (s *Service) GrantRole(ctx context.Context, v viewer.Viewer, in GrantRoleInput) (*User, error) {
	return s.administer(ctx, v, in.UserID, "grantRole", map[string]any{"role": in.Role, "organisation": in.OrganisationID, "cluster": in.ClusterID},
		func(ctx context.Context, tx db.Q, u *User) error {
			if err := in.check(ctx, tx, u); err != nil {
				return err
			}
			switch in.Role {
			case viewer.Member, viewer.OrganisationAdmin:
				u.OrganisationID, u.OrganisationRole = in.OrganisationID, &in.Role
			case viewer.Staff:
				u.ClusterID = in.ClusterID
			case viewer.Analyst:
				u.Analyst = true
			case viewer.Coordinator:
				u.Coordinator = true
			}
			return nil
		})
}

// check tells whether the role may be given to u.
func (in GrantRoleInput) check(ctx context.Context, tx db.Q, u *User) error {
	var c fault.Check
	ofOrganisation, ofCluster := in.Role == viewer.Member || in.Role == viewer.OrganisationAdmin, in.Role == viewer.Staff
	c.That(!ofOrganisation || in.OrganisationID != nil, "organisationId", "Please say in which organisation.")
	c.That(ofOrganisation || in.OrganisationID == nil, "organisationId", "This role does not belong to an organisation.")
	c.That(!ofCluster || in.ClusterID != nil, "clusterId", "Please say for which cluster.")
	c.That(ofCluster || in.ClusterID == nil, "clusterId", "This role does not belong to a cluster.")
	if err := c.Err(); err != nil {
		return err
	}
	if ofOrganisation {
		if !id.Valid(*in.OrganisationID) {
			return fault.Missing("organisationId")
		}
		switch there, err := organisationExists(ctx, tx, *in.OrganisationID); {
		case err != nil:
			return err
		case !there:
			return fault.Missing("organisationId")
		case u.OrganisationID != nil && *u.OrganisationID != *in.OrganisationID:
			return fault.New(fault.Conflict, "organisationId", "This person belongs to another organisation.")
		}
	}
	if ofCluster {
		if !id.Valid(*in.ClusterID) {
			return fault.Missing("clusterId")
		}
		switch there, err := clusterExists(ctx, tx, *in.ClusterID); {
		case err != nil:
			return err
		case !there:
			return fault.Missing("clusterId")
		case u.ClusterID != nil && *u.ClusterID != *in.ClusterID:
			return fault.New(fault.Conflict, "clusterId", "This person works for another cluster.")
		}
	}
	return nil
}

// RevokeRole takes a role away: without Member a person leaves the organisation, without OrganisationAdmin they stay a Member. The
// last coordinator stays one.
func (s *Service) RevokeRole(ctx context.Context, v viewer.Viewer, in RevokeRoleInput) (*User, error) {
	return s.administer(ctx, v, in.UserID, "revokeRole", map[string]any{"role": in.Role}, func(ctx context.Context, tx db.Q, u *User) error {
		switch in.Role {
		case viewer.Member:
			u.OrganisationID, u.OrganisationRole = nil, nil
		case viewer.OrganisationAdmin:
			if member := viewer.Member; u.OrganisationID != nil {
				u.OrganisationRole = &member
			}
		case viewer.Staff:
			u.ClusterID = nil
		case viewer.Analyst:
			u.Analyst = false
		case viewer.Coordinator:
			u.Coordinator = false
			return s.notTheLast(ctx, tx, u)
		}
		return nil
	})
}

// SuspendUser keeps a person out until reinstated, and ends their sessions and tokens. Nobody suspends themself, so a coordinator remains.
func (s *Service) SuspendUser(ctx context.Context, v viewer.Viewer, in SuspendUserInput) (*User, error) {
	return s.administer(ctx, v, in.UserID, "suspendUser", nil, func(ctx context.Context, tx db.Q, u *User) error {
		if u.ID == v.User {
			return fault.New(fault.Conflict, "userId", "You cannot suspend yourself.")
		}
		u.Status = Suspended
		if err := s.notTheLast(ctx, tx, u); err != nil {
			return err
		}
		return endAccess(ctx, tx, u.ID, s.now())
	})
}

// ReinstateUser lets a suspended person sign in again.
func (s *Service) ReinstateUser(ctx context.Context, v viewer.Viewer, in ReinstateUserInput) (*User, error) {
	return s.administer(ctx, v, in.UserID, "reinstateUser", nil, func(_ context.Context, _ db.Q, u *User) error {
		u.Status = Active
		return nil
	})
}

// administer changes a person's rights for a coordinator, one change at a time over all processes. What is so already succeeds
// without a trace.
func (s *Service) administer(ctx context.Context, v viewer.Viewer, user id.User, act string, detail map[string]any,
	change func(ctx context.Context, tx db.Q, u *User) error) (*User, error) {
	if err := MayAdminister(v, s.now()); err != nil {
		return nil, err
	}
	if !id.Valid(user) {
		return nil, fault.Missing("userId")
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := lockRights(ctx, tx); err != nil {
			return err
		}
		u, err := userByID(ctx, tx, user)
		if err != nil {
			return err
		}
		if u == nil {
			return fault.Missing("userId")
		}
		before := u.rights()
		if err := change(ctx, tx, u); err != nil || u.rights() == before {
			return err
		}
		if err := setRights(ctx, tx, u, s.now()); err != nil {
			return err
		}
		return s.record(ctx, tx, v.User, act, string(user), detail)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, v, user)
}

// notTheLast refuses to leave the portal without a coordinator who may sign in.
func (s *Service) notTheLast(ctx context.Context, tx db.Q, u *User) error {
	others, err := otherCoordinators(ctx, tx, u.ID)
	if err == nil && others == 0 && !(u.Coordinator && u.Status == Active) {
		err = fault.New(fault.Conflict, "userId", "This is the only coordinator. Please appoint another one first.")
	}
	return err
}

// rights are what administer changes.
type rights struct {
	organisation         id.Organisation
	role                 viewer.Role
	cluster              id.Cluster
	analyst, coordinator bool
	status               Status
}

func (u *User) rights() rights {
	return rights{deref(u.OrganisationID), deref(u.OrganisationRole), deref(u.ClusterID), u.Analyst, u.Coordinator, u.Status}
}
