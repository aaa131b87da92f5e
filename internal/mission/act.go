package mission

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
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
	return r, a.write(ctx, letter, extra, people...)
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

// answer accepts or declines an offer that may be answered.
func (a *act) answer(ctx context.Context, r *Registration, accept bool) error {
	if !accept {
		if err := a.move(ctx, r, RegistrationDeclined, ""); err != nil {
			return err
		}
		return a.serve(ctx)
	}
	if err := a.move(ctx, r, RegistrationConfirmed, ""); err != nil {
		return err
	}
	return a.letter(ctx, mail.RegistrationConfirmed, r, nil)
}

// serve offers the places that are free to those on the waiting list whom the quotas allow, in its order.
func (a *act) serve(ctx context.Context) error {
	if !a.mission.offers(a.now) || a.standing.taken() >= a.mission.Capacity {
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
	return a.offer(ctx, a.standing.Serve(list))
}

// offer holds places for those on the waiting list, and writes to them.
func (a *act) offer(ctx context.Context, offers []Offer) error {
	until := a.mission.offeredUntil(a.now)
	m := move{to: RegistrationOffered, until: &until, at: a.now}
	posts := make([]post, len(offers))
	for i, o := range offers {
		token := rand.Text()
		m.ids, m.reasons, m.tokens = append(m.ids, o.ID), append(m.reasons, o.Reason), append(m.tokens, hashed(token))
		posts[i] = post{o.Waiter, map[string]string{"until": a.mission.inZone(until),
			"accept": a.answerLink(token, true), "decline": a.answerLink(token, false)}}
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
	return a.letters(ctx, mail.PlaceOffered, posts)
}

// answerLink is where an offer is answered without signing in. The token stands behind the #, which browsers keep to themselves.
func (a *act) answerLink(token string, accept bool) string {
	return fmt.Sprintf("%s/offer#token=%s&accept=%t", a.base, token, accept)
}

// post is what a letter says to the people of one registration, beyond what it says to all.
type post struct {
	to    Waiter
	extra map[string]string
}

// letter writes to the people of a registration.
func (a *act) letter(ctx context.Context, kind mail.Kind, r *Registration, extra map[string]string) error {
	return a.letters(ctx, kind, []post{{r.waiter(), extra}})
}

// letters writes to the people of several registrations.
func (a *act) letters(ctx context.Context, kind mail.Kind, posts []post) error {
	organisations, submitters := make([]id.Organisation, len(posts)), make([]id.User, 0, len(posts))
	extra := make(map[id.Organisation]map[string]string, len(posts))
	for i, p := range posts {
		organisations[i], extra[p.to.OrganisationID] = p.to.OrganisationID, p.extra
		if p.to.SubmittedBy != nil {
			submitters = append(submitters, *p.to.SubmittedBy)
		}
	}
	people, err := recipients(ctx, a.tx, organisations, submitters)
	if err != nil {
		return err
	}
	for _, person := range people {
		if err := a.write(ctx, kind, extra[person.OrganisationID], person); err != nil {
			return err
		}
	}
	return nil
}

// write writes a letter to each of the people, in the transaction.
func (a *act) write(ctx context.Context, kind mail.Kind, extra map[string]string, people ...recipient) error {
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

// hashed is a letter's token as the database keeps it.
func hashed(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
