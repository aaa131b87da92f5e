package organisation

import (
	"testing"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// cast is everyone who may look.
var cast = []struct {
	name string
	v    viewer.Viewer
}{
	{"visitor", viewer.Viewer{}},
	{"newcomer", viewer.Viewer{User: usr("n")}},
	{"member", viewer.Viewer{User: usr("m"), Organisation: org("own draft"), OrganisationCluster: clu("biocat"), Roles: []viewer.Role{viewer.Member}}},
	{"admin", viewer.Viewer{User: usr("a"), Organisation: org("own draft"), OrganisationCluster: clu("biocat"), Roles: []viewer.Role{viewer.OrganisationAdmin}}},
	{"partner", viewer.Viewer{User: usr("p"), Organisation: org("partner"), OrganisationCluster: clu("biocat"), OrganisationMarket: mkt("CN"), Roles: []viewer.Role{viewer.Member}}},
	{"staff", viewer.Viewer{User: usr("s"), Cluster: clu("biocat"), Roles: []viewer.Role{viewer.Staff}}},
	{"staff of others", viewer.Viewer{User: usr("o"), Cluster: clu("biom"), Roles: []viewer.Role{viewer.Staff}}},
	{"analyst", viewer.Viewer{User: usr("y"), Roles: []viewer.Role{viewer.Analyst}}},
	{"coordinator", viewer.Viewer{User: usr("c"), Roles: []viewer.Role{viewer.Coordinator}}},
	{"cluster without the role", viewer.Viewer{User: usr("w"), Cluster: clu("biocat")}},
}

// stage is everything there is to see.
var stage = []Organisation{
	{ID: org("own draft"), Kind: Company, Status: Draft},
	{ID: org("draft, listed"), Kind: Company, Status: Draft, Listed: true},
	{ID: org("review, listed"), Kind: Company, Status: UnderReview, Listed: true},
	{ID: org("verified"), Kind: Company, Status: Verified},
	{ID: org("listed"), Kind: Company, Status: Verified, Listed: true},
	{ID: org("suspended"), Kind: Company, Status: Suspended, Listed: true},
	{ID: org("partner"), Kind: Company, Status: Verified, MarketID: ptr(mkt("CN"))},
	{ID: org("partner, listed"), Kind: Company, Status: Verified, Listed: true, MarketID: ptr(mkt("CN"))},
	{ID: org("gateway"), Kind: Gateway, Status: Verified, Listed: true, MarketID: ptr(mkt("CN"))},
	{ID: org("gateway, suspended"), Kind: Gateway, Status: Suspended, Listed: true, MarketID: ptr(mkt("CN"))},
	{ID: org("gateway, hidden"), Kind: Gateway, Status: Verified, MarketID: ptr(mkt("CN"))},
}

func TestViewOf(t *testing.T) {
	const n, e, l, f, p = None, Teaser, Listed, Full, Personal
	for name, want := range map[string][]View{ // in the order of stage
		"visitor":                  {n, n, n, n, e, n, n, e, l, n, n},
		"newcomer":                 {n, n, n, n, e, n, n, l, l, n, n},
		"member":                   {p, n, n, n, l, n, n, l, l, n, n},
		"admin":                    {p, n, n, n, l, n, n, l, l, n, n},
		"partner":                  {n, n, n, n, e, n, p, l, l, n, n},
		"staff":                    {p, p, p, p, p, p, p, p, p, p, p},
		"staff of others":          {n, n, n, n, l, n, n, l, l, n, n},
		"analyst":                  {n, n, f, f, f, f, f, f, f, f, f},
		"coordinator":              {p, p, p, p, p, p, p, p, p, p, p},
		"cluster without the role": {n, n, n, n, e, n, n, l, l, n, n},
	} {
		for _, c := range cast {
			for i, o := range stage {
				o.ClusterID = clu("biocat")
				if got := ViewOf(c.v, &o); c.name == name && got != want[i] {
					t.Errorf("%s sees %d of organisation %d, want %d", name, got, i, want[i])
				}
			}
		}
	}
}

func TestVisibleSQLIsViewOf(t *testing.T) {
	w := newWorld(t)
	for i := range stage {
		w.add(string(stage[i].ID), func(o *Organisation) {
			o.ID, o.Kind, o.Status, o.Listed, o.MarketID = stage[i].ID, stage[i].Kind, stage[i].Status, stage[i].Listed, stage[i].MarketID
		})
	}
	for _, c := range cast {
		for _, least := range []View{Teaser, Listed} {
			cond := &where{}
			cond.add(cond.visibleSQL(c.v, least))
			var ids []id.Organisation
			w.must(w.db.SelectContext(t.Context(), &ids, `select id from organisation o`+cond.String(), cond.args...))
			got := map[id.Organisation]bool{}
			for _, i := range ids {
				got[i] = true
			}
			for i, o := range stage {
				o.ClusterID = clu("biocat")
				if want := ViewOf(c.v, &o) >= least; got[o.ID] != want {
					t.Errorf("%s, view %d, organisation %d: SQL says %v, ViewOf %v", c.name, least, i, got[o.ID], want)
				}
			}
		}
		list, err := w.s.List(t.Context(), c.v, nil, nil, allRows)
		w.must(err)
		n, err := w.s.Count(t.Context(), c.v, nil)
		w.must(err)
		found, err := w.s.ByIDs(t.Context(), c.v, everyID())
		w.must(err)
		if len(list.Nodes) != n || len(found) != n {
			t.Errorf("%s: lists %d, counts %d, finds %d", c.name, len(list.Nodes), n, len(found))
		}
	}
}

func everyID() (ids []id.Organisation) {
	for _, o := range stage {
		ids = append(ids, o.ID)
	}
	return append(ids, "", "org_x", "org_'\x00", org("nobody"))
}

func TestMayUpdateAndReview(t *testing.T) {
	o := &Organisation{ID: org("own draft"), ClusterID: clu("biocat"), Status: Draft}
	for name, want := range map[string][2]bool{"admin": {true, false}, "staff": {true, true}, "coordinator": {true, true}} {
		for _, c := range cast {
			if c.name == name && (MayUpdate(c.v, o) != want[0] || MayReview(c.v, o) != want[1]) {
				t.Errorf("%s: update %v, review %v", name, MayUpdate(c.v, o), MayReview(c.v, o))
			}
		}
	}
	for _, c := range cast {
		if c.name != "admin" && c.name != "staff" && c.name != "coordinator" && (MayUpdate(c.v, o) || MayReview(c.v, o)) {
			t.Errorf("%s may change it", c.name)
		}
	}
	own := viewer.Viewer{User: usr("x"), Organisation: o.ID, Cluster: clu("biocat"), Roles: []viewer.Role{viewer.Staff, viewer.Member}}
	if MayReview(own, o) {
		t.Error("staff may verify their own organisation")
	}
}

func TestSearchFindsWhatViewOfLetsRead(t *testing.T) {
	w := newWorld(t)
	for i := range stage {
		w.add(string(stage[i].ID), func(o *Organisation) {
			*o = Organisation{ID: stage[i].ID, Kind: stage[i].Kind, Status: stage[i].Status, Listed: stage[i].Listed, MarketID: stage[i].MarketID,
				ClusterID: o.ClusterID, LegalName: "Name", City: "Girona", Description: "ultrasound", Country: "ES", Independence: Autonomous,
				Origin: Portal, Version: 1, CreatedAt: noon, UpdatedAt: noon}
		})
	}
	for _, c := range cast {
		for text, least := range map[string]View{"nam": Teaser, "girona": Listed, "name ultra": Listed} {
			want := 0
			for _, o := range stage {
				o.ClusterID = clu("biocat")
				if ViewOf(c.v, &o) >= least {
					want++
				}
			}
			if got, err := w.s.Count(t.Context(), c.v, &Filter{Text: &text}); err != nil || got != want {
				t.Errorf("%s finds %d by %q, may read it of %d (%v)", c.name, got, text, want, err)
			}
		}
	}
}
