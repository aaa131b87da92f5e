package mission

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/once"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Create writes a new mission, a DRAFT of the named cluster, else of the viewer's.
func (s *Service) Create(ctx context.Context, v viewer.Viewer, in CreateInput) (*Mission, error) {
	if !v.SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	now := s.now()
	m, quotas, err := s.draft(ctx, v, in, now)
	if err != nil {
		return nil, err
	}
	return s.make(ctx, v, m, quotas, once.Act{User: v.User, Mutation: "createMission", Key: text(in.IdempotencyKey), Input: in, Now: now}, nil)
}

// make stores a new mission, once.
func (s *Service) make(ctx context.Context, v viewer.Viewer, m *Mission, quotas []*Quota, act once.Act, detail map[string]any) (*Mission, error) {
	var made string
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		made, _, err = once.Do(ctx, tx, act, func() (string, error) {
			if err := insertMission(ctx, tx, m); err != nil {
				return "", err
			}
			if err := replaceQuotas(ctx, tx, m.ID, quotas); err != nil {
				return "", err
			}
			return string(m.ID), record(ctx, tx, act.Now, v.User, act.Mutation, string(m.ID), detail)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, v, id.Mission(made))
}

// Update changes a mission. What is taken stays: capacity, seats and maxima never fall below it, guarantees must still be
// possible, and the window cannot be moved once it is over. More room is offered to the waiting list at once.
func (s *Service) Update(ctx context.Context, v viewer.Viewer, in UpdateInput) (*Mission, error) {
	m, err := s.owned(ctx, v, in.MissionID)
	if err != nil {
		return nil, err
	}
	named, err := s.resolve(ctx, m, in.Quotas, in.CoOwners, in.Eligibility)
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		a, err := s.begin(ctx, tx, in.MissionID, v.User, "updateMission")
		if err != nil {
			return err
		}
		before := *a.mission
		if err := a.edit(ctx, in, named); err != nil {
			return err
		}
		if err := a.scheduleClose(ctx, before.ClosesAt); err != nil {
			return err
		}
		return a.serve(ctx)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, v, in.MissionID)
}

// Open makes a DRAFT OPEN for registration within its window.
func (s *Service) Open(ctx context.Context, v viewer.Viewer, in OpenInput) (*Mission, error) {
	return s.advance(ctx, v, in.MissionID, "openMission", func(ctx context.Context, a *act) error {
		m := a.mission
		switch {
		case m.Status != Draft:
			return fault.New(fault.Conflict, "missionId", "Only a draft can be opened; this mission is %s.", m.Status)
		case !a.now.Before(m.ClosesAt):
			return fault.New(fault.Conflict, "missionId", "Registration would have closed on %s.", m.inZone(m.ClosesAt))
		}
		m.Status = Open
		if err := a.store(ctx, nil); err != nil {
			return err
		}
		return a.scheduleClose(ctx, time.Time{})
	})
}

// Close ends registration: OPEN to CLOSED, and the window with it. Places that were still held for clusters are offered to the waiting list.
func (s *Service) Close(ctx context.Context, v viewer.Viewer, in CloseInput) (*Mission, error) {
	return s.advance(ctx, v, in.MissionID, "closeMission", func(ctx context.Context, a *act) error {
		if a.mission.Status != Open {
			return fault.New(fault.Conflict, "missionId", "Only an open mission can be closed; this mission is %s.", a.mission.Status)
		}
		if m := a.mission; a.now.After(m.OpensAt) && a.now.Before(m.ClosesAt) {
			m.ClosesAt = a.now // whoever comes later reads since when
		}
		return a.close(ctx)
	})
}

// advance runs a step of a mission's life for staff.
func (s *Service) advance(ctx context.Context, v viewer.Viewer, m id.Mission, name string, step func(context.Context, *act) error) (*Mission, error) {
	if _, err := s.owned(ctx, v, m); err != nil {
		return nil, err
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		a, err := s.begin(ctx, tx, m, v.User, name)
		if err != nil {
			return err
		}
		return step(ctx, a)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, v, m)
}

// store writes the mission as it is now, and the audit event.
func (a *act) store(ctx context.Context, detail map[string]any) error {
	a.mission.UpdatedAt = a.now
	a.standing.Capacity, a.standing.Guarantees = a.mission.Capacity, a.mission.guarantees(a.now)
	if err := updateMission(ctx, a.tx, a.mission); err != nil {
		return err
	}
	return record(ctx, a.tx, a.now, a.actor, a.name, string(a.mission.ID), detail)
}

// close ends registration, and with it what was guaranteed.
func (a *act) close(ctx context.Context) error {
	a.mission.Status = Closed
	if err := a.store(ctx, nil); err != nil {
		return err
	}
	return a.serve(ctx)
}

// scheduleClose sees that an OPEN mission closes when its window ends, if that moved.
func (a *act) scheduleClose(ctx context.Context, before time.Time) error {
	if a.mission.Status != Open || a.mission.ClosesAt.Equal(before) {
		return nil
	}
	return jobs.Enqueue(ctx, a.tx, jobs.New{Kind: CloseJob, Payload: closePayload{a.mission.ID}, RunAt: a.mission.ClosesAt, Now: a.now})
}

func record(ctx context.Context, tx db.Q, at time.Time, actor id.User, name, subject string, detail map[string]any) error {
	return audit.Record(ctx, tx, audit.Entry{At: at, Actor: actor, Act: name, Subject: subject, Detail: detail})
}
