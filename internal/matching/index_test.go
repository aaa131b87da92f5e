package matching_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bioxclusters/portal/internal/matching"
)

// entryOf files a document as open, of a partner unless its number is divisible by five.
func entryOf(d *matching.AnalysedDocument, i int) *matching.Entry {
	return &matching.Entry{AnalysedDocument: d, Partner: i%5 != 0, Open: i%11 != 0}
}

// indexOf builds an index of documents at the model's average length.
func indexOf(documents []*matching.AnalysedDocument, averageLength int64) *matching.Index {
	b := matching.NewBuilder(tree)
	for i, d := range documents {
		b.Add(entryOf(d, i))
	}
	return b.Index(averageLength)
}

// wantedOf is what Rank must give, by scoring everything.
func wantedOf(model *matching.Model, p *matching.AnalysedProfile, entries map[string]*matching.Entry, w matching.Wanted) []matching.Place {
	var all []*matching.AnalysedDocument
	for id, e := range entries {
		d := e.Document
		if e.Open && e.Partner == (p.Profile.MarketID == "") && !w.Owners[d.OwnerID] && !w.Without[id] && (w.Markets == nil || w.Markets[d.MarketID]) {
			all = append(all, e.AnalysedDocument)
		}
	}
	var places []matching.Place
	for _, m := range model.Matches(p, all, w.AsOf, w.Cut).Matches {
		places = append(places, matching.Place{Total: m.Total, ID: m.OpportunityID})
	}
	return places
}

func placesOf(ranked []matching.Ranked) []matching.Place {
	var places []matching.Place
	for _, r := range ranked {
		places = append(places, r.Place)
	}
	return places
}

// TestRankIsExact: whatever the profile, the cut and the changes since the index was built, the ranking is the one that scoring
// every document gives, and the document read back from the index has the pair's own score.
func TestRankIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 250).Draw(t, "documents")
		documents := matching.Analyse(tree, collection(n))
		statistics := matching.Collect(documents)
		model := matching.NewModel(tree, statistics, matching.Version1)
		index := indexOf(documents, statistics.AverageLength)
		entries := map[string]*matching.Entry{}
		for i, d := range documents {
			entries[d.Document.ID] = entryOf(d, i)
		}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		for range rapid.IntRange(0, 4).Draw(t, "changes") {
			index = change(r, index, entries)
		}
		if index.Len() != len(entries) {
			t.Fatalf("%d documents, want %d", index.Len(), len(entries))
		}
		p := model.Prepare(anyProfile.Draw(t, "profile"))[0]
		w := matching.Wanted{Now: asOf, AsOf: asOf, Cut: matching.Cut{First: rapid.IntRange(0, 30).Draw(t, "first"), MinScore: rapid.SampledFrom([]int{0, 300, 500}).Draw(t, "minScore")}}
		if rapid.Bool().Draw(t, "some markets") {
			w.Markets = map[string]bool{markets[0]: true}
		}
		for page := range 3 {
			want := wantedOf(model, p, entries, w)
			got, count := model.Rank(index, p, w)
			if !slices.Equal(placesOf(got), want) {
				t.Fatalf("page %d: got %v, want %v", page, placesOf(got), want)
			}
			all := w
			all.Cut.First, all.Cut.After = len(entries), nil
			if total := len(wantedOf(model, p, entries, all)); count >= 0 && count != total || w.Cut.MinScore == 0 && model.Count(index, p, w) != total {
				t.Fatalf("count %d, want %d", count, total)
			}
			for _, f := range got {
				if s := model.Score(p, f.Document, asOf); s.Total != f.Total {
					t.Fatalf("%s: %d read back, %d ranked", f.ID, s.Total, f.Total)
				}
			}
			if len(got) == 0 {
				break
			}
			w.Cut.After = &got[len(got)-1].Place
		}
	})
}

// change replaces, adds and removes some documents.
func change(r *rand.Rand, index *matching.Index, entries map[string]*matching.Entry) *matching.Index {
	documents, analyst := collection(20+r.IntN(100)), matching.NewAnalyst(tree)
	r.Shuffle(len(documents), func(i, j int) { documents[i], documents[j] = documents[j], documents[i] })
	var changed []*matching.Entry
	var removed []string
	for i, d := range documents[:r.IntN(len(documents))] {
		if i%4 == 0 {
			removed = append(removed, d.ID)
			delete(entries, d.ID)
			continue
		}
		if i%4 == 1 {
			d.ID = fmt.Sprintf("opp_new_%d", r.IntN(1000))
			if entries[d.ID] != nil {
				continue
			}
		}
		d.Title = prose(r, 9)
		e := entryOf(analyst.Analyse([]matching.Document{d})[0], r.IntN(100))
		changed = append(changed, e)
		entries[d.ID] = e
	}
	index = index.With(changed, removed)
	if r.IntN(3) == 0 {
		index = index.Merged()
	}
	return index
}

// TestStatisticsOfAnIndex: whether taken of documents, of a builder or of an index after changes, they are the same.
func TestStatisticsOfAnIndex(t *testing.T) {
	documents := matching.Analyse(tree, collection(300))
	var open []*matching.AnalysedDocument
	b := matching.NewBuilder(tree)
	var later []*matching.Entry
	for i, d := range documents {
		e := entryOf(d, i)
		if e.Open {
			open = append(open, d)
		}
		if i%3 == 0 {
			later = append(later, e)
			e = &matching.Entry{AnalysedDocument: documents[0], Open: true} // replaced below
			same := *documents[0]
			same.Document.ID = d.Document.ID
			e.AnalysedDocument = &same
		}
		b.Add(e)
	}
	want := matching.Collect(open)
	index := b.Index(want.AverageLength).With(later, nil)
	for range 2 {
		if difference := cmp.Diff(want, index.Statistics(asOf)); difference != "" {
			t.Fatal(difference)
		}
		index = index.Merged()
	}
	all := matching.NewBuilder(tree)
	for i, d := range documents {
		all.Add(entryOf(d, i))
	}
	if difference := cmp.Diff(want, all.Statistics()); difference != "" {
		t.Fatal(difference)
	}
}
