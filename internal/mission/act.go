package mission

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/mail"
)

// act is one change in progress: the mission's row is locked until tx ends.
type act struct {
	*Service
	tx       *db.Tx
	name     string  // the mutation, or the kind of the job
	actor    id.User // "" for the portal itself
	now      time.Time
	mission  *Mission
	standing *Standing
}

// begin locks the mission first of all, then reads how its places stand.
func (s *Service) begin(ctx context.Context, tx *db.Tx, mission id.Mission, actor id.User, name string) (*act, error) {
	m, err := lockMission(ctx, tx, mission)
	if err != nil {
		return nil, err
	}
	now := s.now() // not before: whoever waited for the lock comes later than whom they waited for
	standing, err := s.standing(ctx, tx, m, now)
	return &act{s, tx, name, actor, now, m, standing}, err
}

// register decides on a newcomer and writes the registration; people are to get the letter.
func (a *act) register(ctx context.Context, applicant *Applicant, people []recipient, in RegisterInput) (*Registration, error) {
	if len(in.Delegates) > a.mission.SeatsPerOrganisation {
		return nil, fault.New(fault.Invalid, "delegates", "An organisation may send at most %d delegates.", a.mission.SeatsPerOrganisation)
	}
	if err := a.serve(ctx); err != nil { // whoever waits for a place that is free, comes first
		return nil, err
	}
	r := &Registration{
		ID: id.New[id.Registration](a.now), MissionID: a.mission.ID, OrganisationID: applicant.ID, ClusterID: applicant.ClusterID,
		SubmittedBy: &a.actor, Status: RegistrationSubmitted, Motivation: text(in.Motivation), Version: 1, CreatedAt: a.now, UpdatedAt: a.now,
	}
	letter, extra := mail.RegistrationReceived, map[string]string(nil)
	if a.mission.Admission == FirstCome {
		verdict := a.standing.Admit(r.ClusterID)
		r.Status, r.PlaceReason, letter = verdict.Status, &verdict.Reason, mail.RegistrationConfirmed
	}
	if r.Status == RegistrationWaitlisted {
		letter, extra = mail.RegistrationWaitlisted, map[string]string{"position": strconv.Itoa(a.standing.Queue + 1)}
	}
	if err := insertRegistration(ctx, a.tx, r, in.Delegates); err != nil {
		return nil, err
	}
	detail := map[string]any{"mission": r.MissionID, "status": r.Status, "delegates": len(in.Delegates)}
	if err := record(ctx, a.tx, a.now, a.actor, a.name, string(r.ID), detail); err != nil {
		return nil, err
	}
	return r, a.write(ctx, letter, extra, people)
}

// move changes a registration's status, with history, audit event and the mission's standing.
func (a *act) move(ctx context.Context, r *Registration, to RegistrationStatus, why string) error {
	m := move{ids: []id.Registration{r.ID}, to: to, actor: a.actor, why: why, at: a.now}
	if to == RegistrationConfirmed && r.PlaceReason != nil {
		m.reasons = []PlaceReason{*r.PlaceReason}
	}
	if err := moveRegistrations(ctx, a.tx, m); err != nil {
		return err
	}
	detail := map[string]any{"mission": r.MissionID, "from": r.Status, "to": to}
	a.standing.count(r.ClusterID, r.Status, -1)
	a.standing.count(r.ClusterID, to, +1)
	return record(ctx, a.tx, a.now, a.actor, a.name, string(r.ID), detail)
}

// serve offers the places that are free to those on the waiting list whom the quotas allow, in its order.
func (a *act) serve(ctx context.Context) error {
	if !a.mission.offers() || a.standing.taken() >= a.mission.Capacity {
		return nil
	}
	var err error
	if a.standing.Waiting, err = selectWaiting(ctx, a.tx, a.mission.ID); err != nil || !a.standing.owes() {
		return err
	}
	list, err := waiters(ctx, a.tx, a.mission.ID)
	if err != nil {
		return err
	}
	until := a.now.Add(time.Duration(a.mission.OfferHours) * time.Hour)
	m := move{to: RegistrationOffered, until: &until, at: a.now}
	offers := a.standing.Serve(list)
	for _, offer := range offers {
		m.ids, m.reasons = append(m.ids, offer.ID), append(m.reasons, offer.Reason)
	}
	if err := moveRegistrations(ctx, a.tx, m); err != nil {
		return err
	}
	for _, r := range m.ids {
		detail := map[string]any{"mission": a.mission.ID, "because": a.name}
		if err := record(ctx, a.tx, a.now, "", "mission.offer_place", string(r), detail); err != nil {
			return err
		}
		if err := jobs.Enqueue(ctx, a.tx, jobs.New{Kind: LapseJob, Payload: lapsePayload{r}, RunAt: until, Now: a.now}); err != nil {
			return err
		}
	}
	to := make([]Waiter, len(offers))
	for i, offer := range offers {
		to[i] = offer.Waiter
	}
	return a.letters(ctx, mail.PlaceOffered, map[string]string{"until": a.mission.inZone(until)}, to)
}

// letter writes to the people of a registration.
func (a *act) letter(ctx context.Context, kind mail.Kind, r *Registration) error {
	return a.letters(ctx, kind, nil, []Waiter{{OrganisationID: r.OrganisationID, SubmittedBy: r.SubmittedBy}})
}

// letters writes to the people of several registrations.
func (a *act) letters(ctx context.Context, kind mail.Kind, extra map[string]string, to []Waiter) error {
	organisations, submitters := make([]id.Organisation, len(to)), make([]id.User, 0, len(to))
	for i, w := range to {
		organisations[i] = w.OrganisationID
		if w.SubmittedBy != nil {
			submitters = append(submitters, *w.SubmittedBy)
		}
	}
	people, err := recipients(ctx, a.tx, organisations, submitters)
	if err != nil {
		return err
	}
	return a.write(ctx, kind, extra, people)
}

// write writes a letter to each of the people, in the transaction.
func (a *act) write(ctx context.Context, kind mail.Kind, extra map[string]string, people []recipient) error {
	for _, p := range people {
		data := map[string]string{"name": p.Name, "organisation": p.Organisation, "mission": a.mission.Title,
			"link": fmt.Sprintf("%s/missions/%s", a.base, a.mission.ID)}
		maps.Copy(data, extra)
		if err := mail.Enqueue(ctx, a.tx, a.now, mail.Letter{To: p.Email, Language: p.Language, Kind: kind, Data: data}); err != nil {
			return err
		}
	}
	return nil
}
