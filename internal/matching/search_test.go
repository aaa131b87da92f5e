package matching_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bioxclusters/portal/internal/matching"
)

// find looks for documents with titles in languages, visible to all.
func find(t *testing.T, query string, documents ...matching.Document) []string {
	t.Helper()
	model, index := searchIndex(documents...)
	var ids []string
	for _, hit := range model.Find(index, matching.Search{Query: matching.ParseQuery(query), Filter: visible(), First: 20}).Hits {
		ids = append(ids, hit.ID)
	}
	return ids
}

func visible() matching.Filter { return matching.Filter{Visible: []string{"all"}} }

func searchIndex(documents ...matching.Document) (*matching.Model, *matching.Index) {
	analysed := matching.Analyse(tree, documents)
	statistics := matching.Collect(analysed)
	b := matching.NewBuilder(tree)
	for _, d := range analysed {
		b.Add(&matching.Entry{AnalysedDocument: d, Open: true, Tags: []string{"all"}})
	}
	return matching.NewModel(tree, statistics, matching.Version1), b.Index(statistics.AverageLength)
}

func titled(id, lang, title string) matching.Document {
	return matching.Document{ID: id, Language: lang, Title: title, Kind: matching.TechnologyOffer}
}

func TestSearchInEveryLanguage(t *testing.T) {
	documents := []matching.Document{
		titled("en", "en", "Monoclonal antibodies against solid tumours"),
		titled("es", "es", "Vacunas terapéuticas y diagnósticos rápidos"),
		titled("ca", "ca", "Assaigs clínics d'implants dentals"),
		titled("fr", "fr", "Dispositifs médicaux réutilisables"),
		titled("de", "de", "Künstliche Gelenke für Krankenhäuser"),
		titled("it", "it", "Sensori indossabili per il cuore"),
		titled("pt", "pt", "Soluções de telemedicina em hospitais"),
		titled("zh", "zh", "肿瘤免疫治疗平台"),
	}
	for query, want := range map[string][]string{
		"antibody": {"en"}, "tumour antibodies": {"en"}, "antib": {"en"}, "ANTIBODY tumo": {"en"},
		"vacuna": {"es"}, "diagnostico rapido": {"es"}, "implant dental": {"ca"}, "médical": {"fr"}, "medicaux reutil": {"fr"},
		"künstlich": {"de"}, "kunstliche gelenk": {"de"}, "sensore": {"it"}, "solução": {"pt"}, "solucoes hospita": {"pt"},
		"免疫": {"zh"}, "肿瘤治疗": nil, "免疫治疗": {"zh"}, "the antibodies": {"en"}, "antibodies vaccine": nil, "": {"ca", "de", "en", "es", "fr", "it", "pt", "zh"},
	} {
		if got := find(t, query, documents...); !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", query, got, want)
		}
	}
}

func TestSearchRanksTitlesFirst(t *testing.T) {
	text := matching.Document{ID: "a", Language: "en", Title: "Platform", Text: "A stent for small vessels", Kind: matching.TechnologyOffer}
	if got := find(t, "stent", text, titled("b", "en", "Stent for vessels")); !slices.Equal(got, []string{"b", "a"}) {
		t.Error(got)
	}
}

func TestTeaserSearchKnowsNothingOfTheRest(t *testing.T) {
	model, index := searchIndex(
		matching.Document{ID: "a", Language: "en", Title: "Platform", Text: "secret sauce", Kind: matching.TechnologyOffer},
		matching.Document{ID: "b", Language: "en", Title: "Platform", Text: "platform platform", Kind: matching.TechnologyOffer})
	s := matching.Search{Query: matching.ParseQuery("sauce"), Filter: visible(), Teaser: true, First: 9}
	if got := model.Find(index, s); got.Counts.Total != 0 {
		t.Error("found by what visitors may not read")
	}
	s.Query = matching.ParseQuery("platform")
	if hits := model.Find(index, s).Hits; len(hits) != 2 || hits[0].Total != hits[1].Total {
		t.Errorf("the order tells of what visitors may not read: %v", hits)
	}
}

func TestPhrases(t *testing.T) {
	q := matching.ParseQuery(`stent "Small  Vessels`)
	if q.Phrases() {
		t.Error("an open quotation mark makes no phrase")
	}
	q = matching.ParseQuery(`stent “Small  Vessels”`)
	if !q.Phrases() || !q.Holds("A stent", "for the small-vessels") || q.Holds("vessels, small", "small", "vessels") {
		t.Error("phrase")
	}
}

func TestGuess(t *testing.T) {
	model, index := searchIndex(titled("a", "en", "Humanised antibodies"), titled("b", "en", "Dental implants"))
	reach := func(q *matching.Query) bool {
		return model.Find(index, matching.Search{Query: q, Filter: visible()}).Counts.Total > 0
	}
	for typed, want := range map[string]string{"antibodeis": "antibodies", "dentl implnats": "dental implants", "humanised implants": "", "zzzzzzz": "", "dental": ""} {
		got := ""
		if q := model.Guess(index, matching.ParseQuery(typed), reach); q != nil {
			got = q.Text()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

func TestSnippet(t *testing.T) {
	fragments := func(query string, texts ...string) string {
		var b strings.Builder
		for _, f := range matching.ParseQuery(query).Snippet(texts...) {
			if f.Match {
				fmt.Fprintf(&b, "[%s]", f.Text)
			} else {
				b.WriteString(f.Text)
			}
		}
		return b.String()
	}
	for _, c := range []struct{ query, text, want string }{
		{"antibody", "Humanised Antibodies for oncology.", "Humanised [Antibodies] for oncology."},
		{"diagnostico", "Un diagnóstico rápido", "Un [diagnóstico] rápido"},
		{"免疫治疗", "肿瘤免疫治疗平台", "肿瘤[免疫治疗]平台"},
		{"anti", "<b>antibody</b>", "<b>[antibody]</b>"},
		{"nothing", "Humanised antibodies", ""},
		{"stent", strings.Repeat("lorem ipsum ", 40) + "a stent " + strings.Repeat("dolor sit ", 40), ""},
	} {
		got := fragments(c.query, c.text)
		if c.want != "" && got != c.want || c.query == "stent" && (!strings.Contains(got, "a [stent] dolor") || len(got) > 260) {
			t.Errorf("%q: got %q", c.query, got)
		}
	}
}

// TestFacetsAreExact: counts under every filter, with and without words, are those of looking at each document.
func TestFacetsAreExact(t *testing.T) {
	documents := collection(600)
	model, index := searchIndex(documents...)
	terms := map[string][]string{}
	for _, d := range documents {
		terms[d.ID] = matching.Terms("en", d.Title+" "+d.Summary+" "+d.Text)
	}
	rapid.Check(t, func(t *rapid.T) {
		choose := func(name string, from []string) []string {
			if rapid.Bool().Draw(t, name) {
				return nil
			}
			return rapid.SliceOfN(rapid.SampledFrom(from), 1, 3).Draw(t, name)
		}
		f := visible()
		f.Kinds, f.Markets, f.Stages = choose("kinds", kinds), choose("markets", markets), choose("stages", stages[:5])
		f.Technologies, f.Partnerships = choose("technologies", leaves), choose("partnerships", partnerships)
		word := rapid.SampledFrom([]string{"", "antibody", "trial", "market platform", "nowhere"}).Draw(t, "words")
		day := asOf.AddDate(0, 0, rapid.IntRange(0, 300).Draw(t, "day"))
		if rapid.Bool().Draw(t, "open") {
			f.OpenAt = &day
		}
		got := model.Find(index, matching.Search{Query: matching.ParseQuery(word), Filter: f}).Counts
		if difference := cmp.Diff(countAll(documents, terms, f, word), got); difference != "" {
			t.Fatal(difference)
		}
	})
}

func countAll(documents []matching.Document, terms map[string][]string, f matching.Filter, words string) matching.Counts {
	c := matching.Counts{Kinds: map[string]int{}, Markets: map[string]int{}, Stages: map[string]int{}, Technologies: map[string]int{}}
	has := func(list, values []string) bool {
		return list == nil || slices.ContainsFunc(values, func(v string) bool { return slices.Contains(list, v) })
	}
	asked := map[string]string{} // words with their stems
	for _, w := range matching.Fold(words) {
		asked[w] = matching.Terms("en", w)[0]
	}
	for _, d := range documents {
		ok := has(f.Partnerships, d.Partnerships)
		for w, stem := range asked {
			ok = ok && slices.ContainsFunc(terms[d.ID], func(t string) bool { return strings.HasPrefix(t, w) || t == stem })
		}
		technologies := slices.Compact(slices.Sorted(slices.Values(d.Technologies)))
		kind, market, stage, technology := has(f.Kinds, []string{d.Kind}), has(f.Markets, []string{d.MarketID}), has(f.Stages, []string{d.Stage}), has(f.Technologies, technologies)
		if ok && kind && market && stage && technology {
			c.Total++
		}
		if ok && market && stage && technology {
			c.Kinds[d.Kind]++
		}
		if ok && kind && stage && technology {
			c.Markets[d.MarketID]++
		}
		if ok && kind && market && technology && d.Stage != "" {
			c.Stages[d.Stage]++
		}
		for _, t := range technologies {
			if ok && kind && market && stage {
				c.Technologies[t]++
			}
		}
	}
	return c
}

func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{"", `"`, `a "b c" d`, "“免疫” 治", "\x00\xff", strings.Repeat("a", 500), "שלום עולם", "l·l", "'", "\u202eabc"} {
		f.Add(s, "some antibodies 免疫治疗 here")
	}
	model, index := searchIndex(titled("a", "en", "Humanised antibodies"), titled("b", "zh", "免疫治疗"))
	f.Fuzz(func(t *testing.T, query, text string) {
		q := matching.ParseQuery(query)
		found := model.Find(index, matching.Search{Query: q, Filter: visible(), First: 3})
		if len(found.Hits) > 2 {
			t.Fatal(found)
		}
		q.Holds(text)
		var passage strings.Builder
		for _, fragment := range q.Snippet(text) {
			passage.WriteString(fragment.Text)
		}
		if !strings.Contains(text, passage.String()) {
			t.Fatalf("%q is no passage of %q", passage.String(), text)
		}
	})
}
