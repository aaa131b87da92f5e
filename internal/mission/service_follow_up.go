package mission

import (
	"context"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// SubmitFollowUp stores the follow-up form of a confirmed registration; what it holds, the audit log does not.
func (s *Service) SubmitFollowUp(ctx context.Context, v viewer.Viewer, in SubmitFollowUpInput) (*Registration, error) {
	const name = "submitFollowUp"
	return s.decide(ctx, v, name, in.RegistrationID, in.IdempotencyKey, in, func(a *act, r *Registration) error {
		if err := CanSubmitFollowUp(v, r, a.mission); err != nil {
			return err
		}
		delegates, err := readDelegates(ctx, a.tx, r.ID)
		if err != nil {
			return err
		}
		if err := in.check(delegates); err != nil {
			return err
		}
		f := &FollowUp{RegistrationID: r.ID, PeopleOf: db.JSON[[]*FollowUpPerson]{V: in.people()}, SubmittedBy: &v.User, SubmittedAt: a.now}
		version, err := upsertFollowUp(ctx, a.tx, f, or(in.ExpectedVersion, 0))
		if err != nil {
			return err
		}
		return record(ctx, a.tx, a.now, v.User, name, string(r.ID), map[string]any{"people": len(in.People), "version": version})
	})
}

// FollowUpsOf gives the follow-up forms of registrations, as far as the viewer may read them.
func (s *Service) FollowUpsOf(ctx context.Context, v viewer.Viewer, ids []id.Registration) (map[id.Registration]*FollowUp, error) {
	cluster := id.Cluster("")
	if v.IsStaffOf(v.Cluster) {
		cluster = v.Cluster
	}
	if !v.SignedIn() || own(v) == "" && cluster == "" {
		return nil, nil
	}
	list, err := selectFollowUps(ctx, s.db, own(v), cluster, valid(ids))
	return byKey(list, func(f *FollowUp) id.Registration { return f.RegistrationID }), err
}

// PurgePersonalData deletes follow-up forms KeptDays after their missions, and those that nobody needs any more: of missions
// that are cancelled, and of registrations that have no place.
func (s *Service) PurgePersonalData(ctx context.Context) error {
	now := s.now()
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		gone, err := purgeFollowUps(ctx, tx, now, KeptDays)
		if err != nil {
			return err
		}
		for _, r := range gone {
			if err := audit.Record(ctx, tx, audit.Entry{At: now, Act: "mission.purge_personal_data", Subject: string(r)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// otherVersion is for a version that is not the one expected.
func otherVersion() error {
	return fault.New(fault.Conflict, "expectedVersion", "Somebody else changed this meanwhile. Please read it again.")
}
