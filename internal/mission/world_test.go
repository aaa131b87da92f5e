package mission

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// world is a database with markets, clusters, organisations and people, a service on it, and a clock that tests turn.
type world struct {
	t        testing.TB
	db       *db.DB
	s        *Service
	mu       sync.Mutex
	clock    time.Time
	market   id.Market
	clusters []id.Cluster
}

var (
	opens  = time.Date(2026, 9, 1, 7, 0, 0, 0, time.UTC)
	closes = time.Date(2026, 10, 1, 16, 0, 0, 0, time.UTC)
	noon   = time.Date(2026, 9, 10, 12, 0, 0, 0, time.UTC)
)

func newWorld(t testing.TB) *world {
	t.Helper()
	return newWorldOn(t, dbtest.New(t))
}

func newWorldOn(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, db: d, clock: noon, market: id.Derived[id.Market]("CN")}
	w.s = NewService(w.db, w.now, "https://portal.example")
	w.exec(`insert into market (id, code, names, countries, currency, time_zones, languages, regulator_abbreviation, regulator_name, regulator_website)
		values ($1, 'CN', '{"en":"China"}', '{CN}', 'CNY', '{Asia/Shanghai}', '{zh}', 'NMPA', 'NMPA', '')`, w.market)
	for _, slug := range []string{"biocat", "biom", "biopmed"} {
		c := id.Derived[id.Cluster](slug)
		w.clusters = append(w.clusters, c)
		w.exec(`insert into cluster (id, slug, kind, name, country, region_name, nuts, city, website, latitude, longitude, stands_for)
			values ($1, $2, 'CLUSTER', $2, 'ES', '', '', '', '', 0, 0, '')`, c, slug)
	}
	return w
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

func (w *world) at(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = t
}

func (w *world) exec(sql string, args ...any) {
	w.t.Helper()
	if _, err := w.db.Exec(sql, args...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) count(sql string, args ...any) (n int) {
	w.t.Helper()
	if err := w.db.Get(&n, sql, args...); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// members makes n verified organisations, spread over the first k clusters in turn, each with an administrator, and returns those.
func (w *world) members(n, k int) []viewer.Viewer {
	w.t.Helper()
	people := make([]viewer.Viewer, n)
	orgs, users, clusters, names := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	first := w.count(`select count(*) from organisation`)
	for i := range people {
		p := &people[i]
		names[i] = fmt.Sprintf("o%d", first+i)
		*p = viewer.Viewer{User: id.Derived[id.User](names[i]), Organisation: id.Derived[id.Organisation](names[i]),
			OrganisationCluster: w.clusters[i%k], Roles: []viewer.Role{viewer.OrganisationAdmin}}
		orgs[i], users[i], clusters[i] = string(p.Organisation), string(p.User), string(p.OrganisationCluster)
	}
	w.exec(`insert into organisation (id, kind, status, cluster_id, legal_name, name_key, country, created_at, updated_at)
		select o, 'COMPANY', 'VERIFIED', c, n, n, 'ES', $4, $4 from unnest($1::text[], $2::text[], $3::text[]) as x(o, c, n)`,
		db.List[string](orgs), db.List[string](clusters), db.List[string](names), noon)
	w.exec(`insert into portal_user (id, email, email_key, name, organisation_id, organisation_role, created_at, updated_at)
		select u, n || '@example.org', n || '@example.org', n, o, 'ORGANISATION_ADMIN', $4, $4
		from unnest($1::text[], $2::text[], $3::text[]) as x(u, o, n)`,
		db.List[string](users), db.List[string](orgs), db.List[string](names), noon)
	return people
}

// staff makes a person who works for cluster number c.
func (w *world) staff(c int) viewer.Viewer {
	w.t.Helper()
	v := viewer.Viewer{User: id.Derived[id.User](fmt.Sprint("staff", c)), Cluster: w.clusters[c], Roles: []viewer.Role{viewer.Staff}}
	w.exec(`insert into portal_user (id, email, email_key, name, cluster_id, created_at, updated_at) values ($1, $2, $2, 'S', $3, $4, $4)
		on conflict do nothing`, v.User, fmt.Sprintf("staff%d@example.org", c), v.Cluster, noon)
	return v
}

func (w *world) coordinator() viewer.Viewer {
	w.t.Helper()
	v := viewer.Viewer{User: id.Derived[id.User]("coordinator"), Roles: []viewer.Role{viewer.Coordinator}}
	w.exec(`insert into portal_user (id, email, email_key, name, coordinator, created_at, updated_at) values ($1, 'c@example.org', 'c@example.org', 'C', true, $2, $2)
		on conflict do nothing`, v.User, noon)
	return v
}

// draft is an input for a mission of cluster 0.
func draft(capacity int) CreateInput {
	return CreateInput{Direction: Outbound, Admission: FirstCome, Market: "CN", Title: "Biotech mission to Shanghai", TimeZone: "Asia/Shanghai",
		StartsOn: "2026-11-23", EndsOn: "2026-11-27", OpensAt: opens, ClosesAt: closes, Capacity: capacity, SeatsPerOrganisation: 2}
}

// open makes an OPEN mission of cluster 0.
func (w *world) open(in CreateInput) *Mission {
	w.t.Helper()
	m := must(w.s.Create(w.t.Context(), w.staff(0), in))(w.t)
	return must(w.s.Open(w.t.Context(), w.staff(0), OpenInput{m.ID}))(w.t)
}

func one(m *Mission) RegisterInput {
	return RegisterInput{MissionID: m.ID, Delegates: []DelegateInput{{"Ada", "ada@example.org", "CEO"}}}
}

func (w *world) register(v viewer.Viewer, m *Mission) *Registration {
	w.t.Helper()
	return must(w.s.Register(w.t.Context(), v, one(m)))(w.t)
}

func (w *world) withdraw(v viewer.Viewer, r *Registration) *Registration {
	w.t.Helper()
	return must(w.s.Withdraw(w.t.Context(), v, WithdrawInput{RegistrationID: r.ID}))(w.t)
}

// status reads a registration's status and reason, as its own member sees them.
func (w *world) status(v viewer.Viewer, r *Registration) string {
	w.t.Helper()
	now := must(w.s.Registration(w.t.Context(), v, r.ID))(w.t)
	reason := "-"
	if now.PlaceReason != nil {
		reason = string(*now.PlaceReason)
	}
	return string(now.Status) + " " + reason
}

func (w *world) letters() map[string]int {
	w.t.Helper()
	var rows []struct {
		Kind string
		N    int
	}
	if err := w.db.Select(&rows, `select payload ->> 'kind' as kind, count(*) as n from job where kind = 'letter' group by 1`); err != nil {
		w.t.Fatal(err)
	}
	found := map[string]int{}
	for _, r := range rows {
		found[r.Kind] = r.N
	}
	return found
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func wantFault(t testing.TB, err error, code fault.Code, field string) {
	t.Helper()
	for _, f := range fault.All(err) {
		if f.Code == code && fmt.Sprint(f.Field) == fmt.Sprint(fault.New(code, field, "").Field) {
			return
		}
	}
	t.Errorf("got %v, want %s on %q", err, code, field)
}

func ptr[T any](v T) *T { return &v }

func ids(m *Mission) []id.Mission { return []id.Mission{m.ID} }

// offerToken takes the token out of the letter of the last offer to a member's organisation.
func (w *world) offerToken(v viewer.Viewer) string {
	w.t.Helper()
	var body string
	if err := w.db.Get(&body, `select payload ->> 'body' from job where payload ->> 'kind' = 'PLACE_OFFERED'
		and payload ->> 'to' = (select email from portal_user where id = $1) order by id desc limit 1`, v.User); err != nil {
		w.t.Fatal(err)
	}
	_, rest, _ := strings.Cut(body, "https://portal.example/offer#token=")
	token, _, _ := strings.Cut(rest, "&accept=true")
	return token
}
