package opportunity

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/viewer"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// world is a database with two clusters, two markets, a small tree, organisations and people.
type world struct {
	*Service
	t     *testing.T
	db    *db.DB
	clock time.Time
}

// Names of things; ids are derived from them.
func org(name string) id.Organisation { return id.Derived[id.Organisation](name) }
func user(name string) id.User        { return id.Derived[id.User](name) }
func clu(name string) id.Cluster      { return id.Derived[id.Cluster](name) }
func mkt(name string) id.Market       { return id.Derived[id.Market](name) }
func tec(name string) id.Technology   { return id.Derived[id.Technology](name) }

// organisations of the world: name, cluster, market, kind, status, listed.
var organisations = []struct {
	name, cluster, market string
	kind                  organisation.Kind
	status                organisation.Status
	listed                bool
}{
	{"acme", "catalonia", "", "COMPANY", "VERIFIED", true},
	{"quiet", "catalonia", "", "COMPANY", "VERIFIED", false},
	{"young", "catalonia", "", "COMPANY", "DRAFT", true},
	{"banned", "catalonia", "", "COMPANY", "SUSPENDED", true},
	{"munich", "bavaria", "", "COMPANY", "VERIFIED", true},
	{"fenglin", "catalonia", "CN", "GATEWAY", "VERIFIED", true},
	{"shanghai", "bavaria", "CN", "COMPANY", "VERIFIED", true},
}

// persons of the world.
var persons = map[string]viewer.Viewer{
	"visitor":     {Language: "en"},
	"nobody":      {User: user("nobody")},
	"acme":        member("acme", "catalonia", ""),
	"colleague":   {User: user("colleague"), Organisation: org("acme"), OrganisationCluster: clu("catalonia"), Roles: []viewer.Role{viewer.Member}},
	"quiet":       member("quiet", "catalonia", ""),
	"banned":      member("banned", "catalonia", ""),
	"munich":      member("munich", "bavaria", ""),
	"shanghai":    member("shanghai", "bavaria", "CN"),
	"staff":       {User: user("staff"), Cluster: clu("catalonia"), Roles: []viewer.Role{viewer.Staff}},
	"staff2":      {User: user("staff2"), Cluster: clu("catalonia"), Roles: []viewer.Role{viewer.Staff}},
	"bavarian":    {User: user("bavarian"), Cluster: clu("bavaria"), Roles: []viewer.Role{viewer.Staff}},
	"analyst":     {User: user("analyst"), Roles: []viewer.Role{viewer.Analyst}},
	"coordinator": {User: user("coordinator"), Roles: []viewer.Role{viewer.Coordinator}},
}

func member(name, cluster, market string) viewer.Viewer {
	v := viewer.Viewer{User: user(name), Organisation: org(name), OrganisationCluster: clu(cluster), Roles: []viewer.Role{viewer.OrganisationAdmin}}
	if market != "" {
		v.OrganisationMarket = mkt(market)
	}
	return v
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, db: dbtest.New(t), clock: noon}
	now := func() time.Time { return w.clock }
	w.Service = NewService(w.db, now, organisation.NewService(w.db, now, "http://portal.test"), "http://portal.test")
	for _, code := range []string{"CN", "BR"} {
		w.exec(`insert into market (id, code, names, countries, currency, time_zones, languages, regulator_abbreviation, regulator_name, regulator_website)
			values ($1, $2, '{}', '{}', 'EUR', '{}', '{}', '', '', '')`, mkt(code), code)
	}
	for _, slug := range []string{"catalonia", "bavaria"} {
		w.exec(`insert into cluster (id, slug, kind, name, country, region_name, nuts, city, website, latitude, longitude, stands_for)
			values ($1, $2, 'CLUSTER', $2, 'ES', '', '', '', '', 0, 0, '')`, clu(slug), slug)
	}
	for i, path := range []string{"bio", "bio antibodies", "bio antibodies mabs", "bio vaccines", "devices", "devices imaging"} {
		names := strings.Fields(path)
		var ancestors db.List[id.Technology]
		var parent *id.Technology
		for _, n := range names[:len(names)-1] {
			ancestors = append(ancestors, tec(n))
			parent = &ancestors[len(ancestors)-1]
		}
		w.exec(`insert into technology (id, slug, parent_id, ancestors, kind, labels, synonyms, een_codes, nace_codes, position)
			values ($1, $2, $3, $4, 'TECHNOLOGY', '{}', '{}', '{}', '{}', $5)`, tec(names[len(names)-1]), names[len(names)-1], parent, ancestors, i)
	}
	for _, o := range organisations {
		var market *id.Market
		if o.market != "" {
			m := mkt(o.market)
			market = &m
		}
		w.exec(`insert into organisation (id, kind, status, listed, cluster_id, market_id, legal_name, name_key, country, created_at, updated_at)
			values ($1, $2, $3, $4, $5, $6, $7, $7, 'ES', $8, $8)`, org(o.name), o.kind, o.status, o.listed, clu(o.cluster), market, o.name, noon)
	}
	for name, v := range persons {
		if v.SignedIn() {
			w.exec(`insert into portal_user (id, email, email_key, name, email_verified_at, cluster_id, created_at, updated_at)
				values ($1, $2, $2, $3, $4, nullif($5, ''), $4, $4)`, v.User, name+"@portal.test", name, noon, v.Cluster)
		}
	}
	return w
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	if _, err := w.db.ExecContext(w.t.Context(), query, args...); err != nil {
		w.t.Fatal(err)
	}
}

func ptr[T any](v T) *T { return &v }

// offer is everything a technology offer needs.
func offer() CreateInput {
	return CreateInput{Kind: TechnologyOffer, Market: "CN", Content: Content{
		Title: ptr("Antibody platform"), Summary: ptr("Humanised antibodies within weeks."), Description: ptr("Phage display."),
		Advantages: ptr("Fast and cheap."), Technologies: []string{"mabs"}, Stage: ptr(organisation.LabTested), IPR: ptr(IPRGranted),
		Partnerships: []organisation.Partnership{organisation.Commercial}}}
}

// create makes an opportunity as a person, moved to a status by the back door.
func (w *world) create(person string, in CreateInput, status Status) *Opportunity {
	w.t.Helper()
	o, err := w.Create(w.t.Context(), persons[person], in)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.move(o, status)
}

func (w *world) move(o *Opportunity, status Status) *Opportunity {
	w.t.Helper()
	if status != Draft {
		w.exec(`update opportunity set status = $2, published_at = $3, expires_at = $4 where id = $1`, o.ID, status, w.clock, w.clock.Add(life))
	}
	o, err := w.Get(w.t.Context(), persons["coordinator"], o.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return o
}

// insertAs stores a complete opportunity of an organisation in a status, without any of the rules.
func (w *world) insertAs(owner string, status Status, change func(*Opportunity)) *Opportunity {
	w.t.Helper()
	o := &Opportunity{ID: id.New[id.Opportunity](w.clock), Kind: TechnologyOffer, Status: status, OrganisationID: org(owner), MarketID: mkt("CN"),
		AuthorID: ptr(user("nobody")), Title: "Title", Summary: "Summary", Language: "en", Origin: organisation.Portal,
		TechnologyIDs: db.List[id.Technology]{tec("mabs")}, PartnershipList: db.List[organisation.Partnership]{organisation.Commercial},
		ListedAt: w.clock, PublishedAt: &w.clock, ExpiresAt: ptr(w.clock.Add(life)), Version: 1, CreatedAt: w.clock, UpdatedAt: w.clock}
	o.Reference = string(o.ID)
	if change != nil {
		change(o)
	}
	if err := insert(w.t.Context(), w.db, o); err != nil {
		w.t.Fatal(err)
	}
	o, err := w.Get(w.t.Context(), persons["coordinator"], o.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return o
}

// faultsOf writes faults as "CODE field", sorted; "" for none, and the text of an error that is none.
func faultsOf(err error) string {
	if err == nil {
		return ""
	}
	all := fault.All(err)
	if all == nil {
		return "not a fault: " + err.Error()
	}
	var list []string
	for _, f := range all {
		list = append(list, strings.TrimSpace(fmt.Sprint(f.Code, " ", strings.Join(f.Field, "."))))
	}
	slices.SortFunc(list, cmp.Compare[string])
	return strings.Join(list, ", ")
}

func isCode(err error, c fault.Code) bool { return errors.Is(err, &fault.Error{Code: c}) }

func date(s string) *day.Date { return ptr(day.Date(s)) }

func (w *world) value(dest any, query string, args ...any) {
	w.t.Helper()
	if err := w.db.GetContext(context.Background(), dest, query, args...); err != nil {
		w.t.Fatal(err)
	}
}
