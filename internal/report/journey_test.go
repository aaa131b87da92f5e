package report_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/outcome"
	"github.com/bioxclusters/portal/internal/reference"
	"github.com/bioxclusters/portal/internal/report"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

// stage is a portal with reference data, a clock, four companies of two clusters and the people who act in a journey.
type stage struct {
	*testing.T
	db       *db.DB
	now      time.Time
	missions *mission.Service
	outcomes *outcome.Service
	reports  *report.Service
	staff    viewer.Viewer
	members  []viewer.Viewer
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{T: t, db: dbtest.New(t), now: time.Date(2026, 9, 10, 12, 0, 0, 0, time.UTC)}
	if err := reference.Load(t.Context(), dbtest.Owner(t), s.now); err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return s.now }
	organisations := organisation.NewService(s.db, clock, "")
	s.missions = mission.NewService(s.db, clock, "https://portal.example")
	s.outcomes = outcome.NewService(s.db, clock, organisations, s.missions)
	s.reports = report.NewService(s.missions, s.outcomes, cluster.NewService(s.db), technology.NewService(s.db))
	biocat, biom := id.Derived[id.Cluster]("cluster:biocat"), id.Derived[id.Cluster]("cluster:biom")
	s.staff = viewer.Viewer{User: id.Derived[id.User]("staff"), Cluster: biocat, Roles: []viewer.Role{viewer.Staff}}
	s.exec(`insert into portal_user (id, email, email_key, name, cluster_id, created_at, updated_at) values ($1, 's@example.org', 's@example.org', 'S', $2, now(), now())`, s.staff.User, biocat)
	for i, of := range []id.Cluster{biocat, biom, biocat, biom} {
		name := fmt.Sprintf("o%d", i)
		v := viewer.Viewer{User: id.Derived[id.User](name), Organisation: id.Derived[id.Organisation](name), OrganisationCluster: of, Roles: []viewer.Role{viewer.OrganisationAdmin}}
		s.exec(`insert into organisation (id, kind, status, cluster_id, legal_name, name_key, country, size_class, created_at, updated_at) values ($1, 'COMPANY', 'VERIFIED', $2, $3, $3, 'ES', $4, now(), now())`,
			v.Organisation, of, name, []string{"MICRO", "SMALL", "MICRO", "MEDIUM"}[i])
		s.exec(`insert into portal_user (id, email, email_key, name, organisation_id, organisation_role, created_at, updated_at) values ($1, $2, $2, $3, $4, 'ORGANISATION_ADMIN', now(), now())`,
			v.User, name+"@example.org", name, v.Organisation)
		s.exec(`insert into capability (id, organisation_id, position, direction, technology_ids, text, language, partnerships, market_ids)
			select $1, $2, 0, 'OFFERS', array_agg(id), 'x', 'en', '{COMMERCIAL}', '{}' from technology where slug = any($3)`,
			id.Derived[id.Capability](name), v.Organisation, db.List[string]([]string{"monoclonal-antibodies", "point-of-care-testing"}[:1+i%2]))
		s.members = append(s.members, v)
	}
	return s
}

func (s *stage) exec(sql string, args ...any) {
	s.Helper()
	if _, err := s.db.Exec(sql, args...); err != nil {
		s.Fatal(err)
	}
}

func do[T any](v T, err error) func(*stage) T {
	return func(s *stage) T {
		s.Helper()
		if err != nil {
			s.Fatal(err)
		}
		return v
	}
}

var criteria = map[mission.Admission][]mission.CriterionInput{mission.Selection: {{Name: "Fit", Weight: 3}, {Name: "Readiness", Weight: 1}}}

// opened is an open mission with two places.
func (s *stage) opened(admission mission.Admission) *mission.Mission {
	s.Helper()
	m := do(s.missions.Create(s.Context(), s.staff, mission.CreateInput{Direction: mission.Outbound, Admission: admission, Market: "CN", Title: "=Biotech mission to Shanghai",
		Criteria: criteria[admission], TimeZone: "Asia/Shanghai", StartsOn: "2026-11-23", EndsOn: "2026-11-27", OpensAt: s.now.Add(-time.Hour), ClosesAt: s.now.AddDate(0, 0, 20), Capacity: 2, SeatsPerOrganisation: 2}))(s)
	return do(s.missions.Open(s.Context(), s.staff, mission.OpenInput{MissionID: m.ID}))(s)
}

func (s *stage) register(v viewer.Viewer, m *mission.Mission) *mission.Registration {
	s.Helper()
	return do(s.missions.Register(s.Context(), v, mission.RegisterInput{MissionID: m.ID, Delegates: []mission.DelegateInput{{Name: "Ada", Email: "ada@example.org", Role: "CEO"}}}))(s)
}

// afterwards plays what comes after the list of participants is there: two have a place, one of them comes.
func (s *stage) afterwards(m *mission.Mission, comes, stays viewer.Viewer, came, stayed *mission.Registration) {
	s.Helper()
	ctx := s.Context()
	do(s.missions.AddDocument(ctx, s.staff, mission.AddDocumentInput{MissionID: m.ID, FileName: "programme.pdf", Audience: mission.ForParticipants, Content: []byte("%PDF-1.7\n")}))(s)
	if docs := do(s.missions.DocumentsOf(ctx, comes, []id.Mission{m.ID}))(s); len(docs[m.ID]) != 1 {
		s.Error("participants do not see their documents")
	}
	do(s.missions.SubmitFollowUp(ctx, comes, mission.SubmitFollowUpInput{RegistrationID: came.ID, People: []mission.FollowUpPersonInput{{Email: "ada@example.org", NeedsVisa: true}}}))(s)
	do(s.missions.SubstituteDelegate(ctx, comes, mission.SubstituteDelegateInput{RegistrationID: came.ID, Email: "ada@example.org", Delegate: mission.DelegateInput{Name: "Bob", Email: "bob@example.org", Role: "CTO"}}))(s)
	do(s.missions.Confirm(ctx, s.staff, mission.ConfirmInput{MissionID: m.ID}))(s)
	s.now = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	do(s.missions.Run(ctx, s.staff, mission.RunInput{MissionID: m.ID}))(s)
	do(s.missions.CheckInDelegate(ctx, s.staff, mission.CheckInDelegateInput{RegistrationID: came.ID, Email: "bob@example.org"}))(s)
	do(s.missions.RecordAttendance(ctx, s.staff, mission.RecordAttendanceInput{RegistrationID: stayed.ID}))(s)
	s.now = time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)
	do(s.missions.Complete(ctx, s.staff, mission.CompleteInput{MissionID: m.ID}))(s)
	do(s.missions.GiveFeedback(ctx, comes, mission.GiveFeedbackInput{RegistrationID: came.ID, Satisfaction: 4}))(s)
	deal := outcome.RecordInput{Kind: outcome.NDA, MissionID: &m.ID, PartnerName: new("Puxi Biologics Co., Ltd."), AgreedOn: "2026-11-25"}
	first := do(s.outcomes.Record(ctx, comes, deal))(s)
	deal.PartnerName, deal.OrganisationID = new("puxi biologics"), &comes.Organisation
	if _, err := s.outcomes.Record(ctx, s.staff, deal); len(fault.All(err)) != 1 || fault.All(err)[0].Code != fault.Conflict {
		s.Error("the same deal is counted twice: ", err)
	}
	do(s.outcomes.Retract(ctx, comes, outcome.RetractInput{OutcomeID: first.ID, ExpectedVersion: 1, Reason: "Wrong value."}))(s)
	band := outcome.UpTo100K
	deal.ValueBand = &band
	do(s.outcomes.Record(ctx, s.staff, deal))(s)
	deal.Kind, deal.ValueBand = outcome.MeetingHeld, nil
	do(s.outcomes.Record(ctx, s.staff, deal))(s)
	deal.OrganisationID, deal.Kind = &stays.Organisation, outcome.Sale
	if _, err := s.outcomes.Record(ctx, stays, deal); len(fault.All(err)) != 1 {
		s.Error("an outcome for whoever did not come: ", err)
	}
}

// check compares the report with what happened: registered registrations, confirmed 2, attended 1.
func (s *stage) check(m *mission.Mission, registered int) {
	s.Helper()
	ctx := s.Context()
	analyst := viewer.Viewer{User: "usr_x", Roles: []viewer.Role{viewer.Analyst}}
	for _, v := range []viewer.Viewer{s.members[0], {}, {User: "usr_y", Cluster: id.Derived[id.Cluster]("cluster:biom"), Roles: []viewer.Role{viewer.Staff}}} {
		if _, err := s.reports.Of(ctx, v, m.ID); len(fault.All(err)) != 1 || fault.All(err)[0].Code != fault.NotFound {
			s.Errorf("%+v reads the report: %v", v, err)
		}
	}
	r := do(s.reports.Of(ctx, s.staff, m.ID))(s)
	do(s.reports.Of(ctx, analyst, m.ID))(s)
	want := mission.Figures{Registered: registered, Confirmed: 2, Attended: 1, NoShow: 1, Delegates: 2}
	if d := cmp.Diff(want, r.Participation.Total); d != "" {
		s.Error(d)
	}
	sum := func(list []mission.Figures) (f mission.Figures) {
		for _, g := range list {
			f.Registered += g.Registered
			f.Confirmed += g.Confirmed
			f.Attended += g.Attended
			f.NoShow += g.NoShow
			f.Delegates += g.Delegates
		}
		return f
	}
	var clusters, sizes []mission.Figures
	for _, f := range r.Participation.ByCluster {
		clusters = append(clusters, f.Figures)
	}
	for _, f := range r.Participation.BySize {
		sizes = append(sizes, f.Figures)
	}
	if cmp.Diff(want, sum(clusters)) != "" || cmp.Diff(want, sum(sizes)) != "" || len(r.Participation.ByTechnology) != 2 {
		s.Errorf("parts that do not add up: %+v %+v %+v", clusters, sizes, r.Participation.ByTechnology)
	}
	if d := cmp.Diff([]outcome.Count{{Kind: outcome.MeetingHeld, ValueBand: outcome.Undisclosed, Number: 1}, {Kind: outcome.NDA, ValueBand: outcome.UpTo100K, Number: 1}}, r.Outcomes); d != "" || r.Meetings != 1 {
		s.Error(d)
	}
	if r.Satisfaction.Answers != 1 || r.Satisfaction.Asked != 1 || *r.Satisfaction.Average() != 4 {
		s.Errorf("%+v", r.Satisfaction)
	}
	s.print(r)
}

// print reads the report as CSV, whose cells are no formulas, and as a page.
func (s *stage) print(r *report.Report) {
	s.Helper()
	var table, page bytes.Buffer
	if err := r.CSV(&table); err != nil {
		s.Fatal(err)
	}
	if err := r.HTML(&page); err != nil {
		s.Fatal(err)
	}
	rows, err := csv.NewReader(&table).ReadAll()
	if err != nil {
		s.Fatal(err)
	}
	found := map[string]string{}
	for _, row := range rows {
		found[strings.Join(row[:3], "/")] = row[3]
		for _, cell := range row {
			if strings.HasPrefix(cell, "=") {
				s.Errorf("a formula: %s", cell)
			}
		}
	}
	for key, value := range map[string]string{"participation/all/attended": "1", "outcomes/NDA/UP_TO_100K": "1", "satisfaction/overall/average of 1 to 5": "4.00",
		"mission/'=Biotech mission to Shanghai/status": "COMPLETED", "participation by size/MICRO/registered": "2"} {
		if found[key] != value {
			s.Errorf("%s is %q", key, found[key])
		}
	}
	for _, text := range []string{"=Biotech mission to Shanghai", "Monoclonal antibodies", "Non-disclosure agreement", "up to 100,000", "Micro", "completed", report.MeetingsNote} {
		if !strings.Contains(page.String(), text) {
			s.Errorf("the page does not show %q", text)
		}
	}
	if strings.Contains(page.String(), "ZgotmplZ") || strings.Contains(page.String(), "<script") || strings.Contains(page.String(), "example.org") {
		s.Error(page.String())
	}
}

func TestFirstComeFromDraftToReport(t *testing.T) {
	s := newStage(t)
	m := s.opened(mission.FirstCome)
	var r []*mission.Registration
	for _, v := range s.members[:3] {
		r = append(r, s.register(v, m))
	}
	if r[0].Status != mission.RegistrationConfirmed || r[1].Status != mission.RegistrationConfirmed || r[2].Status != mission.RegistrationWaitlisted {
		t.Fatal(r[0].Status, r[1].Status, r[2].Status)
	}
	s.now = m.ClosesAt
	if err := s.missions.CloseDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	do(s.missions.Withdraw(t.Context(), s.members[0], mission.WithdrawInput{RegistrationID: r[0].ID}))(s)
	do(s.missions.AcceptOffer(t.Context(), s.members[2], mission.AcceptOfferInput{RegistrationID: r[2].ID}))(s)
	s.afterwards(m, s.members[2], s.members[1], r[2], r[1])
	s.check(m, 3)
}

func TestSelectionFromDraftToReport(t *testing.T) {
	s := newStage(t)
	ctx := t.Context()
	m := s.opened(mission.Selection)
	coordinator := viewer.Viewer{User: id.Derived[id.User]("coordinator"), Roles: []viewer.Role{viewer.Coordinator}}
	s.exec(`insert into portal_user (id, email, email_key, name, coordinator, created_at, updated_at) values ($1, 'c@example.org', 'c@example.org', 'C', true, now(), now())`, coordinator.User)
	var r []*mission.Registration
	for _, v := range s.members {
		r = append(r, s.register(v, m))
		if last := r[len(r)-1]; last.Status != mission.RegistrationSubmitted {
			t.Fatal(last.Status)
		}
	}
	s.now = m.ClosesAt
	if err := s.missions.CloseDue(ctx); err != nil {
		t.Fatal(err)
	}
	do(s.missions.JudgeEligibility(ctx, s.staff, mission.JudgeInput{RegistrationID: r[3].ID, Reasons: []string{"No product yet."}}))(s)
	for i, points := range [][]int{{9, 9}, {8, 8}, {7, 7}} {
		do(s.missions.JudgeEligibility(ctx, s.staff, mission.JudgeInput{RegistrationID: r[i].ID, Eligible: true}))(s)
		for _, reviewer := range []viewer.Viewer{s.staff, coordinator} {
			do(s.missions.Score(ctx, reviewer, mission.ScoreInput{RegistrationID: r[i].ID, Points: points}))(s)
		}
	}
	best := do(s.missions.Propose(ctx, s.staff, mission.ProposeInput{MissionID: m.ID}))(s)
	if len(best.Chosen) != 2 || best.Chosen[0].ID != r[0].ID || best.Chosen[1].ID != r[1].ID || best.Total() != 170 || *best.LeftOut[0].MissingPoints() != 10 {
		t.Fatalf("%+v", best)
	}
	do(s.missions.ConfirmSelection(ctx, s.staff, mission.ConfirmSelectionInput{MissionID: m.ID, Confirmed: []id.Registration{r[0].ID, r[1].ID}}))(s)
	do(s.missions.Withdraw(ctx, s.members[0], mission.WithdrawInput{RegistrationID: r[0].ID}))(s)
	do(s.missions.AcceptOffer(ctx, s.members[2], mission.AcceptOfferInput{RegistrationID: r[2].ID}))(s)
	s.afterwards(m, s.members[2], s.members[1], r[2], r[1])
	s.check(m, 4)
}

// Every word that a report may name has a label on its page.
func TestThePageNamesEverything(t *testing.T) {
	r := &report.Report{Mission: &mission.Mission{Title: "T"}, Participation: &mission.Participation{}, Satisfaction: &mission.Satisfaction{}}
	for _, k := range outcome.Kinds {
		for _, b := range outcome.ValueBands {
			r.Outcomes = append(r.Outcomes, outcome.Count{Kind: k, ValueBand: b, Number: 1})
		}
	}
	for _, size := range []string{"MICRO", "SMALL", "MEDIUM", "LARGE"} {
		r.Participation.BySize = append(r.Participation.BySize, &mission.SizeFigures{SizeClass: &size})
	}
	for _, status := range []mission.Status{mission.Draft, mission.Open, mission.Closed, mission.Confirmed, mission.Running, mission.Completed, mission.Cancelled} {
		r.Mission.Status = status
		var page bytes.Buffer
		if err := r.HTML(&page); err != nil {
			t.Fatal(err)
		}
		if codes := regexp.MustCompile(`>[^<]*\b[A-Z]{4,}[A-Z_0-9]*\b[^<]*<`).FindAllString(page.String(), -1); codes != nil {
			t.Errorf("%s: codes on the page: %q", status, codes)
		}
	}
}
