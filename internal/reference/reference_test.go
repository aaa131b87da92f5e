package reference

import (
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/country"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/language"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func count(t *testing.T, d *db.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := d.GetContext(t.Context(), &n, query, args...); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestLoadTwiceKeepsIDsAndVersions(t *testing.T) {
	d := dbtest.Owner(t)
	for i := range 3 {
		start := time.Now()
		if err := Load(t.Context(), d, now.Add(time.Duration(i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
		t.Logf("load %d: %v", i+1, time.Since(start).Round(time.Millisecond))
	}
	all, _ := read()
	for table, want := range map[string]int{"market": len(all.markets), "cluster": len(all.clusters), "technology": len(all.technologies), "organisation": len(all.gateways), "match_weights": 1} {
		if n := count(t, d, `select count(*) from `+table); n != want {
			t.Errorf("%s: %d rows, want %d", table, n, want)
		}
	}
	if n := count(t, d, `select count(*) from organisation where version <> 1 or updated_at <> $1`, now); n != 0 {
		t.Errorf("%d gateways were rewritten although nothing had changed", n)
	}
	if n := count(t, d, `select sum(value::int) from match_weights, jsonb_each_text(weights)`); n != 1000 {
		t.Errorf("weights sum to %d", n)
	}
}

func TestFilesOwnTheRowsButStaffTheStatusOfAGateway(t *testing.T) {
	d := dbtest.Owner(t)
	if err := Load(t.Context(), d, now); err != nil {
		t.Fatal(err)
	}
	d.MustExec(`update market set guide = 'x'; update organisation set description = 'x', status = 'SUSPENDED', listed = false`)
	if err := Load(t.Context(), d, now); err != nil {
		t.Fatal(err)
	}
	if n := count(t, d, `select count(*) from market where guide = 'x'`); n != 0 {
		t.Error("a guide was not restored")
	}
	if n := count(t, d, `select count(*) from organisation where description = 'x' or status <> 'SUSPENDED' or listed or version <> 2`); n != 0 {
		t.Errorf("%d gateways are not as they should be", n)
	}
}

func TestWhatIsLoadedIsWellFormed(t *testing.T) {
	d := dbtest.New(t) // the serving role may load too
	ctx := t.Context()
	if err := Load(ctx, d, now); err != nil {
		t.Fatal(err)
	}
	markets, err := market.NewService(d).All(ctx)
	if err != nil || len(markets) != 3 {
		t.Fatal(len(markets), err)
	}
	for _, m := range markets {
		if m.ID != MarketID(m.Code) || !id.Valid(m.ID) || m.Guide == "" || !m.Status.Valid() || m.NameIn("zh") == "" || len(m.TimeZones()) == 0 || m.Regulator().Website == "" {
			t.Errorf("%+v", m)
		}
		for _, c := range m.Countries() {
			if !country.Valid(c) {
				t.Errorf("%s: country %q", m.Code, c)
			}
		}
		for _, l := range m.Languages() {
			if !language.ISO639(l) {
				t.Errorf("%s: language %q", m.Code, l)
			}
		}
	}
	clusters, err := cluster.NewService(d).All(ctx)
	if err != nil || len(clusters) != 5 {
		t.Fatal(len(clusters), err)
	}
	for _, c := range clusters {
		if !c.Kind.Valid() || !country.Valid(c.Country) || !country.NUTS(c.NUTS) || !country.Holds(c.Country, c.NUTS) || len(c.Coordinates()) != 2 || c.Latitude == 0 || c.StandsFor == "" {
			t.Errorf("%+v", c)
		}
	}
	tree, err := technology.NewService(d).All(ctx, nil)
	if err != nil || len(tree) < 50 {
		t.Fatal(len(tree), err)
	}
	for i, n := range tree {
		if n.Position != i*technology.Gap || !n.Kind.Valid() || (n.ParentID == nil) != (len(n.AncestorList) == 0) {
			t.Errorf("%+v", n)
		}
	}
	gateways, err := organisation.NewService(d, func() time.Time { return now }, "").GatewaysOf(ctx, viewer.Viewer{}, []id.Market{MarketID("BR"), MarketID("US"), MarketID("CN")})
	if err != nil || len(gateways[MarketID("BR")]) != 3 || len(gateways[MarketID("US")]) != 1 || len(gateways[MarketID("CN")]) != 1 {
		t.Errorf("%v %v", gateways, err)
	}
}
