package mission

import (
	"context"
	"errors"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/viewer"
)

// RunJob is the kind under which the log shows missions that the clock has started.
const RunJob = "mission.run"

// Confirm makes the list of a CLOSED mission final: CLOSED to CONFIRMED, before its last day is over, once every registration
// is decided. Places that fall free still go to the waiting list until the first day.
func (s *Service) Confirm(ctx context.Context, v viewer.Viewer, in ConfirmInput) (*Mission, error) {
	return s.advance(ctx, v, in.MissionID, "confirmMission", func(ctx context.Context, a *act) error {
		if err := a.mission.canConfirm(a.now); err != nil {
			return err
		}
		n, err := countUndecided(ctx, a.tx, a.mission.ID)
		if err != nil {
			return err
		}
		if n > 0 {
			return fault.New(fault.Conflict, "missionId", "The list is not final: %d registrations wait for a decision.", n)
		}
		return a.become(ctx, Confirmed, nil)
	})
}

// Run starts a CONFIRMED mission on one of its days: CONFIRMED to RUNNING. Offers that are still open lapse.
func (s *Service) Run(ctx context.Context, v viewer.Viewer, in RunInput) (*Mission, error) {
	return s.advance(ctx, v, in.MissionID, "runMission", func(ctx context.Context, a *act) error {
		if err := a.mission.canRun(a.now); err != nil {
			return err
		}
		return a.run(ctx)
	})
}

// Complete ends a RUNNING mission, from its last day on: RUNNING to COMPLETED.
func (s *Service) Complete(ctx context.Context, v viewer.Viewer, in CompleteInput) (*Mission, error) {
	return s.advance(ctx, v, in.MissionID, "completeMission", func(ctx context.Context, a *act) error {
		if err := a.mission.canComplete(a.now); err != nil {
			return err
		}
		return a.become(ctx, Completed, nil)
	})
}

// Cancel calls a mission off that is not RUNNING yet, and writes to all concerned: the people of every live registration, and
// the staff of their clusters and of the mission's.
func (s *Service) Cancel(ctx context.Context, v viewer.Viewer, in CancelInput) (*Mission, error) {
	var c fault.Check
	if c.Text("reason", in.Reason, 1, mostReason); c.Err() != nil {
		return nil, c.Err()
	}
	return s.advance(ctx, v, in.MissionID, "cancelMission", func(ctx context.Context, a *act) error {
		if err := a.mission.canCancel(); err != nil {
			return err
		}
		return a.cancel(ctx, in.Reason)
	})
}

// RunDue starts every CONFIRMED mission whose first day has come.
func (s *Service) RunDue(ctx context.Context) error {
	due, err := missionsToStart(ctx, s.db, s.now())
	for _, m := range due {
		err = errors.Join(err, s.db.InTx(ctx, func(tx *db.Tx) error {
			a, err := s.begin(ctx, tx, m, "", RunJob)
			if err != nil || a.mission.Status != Confirmed || a.now.Before(a.mission.begins()) {
				return known(err)
			}
			return a.run(ctx)
		}))
	}
	return err
}

// canConfirm says why the list cannot be made final now; nil when nothing in the mission itself stands against it.
func (m *Mission) canConfirm(now time.Time) error {
	switch {
	case m.Status == Open:
		return fault.New(fault.Conflict, "missionId", "Registration is open until %s; close the mission before you confirm its list.", m.inZone(m.ClosesAt))
	case m.Status != Closed:
		return fault.New(fault.Conflict, "missionId", "Only a closed mission can be confirmed; this mission is %s.", m.Status)
	case !now.Before(m.ends()):
		return fault.New(fault.Conflict, "missionId", "The mission ended on %s.", m.dayInZone(m.EndsOn))
	}
	return nil
}

func (m *Mission) canRun(now time.Time) error {
	switch {
	case m.Status != Confirmed:
		return fault.New(fault.Conflict, "missionId", "Only a confirmed mission can be run; this mission is %s.", m.Status)
	case now.Before(m.begins()):
		return fault.New(fault.Conflict, "missionId", "The mission begins on %s.", m.dayInZone(m.StartsOn))
	case !now.Before(m.ends()):
		return fault.New(fault.Conflict, "missionId", "The mission ended on %s.", m.dayInZone(m.EndsOn))
	}
	return nil
}

func (m *Mission) canComplete(now time.Time) error {
	switch {
	case m.Status != Running:
		return fault.New(fault.Conflict, "missionId", "Only a running mission can be completed; this mission is %s.", m.Status)
	case now.Before(m.EndsOn.Begin(m.Zone())):
		return fault.New(fault.Conflict, "missionId", "The last day of the mission is %s.", m.dayInZone(m.EndsOn))
	}
	return nil
}

func (m *Mission) canCancel() error {
	switch m.Status {
	case Running:
		return fault.New(fault.Conflict, "missionId", "It is too late to cancel: the mission has been running since %s.", m.dayInZone(m.StartsOn))
	case Completed:
		return fault.New(fault.Conflict, "missionId", "It is too late to cancel: the mission ended on %s.", m.dayInZone(m.EndsOn))
	case Cancelled:
		return fault.New(fault.Conflict, "missionId", "This mission is CANCELLED already.")
	}
	return nil
}

// become moves the mission to another status, with the audit event.
func (a *act) become(ctx context.Context, to Status, detail map[string]any) error {
	a.mission.Status = to
	return a.store(ctx, detail)
}

// run starts the mission. What was offered and not taken lapses, since nobody else could take it any more.
func (a *act) run(ctx context.Context) error {
	if err := a.become(ctx, Running, nil); err != nil {
		return err
	}
	open, err := registrationsIn(ctx, a.tx, a.mission.ID, RegistrationOffered)
	if err != nil {
		return err
	}
	for _, r := range open {
		if err := a.lapse(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// cancel calls the mission off. Open offers lapse without a letter of their own; other registrations stay as they were, under
// a mission that is CANCELLED.
func (a *act) cancel(ctx context.Context, reason string) error {
	m := a.mission
	m.CancelReason, m.Withheld = reason, m.Status == Draft
	if err := a.become(ctx, Cancelled, nil); err != nil {
		return err
	}
	if m.Withheld {
		return nil
	}
	live, err := registrationsIn(ctx, a.tx, m.ID, RegistrationSubmitted, RegistrationEligible, RegistrationConfirmed, RegistrationWaitlisted, RegistrationOffered)
	if err != nil {
		return err
	}
	posts, clusters, extra := make([]post, len(live)), m.owners(), map[string]string{"reason": reason}
	for i, r := range live {
		posts[i] = post{r.waiter(), extra}
		clusters = append(clusters, r.ClusterID)
		if r.Status == RegistrationOffered {
			if err := a.move(ctx, r, RegistrationLapsed, ""); err != nil {
				return err
			}
		}
	}
	if err := a.letters(ctx, mail.MissionCancelled, posts); err != nil {
		return err
	}
	staff, err := staffOf(ctx, a.tx, clusters)
	if err != nil {
		return err
	}
	return mail.Enqueue(ctx, a.tx, a.now, a.written(mail.MissionCancelled, extra, staff)...)
}

// lapse ends an offer that was not taken in time, and tells so.
func (a *act) lapse(ctx context.Context, r *Registration) error {
	if err := a.move(ctx, r, RegistrationLapsed, ""); err != nil {
		return err
	}
	return a.letter(ctx, mail.OfferLapsed, r, nil)
}

// owned is a mission that the viewer may run.
func (s *Service) owned(ctx context.Context, v viewer.Viewer, mission id.Mission) (*Mission, error) {
	found, err := s.ByIDs(ctx, v, []id.Mission{mission})
	switch m := found[mission]; {
	case err != nil:
		return nil, err
	case m == nil:
		return nil, fault.Missing("missionId")
	case !v.SignedIn():
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	case !MayUpdate(v, m):
		return nil, fault.New(fault.Forbidden, "missionId", "Only staff of the mission's clusters can do this.")
	default:
		return m, nil
	}
}
