package mission

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// confirmed is a mission of cluster 0 with one place for a member of cluster 1, which is confirmed, and one that waits.
func (w *world) confirmed() (m *Mission, member, waiter viewer.Viewer, r, waiting *Registration) {
	w.t.Helper()
	p := w.members(2, 2)
	m = w.open(draft(1))
	return m, p[1], p[0], w.register(p[1], m), w.register(p[0], m)
}

// life walks a mission through its life to a status, the clock with it.
func (w *world) life(m *Mission, to Status) {
	w.t.Helper()
	staff, ctx := w.staff(0), w.t.Context()
	w.at(m.ClosesAt)
	must(w.s.Close(ctx, staff, CloseInput{m.ID}))(w.t)
	must(w.s.Confirm(ctx, staff, ConfirmInput{m.ID}))(w.t)
	if to == Confirmed {
		return
	}
	w.at(m.begins().Add(time.Hour))
	must(w.s.Run(ctx, staff, RunInput{m.ID}))(w.t)
	if to == Running {
		return
	}
	w.at(m.ends())
	must(w.s.Complete(ctx, staff, CompleteInput{m.ID}))(w.t)
}

func form(r *Registration, version int) SubmitFollowUpInput {
	return SubmitFollowUpInput{RegistrationID: r.ID, ExpectedVersion: &version, People: []FollowUpPersonInput{{Email: "ADA@example.org",
		PassportName: ptr("ADA LOVELACE"), PassportNumber: ptr("X123"), PassportExpiresOn: ptr(day.Date("2030-01-01")), Nationality: ptr("ES"), NeedsVisa: true}}}
}

func TestFollowUpIsForItsOrganisationAndTheMissionsStaff(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	m, member, waiter, r, waiting := w.confirmed()
	must(w.s.SubmitFollowUp(ctx, member, form(r, 0)))(t)
	_, err := w.s.SubmitFollowUp(ctx, member, form(r, 0))
	wantFault(t, err, fault.Conflict, "expectedVersion")
	must(w.s.SubmitFollowUp(ctx, member, form(r, 1)))(t)
	_, err = w.s.SubmitFollowUp(ctx, waiter, form(waiting, 0))
	wantFault(t, err, fault.Conflict, "")
	_, err = w.s.SubmitFollowUp(ctx, waiter, form(r, 2))
	wantFault(t, err, fault.NotFound, "registrationId")
	_, err = w.s.SubmitFollowUp(ctx, w.staff(0), form(r, 2))
	wantFault(t, err, fault.Forbidden, "")
	bad := form(r, 2)
	bad.People = append(bad.People, FollowUpPersonInput{Email: "eve@example.org", Nationality: ptr("XX")})
	_, err = w.s.SubmitFollowUp(ctx, member, bad)
	wantFault(t, err, fault.Invalid, "people.1.email")
	wantFault(t, err, fault.Invalid, "people.1.nationality")
	for name, c := range map[string]struct {
		v    viewer.Viewer
		sees bool
	}{
		"the organisation": {member, true}, "the mission's staff": {w.staff(0), true}, "staff of the organisation's cluster": {w.staff(1), false},
		"other staff": {w.staff(2), false}, "coordinator": {w.coordinator(), false}, "another organisation": {waiter, false}, "visitor": {},
	} {
		forms := must(w.s.FollowUpsOf(ctx, c.v, []id.Registration{r.ID}))(t)
		if (forms[r.ID] != nil) != c.sees || MaySeeFollowUp(c.v, r, m) != c.sees {
			t.Errorf("%s: %v", name, forms)
		}
	}
	if n := w.count(`select count(*) from event where detail::text ilike '%lovelace%' or detail::text like '%X123%'`); n > 0 {
		t.Error("the log holds personal data")
	}
}

func TestPersonalDataGoesNinetyDaysAfter(t *testing.T) {
	w := newWorld(t)
	m, member, _, r, _ := w.confirmed()
	must(w.s.SubmitFollowUp(t.Context(), member, form(r, 0)))(t)
	last := m.EndsOn.Add(KeptDays + 1).Begin(m.Zone()) // the end of the ninetieth day after, in Shanghai
	for _, c := range []struct {
		at   time.Time
		left int
	}{{last.Add(-time.Second), 1}, {last, 0}, {last, 0}} {
		w.at(c.at)
		if err := w.s.PurgePersonalData(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := w.count(`select count(*) from follow_up`); n != c.left {
			t.Errorf("%s: %d forms are left", c.at, n)
		}
	}
	if n := w.count(`select count(*) from event where act = 'mission.purge_personal_data' and subject_id = $1`, r.ID); n != 1 {
		t.Errorf("%d events", n)
	}
}

func TestPersonalDataOfThoseWhoDoNotTravelGoesAtOnce(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	_, member, _, r, _ := w.confirmed()
	must(w.s.SubmitFollowUp(ctx, member, form(r, 0)))(t)
	in := SubstituteDelegateInput{RegistrationID: r.ID, Email: "ada@EXAMPLE.org", Delegate: DelegateInput{"Bob", "bob@example.org", "CTO"}}
	must(w.s.SubstituteDelegate(ctx, member, in))(t)
	if n := w.count(`select jsonb_array_length(people) from follow_up`); n != 0 {
		t.Error("whoever stays at home is still in the form")
	}
	_, err := w.s.SubstituteDelegate(ctx, member, in)
	wantFault(t, err, fault.Invalid, "email")
	if n := w.letters()["DELEGATE_SUBSTITUTED"]; n != 1 {
		t.Errorf("%d letters to staff", n)
	}
	w.withdraw(member, r)
	if err := w.s.PurgePersonalData(ctx); err != nil || w.count(`select count(*) from follow_up`) != 0 {
		t.Error("the form of a withdrawn registration stays: ", err)
	}
}

func TestLateChangesAreForStaffToDecide(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	_, member, waiter, r, waiting := w.confirmed()
	travels := func(v viewer.Viewer, r *Registration) (names string) {
		for _, d := range must(w.s.DelegatesOf(ctx, v, []id.Registration{r.ID}))(t)[r.ID] {
			names += d.Name + " "
		}
		return names
	}
	bob := []DelegateInput{{"Bob", "bob@example.org", "CTO"}}
	must(w.s.ProposeChange(ctx, waiter, ProposeChangeInput{RegistrationID: waiting.ID, Delegates: bob, Motivation: ptr("Now")}))(t)
	if got := travels(waiter, waiting); got != "Bob " {
		t.Error("while nothing is confirmed a change takes effect at once: ", got)
	}
	must(w.s.ProposeChange(ctx, member, ProposeChangeInput{RegistrationID: r.ID, Motivation: ptr("Later")}))(t)
	w.at(noon.Add(time.Minute))
	must(w.s.ProposeChange(ctx, member, ProposeChangeInput{RegistrationID: r.ID, Delegates: bob, Message: ptr("Ada is ill.")}))(t)
	proposals := must(w.s.ProposalsOf(ctx, w.staff(0), []id.Registration{r.ID}))(t)[r.ID]
	if len(proposals) != 2 || proposals[0].Status != ProposalOpen || proposals[1].Status != ProposalReplaced || travels(member, r) != "Ada " {
		t.Fatalf("%+v", proposals)
	}
	p := proposals[0]
	decide := func(v viewer.Viewer, version int, accept bool, reason *string) error {
		_, err := w.s.DecideProposal(ctx, v, DecideProposalInput{ProposalID: p.ID, ExpectedVersion: version, Accept: accept, Reason: reason})
		return err
	}
	wantFault(t, decide(w.staff(2), 1, true, nil), fault.NotFound, "proposalId")
	wantFault(t, decide(w.staff(1), 1, true, nil), fault.Forbidden, "")
	wantFault(t, decide(member, 1, true, nil), fault.Forbidden, "")
	wantFault(t, decide(w.staff(0), 2, true, nil), fault.Conflict, "expectedVersion")
	wantFault(t, decide(w.staff(0), 1, false, nil), fault.Invalid, "reason")
	var all sync.WaitGroup // accepted and refused at once: one of them counts
	var done atomic.Int32
	for i := range 8 {
		all.Go(func() {
			if decide(w.staff(0), 1, i%2 == 0, ptr("so")) == nil {
				done.Add(1)
			}
		})
	}
	all.Wait()
	after := must(w.s.ProposalsOf(ctx, member, []id.Registration{r.ID}))(t)[r.ID][0]
	if want := map[ProposalStatus]string{ProposalAccepted: "Bob ", ProposalRefused: "Ada "}[after.Status]; done.Load() != 1 || travels(member, r) != want {
		t.Errorf("%d decisions, %s, and %s travels", done.Load(), after.Status, travels(member, r))
	}
	l := w.letters()
	if l["CHANGE_PROPOSED"] != 2 || l["CHANGE_ACCEPTED"]+l["CHANGE_REFUSED"] != 1 {
		t.Error(l)
	}
	w.at(noon.Add(2 * time.Minute)) // the newest is last to have come
	p = must(w.s.ProposalsOf(ctx, member, []id.Registration{must(w.s.ProposeChange(ctx, member, ProposeChangeInput{RegistrationID: r.ID, Motivation: ptr("x")}))(t).ID}))(t)[r.ID][0]
	w.withdraw(member, r)
	wantFault(t, decide(w.staff(0), 1, true, nil), fault.Conflict, "") // nothing to change any more
	_, err := w.s.ProposeChange(ctx, waiter, ProposeChangeInput{RegistrationID: waiting.ID, Delegates: append(bob, bob[0], DelegateInput{"C", "c@example.org", "x"})})
	wantFault(t, err, fault.Invalid, "delegates")
	_, err = w.s.ProposeChange(ctx, waiter, ProposeChangeInput{RegistrationID: waiting.ID})
	wantFault(t, err, fault.Invalid, "delegates")
}

func TestAttendanceIsReversibleWithAReason(t *testing.T) {
	w := newWorld(t)
	ctx, staff := t.Context(), w.staff(0)
	m, member, _, r, _ := w.confirmed()
	record := func(attended bool, reason *string) error {
		_, err := w.s.RecordAttendance(ctx, staff, RecordAttendanceInput{RegistrationID: r.ID, Attended: attended, Reason: reason})
		return err
	}
	wantFault(t, record(true, nil), fault.Conflict, "")
	w.life(m, Running)
	_, err := w.s.CheckInDelegate(ctx, member, CheckInDelegateInput{RegistrationID: r.ID, Email: "ada@example.org"})
	wantFault(t, err, fault.Forbidden, "")
	_, err = w.s.CheckInDelegate(ctx, staff, CheckInDelegateInput{RegistrationID: r.ID, Email: "nobody@example.org"})
	wantFault(t, err, fault.Invalid, "email")
	must(w.s.CheckInDelegate(ctx, staff, CheckInDelegateInput{RegistrationID: r.ID, Email: "Ada@example.org"}))(t)
	if got := w.status(member, r); got != "ATTENDED -" {
		t.Error(got)
	}
	_, err = w.s.CheckInDelegate(ctx, staff, CheckInDelegateInput{RegistrationID: r.ID, Email: "ada@example.org"})
	wantFault(t, err, fault.Conflict, "email")
	wantFault(t, record(true, ptr("again")), fault.Conflict, "")
	wantFault(t, record(false, nil), fault.Invalid, "reason")
	if err := record(false, ptr("Somebody else used her badge.")); err != nil {
		t.Fatal(err)
	}
	if d := must(w.s.DelegatesOf(ctx, staff, []id.Registration{r.ID}))(t)[r.ID]; w.status(member, r) != "NO_SHOW -" || d[0].CheckedInAt != nil {
		t.Error(w.status(member, r), d[0].CheckedInAt)
	}
	_, err = w.s.CheckInDelegate(ctx, staff, CheckInDelegateInput{RegistrationID: r.ID, Email: "ada@example.org"})
	wantFault(t, err, fault.Conflict, "registrationId") // that would reverse it without a reason
	if places := must(w.s.Places(ctx, []id.Mission{m.ID}))(t)[m.ID]; places.Left(m) != 0 {
		t.Errorf("%d places left while the mission runs", places.Left(m))
	}
	if err := record(true, ptr("She was there after all.")); err != nil {
		t.Fatal(err)
	}
	var to []RegistrationStatus
	for _, h := range must(w.s.HistoryOf(ctx, member, []id.Registration{r.ID}))(t)[r.ID] {
		to = append(to, h.To)
	}
	if d := cmp.Diff([]RegistrationStatus{RegistrationConfirmed, RegistrationAttended, RegistrationNoShow, RegistrationAttended}, to); d != "" {
		t.Error(d)
	}
}

func TestFeedback(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	m, member, waiter, r, _ := w.confirmed()
	give := func(v viewer.Viewer, score int, version *int) error {
		_, err := w.s.GiveFeedback(ctx, v, GiveFeedbackInput{RegistrationID: r.ID, Satisfaction: score, Programme: ptr(2), Comment: ptr("Good."), ExpectedVersion: version})
		return err
	}
	wantFault(t, give(member, 4, nil), fault.Conflict, "")
	w.life(m, Completed)
	must(w.s.RecordAttendance(ctx, w.staff(0), RecordAttendanceInput{RegistrationID: r.ID, Attended: true}))(t)
	wantFault(t, give(waiter, 4, nil), fault.NotFound, "registrationId")
	wantFault(t, give(w.staff(0), 4, nil), fault.Forbidden, "")
	wantFault(t, give(member, 6, nil), fault.Invalid, "satisfaction")
	for i, version := range []*int{nil, ptr(1)} {
		if err := give(member, 4+i, version); err != nil {
			t.Fatal(err)
		}
	}
	wantFault(t, give(member, 1, ptr(1)), fault.Conflict, "expectedVersion")
	for _, v := range []viewer.Viewer{w.staff(1), waiter, {}} {
		if f := must(w.s.FeedbackOf(ctx, v, []id.Registration{r.ID}))(t); len(f) > 0 {
			t.Errorf("%+v reads feedback", v)
		}
	}
	s := must(w.s.Satisfaction(ctx, m.ID))(t)
	if s.Asked != 1 || s.Answers != 1 || *s.Average() != 5 || *s.Programme() != 2 || s.Meetings() != nil || cmp.Diff([]int{0, 0, 0, 0, 1}, s.Scores()) != "" {
		t.Errorf("%+v", s)
	}
}

func TestRemindersAreSentOnce(t *testing.T) {
	w := newWorld(t)
	m, member, _, r, _ := w.confirmed()
	first := m.begins()
	round := func(at time.Time, want map[string]int) {
		t.Helper()
		w.at(at)
		var all sync.WaitGroup
		for range 4 { // every process does its housekeeping
			all.Go(func() {
				if err := w.s.Remind(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		l := w.letters()
		got := map[string]int{"FOLLOW_UP_REMINDER": l["FOLLOW_UP_REMINDER"], "MISSION_REMINDER": l["MISSION_REMINDER"], "FEEDBACK_REQUESTED": l["FEEDBACK_REQUESTED"]}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", at, d)
		}
	}
	counts := func(followUp, mission, feedback int) map[string]int {
		return map[string]int{"FOLLOW_UP_REMINDER": followUp, "MISSION_REMINDER": mission, "FEEDBACK_REQUESTED": feedback}
	}
	round(first.AddDate(0, 0, -22), counts(0, 0, 0))
	round(first.AddDate(0, 0, -21), counts(1, 0, 0))
	round(first.AddDate(0, 0, -20), counts(1, 0, 0))
	must(w.s.SubmitFollowUp(t.Context(), member, form(r, 0)))(t)
	round(first.AddDate(0, 0, -7), counts(1, 2, 0)) // with its calendar to the delegate too
	round(first.AddDate(0, 0, -1), counts(1, 2, 0))
	w.exec(`update mission set status = 'COMPLETED'`)
	w.exec(`update registration set status = 'ATTENDED', place_reason = null where id = $1`, r.ID)
	round(m.ends(), counts(1, 2, 1))
	round(m.ends().AddDate(0, 0, 2), counts(1, 2, 1))
}

func TestConfirmationComesWithACalendar(t *testing.T) {
	w := newWorld(t)
	in := draft(1)
	in.Title, in.City = "Shanghai, the \"big\" one; 上海", ptr("Shanghai")
	in.Agenda = []AgendaItemInput{{time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC), time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC), "Opening", ptr("Room 1")}}
	m := w.open(in)
	w.register(w.members(1, 1)[0], m)
	var text string
	if err := w.db.Get(&text, `select payload -> 'attachments' -> 0 ->> 'content' from job where payload ->> 'kind' = 'REGISTRATION_CONFIRMED'`); err != nil {
		t.Fatal(err)
	}
	if m.Calendar("https://portal.example") != text {
		t.Error("the same mission gives another calendar")
	}
	c, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil || len(c.Events()) != 2 {
		t.Fatal(err, text)
	}
	days, opening := c.Events()[0], c.Events()[1]
	starts, err1 := days.GetAllDayStartAt()
	ends, err2 := days.GetAllDayEndAt()
	at, err3 := opening.GetStartAt()
	if err1 != nil || err2 != nil || err3 != nil || starts.Format(time.DateOnly) != "2026-11-23" || ends.Format(time.DateOnly) != "2026-11-28" || !at.Equal(in.Agenda[0].StartsAt) {
		t.Error(starts, ends, at, err1, err2, err3)
	}
	if days.Id() == opening.Id() || days.GetProperty(ics.ComponentPropertySummary).Value != in.Title || opening.GetProperty(ics.ComponentPropertyLocation).Value != "Room 1" {
		t.Error(text)
	}
}
