package mission

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
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

// move changes a registration's status, with history, audit event and the mission's standing.
func (a *act) move(ctx context.Context, r *Registration, to RegistrationStatus, why string) error {
	m := move{ids: []id.Registration{r.ID}, to: to, actor: a.actor, whys: []string{why}, at: a.now}
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
	if err := a.countWaiting(ctx); err != nil || !a.standing.owes() {
		return err
	}
	list, err := waiters(ctx, a.tx, a.mission.ID)
	if err != nil {
		return err
	}
	return a.offer(ctx, a.standing.Serve(list))
}

// countWaiting reads who waits by cluster, which matters only while a place is free.
func (a *act) countWaiting(ctx context.Context) (err error) {
	a.standing.Waiting, err = selectWaiting(ctx, a.tx, a.mission.ID)
	return err
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
	events, alarms := make([]audit.Entry, len(m.ids)), make([]jobs.New, len(m.ids))
	for i, r := range m.ids {
		events[i] = audit.Entry{At: a.now, Act: "mission.offer_place", Subject: string(r), Detail: map[string]any{"mission": a.mission.ID, "because": a.name}}
		alarms[i] = jobs.New{Kind: LapseJob, Payload: lapsePayload{r}, RunAt: until, Now: a.now}
	}
	if err := audit.Record(ctx, a.tx, events...); err != nil {
		return err
	}
	if err := jobs.Enqueue(ctx, a.tx, alarms...); err != nil {
		return err
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
	return a.send(ctx, map[mail.Kind][]post{kind: posts})
}

// send writes letters of several kinds, in the transaction. No registration gets two of a kind.
func (a *act) send(ctx context.Context, posts map[mail.Kind][]post) error {
	var to []id.Registration
	for _, list := range posts {
		for _, p := range list {
			to = append(to, p.to.ID)
		}
	}
	people, err := recipients(ctx, a.tx, to)
	if err != nil {
		return err
	}
	team := grouped(people, func(p recipient) id.Registration { return p.RegistrationID })
	var letters []mail.Letter
	for _, kind := range mail.Kinds { // in their order
		for _, p := range posts[kind] {
			letters = append(letters, a.written(kind, p.extra, team[p.to.ID])...)
		}
	}
	return mail.Enqueue(ctx, a.tx, a.now, letters...)
}

// forDelegates are the letters that those who are to travel get too, with an account or without.
var forDelegates = []mail.Kind{mail.MissionCancelled, mail.MissionReminder}

// written are the letters of a kind to some people, one an address.
func (a *act) written(kind mail.Kind, extra map[string]string, people []recipient) []mail.Letter {
	var letters []mail.Letter
	files, written := a.attachments(kind), map[string]bool{}
	for _, p := range people {
		if address := strings.ToLower(p.Email); written[address] || p.Travels && !slices.Contains(forDelegates, kind) {
			continue
		} else {
			written[address] = true
		}
		data := map[string]string{"name": p.Name, "organisation": p.Organisation, "mission": a.mission.Title,
			"link": fmt.Sprintf("%s/missions/%s", a.base, a.mission.ID)}
		maps.Copy(data, extra)
		letters = append(letters, mail.Letter{To: p.Email, Language: p.Language, Kind: kind, Data: data, Attachments: files})
	}
	return letters
}

// hashed is a letter's token as the database keeps it.
func hashed(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
