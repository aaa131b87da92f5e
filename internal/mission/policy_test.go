package mission

import (
	"errors"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// persons are everybody whom the rules tell apart; the first registered, of cluster 1, for a mission of cluster 0.
func (w *world) persons() map[string]viewer.Viewer {
	p := w.members(3, 3)
	return map[string]viewer.Viewer{
		"visitor": {}, "member of another cluster": p[0], "member": p[1], "other member": p[2],
		"staff of the mission": w.staff(0), "staff of the organisation": w.staff(1), "other staff": w.staff(2),
		"analyst": {User: id.Derived[id.User]("analyst"), Roles: []viewer.Role{viewer.Analyst}}, "coordinator": w.coordinator(),
	}
}

func TestWhoSeesWhat(t *testing.T) {
	w := newWorld(t)
	ctx, s, persons := t.Context(), w.s, w.persons()
	hidden := must(s.Create(ctx, w.staff(0), draft(2)))(t)
	closed := w.open(draft(1))
	closed = must(s.Close(ctx, w.staff(0), CloseInput{closed.ID}))(t)
	m := w.open(draft(1))
	r := w.register(persons["member"], m)
	ids := []id.Registration{r.ID}
	for name, sees := range map[string]struct{ draft, registration, section, list bool }{
		"visitor":                   {},
		"member of another cluster": {section: true},
		"member":                    {registration: true, section: true}, // it has a place: it is not on the list
		"other member":              {section: true},
		"staff of the mission":      {true, true, true, true},
		"staff of the organisation": {registration: true, section: true},
		"other staff":               {section: true},
		"analyst":                   {},
		"coordinator":               {true, true, true, true},
	} {
		v := persons[name]
		_, err := s.Get(ctx, v, hidden.ID)
		if (err == nil) != sees.draft || MaySee(v, hidden) != sees.draft || MayUpdate(v, m) != sees.draft {
			t.Errorf("%s and the draft: %v", name, err)
		}
		if _, err := s.Get(ctx, v, m.ID); err != nil {
			t.Errorf("%s and the open mission: %v", name, err)
		}
		found := must(s.RegistrationsByIDs(ctx, v, ids))(t)
		delegates, history := must(s.DelegatesOf(ctx, v, ids))(t), must(s.HistoryOf(ctx, v, ids))(t)
		for _, n := range []int{len(found), len(delegates), len(history)} {
			if (n == 1) != sees.registration {
				t.Errorf("%s: %d %d %d", name, len(found), len(delegates), len(history))
			}
		}
		if MaySeeRegistration(v, r, m) != sees.registration {
			t.Errorf("%s: the rule in Go differs from the one in SQL", name)
		}
		section := must(s.RegistrationsOf(ctx, v, m.ID, nil, page.Args{}))(t)
		n := must(s.CountRegistrationsOf(ctx, v, m.ID, &RegistrationFilter{Statuses: []RegistrationStatus{RegistrationConfirmed}}))(t)
		if (section != nil) != sees.section || (n == 1) != sees.registration || section != nil && len(section.Nodes) != n {
			t.Errorf("%s: registrations %+v, %d", name, section, n)
		}
		if seen := must(s.ByIDs(ctx, v, []id.Mission{closed.ID}))(t)[closed.ID] != nil; seen != (name != "visitor") || MaySee(v, closed) != seen {
			t.Errorf("%s sees a mission that is not open any more: %t", name, seen)
		}
		if list := must(s.WaitingList(ctx, v, m))(t); (list != nil) != sees.list {
			t.Errorf("%s: waiting list %v", name, list)
		}
		own := must(s.RegistrationsOfOrganisation(ctx, v, page.Args{}))(t)
		if n := must(s.CountRegistrationsOfOrganisation(ctx, v))(t); (n == 1) != (name == "member") || len(own.Nodes) != n {
			t.Errorf("%s: %d of their own", name, n)
		}
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	w := newWorld(t)
	ctx, s, persons := t.Context(), w.s, w.persons()
	hidden := must(s.Create(ctx, w.staff(0), draft(2)))(t)
	m := w.open(draft(1))
	r := w.register(persons["member"], m)
	acts := map[string]func(v viewer.Viewer) error{
		"create": func(v viewer.Viewer) error { _, err := s.Create(ctx, v, draft(2)); return err },
		"create for": func(v viewer.Viewer) error {
			in := draft(2)
			in.Cluster = ptr("biocat")
			_, err := s.Create(ctx, v, in)
			return err
		},
		"update draft": func(v viewer.Viewer) error { _, err := s.Update(ctx, v, UpdateInput{MissionID: hidden.ID}); return err },
		"update":       func(v viewer.Viewer) error { _, err := s.Update(ctx, v, UpdateInput{MissionID: m.ID}); return err },
		"open":         func(v viewer.Viewer) error { _, err := s.Open(ctx, v, OpenInput{m.ID}); return err },
		"close draft":  func(v viewer.Viewer) error { _, err := s.Close(ctx, v, CloseInput{hidden.ID}); return err },
		"accept offer": func(v viewer.Viewer) error { _, err := s.AcceptOffer(ctx, v, AcceptOfferInput{r.ID, nil}); return err },
		"decline offer": func(v viewer.Viewer) error {
			_, err := s.DeclineOffer(ctx, v, DeclineOfferInput{r.ID, nil})
			return err
		},
		"register": func(v viewer.Viewer) error { _, err := s.Register(ctx, v, one(hidden)); return err },
	}
	const ok, no, gone, signIn, conflict, invalid = "", "FORBIDDEN", "NOT_FOUND", "UNAUTHENTICATED", "CONFLICT", "INVALID"
	for name, want := range map[string]map[string]string{
		"visitor":                   {"create": signIn, "create for": signIn, "update draft": gone, "update": signIn, "open": signIn, "close draft": gone, "accept offer": gone, "decline offer": gone, "register": signIn},
		"member":                    {"create": no, "create for": no, "update draft": gone, "update": no, "open": no, "close draft": gone, "accept offer": conflict, "decline offer": conflict, "register": gone},
		"other member":              {"create": no, "create for": no, "update draft": gone, "update": no, "open": no, "close draft": gone, "accept offer": gone, "decline offer": gone, "register": gone},
		"analyst":                   {"create": no, "create for": no, "update draft": gone, "update": no, "open": no, "close draft": gone, "accept offer": gone, "decline offer": gone, "register": gone},
		"staff of the mission":      {"create": ok, "create for": ok, "update draft": conflict, "update": conflict, "open": conflict, "close draft": conflict, "accept offer": no, "decline offer": no, "register": no},
		"staff of the organisation": {"create": ok, "create for": no, "update draft": gone, "update": no, "open": no, "close draft": gone, "accept offer": no, "decline offer": no, "register": gone},
		"coordinator":               {"create": invalid, "create for": ok, "update draft": conflict, "update": conflict, "open": conflict, "close draft": conflict, "accept offer": no, "decline offer": no, "register": no},
	} {
		for act, code := range want {
			err := acts[act](persons[name])
			if (err == nil) != (code == ok) || err != nil && !errors.Is(err, fault.New(fault.Code(code), "", "")) {
				t.Errorf("%s by %s: %v, want %s", act, name, err, code)
			}
		}
	}
}

func TestMayRegister(t *testing.T) {
	zone := &Mission{Status: Open, TimeZone: "Asia/Shanghai", OpensAt: opens, ClosesAt: closes}
	member := viewer.Viewer{User: "u", Organisation: "o", Roles: []viewer.Role{viewer.Member}}
	company := &Applicant{ID: "o", Status: "VERIFIED"}
	for name, c := range map[string]struct {
		v    viewer.Viewer
		m    Mission
		a    *Applicant
		now  time.Time
		want string
	}{
		"at opening":     {member, *zone, company, opens, ""},
		"at the end":     {member, *zone, company, closes.Add(-1), ""},
		"too early":      {member, *zone, company, opens.Add(-1), "Registration opens on 2026-09-01 15:00 (Asia/Shanghai)."},
		"too late":       {member, *zone, company, closes, "Registration closed on 2026-10-02 00:00 (Asia/Shanghai)."},
		"visitor":        {viewer.Viewer{}, *zone, nil, noon, "Please sign in."},
		"nobody's":       {viewer.Viewer{User: "u"}, *zone, nil, noon, "Only members of an organisation can register it."},
		"another's":      {member, *zone, &Applicant{ID: "p", Status: "VERIFIED"}, noon, "Only members of an organisation can register it."},
		"partner":        {member, *zone, &Applicant{ID: "o", Status: "VERIFIED", MarketID: ptr(id.Market("m"))}, noon, "Missions are for organisations of the clusters; partners in a market meet them there."},
		"under review":   {member, *zone, &Applicant{ID: "o", Status: "UNDER_REVIEW"}, noon, "Only verified organisations can register; yours is UNDER_REVIEW."},
		"closed":         {member, Mission{Status: Closed, TimeZone: "Asia/Shanghai", ClosesAt: noon}, company, noon, "Registration closed on 2026-09-10 20:00 (Asia/Shanghai)."},
		"cancelled":      {member, Mission{Status: Cancelled}, company, noon, "This mission does not take registrations: it is CANCELLED."},
		"a hidden draft": {member, Mission{Status: Draft}, company, noon, "There is no such item."},
	} {
		err := MayRegister(c.v, &c.m, c.a, c.now)
		if got := ""; err != nil && err.Error() != c.want || err == nil && got != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestCannotRegisterAgrees(t *testing.T) {
	w := newWorld(t)
	p := w.members(2, 1)
	m := w.open(draft(1))
	w.register(p[0], m)
	for i, v := range append(p, viewer.Viewer{}) {
		why := must(w.s.CannotRegister(t.Context(), v, []*Mission{m}))(t)[m.ID]
		_, err := w.s.Register(t.Context(), v, one(m))
		if (why == nil) != (err == nil) || err != nil && err.Error() != why.Error() {
			t.Errorf("%d: %v, but %v", i, why, err)
		}
	}
	w.exec(`update organisation set status = 'SUSPENDED' where id = $1`, p[1].Organisation)
	if why := must(w.s.CannotRegister(t.Context(), p[1], []*Mission{m}))(t)[m.ID]; why == nil {
		t.Error("a suspended organisation may register")
	}
	w.exec(`update mission set status = 'RUNNING' where id = $1`, m.ID)
	mine := must(w.s.ViewerRegistration(t.Context(), p[0], []id.Mission{m.ID}))(t)[m.ID]
	_, err := w.s.Withdraw(t.Context(), p[0], WithdrawInput{RegistrationID: mine.ID})
	wantFault(t, err, fault.Conflict, "")
}

func TestBadInputIsRefusedWithItsField(t *testing.T) {
	w := newWorld(t)
	ctx, staff := t.Context(), w.staff(0)
	item := AgendaItemInput{StartsAt: closes, EndsAt: closes, Title: "x"}
	far := time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)
	for field, spoil := range map[string]func(*CreateInput){
		"direction": func(i *CreateInput) { i.Direction = "UP" }, "admission": func(i *CreateInput) { i.Admission = "" },
		"market": func(i *CreateInput) { i.Market = "XX\x00" }, "cluster": func(i *CreateInput) { i.Cluster = ptr("nowhere") },
		"title": func(i *CreateInput) { i.Title = "a\x00" }, "description": func(i *CreateInput) { i.Description = ptr("\xff") },
		"city": func(i *CreateInput) { i.City = ptr("a\nb") }, "timeZone": func(i *CreateInput) { i.TimeZone = "../etc" },
		"startsOn": func(i *CreateInput) { i.StartsOn = "2026-02-30" }, "endsOn": func(i *CreateInput) { i.EndsOn = "2026-11-01" },
		"opensAt": func(i *CreateInput) { i.OpensAt = time.Time{} }, "closesAt": func(i *CreateInput) { i.ClosesAt = far },
		"capacity": func(i *CreateInput) { i.Capacity = 0 }, "seatsPerOrganisation": func(i *CreateInput) { i.SeatsPerOrganisation = 51 },
		"offerHours": func(i *CreateInput) { i.OfferHours = ptr(0) }, "feeCents": func(i *CreateInput) { i.FeeCents = ptr(-1) },
		"travelAidCents": func(i *CreateInput) { i.TravelAidCents = ptr(1 << 40) }, "currency": func(i *CreateInput) { i.Currency = ptr("eur") },
		"quotas":              func(i *CreateInput) { i.Quotas = []QuotaInput{{"biom", 4, nil}} },
		"quotas.0.cluster":    func(i *CreateInput) { i.Quotas = []QuotaInput{{"x", 1, nil}} },
		"quotas.1.cluster":    func(i *CreateInput) { i.Quotas = []QuotaInput{{"biom", 1, nil}, {"biom", 1, nil}} },
		"quotas.0.guaranteed": func(i *CreateInput) { i.Quotas = []QuotaInput{{"biom", -1, nil}} },
		"quotas.0.maximum":    func(i *CreateInput) { i.Quotas = []QuotaInput{{"biom", 2, ptr(1)}} },
		"agenda":              func(i *CreateInput) { i.Agenda = make([]AgendaItemInput, 201) },
		"agenda.0.startsAt":   func(i *CreateInput) { i.Agenda = []AgendaItemInput{item} },
		"agenda.0.endsAt":     func(i *CreateInput) { i.Agenda = []AgendaItemInput{item} },
		"agenda.0.title":      func(i *CreateInput) { i.Agenda = []AgendaItemInput{{StartsAt: closes, EndsAt: far}} },
		"idempotencyKey":      func(i *CreateInput) { i.IdempotencyKey = ptr("a\x00") },
	} {
		in := draft(3)
		spoil(&in)
		_, err := w.s.Create(ctx, staff, in)
		wantFault(t, err, fault.Invalid, field)
	}
	in := draft(3)
	in.ClosesAt = time.Date(2026, 11, 23, 16, 0, 0, 1000, time.UTC) // the first day ends at 16:00 UTC in Shanghai
	_, err := w.s.Create(ctx, staff, in)
	wantFault(t, err, fault.Invalid, "closesAt")

	m, p := w.open(draft(3)), w.members(1, 1)[0]
	ada := DelegateInput{"Ada", "ada@example.org", "CEO"}
	for field, spoil := range map[string]func(*RegisterInput){
		"delegates":         func(i *RegisterInput) { i.Delegates = nil },
		"motivation":        func(i *RegisterInput) { i.Motivation = ptr("\x00") },
		"delegates.0.name":  func(i *RegisterInput) { i.Delegates[0].Name = " " },
		"delegates.0.email": func(i *RegisterInput) { i.Delegates[0].Email = "ada" },
		"delegates.0.role":  func(i *RegisterInput) { i.Delegates[0].Role = "" },
		"delegates.1.email": func(i *RegisterInput) { i.Delegates = []DelegateInput{ada, {"Eve", "ADA@example.org", "CTO"}} },
	} {
		in := one(m)
		spoil(&in)
		_, err := w.s.Register(ctx, p, in)
		wantFault(t, err, fault.Invalid, field)
	}
	three := one(m)
	three.Delegates = []DelegateInput{ada, {"B", "b@example.org", "x"}, {"C", "c@example.org", "x"}}
	_, err = w.s.Register(ctx, p, three)
	wantFault(t, err, fault.Invalid, "delegates")
	for _, bad := range []id.Mission{"", "mis_\x00", "mis_01M25K0SG0JABTXP69MHV0CR34", id.Mission(p.Organisation)} {
		_, err = w.s.Register(ctx, p, one(&Mission{ID: bad}))
		wantFault(t, err, fault.NotFound, "missionId")
		_, err = w.s.Update(ctx, staff, UpdateInput{MissionID: bad})
		wantFault(t, err, fault.NotFound, "missionId")
		_, err = w.s.Withdraw(ctx, p, WithdrawInput{RegistrationID: id.Registration(bad)})
		wantFault(t, err, fault.NotFound, "registrationId")
	}
	for field, in := range map[string]UpdateInput{"title": {Clear: []string{"title"}}, "capacity": {Capacity: ptr(10001)}, "agenda": {Agenda: make([]AgendaItemInput, 201)}} {
		in.MissionID, in.ExpectedVersion = m.ID, m.Version
		_, err = w.s.Update(ctx, staff, in)
		wantFault(t, err, fault.Invalid, field)
	}
	_, err = w.s.List(ctx, staff, &Filter{Markets: []string{"CN", "\x00"}}, nil, page.Args{})
	wantFault(t, err, fault.Invalid, "filter.markets.1")
	_, err = w.s.List(ctx, staff, &Filter{Statuses: []Status{"x"}}, nil, page.Args{})
	wantFault(t, err, fault.Invalid, "filter.statuses.0")
	_, err = w.s.RegistrationsOf(ctx, staff, m.ID, nil, page.Args{After: ptr(page.Encode("registration arrival", "x", "y"))})
	wantFault(t, err, fault.Invalid, "after")
}
