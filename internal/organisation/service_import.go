package organisation

import (
	"context"
	"reflect"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
)

// UpsertImported writes an organisation of a file in the caller's transaction: a new one UNDER_REVIEW and of origin IMPORTED, else
// what changed about the one that was imported under the same reference. Its status never changes. Staff import for their cluster,
// coordinators for all. Faults are on the fields of the input, as in Create; one under whose reference something stands that was not
// imported is a CONFLICT on externalReference.
func (s *Service) UpsertImported(ctx context.Context, tx db.Q, v viewer.Viewer, in Import) (ImportResult, error) {
	now := s.moment()
	if err := in.check(now); err != nil {
		return ImportResult{}, err
	}
	stored, err := selectByReference(ctx, tx, in.ExternalReference)
	if err != nil {
		return ImportResult{}, err
	}
	o := &Organisation{Status: UnderReview, Independence: Autonomous, Origin: Imported, ExternalReference: &in.ExternalReference}
	if stored != nil {
		*o = *stored
	}
	if o.Origin != Imported {
		return ImportResult{}, fault.New(fault.Conflict, "externalReference", "There is an organisation with this reference that was not imported.")
	}
	if stored != nil && !mayCreateFor(v, stored.ClusterID) {
		return ImportResult{}, fault.New(fault.Forbidden, "cluster", "You may write organisations for your own cluster only.")
	}
	o.Kind, o.MarketID = in.Kind, nil
	in.Profile.apply(o)
	if err := o.resolve(ctx, tx, in.Cluster, in.Market); err != nil {
		return ImportResult{}, err
	}
	if !mayCreateFor(v, o.ClusterID) {
		return ImportResult{}, fault.New(fault.Forbidden, "cluster", "You may write organisations for your own cluster only.")
	}
	return writeImported(ctx, tx, v, stored, o, in.Capabilities, now)
}

// check finds every fault of form.
func (in Import) check(now time.Time) error {
	var c fault.Check
	c.Line("externalReference", in.ExternalReference, 1, 256)
	o := &Organisation{Kind: in.Kind, Independence: Autonomous}
	in.Profile.apply(o)
	c.Merge("", o.check(now))
	c.Merge("", checkCapabilities(in.Capabilities))
	return c.Err()
}

// writeImported writes what is new or has changed.
func writeImported(ctx context.Context, tx db.Q, v viewer.Viewer, stored, o *Organisation, capabilities []CapabilityInput, now time.Time) (ImportResult, error) {
	rows, err := resolveCapabilities(ctx, tx, capabilities, now)
	if err != nil {
		return ImportResult{}, err
	}
	o.complete()
	if stored == nil {
		o.begin(now)
		if err := insert(ctx, tx, o); err != nil {
			return ImportResult{}, err
		}
	} else if same, err := unchanged(ctx, tx, stored, o, rows, capabilities != nil); err != nil || same {
		return ImportResult{ID: o.ID}, err
	} else if err := update(ctx, tx, o, now); err != nil {
		return ImportResult{}, err
	}
	if capabilities != nil {
		if err := replaceCapabilities(ctx, tx, o.ID, rows); err != nil {
			return ImportResult{}, err
		}
	}
	result := ImportResult{ID: o.ID, Created: stored == nil, Changed: stored != nil}
	return result, record(ctx, tx, v, now, "importOrganisation", o, map[string]any{"created": result.Created})
}

// unchanged tells whether the file says what is stored already.
func unchanged(ctx context.Context, tx db.Q, stored, o *Organisation, rows []*Capability, replace bool) (bool, error) {
	if !reflect.DeepEqual(stored, o) || !replace {
		return reflect.DeepEqual(stored, o), nil
	}
	old, err := selectCapabilities(ctx, tx, o.ID)
	if err != nil || len(old) != len(rows) {
		return false, err
	}
	for i, c := range rows {
		a, b := *old[i], *c
		a.ID, a.OrganisationID, b.ID, b.OrganisationID = "", "", "", ""
		if summary(a) != summary(b) {
			return false, nil
		}
	}
	return true, nil
}

// summary writes all that a capability says, so that two can be compared; a list that is empty is as good as none.
func summary(c Capability) string {
	var b strings.Builder
	stage := Stage("")
	set(&stage, c.Stage)
	for _, part := range []string{string(c.Direction), c.Text, c.Language, string(stage)} {
		b.WriteString(part + "\x00")
	}
	for _, t := range c.TechnologyList {
		b.WriteString(string(t) + " ")
	}
	for _, p := range c.PartnershipList {
		b.WriteString(string(p) + " ")
	}
	for _, m := range c.MarketList {
		b.WriteString(string(m) + " ")
	}
	return b.String()
}
