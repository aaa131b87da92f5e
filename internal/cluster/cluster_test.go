package cluster

import (
	"testing"

	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

func TestClusters(t *testing.T) {
	d, ctx := dbtest.New(t), t.Context()
	biom, erai := id.Derived[id.Cluster]("biom"), id.Derived[id.Cluster]("erai")
	for range 2 { // writing again changes, and adds nothing
		err := Upsert(ctx, d, []*Cluster{
			{ID: erai, Slug: "erai", Kind: KindRegionalAgency, Name: "ERAI", Country: "FR"},
			{ID: biom, Slug: "biom", Kind: KindCluster, Name: "BioM", Latitude: 48.1083, Longitude: 11.454, Lead: true}})
		if err != nil {
			t.Fatal(err)
		}
	}
	s := NewService(d)
	all, err := s.All(ctx)
	if err != nil || len(all) != 2 || all[0].ID != biom || all[0].Coordinates()[0] != 48.1083 || !all[0].Kind.Valid() {
		t.Fatal(all, err)
	}
	found, err := s.ByIDs(ctx, viewer.Viewer{}, []id.Cluster{erai, "clu_\x00"})
	if err != nil || len(found) != 1 || found[erai].Country != "FR" {
		t.Error(found, err)
	}
	if c, err := s.BySlug(ctx, "biom"); err != nil || c.ID != biom {
		t.Error(c, err)
	}
	if _, err := s.BySlug(ctx, "\xff"); len(fault.All(err)) != 1 || fault.All(err)[0].Code != fault.NotFound {
		t.Error(err)
	}
	if ids, err := Resolve(ctx, d, "clusters", []string{"biom", string(erai)}); err != nil || len(ids) != 2 {
		t.Error(ids, err)
	}
	if c, err := ResolveResponsible(ctx, d, "cluster", "biom"); err != nil || c != biom {
		t.Error(c, err)
	}
	for _, r := range []string{"erai", "none", "\x00"} {
		if _, err := ResolveResponsible(ctx, d, "cluster", r); len(fault.All(err)) != 1 || fault.All(err)[0].Field[0] != "cluster" {
			t.Errorf("%q: %v", r, err)
		}
	}
}
