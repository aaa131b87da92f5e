package technology

import (
	"slices"
	"strings"
	"testing"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

func tec(slug string) id.Technology { return id.Derived[id.Technology](slug) }

func node(slug string, kind Kind, labels map[string]string, ancestors ...string) *Technology {
	n := &Technology{ID: tec(slug), Slug: slug, Kind: kind, LabelMap: db.JSON[map[string]string]{V: labels}}
	for _, a := range ancestors {
		n.AncestorList = append(n.AncestorList, tec(a))
		n.ParentID = &n.AncestorList[len(n.AncestorList)-1]
	}
	return n
}

// tree is written out of order, as far as parents allow.
func tree(t *testing.T) (*db.DB, *Service) {
	t.Helper()
	d := dbtest.New(t)
	all := []*Technology{
		node("oncology", KindTherapeuticArea, map[string]string{"en": "Oncology", "es": "Oncología", "zh": "肿瘤学"}),
		node("diagnostics", KindTechnology, map[string]string{"en": "Diagnostics", "ca": "Diagnòstic"}),
		node("imaging", KindTechnology, map[string]string{"en": "Medical imaging"}, "diagnostics"),
		node("mri", KindTechnology, map[string]string{"en": "Magnetic resonance"}, "diagnostics", "imaging"),
		node("assays", KindTechnology, nil, "diagnostics"),
	}
	for i, position := range []int{4, 0, 1, 2, 3} {
		all[i].Position = position
	}
	all[2].SynonymMap.V = map[string][]string{"en": {"scanners", "radiology"}, "fr": {"imagerie médicale"}}
	all[2].NACECodeList = []string{"26.60"}
	all[3].NACECodeList = []string{"26.60"}
	all[4].EENCodeList = []string{"06001005"}
	if err := Upsert(t.Context(), d, all); err != nil {
		t.Fatal(err)
	}
	return d, NewService(d)
}

func slugs(all []*Technology) string {
	var names []string
	for _, t := range all {
		names = append(names, t.Slug)
	}
	return strings.Join(names, " ")
}

func TestAll(t *testing.T) {
	_, s := tree(t)
	text := func(words string) *Filter { return &Filter{Text: &words} }
	under, kinds := "imaging", []Kind{KindTherapeuticArea}
	id := string(tec("diagnostics"))
	for _, c := range []struct {
		what string
		f    *Filter
		want string
	}{
		{"nothing", nil, "diagnostics imaging mri assays oncology"}, {"an empty filter", &Filter{}, "diagnostics imaging mri assays oncology"},
		{"an empty text", text(" !"), "diagnostics imaging mri assays oncology"}, {"an accent too few", text("oncologia"), "oncology"},
		{"an accent too many", text("díagnostíc"), "diagnostics"}, {"beginnings", text("mag res"), "mri"}, {"words of two synonyms", text("scanners radiology"), ""},
		{"a synonym", text("IMAGERIE"), "imaging"}, {"a code", text("26.60"), "imaging mri"}, {"an EEN code", text("06001"), "assays"}, {"Chinese", text("肿瘤"), "oncology"},
		{"kinds", &Filter{Kinds: kinds}, "oncology"}, {"under a slug", &Filter{Under: &under}, "imaging mri"}, {"under an id", &Filter{Under: &id}, "diagnostics imaging mri assays"},
	} {
		all, err := s.All(t.Context(), c.f)
		if got := slugs(all); err != nil || got != c.want {
			t.Errorf("%s: %q %v, want %q", c.what, got, err, c.want)
		}
	}
	bad := "a\x00"
	for field, f := range map[string]*Filter{"filter.text": text(bad), "filter.under": {Under: &bad}, "filter.kinds.0": {Kinds: []Kind{"X"}}} {
		_, err := s.All(t.Context(), f)
		if faults := fault.All(err); len(faults) != 1 || strings.Join(faults[0].Field, ".") != field || faults[0].Code != fault.Invalid {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestShape(t *testing.T) {
	d, s := tree(t)
	ctx := t.Context()
	children, err := s.Children(ctx, []id.Technology{tec("diagnostics"), tec("mri"), "bad"})
	if err != nil || len(children) != 1 || slugs(children[tec("diagnostics")]) != "imaging assays" {
		t.Errorf("children %v %v", children, err)
	}
	below, err := Descendants(ctx, d, []id.Technology{tec("imaging"), tec("oncology")})
	if want := []id.Technology{tec("imaging"), tec("mri"), tec("oncology")}; err != nil || !slices.Equal(below, want) {
		t.Errorf("descendants %v %v", below, err)
	}
	if none, err := Descendants(ctx, d, nil); err != nil || none != nil {
		t.Errorf("descendants of nothing: %v %v", none, err)
	}
	shape, err := s.Tree(ctx)
	if err != nil || len(shape.Parents) != 5 || shape.Parents[string(tec("mri"))] != string(tec("imaging")) || shape.Parents[string(tec("oncology"))] != "" {
		t.Errorf("%v %v", shape, err)
	}
	if shape.Aliases["06001005"] != string(tec("assays")) || shape.Aliases["mri"] != string(tec("mri")) || shape.Aliases["26.60"] != "" {
		t.Errorf("aliases %v", shape.Aliases)
	}
	found, err := s.ByIDs(ctx, viewer.Viewer{}, []id.Technology{tec("mri"), "tec_\x00", tec("none")})
	if err != nil || len(found) != 1 || found[tec("mri")].Slug != "mri" || len(found[tec("mri")].AncestorIDs()) != 2 {
		t.Errorf("%v %v", found, err)
	}
	if n, err := s.BySlug(ctx, "imaging"); err != nil || n.LabelIn("xx") != "Medical imaging" || n.SynonymsIn("fr")[0] != "imagerie médicale" || len(n.SynonymsIn("de")) != 2 {
		t.Errorf("%v %v", n, err)
	}
	n, _ := s.BySlug(ctx, "assays")
	if n.LabelIn("en") != "assays" || n.SynonymsIn("en") == nil || n.EENCodes()[0] != "06001005" || n.NACECodes() == nil {
		t.Errorf("%+v", n)
	}
	if _, err := s.BySlug(ctx, "\x00"); !fault.Missing("").Is(fault.All(err)[0]) {
		t.Error(err)
	}
	ids, err := Resolve(ctx, d, "technologies", []string{"mri", string(tec("mri")), "imaging"})
	if err != nil || !slices.Equal(ids, []id.Technology{tec("mri"), tec("imaging")}) {
		t.Errorf("%v %v", ids, err)
	}
}
