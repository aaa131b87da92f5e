package organisation

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func clu(name string) id.Cluster      { return id.Derived[id.Cluster](name) }
func mkt(name string) id.Market       { return id.Derived[id.Market](name) }
func tec(name string) id.Technology   { return id.Derived[id.Technology](name) }
func org(name string) id.Organisation { return id.Derived[id.Organisation](name) }
func usr(name string) id.User         { return id.Derived[id.User](name) }
func ptr[T any](v T) *T               { return &v }

// world is two clusters and an agency, a market, a small tree, and whatever a test adds.
type world struct {
	*testing.T
	db *db.DB
	s  *Service
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d := dbtest.New(t)
	w := &world{t, d, NewService(d, func() time.Time { return noon }, "https://portal.example")}
	ctx := t.Context()
	w.must(cluster.Upsert(ctx, d, []*cluster.Cluster{
		{ID: clu("biocat"), Slug: "biocat", Kind: cluster.KindCluster, Name: "Biocat"},
		{ID: clu("biom"), Slug: "biom", Kind: cluster.KindCluster, Name: "BioM"},
		{ID: clu("erai"), Slug: "erai", Kind: cluster.KindRegionalAgency, Name: "ERAI"}}))
	w.must(market.Upsert(ctx, d, []*market.Market{{ID: mkt("CN"), Code: "CN", Currency: "CNY", Status: market.Active}}))
	node := func(slug string, parent ...string) *technology.Technology {
		n := &technology.Technology{ID: tec(slug), Slug: slug, Kind: technology.KindTechnology}
		for _, p := range parent {
			n.AncestorList, n.ParentID = append(n.AncestorList, tec(p)), ptr(tec(p))
		}
		return n
	}
	w.must(technology.Upsert(ctx, d, []*technology.Technology{node("diagnostics"), node("imaging", "diagnostics"), node("mri", "diagnostics", "imaging"), node("vaccines")}))
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// add inserts an organisation of Biocat, VERIFIED and listed unless change says otherwise.
func (w *world) add(name string, change func(*Organisation)) *Organisation {
	w.Helper()
	o := &Organisation{ID: org(name), Kind: Company, Status: Verified, Listed: true, ClusterID: clu("biocat"), LegalName: name, Country: "ES",
		Independence: Autonomous, Origin: Portal, Version: 1, CreatedAt: noon, UpdatedAt: noon}
	if change != nil {
		change(o)
	}
	o.complete()
	w.must(insert(w.Context(), w.db, o))
	return o
}

// person inserts an account without any role and gives its viewer.
func (w *world) person(name string) viewer.Viewer {
	w.Helper()
	w.db.MustExec(`insert into portal_user (id, email, email_key, name, email_verified_at, created_at, updated_at) values ($1, $2, $2, $3, $4, $4, $4)`,
		usr(name), name+"@example.org", name, noon)
	return viewer.Viewer{User: usr(name)}
}

// member inserts an account in an organisation.
func (w *world) member(name string, role viewer.Role, o *Organisation) viewer.Viewer {
	w.Helper()
	v := w.person(name)
	w.db.MustExec(`update portal_user set organisation_id = $2, organisation_role = $3 where id = $1`, v.User, o.ID, role)
	v.Organisation, v.OrganisationCluster, v.Roles = o.ID, o.ClusterID, []viewer.Role{role}
	if o.MarketID != nil {
		v.OrganisationMarket = *o.MarketID
	}
	return v
}

func (w *world) staff(name string, c id.Cluster) viewer.Viewer {
	w.Helper()
	v := w.person(name)
	v.Cluster, v.Roles = c, []viewer.Role{viewer.Staff}
	return v
}

func (w *world) count(query string, args ...any) (n int) {
	w.Helper()
	w.must(w.db.GetContext(w.Context(), &n, query, args...))
	return n
}

// written sums up all that a write can leave, so that a test can tell that nothing was written.
func (w *world) written() (rows int) {
	w.Helper()
	for _, table := range []string{"organisation", "capability", "event", "job", "idempotency"} {
		rows += w.count(`select count(*) from ` + table)
	}
	return 1000*rows + w.count(`select coalesce(sum(version), 0) from organisation`)
}

// expect checks that err is made of exactly these faults, each written "CODE field".
func expect(t *testing.T, what string, err error, want ...string) {
	t.Helper()
	var got []string
	for _, e := range fault.All(err) {
		got = append(got, strings.TrimSpace(string(e.Code)+" "+strings.Join(e.Field, ".")))
	}
	if err != nil && got == nil {
		got = []string{err.Error()}
	}
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("%s: %q, want %q (%v)", what, got, want, errors.Join(err))
	}
}
