package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/budget"
	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/live"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/outcome"
	"github.com/bioxclusters/portal/internal/reference"
	"github.com/bioxclusters/portal/internal/report"
	"github.com/bioxclusters/portal/internal/statistics"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

var update = flag.Bool("update", false, "write the golden answers anew")

// testNow is when the tests take place.
var testNow = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// unlimited is for tests of other things than costs.
var unlimited = budget.Allowance{Question: 1 << 19, Minute: 1 << 30}

// house is a small portal with known people, see testdata/fixture.sql.
type house struct {
	handler  http.Handler
	db       *db.DB
	people   map[string]viewer.Viewer
	hub      *live.Hub // looks after nobody until it runs
	missions *mission.Service
	services Services
	chief    *db.DB // the database with its owner's rights
	hashes   string // see tables
}

// furnished is the database of a new house.
var furnished = dbtest.Start{Make: func(ctx context.Context, owner *db.DB) error {
	if err := reference.Load(ctx, owner, testNow); err != nil {
		return err
	}
	fixture, err := os.ReadFile("testdata/fixture.sql")
	if err != nil {
		return err
	}
	for statement := range strings.SplitSeq(string(fixture), ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := owner.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%w in %.200s", err, statement)
		}
	}
	return nil
}}

func newHouse(t testing.TB) *house {
	t.Helper()
	furnished.In(t)
	pool, owner := dbtest.New(t), dbtest.Owner(t)
	now := func() time.Time { return testNow }
	organisations, technologies, markets := organisation.NewService(pool, now, "http://localhost"), technology.NewService(pool), market.NewService(pool)
	opportunities := opportunity.NewService(pool, now, organisations, "http://localhost")
	accounts, missions := account.NewService(pool, now, "http://localhost", "http://localhost"), mission.NewService(pool, now, "http://localhost")
	hub := live.NewHub(live.Options{DB: pool, URL: dbtest.URL(t), Versions: missions.Beats, Viewers: accounts.ViewersBySessions})
	missions.OnCommit(hub.Changed)
	outcomes := outcome.NewService(pool, now, organisations, missions)
	reports := report.NewService(missions, outcomes, cluster.NewService(pool), technologies)
	matches := match.NewService(pool, now, organisations, opportunities, technologies, markets)
	services := Services{Outcomes: outcomes, Statistics: statistics.NewService(pool, now, matches), Reports: reports, Jobs: jobs.NewService(pool, now), Audit: audit.NewService(pool),
		Accounts: accounts, Markets: markets, Clusters: cluster.NewService(pool),
		Technologies: technologies, Organisations: organisations, Opportunities: opportunities,
		Matches: matches, Missions: missions, Live: hub, Now: now,
		Limits: budget.Limits{Visitor: unlimited, Member: unlimited, Analyst: unlimited},
	}
	return &house{db: pool, chief: owner, people: persons(), hub: hub, missions: missions, services: services, handler: NewHandler(services)}
}

// persons are the people of the fixture, and the visitor.
func persons() map[string]viewer.Viewer {
	biocat, biom := id.Derived[id.Cluster]("cluster:biocat"), id.Derived[id.Cluster]("cluster:biom")
	lyonbiopole, biopmed := id.Derived[id.Cluster]("cluster:lyonbiopole"), id.Derived[id.Cluster]("cluster:biopmed")
	person := func(letter string) viewer.Viewer {
		return viewer.Viewer{User: id.User("usr_0000000000000000000000000" + letter), Session: id.Session("ses_0000000000000000000000000" + letter), Language: "en", Confirmed: testNow}
	}
	member := func(letter string, role viewer.Role, of id.Cluster, in id.Market) viewer.Viewer {
		v := person(letter)
		v.Organisation, v.OrganisationCluster, v.OrganisationMarket, v.Roles = id.Organisation("org_0000000000000000000000000"+letter), of, in, []viewer.Role{role}
		return v
	}
	staff := func(letter string, of id.Cluster) viewer.Viewer {
		v := person(letter)
		v.Cluster, v.Roles = of, []viewer.Role{viewer.Staff}
		return v
	}
	with := func(letter string, role viewer.Role) viewer.Viewer {
		v := person(letter)
		v.Roles = []viewer.Role{role}
		return v
	}
	return map[string]viewer.Viewer{
		"visitor": {Language: "en"}, "anna": member("A", viewer.OrganisationAdmin, biocat, ""), "bru": member("B", viewer.Member, biocat, ""),
		"carla": member("C", viewer.OrganisationAdmin, biom, ""), "ping": member("P", viewer.OrganisationAdmin, biocat, id.Derived[id.Market]("market:CN")),
		"sol":  member("F", viewer.OrganisationAdmin, biocat, ""), // whose organisation is suspended
		"sara": staff("S", biocat), "theo": staff("T", biom), "luc": staff("K", lyonbiopole), "pia": staff("M", biopmed), "yara": with("Y", viewer.Analyst), "zoe": with("Z", viewer.Coordinator),
	}
}

// ask sends a document as a person and gives the answer's JSON.
func (h *house) ask(t *testing.T, person, document string, variables any) []byte {
	t.Helper()
	v, known := h.people[person]
	if !known {
		t.Fatalf("nobody is called %q", person)
	}
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r.WithContext(viewer.With(r.Context(), v)))
	return w.Body.Bytes()
}

var asked = regexp.MustCompile(`(?m)^# as: ([a-z, ]+)$`)

// TestGoldens asks each testdata/<noun>/<case>.graphql as the persons it names and compares with <case>.json.
func TestGoldens(t *testing.T) {
	h := newHouse(t)
	files, err := filepath.Glob("testdata/*/*.graphql")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no questions", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(file, "testdata/"), ".graphql"), func(t *testing.T) {
			document, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			who := asked.FindSubmatch(document)
			if who == nil {
				t.Fatal("the first line should say # as: PERSON")
			}
			var got bytes.Buffer
			for person := range strings.SplitSeq(string(who[1]), ",") {
				person = strings.TrimSpace(person)
				got.WriteString("# " + person + "\n")
				if err := json.Indent(&got, h.ask(t, person, string(document), nil), "", "  "); err != nil {
					t.Fatal(err)
				}
				got.WriteString("\n")
			}
			compare(t, strings.TrimSuffix(file, ".graphql")+".json", got.Bytes())
		})
	}
}

func compare(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Error(diff)
	}
}
