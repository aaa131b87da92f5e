package mission

import (
	"context"
	"strconv"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mail"
)

// door lets newcomers into a mission whose row is locked: it decides on one after the other, and writes all of them at the end.
type door struct {
	*act
	jury       *jury
	facts      map[id.Organisation]*Facts // empty where there are no rules
	applicants map[id.Organisation]*Applicant
	live       map[id.Organisation]bool // have a live registration
	made       []*Registration
	delegates  [][]DelegateInput // of made
	events     []audit.Entry
	posts      map[mail.Kind][]post
}

// door makes ready for newcomers of some organisations. Whoever waits for a place that is free, comes first.
func (a *act) door(ctx context.Context, organisations []id.Organisation, applicants map[id.Organisation]*Applicant) (*door, error) {
	d := &door{act: a, applicants: applicants, posts: map[mail.Kind][]post{}}
	var err error
	if d.jury, err = newJury(ctx, a.tx, a.mission.Eligibility()); err != nil {
		return nil, err
	}
	if len(d.jury.rules) > 0 {
		if d.facts, err = selectFacts(ctx, a.tx, organisations); err != nil {
			return nil, err
		}
	}
	if d.live, err = liveIn(ctx, a.tx, a.mission.ID, organisations); err != nil {
		return nil, err
	}
	return d, a.serve(ctx)
}

// decide makes a newcomer's registration, or says why there is none.
func (d *door) decide(ctx context.Context, n *newcomer) (*Registration, error) {
	applicant, m := d.applicants[n.organisation], d.mission
	may := MayRegister
	if n.nominee {
		may = MayNominate
	}
	if err := may(n.viewer, m, applicant, d.now); err != nil {
		return nil, err
	}
	if len(n.delegates) > m.SeatsPerOrganisation {
		return nil, fault.New(fault.Invalid, "delegates", "An organisation may send at most %d delegates.", m.SeatsPerOrganisation)
	}
	if d.live[n.organisation] {
		return nil, registrationConstraints["registration_one_live"]
	}
	if err := d.jury.refusal(ctx, d.tx, m, d.facts[n.organisation], n.viewer.Language); err != nil {
		return nil, err
	}
	m.LastArrival++
	r := &Registration{
		ID: id.New[id.Registration](d.now), MissionID: m.ID, OrganisationID: applicant.ID, ClusterID: applicant.ClusterID,
		SubmittedBy: &n.viewer.User, Status: RegistrationSubmitted, Arrival: m.LastArrival, Motivation: n.motivation, Version: 1,
		CreatedAt: d.now, UpdatedAt: d.now,
	}
	if n.nominee {
		r.NominatedBy = &applicant.ClusterID
		d.post(mail.RegistrationNominated, r, map[string]string{"cluster": applicant.ClusterName})
	}
	d.place(r)
	d.made, d.delegates = append(d.made, r), append(d.delegates, n.delegates)
	d.events = append(d.events, audit.Entry{At: d.now, Actor: n.viewer.User, Act: n.name, Subject: string(r.ID), Request: n.requestOf(),
		Detail: map[string]any{"mission": r.MissionID, "status": r.Status, "delegates": len(n.delegates)}})
	return r, nil
}

// place gives a registration its status, and counts it.
func (d *door) place(r *Registration) {
	if d.mission.Admission == Selection {
		d.post(mail.RegistrationReceived, r, nil)
		return
	}
	verdict := d.standing.Admit(r.ClusterID)
	r.Status, r.PlaceReason = verdict.Status, &verdict.Reason
	if r.Status == RegistrationConfirmed {
		d.standing.Taken[r.ClusterID]++
		d.post(mail.RegistrationConfirmed, r, nil)
		return
	}
	d.standing.Queue++
	d.standing.Waiting[r.ClusterID]++
	d.post(mail.RegistrationWaitlisted, r, map[string]string{"position": strconv.Itoa(d.standing.Queue)})
}

func (d *door) post(kind mail.Kind, r *Registration, extra map[string]string) {
	d.posts[kind] = append(d.posts[kind], post{r.waiter(), extra})
}

// write stores what was decided, with history, log and letters.
func (d *door) write(ctx context.Context) error {
	if d.made == nil {
		return nil
	}
	if err := insertRegistrations(ctx, d.tx, d.mission, d.now, d.made, d.delegates); err != nil {
		return err
	}
	if err := audit.Record(ctx, d.tx, d.events...); err != nil {
		return err
	}
	return d.send(ctx, d.posts)
}
