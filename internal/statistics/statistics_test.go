package statistics

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/demo"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/reference"
	"github.com/bioxclusters/portal/internal/viewer"
)

var (
	noon    = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	analyst = viewer.Viewer{User: "usr_analyst", Roles: []viewer.Role{viewer.Analyst}}
)

func read(t *testing.T, s *Service, of Subject, by ...Dimension) *Statistics {
	t.Helper()
	found, err := s.Of(t.Context(), analyst, of, by)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

var demonstration = dbtest.Start{Make: func(ctx context.Context, owner *db.DB) error {
	if err := reference.Load(ctx, owner, noon); err != nil {
		return err
	}
	_, err := demo.Generate(ctx, owner, demo.Options{AsOf: "2026-11-23", SMEs: 200, Opportunities: 120, Missions: 8}, io.Discard)
	return err
}}

func newService(t *testing.T) (*Service, *db.DB) {
	t.Helper()
	demonstration.In(t)
	owner := dbtest.Owner(t)
	return NewService(owner, func() time.Time { return noon }, nil), owner
}

func TestWhoMayReadCounts(t *testing.T) {
	s, _ := newService(t)
	for name, v := range map[string]viewer.Viewer{
		"visitor": {}, "member": {User: "usr_a", Organisation: "org_a", Roles: []viewer.Role{viewer.Member}}, "staff": {User: "usr_b", Cluster: "clu_a", Roles: []viewer.Role{viewer.Staff}},
	} {
		if found, err := s.Of(t.Context(), v, Opportunities, []Dimension{ByMarket}); found != nil || err != nil {
			t.Errorf("%s reads %v, %v", name, found, err)
		}
		if found, err := s.Of(t.Context(), v, "NOTHING", nil); found != nil || err != nil {
			t.Errorf("%s learns what is asked wrongly: %v, %v", name, found, err)
		}
	}
	for _, v := range []viewer.Viewer{analyst, {User: "usr_c", Roles: []viewer.Role{viewer.Coordinator}}} {
		if found, err := s.Of(t.Context(), v, Opportunities, []Dimension{ByMarket}); err != nil || len(found.Rows) == 0 {
			t.Errorf("%v reads %v, %v", v.Roles, found, err)
		}
	}
}

func TestWhatCannotBeCounted(t *testing.T) {
	s, _ := newService(t)
	for field, ask := range map[string]struct {
		of Subject
		by []Dimension
	}{
		"of":   {"NOTHING", []Dimension{ByMarket}},
		"by":   {Opportunities, nil},
		"by.1": {Opportunities, []Dimension{ByMarket, "COLOUR"}},
	} {
		_, err := s.Of(t.Context(), analyst, ask.of, ask.by)
		if all := fault.All(err); len(all) != 1 || all[0].Code != fault.Invalid || strings.Join(all[0].Field, ".") != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if found := read(t, s, Matches, ByMarket); found != nil {
		t.Errorf("matches are counted before a sample was taken: %v", found)
	}
}

// Every count must be what a plain question to the database gives; the statements here are written another way on purpose.
func TestCountsAgreeWithTheDatabase(t *testing.T) {
	s, owner := newService(t)
	for _, c := range []struct {
		name  string
		of    Subject
		by    Dimension
		plain string
	}{
		{"published opportunities by market", Opportunities, ByMarket, `select m.id, (select count(*) from opportunity o where o.market_id = m.id and o.status = 'PUBLISHED') from market m`},
		{"published opportunities by cluster", Opportunities, ByCluster, `select c.id, (select count(*) from opportunity o where o.status = 'PUBLISHED' and o.organisation_id in (select id from organisation where cluster_id = c.id)) from cluster c`},
		{"verified organisations by cluster", Organisations, ByCluster, `select c.id, (select count(*) from organisation o where o.cluster_id = c.id and o.status = 'VERIFIED') from cluster c`},
		{"live registrations by market", Registrations, ByMarket, `select m.id, (select count(*) from registration r where r.mission_id in (select id from mission where market_id = m.id)
			and r.status not in ('WITHDRAWN', 'REJECTED', 'INELIGIBLE', 'DECLINED', 'LAPSED')) from market m`},
		{"published opportunities by technology", Opportunities, ByTechnology, `select t.id, (select count(*) from opportunity o where o.status = 'PUBLISHED'
			and exists (select from technology k where k.id = any(o.technology_ids) and (k.id = t.id or t.id = any(k.ancestors)))) from technology t where t.parent_id is null`},
	} {
		want, got := map[string]int{}, map[string]int{}
		rows, err := owner.QueryContext(t.Context(), c.plain)
		if err != nil {
			t.Fatal(c.name, err)
		}
		for rows.Next() {
			var key string
			var n int
			if err := rows.Scan(&key, &n); err != nil {
				t.Fatal(err)
			}
			if n > 0 {
				want[key] = n
			}
		}
		rows.Close()
		before := 1 << 30
		for _, r := range read(t, s, c.of, c.by).Rows {
			key := ""
			switch {
			case r.MarketID != nil:
				key = string(*r.MarketID)
			case r.TechnologyID != nil:
				key = string(*r.TechnologyID)
			case r.ClusterID != nil:
				key = string(*r.ClusterID)
			}
			got[key] = r.Count
			if r.Count > before {
				t.Errorf("%s: not the largest first", c.name)
			}
			before = r.Count
		}
		delete(got, "") // what has no value of the dimension
		if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
			t.Errorf("%s (-database +counted):\n%s", c.name, diff)
		}
	}
}

func TestTwoDimensionsAddUpToOneWhereNothingCountsTwice(t *testing.T) {
	s, _ := newService(t)
	whole, parts := map[string]int{}, map[string]int{}
	for _, r := range read(t, s, Opportunities, ByMarket).Rows {
		whole[string(*r.MarketID)] = r.Count
	}
	for _, r := range read(t, s, Opportunities, ByCluster, ByMarket).Rows { // an opportunity has one cluster and one market
		parts[string(*r.MarketID)] += r.Count
	}
	if diff := cmp.Diff(whole, parts); diff != "" {
		t.Error(diff)
	}
}

func TestASampleIsStoredOnceADayAndReplacesThoseBefore(t *testing.T) {
	s, owner := newService(t)
	var found []pair
	rows, err := owner.QueryxContext(t.Context(), `select g.id, o.id from organisation g, opportunity o where g.status = 'VERIFIED' and g.market_id is null and o.status = 'PUBLISHED' order by 1, 2 limit 5`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var p pair
		if err := rows.Scan(&p.organisation, &p.opportunity); err != nil {
			t.Fatal(err)
		}
		found = append(found, p)
	}
	rows.Close()
	store := func(sample Sample, pairs []pair) {
		t.Helper()
		if err := storeSample(t.Context(), owner, &sample, pairs); err != nil {
			t.Fatal(err)
		}
	}
	total := func() (n int) {
		for _, r := range read(t, s, Matches, ByMarket).Rows {
			n += r.Count
		}
		return n
	}
	store(Sample{Day: "2026-11-22", TakenAt: noon.Add(-24 * time.Hour), Organisations: 1, Population: 9, WeightsVersion: 1}, found[:3])
	if n := total(); n != 3 {
		t.Errorf("%d pairs of 3", n)
	}
	store(Sample{Day: "2026-11-22", TakenAt: noon, Organisations: 2, Population: 9, WeightsVersion: 1}, found)
	if got := read(t, s, Matches, ByMarket); total() != 3 || got.Sample.Organisations != 1 || !got.TakenAt.Equal(noon.Add(-24*time.Hour)) {
		t.Errorf("a second sample of the day was stored: %+v", got.Sample)
	}
	store(Sample{Day: "2026-11-23", TakenAt: noon, Organisations: 2, Population: 9, WeightsVersion: 2}, found)
	var days int
	if err := owner.Get(&days, `select count(*) from match_sample`); err != nil || days != 1 || total() != 5 {
		t.Errorf("%d days, %d pairs, %v", days, total(), err)
	}
	if err := s.TakeSample(t.Context()); err != nil { // today's is there: nothing is computed
		t.Error(err)
	}
}

func TestASampleIsDrawnByItsDay(t *testing.T) {
	_, owner := newService(t)
	one, population, err := draw(t.Context(), owner, "2026-11-23", 10)
	if err != nil || len(one) != 10 || population < 100 {
		t.Fatal(len(one), population, err)
	}
	same, _, _ := draw(t.Context(), owner, "2026-11-23", 10)
	other, _, _ := draw(t.Context(), owner, "2026-11-24", 10)
	if diff := cmp.Diff(one, same); diff != "" {
		t.Error("the same day draws others:", diff)
	}
	if cmp.Equal(one, other) {
		t.Error("every day draws the same")
	}
}
