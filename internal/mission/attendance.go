package mission

import (
	"context"
	"slices"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// RecordAttendanceInput says whether an organisation came.
type RecordAttendanceInput struct {
	RegistrationID id.Registration
	Attended       bool
	Reason         *string // needed to reverse what was recorded
	IdempotencyKey *string
}

// CheckInDelegateInput says that a delegate has arrived.
type CheckInDelegateInput struct {
	RegistrationID id.Registration
	Email          string
	IdempotencyKey *string
}

// CanRecordAttendance says why the viewer cannot record who came; nil when nothing stands against it.
func CanRecordAttendance(v viewer.Viewer, r *Registration, m *Mission) error {
	switch {
	case !MayUpdate(v, m):
		return fault.New(fault.Forbidden, "", "Only staff of the mission's clusters can do this.")
	case m.Status.before(Running):
		return fault.New(fault.Conflict, "", "Attendance is recorded from the first day on, %s; the mission is %s.", m.dayInZone(m.StartsOn), m.Status)
	case m.Status == Cancelled:
		return fault.New(fault.Conflict, "", "Nobody attends this mission: it is %s.", m.Status)
	case !slices.Contains([]RegistrationStatus{RegistrationConfirmed, RegistrationAttended, RegistrationNoShow}, r.Status):
		return fault.New(fault.Conflict, "", "This registration has no confirmed place: it is %s.", r.Status)
	}
	return nil
}

// RecordAttendance records that an organisation came or did not, CONFIRMED to ATTENDED or NO_SHOW; to reverse it takes a reason,
// and the history keeps both. A NO_SHOW has nobody checked in.
func (s *Service) RecordAttendance(ctx context.Context, v viewer.Viewer, in RecordAttendanceInput) (*Registration, error) {
	const name = "recordAttendance"
	to := RegistrationNoShow
	if in.Attended {
		to = RegistrationAttended
	}
	return s.decide(ctx, v, name, in.RegistrationID, in.IdempotencyKey, in, func(a *act, r *Registration) error {
		if err := CanRecordAttendance(v, r, a.mission); err != nil {
			return err
		}
		if r.Status == to {
			return fault.New(fault.Conflict, "", "This is recorded already: it is %s.", r.Status)
		}
		var c fault.Check
		least := 0
		if r.Status != RegistrationConfirmed {
			least = 1
		}
		if c.Text("reason", text(in.Reason), least, mostReason); c.Err() != nil {
			return c.Err()
		}
		if to == RegistrationNoShow {
			if err := checkOutAll(ctx, a.tx, r.ID); err != nil {
				return err
			}
		}
		return a.move(ctx, r, to, text(in.Reason))
	})
}

// CheckInDelegate notes that a delegate has arrived, which makes the organisation's registration ATTENDED.
func (s *Service) CheckInDelegate(ctx context.Context, v viewer.Viewer, in CheckInDelegateInput) (*Registration, error) {
	const name = "checkInDelegate"
	return s.decide(ctx, v, name, in.RegistrationID, in.IdempotencyKey, in, func(a *act, r *Registration) error {
		if err := CanRecordAttendance(v, r, a.mission); err != nil {
			return err
		}
		delegates, err := readDelegates(ctx, a.tx, r.ID)
		if err != nil {
			return err
		}
		if r.Status == RegistrationNoShow {
			return fault.New(fault.Conflict, "registrationId", "It is recorded that this organisation did not come. Record first, with a reason, that it did.")
		}
		i := slices.IndexFunc(delegates, func(d *Delegate) bool { return sameAddress(d.Email, in.Email) })
		switch {
		case i < 0:
			return fault.New(fault.Invalid, "email", "None of the delegates has this address.")
		case delegates[i].CheckedInAt != nil:
			return fault.New(fault.Conflict, "email", "This delegate arrived on %s.", a.mission.inZone(*delegates[i].CheckedInAt))
		}
		if err := checkIn(ctx, a.tx, r.ID, in.Email, &a.now); err != nil {
			return err
		}
		if r.Status != RegistrationAttended {
			return a.move(ctx, r, RegistrationAttended, "")
		}
		if err := touchRegistration(ctx, a.tx, r.ID, nil, a.now); err != nil {
			return err
		}
		return record(ctx, a.tx, a.now, v.User, name, string(r.ID), nil)
	})
}
