package mission

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/once"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Score writes what the viewer thinks of a candidate of their own mission, over what they thought before, until the candidate is
// decided on. It needs points on every criterion.
func (s *Service) Score(ctx context.Context, v viewer.Viewer, in ScoreInput) (*Registration, error) {
	return s.assess(ctx, v, "scoreRegistration", in.RegistrationID, func(a *act, r *Registration) (*Assessment, error) {
		var c fault.Check
		criteria := a.mission.Criteria()
		c.That(len(criteria) > 0, "points", "This mission has no criteria to score on.")
		c.That(len(in.Points) == len(criteria), "points", "Please give points on each of the %d criteria.", len(criteria))
		for i, p := range in.Points[:min(len(in.Points), mostCriteria)] {
			c.Range(fault.Item("points", i), p, 0, mostPoints)
		}
		c.Text("comment", text(in.Comment), 0, 2000)
		if err := c.Err(); err != nil {
			return nil, err
		}
		if err := a.mayAssess(ctx, v, r); err != nil {
			return nil, err
		}
		made := &Assessment{RegistrationID: r.ID, ReviewerID: v.User, Comment: text(in.Comment), At: a.now}
		for _, p := range in.Points {
			made.PointList = append(made.PointList, int64(p))
		}
		return made, nil
	})
}

// DeclareConflict states the viewer's conflict of interest in a candidate: what they scored is gone, and they score and decide on
// this candidate no more. It cannot be taken back.
func (s *Service) DeclareConflict(ctx context.Context, v viewer.Viewer, in DeclareConflictInput) (*Registration, error) {
	return s.assess(ctx, v, "declareConflict", in.RegistrationID, func(a *act, r *Registration) (*Assessment, error) {
		return &Assessment{RegistrationID: r.ID, ReviewerID: v.User, Conflict: true, At: a.now}, nil
	})
}

// assess stores an assessment by staff of the mission and, with it, the candidate's score.
func (s *Service) assess(ctx context.Context, v viewer.Viewer, name string, reg id.Registration, make func(*act, *Registration) (*Assessment, error)) (*Registration, error) {
	return s.rule(ctx, v, name, reg, nil, reg, func(a *act, r *Registration) error {
		if r.Status != RegistrationSubmitted && r.Status != RegistrationEligible {
			return fault.New(fault.Conflict, "registrationId", "This candidate is decided on: it is %s.", r.Status)
		}
		made, err := make(a, r)
		if err != nil {
			return err
		}
		if err := upsertAssessment(ctx, a.tx, made); err != nil {
			return err
		}
		list, err := selectAssessments(ctx, a.tx, []id.Registration{reg})
		if err != nil {
			return err
		}
		if err := setScore(ctx, a.tx, reg, ScoreOf(a.mission.Criteria(), list), a.now); err != nil {
			return err
		}
		return record(ctx, a.tx, a.now, a.actor, a.name, string(reg), map[string]any{"mission": r.MissionID, "points": made.PointList})
	})
}

// mayAssess refuses whoever declared a conflict of interest in a candidate.
func (a *act) mayAssess(ctx context.Context, v viewer.Viewer, list ...*Registration) error {
	ids := make([]id.Registration, len(list))
	for i, r := range list {
		ids[i] = r.ID
	}
	assessments, err := selectAssessments(ctx, a.tx, ids)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(assessments, func(o *Assessment) bool { return o.Conflict && o.ReviewerID == v.User }) {
		return fault.New(fault.Forbidden, "", "You declared a conflict of interest: somebody else must do this.")
	}
	return nil
}

// JudgeEligibility says whether a candidate may be chosen: SUBMITTED to ELIGIBLE, or to INELIGIBLE with reasons.
func (s *Service) JudgeEligibility(ctx context.Context, v viewer.Viewer, in JudgeInput) (*Registration, error) {
	var c fault.Check
	why := checkReasons(&c, "reasons", in.Reasons)
	c.That(in.Eligible || len(in.Reasons) > 0, "reasons", "Please say why not.")
	if c.Err() != nil {
		return nil, c.Err()
	}
	return s.rule(ctx, v, "judgeEligibility", in.RegistrationID, nil, in, func(a *act, r *Registration) error {
		if r.Status != RegistrationSubmitted {
			return fault.New(fault.Conflict, "registrationId", "This candidate was judged already: it is %s.", r.Status)
		}
		if err := a.mayAssess(ctx, v, r); err != nil {
			return err
		}
		if in.Eligible {
			return a.move(ctx, r, RegistrationEligible, why)
		}
		if err := a.move(ctx, r, RegistrationIneligible, why); err != nil {
			return err
		}
		return a.letter(ctx, mail.RegistrationIneligible, r, map[string]string{"reason": why})
	})
}

// Proposal is the best list of candidates for a mission, computed and not kept.
type Proposal struct {
	MissionID  id.Mission
	TotalCents int // of the scores, hundredths of a point
	Chosen     []*Selected
	LeftOut    []*LeftOut
}

// Total is the sum of the scores.
func (p *Proposal) Total() float64 { return float64(p.TotalCents) / 100 }

// Propose computes the best list of a SELECTION's eligible candidates for the places that are left, once registration is over.
func (s *Service) Propose(ctx context.Context, v viewer.Viewer, in ProposeInput) (*Proposal, error) {
	m, err := s.owned(ctx, v, in.MissionID)
	if err != nil {
		return nil, err
	}
	if err := m.canSelect(); err != nil {
		return nil, err
	}
	standing, err := s.standing(ctx, s.db, m, s.now())
	if err != nil {
		return nil, err
	}
	candidates, err := selectCandidates(ctx, s.db, m.ID)
	if err != nil {
		return nil, err
	}
	p := &Proposal{MissionID: m.ID, Chosen: []*Selected{}, LeftOut: []*LeftOut{}}
	chosen, leftOut := standing.Choose(candidates)
	for _, c := range chosen {
		p.Chosen, p.TotalCents = append(p.Chosen, &c), p.TotalCents+*c.Cents
	}
	for _, c := range leftOut {
		p.LeftOut = append(p.LeftOut, &c)
	}
	return p, nil
}

// canSelect says why nobody can be selected now.
func (m *Mission) canSelect() error {
	switch {
	case m.Admission != Selection:
		return fault.New(fault.Conflict, "missionId", "This mission gives its places by arrival.")
	case m.Status == Open:
		return fault.New(fault.Conflict, "missionId", "Registration is open until %s; close the mission before you select.", m.inZone(m.ClosesAt))
	case m.Status != Closed:
		return fault.New(fault.Conflict, "missionId", "Only a closed mission selects; this mission is %s.", m.Status)
	}
	return nil
}

// ConfirmSelection decides on every candidate in one step: those named are CONFIRMED or REJECTED, all other eligible ones are
// WAITLISTED, by score. The list may be another than the proposed one, but capacity, maxima and guarantees bind it too.
func (s *Service) ConfirmSelection(ctx context.Context, v viewer.Viewer, in ConfirmSelectionInput) (*Mission, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	if _, err := s.owned(ctx, v, in.MissionID); err != nil {
		return nil, err
	}
	act := once.Act{User: v.User, Mutation: "confirmSelection", Key: text(in.IdempotencyKey), Input: in, Now: s.now()}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		_, _, err := once.Do(ctx, tx, act, func() (string, error) {
			a, err := s.begin(ctx, tx, in.MissionID, v.User, act.Mutation)
			if err != nil {
				return "", err
			}
			return string(in.MissionID), a.confirmSelection(ctx, v, in)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, v, in.MissionID)
}

func (in *ConfirmSelectionInput) check() error {
	var c fault.Check
	c.Count("confirmed", len(in.Confirmed), 0, mostPlaces)
	c.Count("rejected", len(in.Rejected), 0, mostPlaces)
	seen := map[id.Registration]bool{}
	once := func(field string, r id.Registration) {
		c.That(!seen[r], field, "This candidate is named twice.")
		seen[r] = true
	}
	for i, r := range in.Confirmed[:min(len(in.Confirmed), mostPlaces)] {
		once(fault.Item("confirmed", i), r)
	}
	for i, r := range in.Rejected[:min(len(in.Rejected), mostPlaces)] {
		once(fault.Item("rejected", i, "registrationId"), r.RegistrationID)
		c.Text(fault.Item("rejected", i, "reason"), r.Reason, 1, mostReason)
	}
	return c.Err()
}

// ballot is a selection as staff made it: every candidate on one of three lists.
type ballot struct {
	confirmed, waiting, rejected []*Registration
	reasons                      map[id.Registration]string // of those rejected
}

func (a *act) confirmSelection(ctx context.Context, v viewer.Viewer, in ConfirmSelectionInput) error {
	if err := a.mission.canSelect(); err != nil {
		return err
	}
	candidates, err := registrationsIn(ctx, a.tx, a.mission.ID, RegistrationSubmitted, RegistrationEligible)
	if err != nil {
		return err
	}
	if err := a.mayAssess(ctx, v, candidates...); err != nil {
		return err
	}
	b, err := in.ballot(candidates)
	if err != nil {
		return err
	}
	if err := a.checkBallot(b); err != nil {
		return err
	}
	if err := a.cast(ctx, b); err != nil {
		return err
	}
	return a.serve(ctx)
}

// ballot sorts the candidates by what was said of them. Everyone named must be an eligible candidate, and nobody may wait for a
// judgement.
func (in *ConfirmSelectionInput) ballot(candidates []*Registration) (*ballot, error) {
	var c fault.Check
	b, eligible := &ballot{reasons: map[id.Registration]string{}}, map[id.Registration]*Registration{}
	for _, r := range candidates {
		if r.Status == RegistrationSubmitted {
			return nil, fault.New(fault.Conflict, "missionId", "There are candidates whose eligibility nobody has judged yet.")
		}
		eligible[r.ID] = r
	}
	take := func(field string, r id.Registration) *Registration {
		found := eligible[r]
		delete(eligible, r)
		if found == nil {
			c.Add(fault.NotFound, field, "There is no such item.")
		}
		return found
	}
	for i, r := range in.Confirmed {
		b.confirmed = append(b.confirmed, take(fault.Item("confirmed", i), r))
	}
	for i, r := range in.Rejected {
		b.rejected = append(b.rejected, take(fault.Item("rejected", i, "registrationId"), r.RegistrationID))
		b.reasons[r.RegistrationID] = r.Reason
	}
	for _, r := range candidates {
		if eligible[r.ID] != nil {
			b.waiting = append(b.waiting, r)
		}
	}
	return b, c.Err()
}

// checkBallot holds a selection against capacity, maxima and guarantees. A guarantee binds as far as there are candidates whom
// nobody rejected.
func (a *act) checkBallot(b *ballot) error {
	var c fault.Check
	s, chosen, waiting := a.standing, map[id.Cluster]int{}, map[id.Cluster]int{}
	for _, r := range b.confirmed {
		chosen[r.ClusterID]++
	}
	for _, r := range b.waiting {
		waiting[r.ClusterID]++
	}
	if n := s.taken() + len(b.confirmed); n > s.Capacity {
		c.Add(fault.Conflict, "confirmed", "These are %d places of %d.", n, s.Capacity)
	}
	for k, q := range s.Quotas {
		n := s.Taken[k] + chosen[k]
		if n > s.maximum(k) {
			c.Add(fault.Conflict, "confirmed", "A cluster would have %d places; its maximum is %d.", n, s.maximum(k))
		}
		if owed := min(s.guaranteed(k), n+waiting[k]); n < owed {
			c.Add(fault.Conflict, "confirmed", "A cluster would have %d places; %d of its %d guaranteed ones have eligible candidates.", n, owed, q.Guaranteed)
		}
	}
	return c.Err()
}

// cast writes a selection down, with history, log and letters.
func (a *act) cast(ctx context.Context, b *ballot) error {
	posts := map[mail.Kind][]post{}
	err := errors.Join(
		a.moveAll(ctx, b.confirmed, RegistrationConfirmed, func(*Registration) string { return "" }),
		a.moveAll(ctx, b.waiting, RegistrationWaitlisted, func(*Registration) string { return "" }),
		a.moveAll(ctx, b.rejected, RegistrationRejected, func(r *Registration) string { return b.reasons[r.ID] }))
	if err != nil {
		return err
	}
	for _, r := range b.confirmed {
		posts[mail.RegistrationConfirmed] = append(posts[mail.RegistrationConfirmed], post{r.waiter(), nil})
	}
	list, err := waiters(ctx, a.tx, a.mission.ID)
	if err != nil {
		return err
	}
	for i, w := range list { // those who waited before stay, and learn their positions anew
		posts[mail.RegistrationWaitlisted] = append(posts[mail.RegistrationWaitlisted], post{w, map[string]string{"position": strconv.Itoa(i + 1)}})
	}
	for _, r := range b.rejected {
		posts[mail.RegistrationRejected] = append(posts[mail.RegistrationRejected], post{r.waiter(), map[string]string{"reason": b.reasons[r.ID]}})
	}
	detail := map[string]any{"confirmed": len(b.confirmed), "waitlisted": len(b.waiting), "rejected": len(b.rejected)}
	if err := record(ctx, a.tx, a.now, a.actor, a.name, string(a.mission.ID), detail); err != nil {
		return err
	}
	return a.send(ctx, posts)
}

// moveAll moves several registrations to one status, each for its reason.
func (a *act) moveAll(ctx context.Context, list []*Registration, to RegistrationStatus, why func(*Registration) string) error {
	m, events := move{to: to, actor: a.actor, at: a.now}, make([]audit.Entry, len(list))
	for i, r := range list {
		m.ids, m.whys = append(m.ids, r.ID), append(m.whys, why(r))
		events[i] = audit.Entry{At: a.now, Actor: a.actor, Act: a.name, Subject: string(r.ID), Detail: map[string]any{"mission": r.MissionID, "from": r.Status, "to": to}}
		a.standing.count(r.ClusterID, r.Status, -1)
		a.standing.count(r.ClusterID, to, +1)
		if to == RegistrationConfirmed {
			m.reasons = append(m.reasons, OpenPlace)
		}
	}
	if err := moveRegistrations(ctx, a.tx, m); err != nil {
		return err
	}
	return audit.Record(ctx, a.tx, events...)
}
