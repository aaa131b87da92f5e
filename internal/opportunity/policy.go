package opportunity

import (
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Who may do what with an opportunity. The owner side is the members of its owner; the staff of the owner's cluster review it and
// write for owners that do not; coordinators may all. visibleSQL in store_list.go is MayRead for whole tables.

// reviews tells whether the viewer is staff of the owner's cluster, or coordinator.
func reviews(v viewer.Viewer, o *Opportunity) bool {
	return v.IsStaffOf(o.OwnerClusterID) || v.IsCoordinator()
}

// MayReadFully tells whether the viewer reads everything of an opportunity in whatever state, its version and reviews included.
func MayReadFully(v viewer.Viewer, o *Opportunity) bool {
	return v.BelongsTo(o.OrganisationID) || reviews(v, o)
}

// MayRead tells whether the opportunity exists for the viewer. What a suspended owner wrote does so only for its own side.
func MayRead(v viewer.Viewer, o *Opportunity) bool {
	switch {
	case MayReadFully(v, o):
		return true
	case o.OwnerStatus == organisation.Suspended:
		return false
	case o.Status == Published:
		return true
	case o.Status == Expired:
		return v.SignedIn()
	}
	return o.Status != Draft && v.Has(viewer.Analyst)
}

// MayReadOwner tells whether the viewer may know whose opportunity it is. Of a confidential one only its own side knows.
func MayReadOwner(v viewer.Viewer, o *Opportunity) bool {
	if !v.SignedIn() || o.Confidential && !MayReadFully(v, o) {
		return false
	}
	return organisation.ViewOf(v, o.owner()) >= organisation.Teaser
}

// owner is the owning organisation as far as rules about who sees it need it.
func (o *Opportunity) owner() *organisation.Organisation {
	return &organisation.Organisation{ID: o.OrganisationID, ClusterID: o.OwnerClusterID, MarketID: o.OwnerMarketID,
		Kind: o.OwnerKind, Status: o.OwnerStatus, Listed: o.OwnerListed}
}

// mayWriteFor says why the viewer may not write opportunities of an owner, nil when they may: its members, and the staff of its
// cluster on its behalf.
func mayWriteFor(v viewer.Viewer, o *Opportunity) error {
	if !MayReadFully(v, o) {
		return fault.New(fault.Forbidden, "", "Only the organisation's members and the staff of its cluster may do this.")
	}
	return nil
}

// MayUpdate says why the viewer may not change an opportunity now, nil when they may.
func MayUpdate(v viewer.Viewer, o *Opportunity) error {
	if err := mayWriteFor(v, o); err != nil {
		return err
	}
	return inState(o, Draft, ChangesRequested)
}

// MayReview says why the viewer may not review an opportunity now, nil when they may: that is for the staff of the owner's
// cluster. To publish it, MayPublish must agree too.
func MayReview(v viewer.Viewer, o *Opportunity) error {
	if !reviews(v, o) {
		return fault.New(fault.Forbidden, "", "Only the staff of the organisation's cluster may do this.")
	}
	return inState(o, Submitted)
}

// MayPublish says why the viewer may not publish an opportunity now, nil when they may: the author never approves, and the owner
// must be VERIFIED.
func MayPublish(v viewer.Viewer, o *Opportunity) error {
	if err := MayReview(v, o); err != nil {
		return err
	}
	if o.AuthorID != nil && *o.AuthorID == v.User {
		return fault.New(fault.Forbidden, "", "Publishing needs a second person: whoever wrote an opportunity does not approve it.")
	}
	if o.OwnerStatus != organisation.Verified {
		return fault.New(fault.Conflict, "", "The organisation must be VERIFIED first; it is %s.", o.OwnerStatus)
	}
	return nil
}

// MayWithdraw says why the viewer may not withdraw an opportunity now, nil when they may: its owner's members, and who wrote it on
// the owner's behalf.
func MayWithdraw(v viewer.Viewer, o *Opportunity) error {
	wrote := o.AuthorID != nil && *o.AuthorID == v.User && reviews(v, o)
	if !v.BelongsTo(o.OrganisationID) && !v.IsCoordinator() && !wrote {
		return fault.New(fault.Forbidden, "", "Only the organisation's members may withdraw its opportunity.")
	}
	if o.Status.ended() {
		return wrongState(o)
	}
	return nil
}

// inState is nil when the opportunity is in one of the states.
func inState(o *Opportunity, states ...Status) error {
	for _, s := range states {
		if o.Status == s {
			return nil
		}
	}
	return wrongState(o)
}

func wrongState(o *Opportunity) error {
	return fault.New(fault.Conflict, "", "This cannot be done now: the opportunity is %s.", o.Status)
}
