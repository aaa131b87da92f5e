package matching_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/bioxclusters/portal/internal/matching"
)

// ranked gives the places of the candidates that Model.Candidates finds.
func ranked(r matching.Ranking) []matching.Place {
	places := []matching.Place{}
	for _, m := range r.Matches {
		places = append(places, matching.Place{Total: m.Total, ID: m.OrganisationID})
	}
	return places
}

// TestPoolRanksAsPairsScore: a pool that was filled, changed and tuned gives the totals, the order and the counts of scoring pairs.
func TestPoolRanksAsPairsScore(t *testing.T) {
	others := collection(120)
	grown, _ := modelOf(others)
	aliased := matching.NewTree(map[string]string{"red": "", "biologics": "red", "antibodies": "biologics", "it": ""},
		map[string]string{"vaccines": "antibodies", "imaging": "it", "records": "it"})
	regrown := matching.NewModel(aliased, matching.Collect(matching.Analyse(aliased, others)), matching.Weights{Version: 2, Technology: 100, Text: 900})
	rapid.Check(t, func(t *rapid.T) {
		pool := matching.NewPool(fixed)
		profiles := rapid.SliceOfN(anyProfile, 0, 25).Draw(t, "profiles")
		for i := range profiles {
			profiles[i].ID = fmt.Sprintf("org_%d", i%20) // the last replace the first
			if place := pool.Put(profiles[i])[0]; place != i%20 {
				t.Fatalf("place %d of %d", place, i)
			}
		}
		if len(profiles) > 20 {
			profiles = slices.Concat(profiles[20:], profiles[len(profiles)-20:20])
		}
		model := rapid.SampledFrom([]*matching.Model{fixed, grown, regrown}).Draw(t, "model")
		pool.Tune(model)
		treeOf := tree
		if model == regrown {
			treeOf = aliased
		}
		document := anyDocument.Draw(t, "document")
		document.OwnerID = "org_3"
		d := matching.Analyse(treeOf, []matching.Document{document})[0]
		cut := matching.Cut{First: rapid.IntRange(0, 8).Draw(t, "first"), MinScore: rapid.SampledFrom([]int{0, 0, 200, 350, 1000}).Draw(t, "minScore"),
			EligibleOnly: rapid.Bool().Draw(t, "eligibleOnly")}
		barred := rapid.IntRange(0, 30).Draw(t, "barred")
		if pool.Len() != len(profiles) {
			t.Fatalf("%d of %d", pool.Len(), len(profiles))
		}
		allowed := func(place int) bool { return place != barred }
		left := slices.DeleteFunc(slices.Clone(profiles), func(p matching.Profile) bool { return p.ID == fmt.Sprintf("org_%d", barred) })
		prepared := model.Prepare(left...)
		for page := range 3 {
			want := model.Candidates(d, prepared, asOf, cut)
			got := pool.Best(d, asOf, cut, allowed)
			if !slices.Equal(got, ranked(want)) || pool.Count(d, asOf, cut, allowed) != want.Count {
				t.Fatalf("page %d: %v, %d\nwant %v, %d", page, got, pool.Count(d, asOf, cut, allowed), ranked(want), want.Count)
			}
			if len(got) == 0 {
				break
			}
			cut.After = &got[len(got)-1]
		}
	})
}

// TestPoolKeepsTheMostTellingWords: of a profile with more words than a query holds, the same words count.
func TestPoolKeepsTheMostTellingWords(t *testing.T) {
	p := sme()
	p.Capabilities[0].Text = prose(rand.New(rand.NewPCG(3, 4)), 900)
	pool := matching.NewPool(fixed)
	pool.Put(p)
	for _, d := range fixedDocuments {
		got := pool.Best(d, asOf, matching.Cut{First: 1}, func(int) bool { return true })
		if want := fixed.Score(fixed.Prepare(p)[0], d, asOf).Total; len(got) != 1 || got[0].Total != want {
			t.Fatalf("%v, want %d", got, want)
		}
	}
}

// members makes n organisations of a kind with the documents of collection.
func members(n int) []matching.Profile {
	r := rand.New(rand.NewPCG(8, 9))
	all := make([]matching.Profile, n)
	for i := range all {
		all[i] = matching.Profile{ID: fmt.Sprintf("org_%026d", i), Country: "ES", Region: fmt.Sprint("ES", r.IntN(60)), SizeClass: "SMALL",
			FoundedYear: 1980 + r.IntN(45), Languages: []string{"en", "es"}, Certifications: some(r, []string{"GMP", "GLP", "ISO 13485"}, 2),
			Description: prose(r, 15), DescriptionLanguage: "en"}
		for _, direction := range []string{matching.Offers, matching.Seeks}[:1+r.IntN(2)] {
			all[i].Capabilities = append(all[i].Capabilities, matching.Capability{Direction: direction, Technologies: some(r, leaves, 4),
				Text: prose(r, 25), Language: "en", Stage: stages[r.IntN(len(stages))], Partnerships: some(r, partnerships, 3),
				Markets: some(r, markets, 2)})
		}
	}
	return all
}

// BenchmarkPool takes the first 20 candidates of an opportunity, and their number, from a pool; a model follows another between.
func BenchmarkPool(b *testing.B) {
	model, documents := modelOf(collection(3_000))
	everyone := func(int) bool { return true }
	for _, n := range []int{3_300, 200_000} {
		profiles := members(n)
		before := heap()
		start := time.Now()
		pool := matching.NewPool(model)
		pool.Put(profiles...)
		filled, held := time.Since(start), int64(heap()-before)
		runtime.KeepAlive(profiles)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportMetric(float64(held)/1e6, "pool-MB")
			b.ReportMetric(filled.Seconds(), "fill-s")
			for name, run := range map[string]func(*matching.AnalysedDocument){
				"best20": func(d *matching.AnalysedDocument) { pool.Best(d, asOf, matching.Cut{First: 20}, everyone) },
				"eligible20": func(d *matching.AnalysedDocument) {
					pool.Best(d, asOf, matching.Cut{First: 20, EligibleOnly: true}, everyone)
				},
				"count":   func(d *matching.AnalysedDocument) { pool.Count(d, asOf, matching.Cut{}, everyone) },
				"count50": func(d *matching.AnalysedDocument) { pool.Count(d, asOf, matching.Cut{MinScore: 500}, everyone) },
				"tune":    func(*matching.AnalysedDocument) { pool.Tune(model) },
			} {
				var took []time.Duration
				for i := range 40 {
					start := time.Now()
					run(documents[i*7])
					took = append(took, time.Since(start))
				}
				slices.SortFunc(took, cmp.Compare)
				b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, name+"-p50-ms")
				b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, name+"-max-ms")
			}
		})
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
