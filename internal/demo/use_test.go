package demo

import (
	"os"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

func clock() time.Time { return testTime }

func TestMissionsKeepTheRules(t *testing.T) {
	o := little
	o.SMEs, o.Missions = 600, 30
	d := filled(t, o)
	for name, broken := range map[string]string{
		"capacity":  `select count(*) from mission m where (select count(*) from registration where mission_id = m.id and status in ('CONFIRMED', 'OFFERED', 'ATTENDED', 'NO_SHOW')) > capacity`,
		"maximum":   `select count(*) from mission_quota q where (select count(*) from registration r where r.mission_id = q.mission_id and r.cluster_id = q.cluster_id and status in ('CONFIRMED', 'OFFERED')) > maximum`,
		"seats":     `select count(*) from delegate d join registration r on r.id = d.registration_id join mission m on m.id = r.mission_id where d.position > m.seats_per_organisation`,
		"arrivals":  `select count(*) from mission m where last_arrival <> (select count(*) from registration where mission_id = m.id) or last_arrival <> coalesce((select max(arrival) from registration where mission_id = m.id), 0)`,
		"order":     `select count(*) from registration a join registration b on a.mission_id = b.mission_id and a.arrival < b.arrival and a.created_at > b.created_at`,
		"window":    `select count(*) from registration r join mission m on m.id = r.mission_id where r.created_at not between m.opens_at and m.closes_at`,
		"history":   `select count(*) from registration r where status <> (select to_status from registration_change where registration_id = r.id order by position desc limit 1)`,
		"chain":     `select count(*) from registration_change a left join registration_change b on b.registration_id = a.registration_id and b.position = a.position - 1 where a.from_status is distinct from b.to_status or b.at > a.at`,
		"future":    `select count(*) from registration_change where at >= '2026-11-23'`,
		"members":   `select count(*) from registration r join organisation o on o.id = r.organisation_id where o.status <> 'VERIFIED' or o.market_id is not null or o.cluster_id <> r.cluster_id or o.created_at > r.created_at`,
		"draft":     `select count(*) from registration r join mission m on m.id = r.mission_id where m.status = 'DRAFT'`,
		"close job": `select count(*) from mission m where status = 'OPEN' and not exists (select from job where kind = 'mission.close' and payload ->> 'mission' = m.id and run_at = closes_at)`,
		"lapse job": `select count(*) from registration r where status = 'OFFERED' and not exists (select from job where kind = 'mission.lapse_offer' and payload ->> 'registration' = r.id and run_at = offered_until)`,
		"first come, waiting though there is a place": `select count(*) from registration r join mission m on m.id = r.mission_id
			where m.admission = 'FIRST_COME' and m.status in ('CLOSED', 'OPEN') and r.status = 'WAITLISTED'
			and not exists (select from mission_quota where mission_id = m.id)
			and (select count(*) from registration where mission_id = m.id and status in ('CONFIRMED', 'OFFERED')) < m.capacity`,
	} {
		if n := number(t, d, broken); n != 0 {
			t.Errorf("%s: %d", name, n)
		}
	}
	if n := number(t, d, `select count(distinct status) from registration`); n < 9 {
		t.Errorf("only %d statuses of registrations", n)
	}
	if n := number(t, d, `select count(*) from mission where status = 'OPEN' and admission = 'FIRST_COME' and direction = 'OUTBOUND'
		and opens_at < '2026-11-23' and closes_at > '2026-12-01'`); n < 2 {
		t.Errorf("%d missions to register for", n)
	}
}

// person is the viewer that a demonstration account is.
func person(t *testing.T, email string) viewer.Viewer {
	t.Helper()
	var row struct {
		ID           id.User          `db:"id"`
		Organisation *id.Organisation `db:"organisation_id"`
		Cluster      *id.Cluster      `db:"cluster_id"`
	}
	if err := dbtest.New(t).GetContext(t.Context(), &row, `select id, organisation_id, cluster_id from portal_user where email = $1`, email); err != nil {
		t.Fatal(err)
	}
	v := viewer.Viewer{User: row.ID, Language: "en"}
	if row.Organisation != nil {
		v.Organisation, v.Roles = *row.Organisation, []viewer.Role{viewer.Member, viewer.OrganisationAdmin}
	}
	if row.Cluster != nil {
		v.Cluster, v.Roles = *row.Cluster, []viewer.Role{viewer.Staff}
	}
	return v
}

func TestTheSMERegisters(t *testing.T) {
	d := filled(t, little)
	v := person(t, "sme@demo.example")
	var open []id.Mission
	if err := d.SelectContext(t.Context(), &open, `select id from mission where status = 'OPEN' and admission = 'FIRST_COME' and direction = 'OUTBOUND'`); err != nil {
		t.Fatal(err)
	}
	s, confirmed := mission.NewService(dbtest.New(t), clock, "http://localhost"), 0
	for _, m := range open {
		r, err := s.Register(t.Context(), v, mission.RegisterInput{MissionID: m, Delegates: []mission.DelegateInput{{Name: "Laia Riera", Email: "laia@demo.example", Role: "CEO"}}})
		if err != nil {
			t.Fatal(err)
		}
		if r.Status == mission.RegistrationConfirmed {
			confirmed++
		}
	}
	if confirmed == 0 || confirmed == len(open) {
		t.Errorf("confirmed in %d of %d missions", confirmed, len(open))
	}
}

// TestStaffPublishWhatWasSubmitted holds submitted opportunities against package opportunity's own rules.
func TestStaffPublishWhatWasSubmitted(t *testing.T) {
	d := filled(t, little)
	v := person(t, "staff@demo.example")
	var queue []id.Opportunity
	if err := d.SelectContext(t.Context(), &queue, `select o.id from opportunity o join organisation g on g.id = o.organisation_id
		where o.status = 'SUBMITTED' and g.cluster_id = $1`, v.Cluster); err != nil || len(queue) < 2 {
		t.Fatal(len(queue), err)
	}
	app := dbtest.New(t)
	s := opportunity.NewService(app, clock, organisation.NewService(app, clock, ""), "http://localhost")
	for _, o := range queue {
		if _, err := s.Publish(t.Context(), v, opportunity.PublishInput{OpportunityID: o}); err != nil {
			t.Errorf("%s: %v", o, err)
		}
	}
	if n := number(t, d, `select count(*) from review where decision = 'CHANGES_REQUESTED'`); n == 0 {
		t.Error("no review")
	}
}

// TestMatchingFindsWhatWasPlanted asks the portal's own matching for the demonstration's SME.
func TestMatchingFindsWhatWasPlanted(t *testing.T) {
	o := Options{AsOf: testDay, SMEs: 300, Opportunities: 1200}
	d := filled(t, o)
	v := person(t, "sme@demo.example")
	truth, err := Truth(t.Context(), d, o)
	if err != nil {
		t.Fatal(err)
	}
	app := dbtest.New(t)
	organisations := organisation.NewService(app, clock, "")
	s := match.NewService(app, clock, organisations, opportunity.NewService(app, clock, organisations, ""), technology.NewService(app), market.NewService(app))
	first := 20
	found, err := s.Matches(t.Context(), v, v.Organisation, nil, page.Args{First: &first})
	if err != nil || len(found.Nodes) < first {
		t.Fatal(err)
	}
	planted := map[id.Opportunity]bool{}
	for _, o := range truth[v.Organisation] {
		planted[o] = true
	}
	hits := 0
	for _, m := range found.Nodes {
		if planted[m.Opportunity.ID] {
			hits++
		}
	}
	t.Logf("best score %.1f; %d of %d planted opportunities among the first %d", found.Nodes[0].Score, hits, len(planted), first)
	if hits < len(planted)/2 || found.Nodes[0].Score < 55 {
		t.Errorf("matching does not find what was planted")
	}
}

// TestBigLoad loads what the portal is designed for; it takes minutes.
func TestBigLoad(t *testing.T) {
	if os.Getenv("PORTAL_TEST_LONG") == "" {
		t.Skip("set PORTAL_TEST_LONG=1 to load a million opportunities")
	}
	d := empty(t)
	report, err := Generate(t.Context(), d, Options{AsOf: testDay, SMEs: 200_000, Opportunities: 1_000_000, Missions: 100}, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	if n := number(t, d, `select count(*) from opportunity`); n != 1_000_000 || report.Rows["opportunity"] != n {
		t.Errorf("%d opportunities, %d reported", n, report.Rows["opportunity"])
	}
}
