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
func (s *Service) begin(ctx context.Context, tx *db.Tx, mission id.Mission, actor id.User, name string, now time.Time) (*act, error) {
	m, err := lockMission(ctx, tx, mission)
	if err != nil {
		return nil, err
	}
	standing, err := s.standing(ctx, tx, m, now)
	return &act{s, tx, name, actor, now, m, standing}, err
}

// register decides on a newcomer and writes the registration.
func (a *act) register(ctx context.Context, applicant *Applicant, in RegisterInput) (id.Registration, error) {
	if len(in.Delegates) > a.mission.SeatsPerOrganisation {
		return "", fault.New(fault.Invalid, "delegates", "An organisation may send at most %d delegates.", a.mission.SeatsPerOrganisation)
	}
	if err := a.serve(ctx); err != nil { // whoever waits for a place that is free, comes first
		return "", err
	}
	r := &Registration{
		ID: id.New[id.Registration](a.now), MissionID: a.mission.ID, OrganisationID: applicant.ID, ClusterID: applicant.ClusterID,
		SubmittedBy: &a.actor, Status: RegistrationSubmitted, Motivation: text(in.Motivation), CreatedAt: a.now,
	}
	letter, extra := mail.RegistrationReceived, map[string]string(nil)
	if a.mission.Admission == FirstCome {
		verdict := a.standing.Admit(r.ClusterID)
		r.Status, r.PlaceReason, letter = verdict.Status, &verdict.Reason, mail.RegistrationConfirmed
	}
	if r.Status == RegistrationWaitlisted {
		letter, extra = mail.RegistrationWaitlisted, map[string]string{"position": strconv.Itoa(a.standing.waiting() + 1)}
	}
	if err := insertRegistration(ctx, a.tx, r, in.Delegates); err != nil {
		return "", err
	}
	detail := map[string]any{"mission": r.MissionID, "status": r.Status, "delegates": len(in.Delegates)}
	if err := record(ctx, a.tx, a.now, a.actor, a.name, string(r.ID), detail); err != nil {
		return "", err
	}
	return r.ID, a.letters(ctx, letter, extra, r.ID)
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
	if !a.mission.offers() || !a.standing.owes() {
		return nil
	}
	list, err := waiters(ctx, a.tx, a.mission.ID)
	if err != nil {
		return err
	}
	until := a.now.Add(time.Duration(a.mission.OfferHours) * time.Hour)
	m := move{to: RegistrationOffered, until: &until, at: a.now}
	for _, offer := range a.standing.Serve(list) {
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
	return a.letters(ctx, mail.PlaceOffered, map[string]string{"until": a.mission.inZone(until)}, m.ids...)
}

// letters writes to the people of registrations, in the transaction.
func (a *act) letters(ctx context.Context, kind mail.Kind, extra map[string]string, regs ...id.Registration) error {
	people, err := recipients(ctx, a.tx, regs)
	if err != nil {
		return err
	}
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
