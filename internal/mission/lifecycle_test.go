package mission

import (
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
	"github.com/google/go-cmp/cmp"
)

// in tells an instant of Shanghai's clock, where draft's mission takes place.
func inShanghai(year int, month time.Month, day, hour, minute int) time.Time {
	zone, _ := time.LoadLocation("Asia/Shanghai")
	return time.Date(year, month, day, hour, minute, 0, 0, zone)
}

// refused checks that an act was a CONFLICT in exactly these words.
func refused[T any](t *testing.T, words string) func(T, error) {
	return func(_ T, err error) {
		t.Helper()
		wantFault(t, err, fault.Conflict, "missionId")
		if err != nil && err.Error() != words {
			t.Errorf("got %q, want %q", err, words)
		}
	}
}

func TestLateAndEarlyCallsAreRefusedWithTheDate(t *testing.T) {
	w := newWorld(t)
	ctx, s, staff := t.Context(), w.s, w.staff(0)
	m := w.open(draft(1))
	refuse := func(words string) func(*Mission, error) { return refused[*Mission](t, words) }
	p := w.members(2, 1)
	w.register(p[0], m)
	second := w.register(p[1], m)
	refuse("Registration is open until 2026-10-02 00:00 (Asia/Shanghai); close the mission before you confirm its list.")(s.Confirm(ctx, staff, ConfirmInput{m.ID}))
	w.at(closes)
	must(s.Close(ctx, staff, CloseInput{m.ID}))(t)
	refuseOne := func(words string) func(*Registration, error) {
		return func(_ *Registration, err error) {
			t.Helper()
			if err == nil || err.Error() != words {
				t.Errorf("%v, want %s", err, words)
			}
		}
	}
	refuseOne("Registration closed on 2026-10-02 00:00 (Asia/Shanghai).")(s.Register(ctx, w.members(1, 1)[0], one(m)))
	refuseOne("Feedback is for missions that took place; this one begins on 2026-11-23 (Asia/Shanghai).")(s.GiveFeedback(ctx, p[1], GiveFeedbackInput{RegistrationID: second.ID, Satisfaction: 3}))
	refuseOne("Attendance is recorded from the first day on, 2026-11-23 (Asia/Shanghai); the mission is CLOSED.")(s.RecordAttendance(ctx, staff, RecordAttendanceInput{RegistrationID: second.ID}))
	refuse("Only a confirmed mission can be run; this mission is CLOSED.")(s.Run(ctx, staff, RunInput{m.ID}))
	must(s.Confirm(ctx, staff, ConfirmInput{m.ID}))(t)
	w.at(inShanghai(2026, 11, 22, 23, 59))
	refuse("The mission begins on 2026-11-23 (Asia/Shanghai).")(s.Run(ctx, staff, RunInput{m.ID}))
	w.withdraw(p[0], must(s.ViewerRegistration(ctx, p[0], ids(m)))(t)[m.ID])
	if r := must(s.Registration(ctx, p[1], second.ID))(t); r.Status != RegistrationOffered || !r.OfferedUntil.Equal(inShanghai(2026, 11, 23, 0, 0)) {
		t.Errorf("an offer may not outlast the beginning: %s until %v", r.Status, r.OfferedUntil)
	}
	w.at(inShanghai(2026, 11, 23, 0, 0))
	must(s.Run(ctx, staff, RunInput{m.ID}))(t)
	if got := w.status(p[1], second); got != "LAPSED -" {
		t.Error(got)
	}
	refuseOne("It is too late to answer: the mission began on 2026-11-23 (Asia/Shanghai).")(s.AcceptOffer(ctx, p[1], AcceptOfferInput{RegistrationID: second.ID}))
	refuseOne("It is too late to withdraw: the mission began on 2026-11-23 (Asia/Shanghai).")(s.Withdraw(ctx, p[1], WithdrawInput{RegistrationID: second.ID}))
	refuseOne("It is too late to decide: the mission began on 2026-11-23 (Asia/Shanghai).")(s.Reject(ctx, staff, RejectInput{RegistrationID: second.ID, Reason: "x"}))
	refuse("It is too late to cancel: the mission has been running since 2026-11-23 (Asia/Shanghai).")(s.Cancel(ctx, staff, CancelInput{m.ID, "x"}))
	w.at(inShanghai(2026, 11, 26, 23, 59))
	refuse("The last day of the mission is 2026-11-27 (Asia/Shanghai).")(s.Complete(ctx, staff, CompleteInput{m.ID}))
	w.at(inShanghai(2026, 11, 27, 0, 0))
	must(s.Complete(ctx, staff, CompleteInput{m.ID}))(t)
	refuse("It is too late to cancel: the mission ended on 2026-11-27 (Asia/Shanghai).")(s.Cancel(ctx, staff, CancelInput{m.ID, "x"}))

	refuseOne("It is too late for changes: the mission ended on 2026-11-27 (Asia/Shanghai).")(s.ProposeChange(ctx, p[1], ProposeChangeInput{RegistrationID: second.ID, Motivation: ptr("x")}))

	late := w.open(func() CreateInput {
		in := draft(1)
		w.at(noon)
		return in
	}())
	if closed := must(s.Close(ctx, staff, CloseInput{late.ID}))(t); !closed.ClosesAt.Equal(noon) {
		t.Errorf("closed by hand at %v, and says %v", noon, closed.ClosesAt)
	}
	w.at(inShanghai(2026, 11, 28, 0, 0))
	refuse("The mission ended on 2026-11-27 (Asia/Shanghai).")(s.Confirm(ctx, staff, ConfirmInput{late.ID}))
}

func TestConfirmedMissionsStartByTheClock(t *testing.T) {
	w := newWorld(t)
	ctx, staff := t.Context(), w.staff(0)
	m := w.open(draft(1))
	must(w.s.Close(ctx, staff, CloseInput{m.ID}))(t)
	must(w.s.Confirm(ctx, staff, ConfirmInput{m.ID}))(t)
	for at, want := range map[time.Time]Status{inShanghai(2026, 11, 22, 23, 59): Confirmed, inShanghai(2026, 11, 23, 0, 0): Running} {
		w.exec(`update mission set status = 'CONFIRMED' where id = $1`, m.ID)
		w.at(at)
		if err := w.s.RunDue(ctx); err != nil {
			t.Fatal(err)
		}
		if got := must(w.s.Get(ctx, staff, m.ID))(t).Status; got != want {
			t.Errorf("at %v it is %s", at, got)
		}
	}
}

func TestAListWithUndecidedRegistrationsIsNotFinal(t *testing.T) {
	w := newWorld(t)
	in := draft(1)
	in.Admission = Selection
	m := w.open(in)
	w.register(w.members(1, 1)[0], m)
	must(w.s.Close(t.Context(), w.staff(0), CloseInput{m.ID}))(t)
	refused[*Mission](t, "The list is not final: 1 registrations wait for a decision.")(w.s.Confirm(t.Context(), w.staff(0), ConfirmInput{m.ID}))
}

func TestCancellingWritesToAllConcerned(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	in := draft(2)
	in.CoOwners = []string{"biopmed"}
	m := w.open(in)
	w.staff(1)
	w.staff(2)
	p := w.members(4, 2) // of clusters 0 and 1
	first, _, second, third := w.register(p[0], m), w.register(p[1], m), w.register(p[2], m), w.register(p[3], m)
	w.withdraw(p[0], first) // the place is offered to the second; Ada is to travel for p[1]
	_, err := w.s.Cancel(ctx, w.staff(1), CancelInput{m.ID, "flood"})
	wantFault(t, err, fault.Forbidden, "missionId")
	_, err = w.s.Cancel(ctx, w.staff(0), CancelInput{m.ID, " "})
	wantFault(t, err, fault.Invalid, "reason")
	got := must(w.s.Cancel(ctx, w.staff(2), CancelInput{m.ID, "The fair is called off."}))(t) // staff of a co-owner act too
	if got.Status != Cancelled || got.CancelReason != "The fair is called off." {
		t.Errorf("%+v", got)
	}
	var to []string
	if err := w.db.Select(&to, `select payload ->> 'to' from job where payload ->> 'kind' = 'MISSION_CANCELLED' order by 1`); err != nil {
		t.Fatal(err)
	}
	want := []string{"ada@example.org", "o1@example.org", "o2@example.org", "o3@example.org", "staff0@example.org", "staff1@example.org", "staff2@example.org"}
	if d := cmp.Diff(want, to); d != "" {
		t.Error(d)
	}
	if a, b := w.status(p[2], second), w.status(p[3], third); a != "LAPSED -" || b[:10] != "WAITLISTED" {
		t.Error(a, b)
	}
	w.at(closes)
	if err := w.s.LapseDue(ctx); err != nil || w.letters()["OFFER_LAPSED"] != 0 {
		t.Error("an offer of a cancelled mission lapsed with a letter: ", err)
	}
	refused[*Mission](t, "This mission is CANCELLED already.")(w.s.Cancel(ctx, w.staff(0), CancelInput{m.ID, "again"}))
}

func TestADraftCancelledIsNobodyElsesBusiness(t *testing.T) {
	w := newWorld(t)
	m := must(w.s.Create(t.Context(), w.staff(0), draft(1)))(t)
	must(w.s.Cancel(t.Context(), w.staff(0), CancelInput{m.ID, "x"}))(t)
	for _, v := range []viewer.Viewer{{}, w.staff(1)} {
		if _, err := w.s.Get(t.Context(), v, m.ID); len(fault.All(err)) == 0 {
			t.Errorf("%+v sees it", v)
		}
		if n := must(w.s.Count(t.Context(), v, nil))(t); n != 0 {
			t.Errorf("%+v counts it", v)
		}
	}
}

func TestCloneMovesEverythingByDaysOnTheLocalClock(t *testing.T) {
	w := newWorld(t)
	ctx, staff := t.Context(), w.staff(0)
	in := draft(5)
	in.TimeZone, in.StartsOn, in.EndsOn = "Europe/Madrid", "2026-11-23", "2026-11-24"
	in.OpensAt = time.Date(2026, 9, 1, 7, 0, 0, 0, time.UTC) // 09:00 in Madrid, summer time
	in.Agenda = []AgendaItemInput{{time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), "Welcome", nil}}
	in.Quotas = []QuotaInput{{"biom", 2, ptr(3)}}
	in.Contacts = []ContactInput{{Name: "Ana", Email: "ana@example.org"}}
	in.CoOwners = []string{"biom"}
	m := w.open(in)
	input := CloneInput{MissionID: m.ID, StartsOn: "2027-06-23", Title: ptr("Again"), IdempotencyKey: ptr("k")}
	c := must(w.s.Clone(ctx, staff, input))(t)
	if again := must(w.s.Clone(ctx, staff, input))(t); again.ID != c.ID {
		t.Error("cloned twice")
	}
	if c.Status != Draft || c.Title != "Again" || c.EndsOn != "2027-06-24" || c.ID == m.ID || c.Version != 1 || len(c.CoOwnerIDs) != 1 || c.Contacts()[0].Name != "Ana" {
		t.Errorf("%+v", c)
	}
	if d := cmp.Diff([]time.Time{time.Date(2027, 6, 23, 7, 0, 0, 0, time.UTC), time.Date(2027, 4, 1, 7, 0, 0, 0, time.UTC)}, []time.Time{c.Agenda()[0].StartsAt, c.OpensAt}); d != "" {
		t.Error("09:00 there stays 09:00 there: ", d)
	}
	if q := must(w.s.Quotas(ctx, ids(c)))(t)[c.ID]; len(q) != 1 || q[0].Guaranteed != 2 || *q[0].Maximum != 3 {
		t.Errorf("quotas %+v", q)
	}
	if other := must(w.s.Clone(ctx, w.staff(2), CloneInput{MissionID: m.ID, StartsOn: "2027-01-10"}))(t); other.ClusterID != w.clusters[2] || len(other.CoOwnerIDs) != 0 {
		t.Errorf("another cluster's clone: %+v", other)
	}
	_, err := w.s.Clone(ctx, w.members(1, 1)[0], CloneInput{MissionID: m.ID, StartsOn: "2027-01-10"})
	wantFault(t, err, fault.Forbidden, "cluster")
	_, err = w.s.Clone(ctx, w.staff(2), CloneInput{MissionID: c.ID, StartsOn: "2027-01-10"})
	wantFault(t, err, fault.NotFound, "missionId")
	_, err = w.s.Clone(ctx, staff, CloneInput{MissionID: m.ID, StartsOn: "soon"})
	wantFault(t, err, fault.Invalid, "startsOn")
}

func TestCoOwners(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	in := draft(1)
	in.CoOwners = []string{"biom"}
	m := must(w.s.Create(ctx, w.staff(0), in))(t)
	must(w.s.Update(ctx, w.staff(1), UpdateInput{MissionID: m.ID, ExpectedVersion: 1, Title: ptr("By a co-owner")}))(t)
	must(w.s.Open(ctx, w.staff(1), OpenInput{m.ID}))(t)
	p := w.members(1, 1)[0]
	r := w.register(p, m)
	must(w.s.Registration(ctx, w.staff(1), r.ID))(t)
	must(w.s.Update(ctx, w.staff(0), UpdateInput{MissionID: m.ID, ExpectedVersion: 3, Clear: []string{"coOwners"}}))(t)
	_, err := w.s.Registration(ctx, w.staff(1), r.ID)
	wantFault(t, err, fault.NotFound, "")
	for field, owners := range map[string][]string{"coOwners.0": {"nowhere"}, "coOwners": {"biom", "biocat"}} {
		in.CoOwners = owners
		_, err := w.s.Create(ctx, w.staff(0), in)
		wantFault(t, err, fault.Invalid, field)
	}
	in.CoOwners, in.Contacts = nil, []ContactInput{{Name: "", Email: "x"}}
	_, err = w.s.Create(ctx, w.staff(0), in)
	wantFault(t, err, fault.Invalid, "contacts.0.name")
	wantFault(t, err, fault.Invalid, "contacts.0.email")
}

// The letter of an offer answers it without signing in; each offer has a link of its own.
func TestLettersAnswerOffers(t *testing.T) {
	w := newWorld(t)
	ctx, s := t.Context(), w.s
	m := w.open(draft(1))
	p := w.members(4, 1)
	var r []*Registration
	for _, v := range p {
		r = append(r, w.register(v, m))
	}
	w.withdraw(p[0], r[0])
	decline := w.offerToken(p[1])
	got, of, err := s.AnswerOffer(ctx, AnswerOfferInput{decline, false})
	if err != nil || got.Status != RegistrationDeclined || of.ID != m.ID {
		t.Fatal(got, err)
	}
	if got, _, err := s.AnswerOffer(ctx, AnswerOfferInput{decline, false}); err != nil || got.Status != RegistrationDeclined {
		t.Error("the same again: ", got, err)
	}
	_, _, err = s.AnswerOffer(ctx, AnswerOfferInput{decline, true})
	wantFault(t, err, fault.Conflict, "")
	if got, _, err := s.AnswerOffer(ctx, AnswerOfferInput{w.offerToken(p[2]), true}); err != nil || got.Status != RegistrationConfirmed {
		t.Error(got, err)
	}
	w.withdraw(p[2], r[2])
	late := w.offerToken(p[3])
	w.at(noon.Add(72 * time.Hour))
	_, _, err = s.AnswerOffer(ctx, AnswerOfferInput{late, true})
	wantFault(t, err, fault.Conflict, "")
	_, _, err = s.AnswerOffer(ctx, AnswerOfferInput{"guess", true})
	wantFault(t, err, fault.Invalid, "token")
	if n := w.count(`select count(*) from event where act = 'answerOffer' and actor_id is null`); n != 2 {
		t.Errorf("%d events", n)
	}
	w.checkMission(m)
}
