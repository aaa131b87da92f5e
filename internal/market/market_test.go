package market

import (
	"testing"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

func TestMarkets(t *testing.T) {
	d, ctx := dbtest.New(t), t.Context()
	cn, br := id.Derived[id.Market]("CN"), id.Derived[id.Market]("BR")
	named := func(en, es string) db.JSON[map[string]string] {
		return db.JSON[map[string]string]{V: map[string]string{"en": en, "es": es}}
	}
	for range 2 { // writing again changes, and adds nothing
		err := Upsert(ctx, d, []*Market{
			{ID: cn, Code: "CN", Names: named("China", ""), Currency: "CNY", Status: Active, CountryList: []string{"CN"}, RegulatorName: "N"},
			{ID: br, Code: "BR", Names: named("Brazil", "Brasil"), Currency: "BRL", Status: Paused}})
		if err != nil {
			t.Fatal(err)
		}
	}
	s := NewService(d)
	all, err := s.All(ctx)
	if err != nil || len(all) != 2 || all[0].Code != "BR" || all[0].NameIn("es") != "Brasil" || all[0].NameIn("zh") != "Brazil" || all[1].NameIn("es") != "China" {
		t.Fatal(all, err)
	}
	if m := all[1]; m.Countries()[0] != "CN" || m.Languages() == nil || m.TimeZones() == nil || m.Regulator().Name != "N" || !m.Status.Valid() {
		t.Errorf("%+v", m)
	}
	found, err := s.ByIDs(ctx, viewer.Viewer{}, []id.Market{cn, "mkt_\x00", id.Derived[id.Market]("US")})
	if err != nil || len(found) != 1 || found[cn].Code != "CN" {
		t.Error(found, err)
	}
	if m, err := s.ByCode(ctx, "CN"); err != nil || m.ID != cn {
		t.Error(m, err)
	}
	if _, err := s.ByCode(ctx, "\xff"); len(fault.All(err)) != 1 || fault.All(err)[0].Code != fault.NotFound {
		t.Error(err)
	}
	if ids, err := Resolve(ctx, d, "markets", []string{"BR", string(cn)}); err != nil || len(ids) != 2 || ids[0] != br {
		t.Error(ids, err)
	}
	if ids, err := Resolve(ctx, d, "markets", nil); err != nil || ids != nil {
		t.Error(ids, err)
	}
	if _, err := ResolveOne(ctx, d, "market", "US"); len(fault.All(err)) != 1 {
		t.Error(err)
	}
}
