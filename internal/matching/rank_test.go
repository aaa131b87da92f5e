package matching_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/bioxclusters/portal/internal/matching"
)

// everything scores and sorts all documents: what Matches must give, cut.
func everything(p *matching.AnalysedProfile) []matching.Match {
	var all []matching.Match
	for _, d := range fixedDocuments {
		all = append(all, fixed.Score(p, d, asOf))
	}
	slices.SortFunc(all, func(a, b matching.Match) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.OpportunityID, b.OpportunityID))
	})
	return all
}

func TestMatchesAreTheTopOfEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := fixed.Prepare(anyProfile.Draw(t, "profile"))[0]
		first, minScore := rapid.IntRange(0, 30).Draw(t, "first"), rapid.IntRange(0, 600).Draw(t, "minScore")
		want := slices.DeleteFunc(everything(p), func(m matching.Match) bool { return m.Score < minScore })
		got := fixed.Matches(p, fixedDocuments, asOf, matching.Cut{First: first, MinScore: minScore})
		if got.Count != len(want) || !slices.EqualFunc(got.Matches, want[:min(first, len(want))], same) {
			t.Fatalf("%d of %d, want %d", len(got.Matches), got.Count, len(want))
		}
	})
}

func same(a, b matching.Match) bool { return diff.Equal(a, b) }

func TestPagesFollowEachOther(t *testing.T) {
	p := fixed.Prepare(sme())[0]
	want := everything(p)
	cut := matching.Cut{First: 7}
	for at := 0; at < len(want); at += 7 {
		page := fixed.Matches(p, fixedDocuments, asOf, cut)
		if page.Count != len(want) || !slices.EqualFunc(page.Matches, want[at:min(at+7, len(want))], same) {
			t.Fatalf("page at %d", at)
		}
		last := page.Matches[len(page.Matches)-1]
		cut.After = &matching.Place{Total: last.Total, ID: last.OpportunityID}
	}
}

func TestBothSidesReadTheSameScore(t *testing.T) {
	var profiles []matching.Profile
	for i, technology := range leaves {
		p := sme()
		p.ID = fmt.Sprintf("org_%d", i)
		p.Capabilities[0].Technologies = []string{technology}
		profiles = append(profiles, p)
	}
	prepared := fixed.Prepare(profiles...)
	for _, d := range fixedDocuments[:20] {
		candidates := fixed.Candidates(d, prepared, asOf, matching.Cut{First: len(prepared)})
		if candidates.Count != len(prepared) {
			t.Fatalf("%d candidates", candidates.Count)
		}
		for _, candidate := range candidates.Matches {
			p := prepared[slices.IndexFunc(profiles, func(p matching.Profile) bool { return p.ID == candidate.OrganisationID })]
			match := fixed.Matches(p, []*matching.AnalysedDocument{d}, asOf, matching.Cut{First: 1}).Matches[0]
			if difference := diff.Diff(match, candidate); difference != "" {
				t.Fatal(difference)
			}
		}
	}
}

func TestOwnOpportunitiesAreLeftOut(t *testing.T) {
	own := offer()
	own.OwnerID = "org_sme"
	model, documents := modelOf([]matching.Document{own})
	if got := model.Matches(model.Prepare(sme())[0], documents, asOf, matching.Cut{First: 20}); got.Count != 0 {
		t.Errorf("%d matches with its own", got.Count)
	}
}

func TestEligibleOnly(t *testing.T) {
	d := offer()
	d.Requirements = []matching.Requirement{{Kind: matching.CountryRequired, Values: []string{"CN"}, Mandatory: true}}
	model, documents := modelOf([]matching.Document{d})
	p := model.Prepare(sme())[0]
	for only, want := range map[bool]int{false: 1, true: 0} {
		if got := model.Matches(p, documents, asOf, matching.Cut{First: 20, EligibleOnly: only}); got.Count != want {
			t.Errorf("eligible only %v: %d", only, got.Count)
		}
	}
}

// BenchmarkRank takes the first 20 of all open opportunities for one organisation, with their explanation.
func BenchmarkRank(b *testing.B) {
	for _, n := range []int{3_000, 20_000} {
		documents := collection(n)
		start := time.Now()
		model, analysed := modelOf(documents)
		analysis := time.Since(start)
		description := sme()
		description.Description = documents[0].Text + documents[0].Summary
		p := model.Prepare(description)[0]
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				model.Matches(p, analysed, asOf, matching.Cut{First: 20})
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/op")
			b.ReportMetric(float64(analysis.Milliseconds()), "analysis-ms")
		})
	}
}
