package mission

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/jobs"
)

// Kinds of jobs that a clock sets off.
const (
	CloseJob = "mission.close"       // when an application window ends
	LapseJob = "mission.lapse_offer" // when an offered place was not answered in time
)

type closePayload struct {
	Mission id.Mission `json:"mission"`
}

type lapsePayload struct {
	Registration id.Registration `json:"registration"`
}

// JobHandlers are the handlers of this package's jobs, by kind. They may run any number of times.
func (s *Service) JobHandlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{
		CloseJob: func(ctx context.Context, j jobs.Job) error {
			var p closePayload
			if err := json.Unmarshal(j.Payload, &p); err != nil {
				return err
			}
			return s.closeDue(ctx, p.Mission)
		},
		LapseJob: func(ctx context.Context, j jobs.Job) error {
			var p lapsePayload
			if err := json.Unmarshal(j.Payload, &p); err != nil {
				return err
			}
			return s.lapseDue(ctx, p.Registration)
		},
	}
}

// CloseDue closes every mission whose application window is over, should a job have been late or lost.
func (s *Service) CloseDue(ctx context.Context) error {
	due, err := dueMissions(ctx, s.db, s.now())
	for _, m := range due {
		err = errors.Join(err, s.closeDue(ctx, m))
	}
	return err
}

// LapseDue lapses every offer that was not answered in time, should a job have been late or lost.
func (s *Service) LapseDue(ctx context.Context) error {
	due, err := overdueOffers(ctx, s.db, s.now())
	for _, r := range due {
		err = errors.Join(err, s.lapseDue(ctx, r))
	}
	return err
}

// closeDue closes a mission that is still OPEN after its window; else it does nothing.
func (s *Service) closeDue(ctx context.Context, m id.Mission) error {
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		a, err := s.begin(ctx, tx, m, "", CloseJob)
		if err != nil || a.mission.Status != Open || a.now.Before(a.mission.ClosesAt) {
			return known(err)
		}
		return a.close(ctx)
	})
}

// lapseDue lapses an offer that is still open after its time and offers the place to the next; else it does nothing.
func (s *Service) lapseDue(ctx context.Context, reg id.Registration) error {
	r, err := readRegistration(ctx, s.db, reg)
	if err != nil {
		return known(err)
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		a, err := s.begin(ctx, tx, r.MissionID, "", LapseJob)
		if err != nil {
			return err
		}
		r, err := readRegistration(ctx, tx, reg)
		if err != nil || r.Status != RegistrationOffered || a.now.Before(*r.OfferedUntil) {
			return known(err)
		}
		if err := a.lapse(ctx, r); err != nil {
			return err
		}
		return a.serve(ctx)
	})
}

// known drops NOT_FOUND: a job about something that is gone has nothing to do.
func known(err error) error {
	if errors.Is(err, fault.Missing("")) {
		return nil
	}
	return err
}
