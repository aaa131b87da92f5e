package mission

import (
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
	"github.com/google/go-cmp/cmp"
)

// Two places and one held for cluster 2: the whole way of a FIRST_COME mission.
func TestFirstComeFromDraftToClosed(t *testing.T) {
	w := newWorld(t)
	ctx, s, staff := t.Context(), w.s, w.staff(0)
	in := draft(3)
	in.Quotas = []QuotaInput{{"biopmed", 1, nil}, {"biom", 0, ptr(1)}}
	m := w.open(in)
	p := w.members(9, 3) // of clusters 0 1 2 0 1 2 0 1 2
	var r []*Registration
	for _, i := range []int{0, 1, 3, 4} {
		r = append(r, w.register(p[i], m))
	}
	check := func(i, person int, want string) {
		t.Helper()
		if got := w.status(p[person], r[i]); got != want {
			t.Errorf("registration %d: %s, want %s", i, got, want)
		}
	}
	check(0, 0, "CONFIRMED OPEN_PLACE")
	check(1, 1, "CONFIRMED OPEN_PLACE")
	check(2, 3, "WAITLISTED HELD_FOR_CLUSTERS")
	check(3, 4, "WAITLISTED CLUSTER_MAXIMUM")
	r = append(r, w.register(p[2], m), w.register(p[5], m)) // a newcomer goes past the list for its cluster's place only
	check(4, 2, "CONFIRMED GUARANTEED_PLACE")
	check(5, 5, "WAITLISTED FULL")
	check(2, 3, "WAITLISTED FULL") // its reason is of now

	list := must(s.WaitingList(ctx, p[4], m))(t)
	want := []*WaitingPlace{{1, 3, noon, nil, Full, nil, "", false}, {2, 4, noon, nil, ClusterMaximum, nil, "", true}, {3, 6, noon, nil, Full, nil, "", false}}
	if d := cmp.Diff(want, list); d != "" {
		t.Error("the list as one on it sees it: ", d)
	}
	if list := must(s.WaitingList(ctx, p[8], m))(t); list != nil {
		t.Error("the list shows to others")
	}

	w.withdraw(p[0], r[0]) // an open place falls free: to the first whom the quotas allow
	check(2, 3, "OFFERED OPEN_PLACE")
	w.withdraw(p[2], r[4]) // the guaranteed place: to its cluster, not to the first
	check(5, 5, "OFFERED GUARANTEED_PLACE")
	check(3, 4, "WAITLISTED CLUSTER_MAXIMUM")
	_, err := s.AcceptOffer(ctx, p[0], AcceptOfferInput{RegistrationID: r[2].ID})
	wantFault(t, err, fault.NotFound, "registrationId")
	must(s.AcceptOffer(ctx, p[3], AcceptOfferInput{RegistrationID: r[2].ID}))(t)
	check(2, 3, "CONFIRMED OPEN_PLACE")
	must(s.DeclineOffer(ctx, p[5], DeclineOfferInput{RegistrationID: r[5].ID}))(t)
	check(5, 5, "DECLINED -")
	r = append(r, w.register(p[6], m)) // the place is held for cluster 2 again
	check(6, 6, "WAITLISTED HELD_FOR_CLUSTERS")

	must(s.Close(ctx, staff, CloseInput{m.ID}))(t) // guarantees end; the maximum does not
	check(3, 4, "WAITLISTED CLUSTER_MAXIMUM")
	check(6, 6, "OFFERED OPEN_PLACE")
	w.at(noon.Add(72*time.Hour - time.Microsecond))
	if err := s.LapseDue(ctx); err != nil {
		t.Fatal(err)
	}
	check(6, 6, "OFFERED OPEN_PLACE")
	w.at(noon.Add(72 * time.Hour))
	_, err = s.AcceptOffer(ctx, p[6], AcceptOfferInput{RegistrationID: r[6].ID})
	wantFault(t, err, fault.Conflict, "")
	if err.Error() != "The offer was open until 2026-09-13 20:00 (Asia/Shanghai)." {
		t.Error(err)
	}
	if err := s.LapseDue(ctx); err != nil {
		t.Fatal(err)
	}
	check(6, 6, "LAPSED -")
	w.withdraw(p[1], r[1]) // cluster 1 is below its maximum now
	check(3, 4, "OFFERED OPEN_PLACE")

	history := must(s.HistoryOf(ctx, p[6], []id.Registration{r[6].ID}))(t)[r[6].ID]
	var to []RegistrationStatus
	for i, h := range history {
		to = append(to, h.To)
		if (i == 0) != (h.From == nil) || i > 0 && *h.From != history[i-1].To || (h.ActorID == nil) != (i > 0) {
			t.Errorf("history %d: %+v", i, h)
		}
	}
	if d := cmp.Diff([]RegistrationStatus{RegistrationWaitlisted, RegistrationOffered, RegistrationLapsed}, to); d != "" {
		t.Error(d)
	}
	letters := map[string]int{"REGISTRATION_CONFIRMED": 4, "REGISTRATION_WAITLISTED": 4, "PLACE_OFFERED": 4, "OFFER_LAPSED": 1, "REGISTRATION_WITHDRAWN": 3}
	if d := cmp.Diff(letters, w.letters()); d != "" {
		t.Error("letters: ", d)
	}
	places := must(s.Places(ctx, []id.Mission{m.ID}))(t)[m.ID]
	if places.Taken != 2 || places.Waiting != 0 {
		t.Errorf("places %+v", places)
	}
}

func TestSelectionTakesRegistrationsAsSubmitted(t *testing.T) {
	w := newWorld(t)
	in := draft(1)
	in.Admission = Selection
	m := w.open(in)
	p := w.members(3, 3)
	for _, v := range p {
		r := w.register(v, m)
		if got := w.status(v, r); got != "SUBMITTED -" {
			t.Error(got)
		}
	}
	mine := must(w.s.ViewerRegistration(t.Context(), p[0], []id.Mission{m.ID}))(t)[m.ID]
	w.withdraw(p[0], mine)
	again := w.register(p[0], m)
	mine = must(w.s.ViewerRegistration(t.Context(), p[0], []id.Mission{m.ID}))(t)[m.ID]
	if mine.ID != again.ID || mine.Arrival != 4 {
		t.Errorf("the live registration is %+v", mine)
	}
	if n := w.letters()["REGISTRATION_RECEIVED"]; n != 4 {
		t.Errorf("%d letters", n)
	}
	must(w.s.Close(t.Context(), w.staff(0), CloseInput{m.ID}))(t)
	if got := w.status(p[1], must(w.s.ViewerRegistration(t.Context(), p[1], []id.Mission{m.ID}))(t)[m.ID]); got != "SUBMITTED -" {
		t.Error(got)
	}
}

func TestMissionsCloseByTheClock(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	in := draft(1)
	in.Quotas = []QuotaInput{{"biopmed", 1, nil}}
	m := w.open(in)
	p := w.members(1, 1)
	r := w.register(p[0], m)
	var jobs []struct{ Kind, Payload string }
	if err := w.db.Select(&jobs, `select kind, payload::text as payload from job where kind = $1 and run_at = $2`, CloseJob, closes); err != nil || len(jobs) != 1 {
		t.Fatal(jobs, err)
	}
	w.at(closes.Add(-time.Microsecond))
	if err := w.s.CloseDue(ctx); err != nil {
		t.Fatal(err)
	}
	if got := w.status(p[0], r); got != "WAITLISTED HELD_FOR_CLUSTERS" {
		t.Error(got)
	}
	w.at(closes)
	for range 2 {
		if err := w.s.CloseDue(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.status(p[0], r); got != "OFFERED OPEN_PLACE" {
		t.Error(got)
	}
	if m := must(w.s.Get(ctx, p[0], m.ID))(t); m.Status != Closed || m.Version != 3 {
		t.Errorf("%s at version %d", m.Status, m.Version)
	}
}

// A suspended organisation that waits is passed over, and keeps its turn for when it is reinstated.
func TestSuspendedWaitersArePassedOver(t *testing.T) {
	w := newWorld(t)
	m := w.open(draft(1))
	p := w.members(4, 1)
	var r []*Registration
	for _, v := range p[:3] {
		r = append(r, w.register(v, m))
	}
	w.exec(`update organisation set status = 'SUSPENDED' where id = $1`, p[1].Organisation)
	must(w.s.Withdraw(t.Context(), p[0], WithdrawInput{RegistrationID: r[0].ID}))(t)
	if first, next := w.status(p[1], r[1]), w.status(p[2], r[2]); !strings.HasPrefix(first, "WAITLISTED") || !strings.HasPrefix(next, "OFFERED") {
		t.Error(first, next)
	}
	must(w.s.DeclineOffer(t.Context(), p[2], DeclineOfferInput{RegistrationID: r[2].ID}))(t)
	if newcomer := w.register(p[3], m); newcomer.Status != RegistrationConfirmed {
		t.Error("a newcomer waits behind a suspended organisation:", newcomer.Status)
	}
	w.exec(`update organisation set status = 'VERIFIED' where id = $1`, p[1].Organisation)
	last := must(w.s.ViewerRegistration(t.Context(), p[3], []id.Mission{m.ID}))(t)[m.ID]
	must(w.s.Withdraw(t.Context(), p[3], WithdrawInput{RegistrationID: last.ID}))(t)
	if first := w.status(p[1], r[1]); !strings.HasPrefix(first, "OFFERED") {
		t.Error("reinstated, but", first)
	}
}

func TestUpdateOffersRoomAndTakesNothingAway(t *testing.T) {
	w := newWorld(t)
	ctx, staff := t.Context(), w.staff(0)
	m := w.open(draft(2))
	p := w.members(5, 2)
	var r []*Registration
	for _, v := range p {
		r = append(r, w.register(v, m))
	}
	update := func(in UpdateInput) error {
		in.MissionID, in.ExpectedVersion = m.ID, m.Version
		now, err := w.s.Update(ctx, staff, in)
		if err == nil {
			m = now
		}
		return err
	}
	for field, in := range map[string]UpdateInput{
		"capacity":             {Capacity: ptr(1)},
		"quotas":               {Quotas: []QuotaInput{{"biopmed", 1, nil}}},
		"quotas.0.maximum":     {Quotas: []QuotaInput{{"biom", 0, ptr(0)}}},
		"seatsPerOrganisation": {SeatsPerOrganisation: ptr(1)},
	} {
		if field == "seatsPerOrganisation" {
			w.exec(`insert into delegate values ($1, 2, 'B', 'b@example.org', 'CTO')`, r[4].ID)
		}
		wantFault(t, update(in), fault.Conflict, field)
	}
	if err := update(UpdateInput{Capacity: ptr(5), Quotas: []QuotaInput{{"biopmed", 1, nil}}, Clear: []string{"city"}}); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"CONFIRMED OPEN_PLACE", "CONFIRMED OPEN_PLACE", "OFFERED OPEN_PLACE", "OFFERED OPEN_PLACE", "WAITLISTED HELD_FOR_CLUSTERS"} {
		if got := w.status(p[i], r[i]); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
	if err := update(UpdateInput{Clear: []string{"quotas"}}); err != nil {
		t.Fatal(err)
	}
	if got := w.status(p[4], r[4]); got != "OFFERED OPEN_PLACE" {
		t.Error(got)
	}
	_, err := w.s.Update(ctx, staff, UpdateInput{MissionID: m.ID, ExpectedVersion: m.Version - 1, Title: ptr("x")})
	wantFault(t, err, fault.Conflict, "expectedVersion")
	wantFault(t, update(UpdateInput{ClosesAt: ptr(noon)}), fault.Invalid, "closesAt")
	if err := update(UpdateInput{ClosesAt: ptr(closes.Add(time.Hour)), Title: ptr("Renamed")}); err != nil || m.Title != "Renamed" {
		t.Error(m.Title, err)
	}
	if n := w.count(`select count(*) from job where kind = $1`, CloseJob); n != 2 {
		t.Errorf("%d jobs close the mission", n)
	}
	w.at(closes) // the first of them comes too early now
	if err := w.s.CloseDue(ctx); err != nil || must(w.s.Get(ctx, staff, m.ID))(t).Status != Open {
		t.Error("closed before its time: ", err)
	}
	w.at(closes.Add(time.Hour))
	wantFault(t, update(UpdateInput{ClosesAt: ptr(closes.Add(2 * time.Hour))}), fault.Conflict, "closesAt")
}

func TestPages(t *testing.T) {
	w := newWorld(t)
	ctx, staff := t.Context(), w.staff(0)
	var all []*Mission
	for i := range 5 {
		in := draft(3)
		w.at(noon.Add(time.Duration(i) * time.Millisecond)) // ids sort by time of making
		in.Title, in.StartsOn = string(rune('A'+i)), day.Date("2026-11-25").Add(-i/2)
		in.ClosesAt = closes.Add(time.Duration(i) * time.Minute)
		all = append(all, must(w.s.Create(ctx, staff, in))(t))
	}
	must(w.s.Open(ctx, staff, OpenInput{all[2].ID}))(t)
	titles := func(v viewer.Viewer, f *Filter, o *Order) (s string) {
		t.Helper()
		for args := (page.Args{First: ptr(2)}); ; {
			p := must(w.s.List(ctx, v, f, o, args))(t)
			for _, m := range p.Nodes {
				s += m.Title
			}
			if !p.HasNext {
				break
			}
			args.After = &p.Cursors[len(p.Cursors)-1]
		}
		if n := must(w.s.Count(ctx, v, f))(t); n != len(s) {
			t.Errorf("count %d of %s", n, s)
		}
		return s
	}
	desc := page.Descending
	for _, c := range []struct {
		v    viewer.Viewer
		f    *Filter
		o    *Order
		want string
	}{
		{staff, nil, nil, "ECDAB"},
		{staff, nil, &Order{ClosesAt, &desc}, "EDCBA"},
		{viewer.Viewer{}, nil, nil, "C"},
		{w.staff(1), nil, nil, "C"},
		{w.coordinator(), nil, &Order{ClosesAt, nil}, "ABCDE"},
		{staff, &Filter{OpenOnly: ptr(true)}, nil, "C"},
		{staff, &Filter{Statuses: []Status{Draft}, Markets: []string{"CN"}, Clusters: []string{"biocat"}}, nil, "EDAB"},
		{staff, &Filter{Clusters: []string{"biom"}}, nil, ""},
		{staff, &Filter{StartsUntil: ptr(all[2].StartsOn), EndsFrom: ptr(all[2].EndsOn), Direction: ptr(Outbound)}, nil, "ECD"},
		{staff, &Filter{Direction: ptr(Inbound)}, nil, ""},
	} {
		if got := titles(c.v, c.f, c.o); got != c.want {
			t.Errorf("%+v %+v: %s, want %s", c.f, c.o, got, c.want)
		}
	}
	for _, bad := range []page.Args{{After: ptr("x")}, {First: ptr(-1)}, {After: ptr(page.Encode("mission starts_on asc", "x", string(all[0].ID)))}} {
		if _, err := w.s.List(ctx, staff, nil, nil, bad); len(fault.All(err)) == 0 {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// A nominated organisation may have no people on the portal: whoever nominated it gets its letters, and answers its offers by
// their links; nobody is skipped silently.
func TestWhoNominatesGetsTheLetters(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	p := w.members(2, 2)
	w.exec(`update portal_user set status = 'SUSPENDED' where id = $1`, p[1].User)
	nominator := w.staff(1)
	w.exec(`insert into portal_user (id, email, email_key, name, cluster_id, created_at, updated_at) values ('usr_x', 'colleague@example.org', 'colleague@example.org', 'C', $1, now(), now())`, w.clusters[1])
	m := w.open(draft(1))
	first := w.register(p[0], m)
	r := must(w.s.Nominate(ctx, nominator, NominateInput{MissionID: m.ID, OrganisationID: p[1].Organisation, Agreed: true, Delegates: one(m).Delegates}))(t)
	w.withdraw(p[0], first)
	if l := w.letters(); l["REGISTRATION_NOMINATED"] != 1 || l["REGISTRATION_WAITLISTED"] != 1 || l["PLACE_OFFERED"] != 1 {
		t.Error(l)
	}
	if n := w.count(`select count(*) from job where payload ->> 'to' = 'colleague@example.org'`); n != 0 {
		t.Errorf("%d letters to the nominator's colleague", n)
	}
	w.exec(`update portal_user set cluster_id = null where id = $1`, nominator.User)
	w.exec(`update registration set offered_until = $2 where id = $1`, r.ID, noon)
	if err := w.s.LapseDue(ctx); err != nil {
		t.Fatal(err)
	}
	if n := w.count(`select count(*) from job where payload ->> 'to' = 'colleague@example.org' and payload ->> 'kind' = 'OFFER_LAPSED'`); n != 1 {
		t.Errorf("%d letters to the nominator's colleague, once the nominator is gone", n)
	}
	colleague := viewer.Viewer{User: "usr_x", Cluster: w.clusters[1], Roles: []viewer.Role{viewer.Staff}}
	again := must(w.s.Nominate(ctx, colleague, NominateInput{MissionID: m.ID, OrganisationID: p[1].Organisation, Agreed: true, Delegates: one(m).Delegates}))(t)
	if CanWithdraw(w.staff(2), again, m) == nil || CanWithdraw(w.staff(0), again, m) == nil {
		t.Error("staff of other clusters speak for the organisation")
	}
	if gone := must(w.s.Withdraw(ctx, colleague, WithdrawInput{RegistrationID: again.ID}))(t); gone.Status != RegistrationWithdrawn {
		t.Error(gone.Status)
	}
}
