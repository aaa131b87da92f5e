package match

import (
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/viewer"
)

// MayReadCandidates tells whether the viewer may see who suits an opportunity: its owner's members, the staff of the owner's cluster
// and coordinators. For everybody else there is no such list.
func MayReadCandidates(v viewer.Viewer, o *opportunity.Opportunity) bool {
	return opportunity.MayReadFully(v, o)
}

// isCandidate tells whether an organisation stands among the candidates of an opportunity that a viewer reads.
//
// It is of the other side, and, on the clusters' side, an SME. It is listed and VERIFIED; of their own, staff and coordinators find
// the others too, but no suspended one. That somebody is an analyst besides opens nothing here.
func isCandidate(v viewer.Viewer, o *opportunity.Opportunity, g *organisation.Organisation) bool {
	if !opposite(o, g) || !g.IsPartner() && !g.IsSME() || g.Status == organisation.Suspended {
		return false
	}
	view := organisation.ViewOf(v, g)
	return view == organisation.Personal || view >= organisation.Teaser && g.Listed && g.Status == organisation.Verified
}

// opposite tells whether of an opportunity's owner and an organisation one is a cluster's and the other a market's.
func opposite(o *opportunity.Opportunity, g *organisation.Organisation) bool {
	return g.IsPartner() == (o.OwnerMarketID == nil)
}

// mayBlock says why the viewer may not block organisations, or take a block back; nil for the members of an organisation.
func mayBlock(v viewer.Viewer) error {
	if !v.BelongsTo(v.Organisation) {
		return fault.New(fault.Forbidden, "", "Only members of an organisation may do this, on its behalf.")
	}
	return nil
}

// Side is who of a pair speaks.
type Side string

// The sides of a pair.
const (
	OrganisationSide Side = "ORGANISATION"
	OwnerSide        Side = "OWNER" // of the opportunity
)

// sideOf tells for which side of a pair the viewer may speak; "" when for none. Staff and coordinators speak for nobody.
func sideOf(v viewer.Viewer, g id.Organisation, o *opportunity.Opportunity) Side {
	switch {
	case v.BelongsTo(g) && g != o.OrganisationID:
		return OrganisationSide
	case v.BelongsTo(o.OrganisationID):
		return OwnerSide
	}
	return ""
}

// mayRate says why the viewer may not rate a pair, nil when they may: for their own side, while the two are of opposite sides.
func mayRate(v viewer.Viewer, g *organisation.Organisation, o *opportunity.Opportunity) error {
	switch {
	case sideOf(v, g.ID, o) == "":
		return fault.New(fault.Forbidden, "", "Only members of the organisation or of the opportunity's owner may do this.")
	case !opposite(o, g):
		return fault.New(fault.Conflict, "organisationId", "These two are never matched: one must be a cluster's, the other a market's.")
	case o.PublishedAt == nil:
		return fault.New(fault.Conflict, "opportunityId", "This cannot be done now: the opportunity is %s.", o.Status)
	}
	return nil
}

// MayReadFeedback tells whether the viewer may read what ratings come to: analysts and coordinators.
func MayReadFeedback(v viewer.Viewer) bool { return v.Has(viewer.Analyst) || v.IsCoordinator() }
