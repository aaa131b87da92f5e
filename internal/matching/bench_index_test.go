package matching_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/bioxclusters/portal/internal/matching"
)

// BenchmarkRankInIndex ranks 100,000 opportunities of 45 different terms for profiles of 40, as TestBenchMatching in cmd/portal does
// through the whole portal.
func BenchmarkRankInIndex(b *testing.B) {
	const documents, vocabulary = 100_000, 60_000
	r := rand.New(rand.NewPCG(documents, 1))
	zipf := rand.NewZipf(r, 1.05, 40, vocabulary-1)
	text := func(different int) string {
		seen := map[uint64]bool{}
		var text strings.Builder
		for len(seen) < different {
			if k := zipf.Uint64(); !seen[k] {
				seen[k] = true
				text.WriteString("w" + strconv.FormatUint(k*2654435761%1e10, 36) + " ")
			}
		}
		return text.String()
	}
	parents := map[string]string{}
	var nodes []string
	for i := range 165 {
		node := fmt.Sprintf("t%03d", i)
		nodes = append(nodes, node)
		if i%10 > 0 {
			parents[node] = fmt.Sprintf("t%03d", i/10*10)
		} else {
			parents[node] = ""
		}
	}
	related := func(n int) []string {
		first := r.IntN(len(nodes))
		chosen := []string{nodes[first]}
		for len(chosen) < n {
			next := r.IntN(len(nodes))
			if r.IntN(3) > 0 {
				next = min(first/10*10+r.IntN(10), len(nodes)-1)
			}
			if nodes[next] != chosen[0] {
				chosen = append(chosen, nodes[next])
			}
		}
		return chosen
	}
	tree := matching.NewTree(parents, nil)
	analyst, builder := matching.NewAnalyst(tree), matching.NewBuilder(tree)
	for i := range documents {
		d := matching.Document{ID: fmt.Sprintf("opp_%026d", i*7919%documents), OwnerID: fmt.Sprint("org_", i%20_000), Kind: kinds[r.IntN(len(kinds))], Language: "en",
			Title: text(5), Text: text(40), Technologies: related(1 + r.IntN(3)), MarketID: markets[r.IntN(3)], Partnerships: some(r, partnerships, 2),
			Stage: stages[r.IntN(5)], Published: asOf.AddDate(0, 0, -r.IntN(300)), Expires: asOf.AddDate(0, 0, 1+r.IntN(360))}
		builder.Add(&matching.Entry{AnalysedDocument: analyst.ForIndex([]matching.Document{d})[0], Open: true, Partner: true})
	}
	statistics := builder.Statistics()
	index := builder.Index(statistics.AverageLength)
	model := matching.NewModel(tree, statistics, matching.Version1)
	var profiles []matching.Profile
	for i := range 100 {
		capability := func(direction string) matching.Capability {
			return matching.Capability{Direction: direction, Technologies: related(2), Text: text(40), Language: "en", Stage: stages[r.IntN(5)],
				Partnerships: some(r, partnerships, 1), Markets: markets[r.IntN(3):][:1]}
		}
		profiles = append(profiles, matching.Profile{ID: strconv.Itoa(i), Capabilities: []matching.Capability{capability(matching.Offers), capability(matching.Seeks)}})
	}
	prepared := model.Prepare(profiles...)
	for i := 0; b.Loop(); i++ {
		model.Rank(index, prepared[i%len(prepared)], matching.Wanted{Now: asOf, AsOf: asOf, Cut: matching.Cut{First: 20}})
	}
}
