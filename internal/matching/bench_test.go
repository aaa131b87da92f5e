package matching_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/matching"
)

// benchTerms is how many different terms a document of the benchmark has, and benchQuery how many an organisation's text has.
const (
	benchTerms = 45
	benchQuery = 40
)

// vocabulary draws words as texts use them: the k-th most frequent with a probability in proportion to 1/k (Zipf's law).
type vocabulary struct {
	words []string
	zipf  *rand.Zipf
	r     *rand.Rand
}

func newVocabulary(n int, seed uint64) *vocabulary {
	r := rand.New(rand.NewPCG(seed, 1))
	v := &vocabulary{r: r, zipf: rand.NewZipf(r, 1.05, 40, uint64(n-1))}
	for i := range n {
		v.words = append(v.words, "w"+strconv.FormatInt(int64(i)*2654435761%1e10, 36))
	}
	return v
}

// text writes different words.
func (v *vocabulary) text(different int) string {
	seen := map[uint64]bool{}
	var b strings.Builder
	for len(seen) < different {
		k := v.zipf.Uint64()
		if !seen[k] {
			seen[k] = true
			b.WriteString(v.words[k] + " ")
		}
	}
	return b.String()
}

// benchTree has 12 roots with 4 branches of 3 leaves each: 192 technologies.
func benchTree() (*matching.Tree, []string) {
	parents := map[string]string{}
	var leaves []string
	for root := range 12 {
		r := fmt.Sprintf("tec_%02d", root)
		parents[r] = ""
		for branch := range 4 {
			b := fmt.Sprintf("%s_%d", r, branch)
			parents[b] = r
			for leaf := range 3 {
				l := fmt.Sprintf("%s_%d", b, leaf)
				parents[l] = b
				leaves = append(leaves, l)
			}
		}
	}
	return matching.NewTree(parents, nil), leaves
}

// related draws technologies, the later near the first.
func related(r *rand.Rand, leaves []string, n int) []string {
	first := r.IntN(len(leaves))
	chosen := []string{leaves[first]}
	for len(chosen) < n {
		if r.IntN(3) == 0 {
			chosen = append(chosen, leaves[r.IntN(len(leaves))])
		} else {
			chosen = append(chosen, leaves[first/12*12+r.IntN(12)])
		}
	}
	return chosen
}

func benchDocument(v *vocabulary, leaves []string, i int) matching.Document {
	r := v.r
	return matching.Document{
		ID: fmt.Sprintf("opp_%026d", i), OwnerID: fmt.Sprintf("org_%d", i/3), Kind: kinds[r.IntN(len(kinds))], Title: v.text(benchTerms),
		Technologies: related(r, leaves, 1+r.IntN(3)), MarketID: markets[r.IntN(3)], Partnerships: some(r, partnerships, 3),
		Stage: stages[r.IntN(len(stages))], Published: asOf.AddDate(0, 0, -r.IntN(360)), Expires: asOf.AddDate(0, 0, 1+r.IntN(360)),
	}
}

func benchProfile(v *vocabulary, leaves []string, i int) matching.Profile {
	r := v.r
	capability := func(direction string) matching.Capability {
		return matching.Capability{Direction: direction, Technologies: related(r, leaves, 2), Text: v.text(benchQuery / 2),
			Stage: stages[r.IntN(5)], Partnerships: some(r, partnerships, 2), Markets: markets[:1+r.IntN(2)]}
	}
	return matching.Profile{ID: fmt.Sprintf("org_x%d", i), Description: v.text(benchQuery / 2),
		Capabilities: []matching.Capability{capability(matching.Offers), capability(matching.Seeks)}}
}

// TestBenchEngine prints how long the engine takes for the 20 best of n open opportunities: make bench-matching. All opportunities
// are of the other side, so that none is left out for that.
func TestBenchEngine(t *testing.T) {
	sizes := os.Getenv("PORTAL_BENCH_SIZES")
	if sizes == "" {
		t.Skip("a benchmark: run by make bench-matching")
	}
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			t.Fatal(err)
		}
		benchEngine(t, n)
	}
}

func benchEngine(t *testing.T, n int) {
	tree, leaves := benchTree()
	v := newVocabulary(60_000, uint64(n))
	before := heap()
	begin := time.Now()
	analyst := matching.NewAnalyst(tree)
	var writing time.Duration
	b := matching.NewBuilder(tree)
	for i := 0; i < n; i += 1000 {
		start := time.Now()
		documents := make([]matching.Document, min(1000, n-i))
		for j := range documents {
			documents[j] = benchDocument(v, leaves, i+j)
		}
		writing += time.Since(start)
		analysed := analyst.Analyse(documents)
		for _, d := range analysed {
			b.Add(&matching.Entry{AnalysedDocument: d, Partner: true, Open: true})
		}
	}
	statistics := b.Statistics()
	index := b.Index(statistics.AverageLength)
	built := time.Since(begin) - writing
	model := matching.NewModel(tree, statistics, matching.Version1)
	b, analyst = nil, nil
	size := heap() - before
	took, cpu := make([]time.Duration, 300), make([]time.Duration, 300)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for i := range took {
		p := model.Prepare(benchProfile(v, leaves, i))[0]
		start, worked := time.Now(), threadTime()
		model.Rank(index, p, matching.Wanted{Now: asOf, AsOf: asOf, Cut: matching.Cut{First: 20}})
		took[i], cpu[i] = time.Since(start), threadTime()-worked
	}
	slices.Sort(took)
	slices.Sort(cpu)
	ms := func(of []time.Duration, q float64) float64 {
		return float64(of[int(math.Ceil(q*float64(len(of))))-1].Microseconds()) / 1000
	}
	fmt.Printf("engine n=%d terms_per_doc=%d engine_p50_ms=%.2f engine_p99_ms=%.2f cpu_p50_ms=%.2f cpu_p99_ms=%.2f index_mb=%.0f build_s=%.1f mtokens_per_s=%.1f\n",
		n, benchTerms, ms(took, 0.5), ms(took, 0.99), ms(cpu, 0.5), ms(cpu, 0.99), float64(size)/1e6, built.Seconds(), float64(n*benchTerms)/1e6/built.Seconds())
	runtime.KeepAlive(index)
}

// threadTime is the processor's time that this thread has had: what wall time would be on a machine with nothing else to do.
func threadTime() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(1, &use); err != nil { // 1 is RUSAGE_THREAD on Linux
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
