package mission

import (
	"context"
	"slices"
	"strings"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/viewer"
)

// rejectable are the statuses that staff may end by rejecting a registration.
var rejectable = []RegistrationStatus{RegistrationSubmitted, RegistrationEligible, RegistrationConfirmed, RegistrationWaitlisted, RegistrationOffered}

// reversals say which status a decision may be reversed to, by the status that it left. The way from SUBMITTED to ELIGIBLE is a
// judgement and none of these; what the organisation itself did, WITHDRAWN, only the organisation can undo, by registering anew.
var reversals = map[RegistrationStatus][]RegistrationStatus{
	RegistrationEligible:   {RegistrationSubmitted, RegistrationIneligible},
	RegistrationIneligible: {RegistrationSubmitted, RegistrationEligible},
	RegistrationRejected:   {RegistrationSubmitted, RegistrationEligible, RegistrationWaitlisted, RegistrationConfirmed},
	RegistrationConfirmed:  {RegistrationEligible, RegistrationWaitlisted},
	RegistrationWaitlisted: {RegistrationEligible},
	RegistrationOffered:    {RegistrationWaitlisted},
	RegistrationDeclined:   {RegistrationWaitlisted, RegistrationConfirmed},
	RegistrationLapsed:     {RegistrationWaitlisted, RegistrationConfirmed},
}

// Reject ends a registration for a reason; a place that it had goes to the next on the list.
func (s *Service) Reject(ctx context.Context, v viewer.Viewer, in RejectInput) (*Registration, error) {
	var c fault.Check
	if c.Text("reason", in.Reason, 1, mostReason); c.Err() != nil {
		return nil, c.Err()
	}
	return s.rule(ctx, v, "rejectRegistration", in.RegistrationID, in.IdempotencyKey, in, func(a *act, r *Registration) error {
		if !slices.Contains(rejectable, r.Status) {
			return fault.New(fault.Conflict, "registrationId", "This registration cannot be rejected: it is %s.", r.Status)
		}
		if err := a.mayAssess(ctx, v, r); err != nil {
			return err
		}
		if err := a.move(ctx, r, RegistrationRejected, in.Reason); err != nil {
			return err
		}
		if err := a.letter(ctx, mail.RegistrationRejected, r, map[string]string{"reason": in.Reason}); err != nil {
			return err
		}
		return a.serve(ctx)
	})
}

// Reverse takes a decision back, for a reason; the history keeps both. Of one that was promoted it is the promotion, to WAITLISTED. Whoever is to be CONFIRMED gets a place only if there is
// one that nobody on the waiting list could have: nobody is passed.
func (s *Service) Reverse(ctx context.Context, v viewer.Viewer, in ReverseInput) (*Registration, error) {
	var c fault.Check
	c.Text("reason", in.Reason, 1, mostReason)
	if c.That(in.To.Valid(), "to", "There is no such status."); c.Err() != nil {
		return nil, c.Err()
	}
	return s.rule(ctx, v, "reverseDecision", in.RegistrationID, in.IdempotencyKey, in, func(a *act, r *Registration) error {
		if err := a.canReverse(ctx, r, in.To); err != nil {
			return err
		}
		if err := a.mayAssess(ctx, v, r); err != nil {
			return err
		}
		return a.reverse(ctx, r, in.To, in.Reason)
	})
}

// canReverse says why a decision cannot be reversed to a status.
func (a *act) canReverse(ctx context.Context, r *Registration, to RegistrationStatus) error {
	selects := to == RegistrationSubmitted || to == RegistrationEligible || to == RegistrationIneligible
	switch {
	case to == RegistrationWaitlisted && r.Promotion != nil: // what is taken back is that it was promoted
		return nil
	case !slices.Contains(reversals[r.Status], to) || selects && a.mission.Admission != Selection:
		return fault.New(fault.Conflict, "to", "A registration that is %s cannot become %s.", r.Status, to)
	case selects && a.mission.Status != Open && a.mission.Status != Closed:
		return fault.New(fault.Conflict, "to", "The list of this mission is final: it is %s.", a.mission.Status)
	case selects:
		return nil
	}
	if a.mission.Admission == Selection {
		n, err := countUndecided(ctx, a.tx, a.mission.ID)
		if err != nil {
			return err
		}
		if n > 0 {
			return fault.New(fault.Conflict, "to", "The selection comes first: %d registrations wait for a decision.", n)
		}
	}
	if to != RegistrationConfirmed {
		return nil
	}
	if err := a.countWaiting(ctx); err != nil {
		return err
	}
	if verdict := a.standing.Admit(r.ClusterID); verdict.Status != RegistrationConfirmed {
		return fault.New(fault.Conflict, "to", "There is no place for it that nobody on the waiting list could have. Put it on the list.")
	}
	return nil
}

func (a *act) reverse(ctx context.Context, r *Registration, to RegistrationStatus, why string) error {
	if to == RegistrationConfirmed {
		reason := a.standing.placeReason(r.ClusterID)
		r.PlaceReason = &reason
	}
	if r.Promotion != nil { // of none but those who wait
		if err := demote(ctx, a.tx, r); err != nil {
			return err
		}
	}
	if err := a.move(ctx, r, to, why); err != nil {
		return err
	}
	if err := a.letter(ctx, mail.DecisionReversed, r, map[string]string{"reason": why}); err != nil {
		return err
	}
	return a.serve(ctx)
}

// Promote puts a registration that waits at the head of the list, after those promoted before it. The reason shows on the list.
func (s *Service) Promote(ctx context.Context, v viewer.Viewer, in PromoteInput) (*Registration, error) {
	var c fault.Check
	if c.Text("reason", in.Reason, 1, mostReason); c.Err() != nil {
		return nil, c.Err()
	}
	return s.rule(ctx, v, "promoteRegistration", in.RegistrationID, in.IdempotencyKey, in, func(a *act, r *Registration) error {
		switch {
		case r.Status != RegistrationWaitlisted:
			return fault.New(fault.Conflict, "registrationId", "Only who waits can be promoted; this registration is %s.", r.Status)
		case r.Promotion != nil:
			return fault.New(fault.Conflict, "registrationId", "This registration was promoted already.")
		}
		if err := a.mayAssess(ctx, v, r); err != nil {
			return err
		}
		if err := a.move(ctx, r, RegistrationWaitlisted, in.Reason); err != nil {
			return err
		}
		return promote(ctx, a.tx, r, in.Reason)
	})
}

// rule is decide for staff of the mission, until it runs.
func (s *Service) rule(ctx context.Context, v viewer.Viewer, name string, reg id.Registration, key *string, input any, decision func(*act, *Registration) error) (*Registration, error) {
	return s.decide(ctx, v, name, reg, key, input, func(a *act, r *Registration) error {
		switch {
		case !MayUpdate(v, a.mission):
			return fault.New(fault.Forbidden, "registrationId", "Only staff of the mission's clusters can do this.")
		case a.mission.Status == Cancelled:
			return fault.New(fault.Conflict, "registrationId", "It is too late to decide: the mission is %s.", a.mission.Status)
		case !a.mission.Status.before(Running):
			return fault.New(fault.Conflict, "registrationId", "It is too late to decide: the mission began on %s.", a.mission.dayInZone(a.mission.StartsOn))
		}
		return decision(a, r)
	})
}

// checkReasons notes what is wrong with reasons, and gives them as one text.
func checkReasons(c *fault.Check, field string, reasons []string) string {
	c.Count(field, len(reasons), 0, 10)
	for i, why := range reasons[:min(len(reasons), 10)] {
		c.Line(fault.Item(field, i), why, 1, mostReason/10)
	}
	return strings.Join(reasons, "\n")
}
