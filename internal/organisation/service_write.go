package organisation

import (
	"cmp"
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/once"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Create writes a new organisation, a DRAFT. Whoever belongs to none yet becomes its ORGANISATION_ADMIN; staff write for their
// cluster, coordinators for all, without joining. When organisations that the viewer may see look like the same, the answer is a
// CONFLICT on legalName together with them, unless the input says that it is none of these.
func (s *Service) Create(ctx context.Context, v viewer.Viewer, in CreateInput) (*CreateResult, error) {
	if !v.SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	now := s.moment()
	o := &Organisation{Kind: in.Kind, Status: Draft, Independence: Autonomous, Origin: Portal}
	in.Profile.apply(o)
	var c fault.Check
	c.Merge("", o.check(now))
	c.That(in.Cluster != "", "cluster", "Please fill this in.")
	if c.Err() != nil {
		return nil, c.Err()
	}
	act := once.Act{User: v.User, Mutation: "createOrganisation", Input: in, Now: now}
	if in.IdempotencyKey != nil {
		act.Key = *in.IdempotencyKey
	}
	var node string
	var duplicates []*Organisation
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		node, _, err = once.Do(ctx, tx, act, func() (string, error) {
			duplicates, err = create(ctx, tx, v, in, o, now)
			return string(o.ID), err
		})
		return err
	})
	if err != nil {
		return &CreateResult{PossibleDuplicates: duplicates}, err
	}
	o, err = selectOne(ctx, s.db, id.Organisation(node), false)
	return &CreateResult{Organisation: o}, err
}

// create is Create within its transaction: it gives the possible duplicates with the CONFLICT that they are.
func create(ctx context.Context, tx db.Q, v viewer.Viewer, in CreateInput, o *Organisation, now time.Time) ([]*Organisation, error) {
	if err := o.resolve(ctx, tx, in.Cluster, in.Market); err != nil {
		return nil, err
	}
	if err := mayCreate(v, o); err != nil {
		return nil, err
	}
	o.begin(now)
	if in.NotADuplicate == nil || !*in.NotADuplicate {
		duplicates, err := selectDuplicates(ctx, tx, v, o)
		if err != nil {
			return nil, err
		}
		if len(duplicates) > 0 {
			return duplicates, fault.New(fault.Conflict, "legalName", "This organisation may be here already. Please look at the possible duplicates, and say so if it is none of them.")
		}
	}
	if err := insert(ctx, tx, o); err != nil {
		return nil, err
	}
	if !mayCreateFor(v, o.ClusterID) {
		if err := account.Join(ctx, tx, v.User, o.ID, viewer.OrganisationAdmin); err != nil {
			return nil, err
		}
	}
	return nil, record(ctx, tx, v, now, "createOrganisation", o, nil)
}

// begin makes a new row of what was given.
func (o *Organisation) begin(now time.Time) {
	o.ID, o.Version, o.CreatedAt, o.UpdatedAt = id.New[id.Organisation](now), 1, now, now
	o.complete()
}

// resolve finds the responsible cluster, and the market of a partner.
func (o *Organisation) resolve(ctx context.Context, q db.Q, clusterRef string, marketRef *string) (err error) {
	if o.ClusterID, err = cluster.ResolveResponsible(ctx, q, "cluster", clusterRef); err != nil || marketRef == nil {
		return err
	}
	m, err := market.ResolveOne(ctx, q, "market", *marketRef)
	o.MarketID = &m
	return err
}

// Update changes a profile, for its administrators, the staff of its cluster and coordinators.
func (s *Service) Update(ctx context.Context, v viewer.Viewer, in UpdateInput) (*Organisation, error) {
	return s.change(ctx, v, in.OrganisationID, MayUpdate, func(tx db.Q, o *Organisation, now time.Time) error {
		in.Profile.apply(o)
		if err := cmp.Or(o.clear(in.Clear), o.check(now)); err != nil {
			return err
		}
		if err := o.expect(in.ExpectedVersion); err != nil {
			return err
		}
		o.complete()
		if err := update(ctx, tx, o, now); err != nil {
			return err
		}
		return record(ctx, tx, v, now, "updateOrganisation", o, nil)
	})
}

// expect refuses a change that was made on another version than the stored one.
func (o *Organisation) expect(version int) error {
	if o.Version != version {
		return fault.New(fault.Conflict, "expectedVersion", "Somebody changed this meanwhile: it is at version %d now. Please look at it again.", o.Version)
	}
	return nil
}

// change is the frame of every act on one organisation: NOT_FOUND when the viewer may not see it, FORBIDDEN when they may not do
// this, then fn on the locked row, and the row as it is stored after.
func (s *Service) change(ctx context.Context, v viewer.Viewer, organisation id.Organisation, may func(viewer.Viewer, *Organisation) bool, fn func(tx db.Q, o *Organisation, now time.Time) error) (*Organisation, error) {
	if !v.SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	found, err := s.ByIDs(ctx, v, []id.Organisation{organisation})
	if err != nil {
		return nil, err
	}
	switch o := found[organisation]; {
	case o == nil:
		return nil, fault.Missing("organisationId")
	case !may(v, o):
		return nil, fault.New(fault.Forbidden, "", "You may see this organisation, but not do this to it.")
	}
	now := s.moment()
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		o, err := selectOne(ctx, tx, organisation, true)
		if err != nil {
			return err
		}
		return fn(tx, o, now)
	})
	if err != nil {
		return nil, err
	}
	return selectOne(ctx, s.db, organisation, false)
}

func record(ctx context.Context, tx db.Q, v viewer.Viewer, now time.Time, act string, o *Organisation, detail map[string]any) error {
	return audit.Record(ctx, tx, audit.Entry{At: now, Actor: v.User, Act: act, Subject: string(o.ID), Detail: detail})
}
