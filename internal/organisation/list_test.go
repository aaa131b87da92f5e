package organisation

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

var allRows = page.Args{First: ptr(page.Max)}

func TestListPagesThroughTies(t *testing.T) {
	w := newWorld(t)
	for i := range 23 {
		names := []string{"Ábaco", "acme", "ACME", "Zeta", "zéta", "上海", "O'Hara \\ \"x\""}
		w.add(fmt.Sprint(i), func(o *Organisation) {
			o.LegalName = names[i%len(names)]
			o.CreatedAt = noon.Add(time.Duration(i%3) * time.Microsecond)
		})
	}
	for _, field := range []OrderField{ByName, ByCreatedAt} {
		for _, direction := range []page.Direction{page.Ascending, page.Descending} {
			order := &Order{field, &direction}
			whole, err := w.s.List(t.Context(), viewer.Viewer{}, nil, order, allRows)
			w.must(err)
			var walked []id.Organisation
			args := page.Args{First: ptr(4)}
			for {
				p, err := w.s.List(t.Context(), viewer.Viewer{}, nil, order, args)
				w.must(err)
				for _, o := range p.Nodes {
					walked = append(walked, o.ID)
				}
				if !p.HasNext {
					break
				}
				args.After = &p.Cursors[len(p.Cursors)-1]
			}
			if len(whole.Nodes) != 23 || !slices.EqualFunc(whole.Nodes, walked, func(o *Organisation, i id.Organisation) bool { return o.ID == i }) {
				t.Errorf("%s %s: %d in one page, %d in several, or in another order", field, direction, len(whole.Nodes), len(walked))
			}
		}
	}
	none, err := w.s.List(t.Context(), viewer.Viewer{}, nil, nil, page.Args{First: ptr(0)})
	if err != nil || len(none.Nodes) != 0 || !none.HasNext {
		t.Errorf("first 0: %+v %v", none, err)
	}
}

func TestListRefusesWhatItCannotRead(t *testing.T) {
	w := newWorld(t)
	w.add("x", nil)
	good := string(org("x"))
	raw := func(s string) *string { return ptr(base64.RawURLEncoding.EncodeToString([]byte(s))) }
	created := &Order{ByCreatedAt, nil}
	for _, c := range []struct {
		what  string
		order *Order
		after *string
	}{
		{"not base64", nil, ptr("%%%")}, {"not JSON", nil, raw("x")}, {"another order", created, ptr(page.Encode("NAME", "x", good))},
		{"another direction", nil, ptr(page.Encode("NAME DESC", "x", good))}, {"too few keys", nil, ptr(page.Encode("NAME", good))},
		{"an id of another kind", nil, ptr(page.Encode("NAME", "x", string(usr("x"))))}, {"NUL", nil, ptr(page.Encode("NAME", "x\x00", good))},
		{"bad UTF-8", nil, raw("[\"NAME\",\"\xff\",\"" + good + "\"]")}, {"no time", created, ptr(page.Encode("CREATED_AT", "x", good))},
		{"a time out of range", created, ptr(page.Encode("CREATED_AT", "99999-01-01T00:00:00Z", good))},
		{"a long time", created, ptr(page.Encode("CREATED_AT", "2026-01-01T00:00:00."+strings.Repeat("1", 500)+"Z", good))},
	} {
		_, err := w.s.List(t.Context(), viewer.Viewer{}, nil, c.order, page.Args{After: c.after})
		expect(t, c.what, err, "INVALID after")
	}
	ok, err := w.s.List(t.Context(), viewer.Viewer{}, nil, nil, page.Args{After: ptr(page.Encode("NAME", strings.Repeat("w", 256), good))})
	if err != nil || len(ok.Nodes) != 1 {
		t.Error("a long name as a cursor:", err)
	}
	bad := "\xff\x00"
	for _, c := range []struct {
		what  string
		f     *Filter
		order *Order
		first *int
		want  string
	}{
		{"first", nil, nil, ptr(101), "INVALID first"}, {"first", nil, nil, ptr(-1), "INVALID first"},
		{"order", nil, &Order{Field: "X"}, nil, "INVALID orderBy.field"}, {"direction", nil, &Order{ByName, ptr(page.Direction("X"))}, nil, "INVALID orderBy.direction"},
		{"text", &Filter{Text: &bad}, nil, nil, "INVALID filter.text"}, {"long text", &Filter{Text: ptr(strings.Repeat("x", 257))}, nil, nil, "INVALID filter.text"},
		{"kind", &Filter{Kinds: []Kind{Company, "X"}}, nil, nil, "INVALID filter.kinds.1"}, {"status", &Filter{Statuses: []Status{"X"}}, nil, nil, "INVALID filter.statuses.0"},
		{"cluster", &Filter{Clusters: []string{"biocat", bad}}, nil, nil, "INVALID filter.clusters.1"}, {"market", &Filter{Markets: []string{"XX"}}, nil, nil, "INVALID filter.markets.0"},
		{"technology", &Filter{Technologies: []string{string(clu("biocat"))}}, nil, nil, "INVALID filter.technologies.0"},
		{"too many", &Filter{Clusters: make([]string, 101)}, nil, nil, "INVALID filter.clusters"},
	} {
		_, err := w.s.List(t.Context(), viewer.Viewer{}, c.f, c.order, page.Args{First: c.first})
		expect(t, c.what, err, c.want)
		if c.f != nil {
			_, err = w.s.Count(t.Context(), viewer.Viewer{}, c.f)
			expect(t, "count, "+c.what, err, c.want)
		}
	}
}

func TestFilter(t *testing.T) {
	w := newWorld(t)
	sme := w.add("Ácme Diagnòstica", func(o *Organisation) { o.City, o.Description = "Girona", "Ultrasound for dogs" })
	w.add("Beta", func(o *Organisation) { o.ClusterID, o.Kind = clu("biom"), Research })
	gate := w.add("Gamma Gate", func(o *Organisation) {
		o.Kind, o.MarketID, o.City, o.Description = Gateway, ptr(mkt("CN")), "Shanghai", "Ultrasound park 上海枫林"
	})
	partner := w.add("Partner", func(o *Organisation) { o.MarketID, o.Description = ptr(mkt("CN")), "distributes ultrasound" })
	w.must(replaceCapabilities(t.Context(), w.db, sme.ID, []*Capability{
		{ID: id.Derived[id.Capability]("1"), Direction: Offers, TechnologyList: []id.Technology{tec("vaccines"), tec("mri")}, Text: "x", Language: "en"},
		{ID: id.Derived[id.Capability]("2"), Direction: Seeks, TechnologyList: []id.Technology{tec("mri")}, Text: "y", Language: "en"}}))
	visitor, other := viewer.Viewer{}, w.member("other", viewer.Member, w.add("Other", func(o *Organisation) { o.Listed = false }))
	ours := w.member("ours", viewer.Member, partner)
	for _, c := range []struct {
		what string
		v    viewer.Viewer
		f    Filter
		want string
	}{
		{"nothing", visitor, Filter{}, "Beta Gamma Gate Partner Ácme Diagnòstica"},
		{"an empty text", visitor, Filter{Text: ptr(" ?")}, "Beta Gamma Gate Partner Ácme Diagnòstica"},
		{"a name", visitor, Filter{Text: ptr("DIAGNOSTICA acme")}, "Ácme Diagnòstica"},
		{"its beginning", visitor, Filter{Text: ptr("acme diagno")}, "Ácme Diagnòstica"},
		{"only the last word may be one", visitor, Filter{Text: ptr("acm diagnostica")}, ""},
		{"a city that visitors may not read", visitor, Filter{Text: ptr("girona")}, ""},
		{"a description that visitors may not read, but a gateway's", visitor, Filter{Text: ptr("ultrasound")}, "Gamma Gate"},
		{"what a partner reads", ours, Filter{Text: ptr("ultrasound")}, "Gamma Gate Partner"},
		{"what an SME reads", other, Filter{Text: ptr("ultrasound")}, "Gamma Gate Partner Ácme Diagnòstica"},
		{"name and city", other, Filter{Text: ptr("acme girona")}, "Ácme Diagnòstica"},
		{"Chinese", visitor, Filter{Text: ptr("枫林")}, "Gamma Gate"},
		{"syntax", visitor, Filter{Text: ptr("a' | !b:* & ((\\")}, ""},
		{"kinds", visitor, Filter{Kinds: []Kind{Research, Gateway}}, "Beta Gamma Gate"},
		{"clusters by slug", visitor, Filter{Clusters: []string{"biom"}}, "Beta"},
		{"clusters by id", visitor, Filter{Clusters: []string{string(clu("biom"))}}, "Beta"},
		{"markets", visitor, Filter{Markets: []string{"CN"}}, "Gamma Gate Partner"},
		{"statuses", visitor, Filter{Statuses: []Status{Draft}}, ""},
		{"a technology above", visitor, Filter{Technologies: []string{"diagnostics"}}, "Ácme Diagnòstica"},
		{"none of its technologies", visitor, Filter{Technologies: []string{string(tec("imaging")), "vaccines"}, Kinds: []Kind{Gateway}}, ""},
	} {
		p, err := w.s.List(t.Context(), c.v, &c.f, nil, allRows)
		w.must(err)
		var names []string
		for _, o := range p.Nodes {
			names = append(names, o.LegalName)
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
		if n, err := w.s.Count(t.Context(), c.v, &c.f); err != nil || n != len(names) {
			t.Errorf("%s: counts %d, %v", c.what, n, err)
		}
	}
	w.checkLoaders(sme, gate, visitor, other)
}

func (w *world) checkLoaders(sme, gate *Organisation, visitor, other viewer.Viewer) {
	ids := []id.Organisation{sme.ID, gate.ID, "bad"}
	technologies, err := w.s.TechnologiesOf(w.Context(), visitor, ids)
	w.must(err)
	if got := technologies[sme.ID]; len(got) != 2 || len(technologies) != 1 {
		w.Errorf("technologies %v", technologies)
	}
	none, err := w.s.CapabilitiesOf(w.Context(), visitor, ids)
	w.must(err)
	some, err := w.s.CapabilitiesOf(w.Context(), other, ids)
	w.must(err)
	if len(none) != 0 || len(some[sme.ID]) != 2 || some[sme.ID][0].Direction != Offers {
		w.Errorf("capabilities %v, %v", none, some)
	}
	counts, err := w.s.CountByCluster(w.Context(), visitor, []id.Cluster{clu("biocat"), clu("biom"), clu("erai"), "x"})
	w.must(err)
	if counts[clu("biocat")] != 3 || counts[clu("biom")] != 1 || len(counts) != 2 {
		w.Errorf("counts %v", counts)
	}
	gateways, err := w.s.GatewaysOf(w.Context(), visitor, []id.Market{mkt("CN"), "x"})
	w.must(err)
	if got := gateways[mkt("CN")]; len(got) != 1 || got[0].ID != gate.ID {
		w.Errorf("gateways %v", gateways)
	}
}
