package organisation

import (
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// View is how much of an organisation somebody may see; every view contains the smaller ones.
type View int

// The views of an organisation.
const (
	None     View = iota // it does not exist for them
	Teaser               // name, kind, cluster or market, technologies
	Listed               // and its profile and capabilities, without figures
	Full                 // and its figures and status
	Personal             // and its people
)

// ViewOf is how much of the organisation the viewer may see. visibleSQL is the same rule for Teaser and more, in SQL.
func ViewOf(v viewer.Viewer, o *Organisation) View {
	switch {
	case v.BelongsTo(o.ID), v.IsStaffOf(o.ClusterID), v.IsCoordinator():
		return Personal
	case v.Has(viewer.Analyst) && o.Status != Draft:
		return Full
	case !o.Listed || o.Status != Verified:
		return None
	case o.IsPartner() && (v.SignedIn() || o.Kind == Gateway), readsListed(v):
		return Listed
	default:
		return Teaser
	}
}

// readsListed tells whether the viewer reads the profiles of other clusters' organisations: members of an organisation of a
// cluster do, and cluster staff; visitors, partners and people who belong nowhere see teasers.
func readsListed(v viewer.Viewer) bool {
	return v.BelongsTo(v.Organisation) && v.OrganisationMarket == "" || v.IsStaffOf(v.Cluster) || v.Has(viewer.Analyst)
}

// MayUpdate tells whether the viewer may change the organisation's profile and capabilities, and submit it: its administrators, the
// staff of its cluster, and coordinators.
func MayUpdate(v viewer.Viewer, o *Organisation) bool {
	return v.Administers(o.ID) || mayCreateFor(v, o.ClusterID)
}

// MayReview tells whether the viewer may verify or suspend the organisation: staff of its cluster and coordinators, but nobody
// their own organisation.
func MayReview(v viewer.Viewer, o *Organisation) bool {
	return mayCreateFor(v, o.ClusterID) && !v.BelongsTo(o.ID)
}

// mayCreateFor tells whether the viewer may write organisations of the cluster that others will run.
func mayCreateFor(v viewer.Viewer, c id.Cluster) bool { return v.IsStaffOf(c) || v.IsCoordinator() }

// mayCreate tells why the viewer may not create the organisation. Whoever belongs to none may create their own; staff write for
// their own cluster, coordinators for all, and only these write gateways.
func mayCreate(v viewer.Viewer, o *Organisation) error {
	switch {
	case mayCreateFor(v, o.ClusterID):
		return nil
	case v.Has(viewer.Staff):
		return fault.New(fault.Forbidden, "cluster", "You may write organisations for your own cluster only.")
	case o.Kind == Gateway:
		return fault.New(fault.Forbidden, "kind", "Gateways are written by the staff of a cluster.")
	case v.Organisation != "":
		return fault.New(fault.Conflict, "", "You already belong to an organisation.")
	}
	return nil
}
