package matching_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/matching"
)

// BenchmarkRankInIndex ranks opportunities of 45 different terms for profiles of 40, 100,000 of them or PORTAL_BENCH_DOCUMENTS, as
// TestBenchMatching in cmd/portal does through the whole portal. index-MB is what the index keeps, build-s how long it takes to analyse
// and pack on one core, with the making of the texts, peak-MB the most memory meanwhile.
func BenchmarkRankInIndex(b *testing.B) {
	const vocabulary, differentTexts = 60_000, 100_000
	documents := 100_000
	if n, err := strconv.Atoi(os.Getenv("PORTAL_BENCH_DOCUMENTS")); err == nil {
		documents = n
	}
	r := rand.New(rand.NewPCG(uint64(documents), 1))
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
	before, began := heap(), time.Now()
	analyst, builder := matching.NewAnalyst(tree), matching.NewBuilder(tree)
	var texts [][2]string
	for i := range documents {
		if i < differentTexts {
			texts = append(texts, [2]string{text(5), text(40)})
		}
		said := texts[i%len(texts)]
		d := matching.Document{ID: fmt.Sprintf("opp_%026d", i*7919%documents), OwnerID: fmt.Sprint("org_", i%20_000), Kind: kinds[r.IntN(len(kinds))], Language: "en",
			Title: said[0], Text: said[1], Technologies: related(1 + r.IntN(3)), MarketID: markets[r.IntN(3)], Partnerships: some(r, partnerships, 2),
			Stage: stages[r.IntN(5)], Published: asOf.AddDate(0, 0, -r.IntN(300)), Expires: asOf.AddDate(0, 0, 1+r.IntN(360))}
		builder.Add(&matching.Entry{AnalysedDocument: analyst.ForIndex([]matching.Document{d})[0], Open: true, Partner: true})
	}
	statistics := builder.Statistics()
	index := builder.Index(statistics.AverageLength)
	took, peak := time.Since(began), peakMemory()
	size := float64(heap()) - float64(before)
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
	b.ReportMetric(size/1e6, "index-MB")
	b.ReportMetric(took.Seconds(), "build-s")
	b.ReportMetric(peak, "peak-MB")
}

// peakMemory is the most memory this process has had, in MB.
func peakMemory() float64 {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use) // zero where it cannot be had
	return float64(use.Maxrss) / 1000
}
