package match

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// world is a database with a cluster, two markets, a tree of 6 branches with 8 twigs each, and organisations of both sides.
type world struct {
	*Service
	t     testing.TB
	db    *db.DB
	clock time.Time
}

func org(name string) id.Organisation    { return id.Derived[id.Organisation](name) }
func opp(name string) id.Opportunity     { return id.Derived[id.Opportunity](name) }
func mkt(code string) id.Market          { return id.Derived[id.Market](code) }
func tec(branch, twig int) id.Technology { return id.Derived[id.Technology](fmt.Sprint(branch, twig)) }
func ptr[T any](v T) *T                  { return &v }
func member(name string) viewer.Viewer {
	return viewer.Viewer{User: id.Derived[id.User](name), Organisation: org(name), Roles: []viewer.Role{viewer.Member}, Language: "en"}
}

var (
	staff       = viewer.Viewer{User: id.Derived[id.User]("staff"), Cluster: id.Derived[id.Cluster]("catalonia"), Roles: []viewer.Role{viewer.Staff}, Language: "es"}
	coordinator = viewer.Viewer{User: id.Derived[id.User]("coordinator"), Roles: []viewer.Role{viewer.Coordinator}, Language: "zh"}
)

func newWorld(t testing.TB) *world {
	w := &world{t: t, db: dbtest.New(t), clock: noon}
	w.Service = w.service()
	for _, code := range []string{"CN", "BR"} {
		w.exec(`insert into market (id, code, names, countries, currency, time_zones, languages, regulator_abbreviation, regulator_name, regulator_website)
			values ($1, $2, '{"en": "Name of market", "es": "Nombre del mercado"}', '{}', 'EUR', '{}', '{}', '', '', '')`, mkt(code), code)
	}
	w.exec(`insert into cluster (id, slug, kind, name, country, region_name, nuts, city, website, latitude, longitude, stands_for)
		values ($1, 'catalonia', 'CLUSTER', 'c', 'ES', '', '', '', '', 0, 0, '')`, id.Derived[id.Cluster]("catalonia"))
	for branch := range 6 {
		w.technology(tec(branch, 0), nil)
		for twig := 1; twig <= 8; twig++ {
			w.technology(tec(branch, twig), ptr(tec(branch, 0)))
		}
	}
	w.organisation("sme", "", "humanised antibodies for oncology")
	w.organisation("rival", "", "vaccine adjuvants")
	w.organisation("hospital", "CN", "clinical studies")
	w.organisation("Geheimrat GmbH", "CN", "diagnostics")
	w.capability("sme", "OFFERS", "Antibody discovery for oncology studies", tec(0, 1), tec(0, 2))
	w.capability("sme", "SEEKS", "Clinical partner for a phase I study of an antibody", tec(1, 1))
	w.capability("hospital", "SEEKS", "Antibodies against tumours", tec(0, 1))
	return w
}

// service makes another process' service over the same database.
func (w *world) service() *Service {
	now := func() time.Time { return w.clock }
	organisations := organisation.NewService(w.db, now, "")
	return NewService(w.db, now, organisations, opportunity.NewService(w.db, now, organisations, ""), technology.NewService(w.db), market.NewService(w.db))
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	if _, err := w.db.ExecContext(w.t.Context(), query, args...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) technology(t id.Technology, parent *id.Technology) {
	var above db.List[id.Technology]
	if parent != nil {
		above = db.List[id.Technology]{*parent}
	}
	w.exec(`insert into technology (id, slug, parent_id, ancestors, kind, labels, synonyms, een_codes, nace_codes, position)
		values ($1, $2, $3, $4, 'TECHNOLOGY', $5, '{}', '{}', '{}', 0)`, t, "slug-"+string(t), parent, above,
		db.JSON[map[string]string]{V: map[string]string{"en": "Label of technology", "es": "Nombre de tecnología"}})
}

func (w *world) organisation(name, code, description string) {
	var m *id.Market
	if code != "" {
		m = ptr(mkt(code))
	}
	w.exec(`insert into organisation (id, kind, status, listed, cluster_id, market_id, legal_name, name_key, country, city, description, languages, created_at, updated_at)
		values ($1, 'COMPANY', 'VERIFIED', true, $2, $3, $4, $4, 'ES', 'Geheimstadt', $5, '{en}', $6, $6)`,
		org(name), id.Derived[id.Cluster]("catalonia"), m, name, description, noon)
}

func (w *world) capability(name, direction, text string, technologies ...id.Technology) {
	var position int
	if err := w.db.GetContext(w.t.Context(), &position, `select count(*) from capability where organisation_id = $1`, org(name)); err != nil {
		w.t.Fatal(err)
	}
	w.exec(`insert into capability (id, organisation_id, position, direction, technology_ids, text, language, stage, partnerships, market_ids)
		values ($1, $2, $3, $4, $5, $6, 'en', 'LAB_TESTED', '{COMMERCIAL,RESEARCH_COOPERATION}', '{}')`,
		id.New[id.Capability](noon), org(name), position, direction, db.List[id.Technology](technologies), text)
}

// publish stores a published opportunity.
func (w *world) publish(name, owner string, kind opportunity.Kind, title string, technologies ...id.Technology) id.Opportunity {
	w.t.Helper()
	r := []opportunity.Requirement{
		{Kind: opportunity.RequiresLanguage, Values: []string{"en"}, Mandatory: true},
		{Kind: opportunity.RequiresCertification, Values: []string{"ISO 13485"}}}
	w.exec(`insert into opportunity (id, reference, kind, status, organisation_id, market_id, title, summary, description, technology_ids, stage,
		partnerships, requirements, language, listed_at, published_at, expires_at, created_at, updated_at)
		values ($1, $1, $2, 'PUBLISHED', $3, $4, $5, $6, $7, $8, 'LAB_TESTED', '{RESEARCH_COOPERATION}', $9, 'en', $10, $10, $11, $10, $10)`,
		opp(name), kind, org(owner), mkt("CN"), title, title+", in short", strings.Repeat(title+". ", 3),
		db.List[id.Technology](technologies), db.JSON[[]opportunity.Requirement]{V: r}, noon.AddDate(0, 0, -20), noon.AddDate(0, 0, 345))
	return opp(name)
}

// fill publishes n opportunities of both sides in texts of a made-up vocabulary, fast.
func (w *world) fill(n int) {
	r := rand.New(rand.NewPCG(7, 7))
	words := make([]string, 6000)
	for i := range words {
		for range 2 + r.IntN(3) {
			words[i] += string("bcdfglmnprst"[r.IntN(12)]) + string("aeiou"[r.IntN(5)])
		}
	}
	text := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(words[int(float64(len(words))*r.Float64()*r.Float64()*r.Float64())] + " ")
		}
		return b.String()
	}
	kinds := []string{"BUSINESS_OFFER", "BUSINESS_REQUEST", "TECHNOLOGY_OFFER", "TECHNOLOGY_REQUEST", "RESEARCH_REQUEST"}
	for range n {
		w.exec(`insert into opportunity (id, reference, kind, status, organisation_id, market_id, title, summary, description, advantages, partner_sought,
			technology_ids, stage, partnerships, language, listed_at, published_at, expires_at, created_at, updated_at)
			values ($1, $1, $2, 'PUBLISHED', $3, $4, $5, $6, $7, $8, $8, $9, 'CONCEPT', '{COMMERCIAL}', 'en', $10, $10, $11, $10, $10)`,
			id.New[id.Opportunity](noon), kinds[r.IntN(5)], org([]string{"rival", "hospital"}[r.IntN(2)]), mkt([]string{"CN", "BR"}[r.IntN(2)]),
			text(8), text(50), text(250), text(40), db.List[id.Technology]{tec(r.IntN(6), r.IntN(9)), tec(r.IntN(6), r.IntN(9))},
			noon.AddDate(0, 0, -r.IntN(300)), noon.AddDate(0, 0, 365))
	}
	w.capability("sme", "OFFERS", text(60), tec(2, 1), tec(3, 0))
	w.capability("sme", "SEEKS", text(60), tec(4, 3))
}
