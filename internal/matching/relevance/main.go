// Command relevance measures the text part of a score on a judged collection in the layout of BEIR (N. Thakur and others, "BEIR: A
// Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval Models", NeurIPS 2021): every document becomes an
// opportunity and every query an organisation that seeks it, and the portal's own index ranks them. It prints the measures that
// trec_eval gives for the ranking and can write the ranking itself.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/bioxclusters/portal/internal/matching"
)

func main() {
	dir := flag.String("dir", "", "folder with corpus.jsonl, queries.jsonl and qrels/test.tsv")
	run := flag.String("run", "", "file to write the ranking to, in TREC's format")
	flag.Parse()
	if err := measure(*dir, *run, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "relevance:", err)
		os.Exit(1)
	}
}

// measure prints the measures of the collection in dir to out and what it does to progress; run may be empty.
func measure(dir, run string, out, progress io.Writer) error {
	if dir == "" {
		return fmt.Errorf("no collection: make bench-relevance DIR=folder")
	}
	start := time.Now()
	c, err := read(dir)
	if err != nil {
		return err
	}
	e := newEngine(c.documents)
	built := time.Since(start)
	rankings := make([][]string, len(c.queries))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, q := range c.queries {
		group.Go(func() error {
			rankings[i] = e.rank(q.text)
			return nil
		})
	}
	_ = group.Wait() // ranking cannot fail
	fmt.Fprintf(progress, "%d documents and %d judged queries; read and indexed in %.1f s, asked in %.1f s\n", e.index.Len(), len(c.queries),
		built.Seconds(), (time.Since(start) - built).Seconds())
	if run != "" {
		if err := writeRun(run, c.queries, rankings); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, average(c, rankings))
	return nil
}

// depth is how many documents a ranking holds at most, as is usual at TREC.
const depth = 1000

// engine is the portal's matching, with nothing in a score but text.
type engine struct {
	model *matching.Model
	index *matching.Index
}

// asOf is the day on which the ranking is made: any will do.
var asOf = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)

// newEngine indexes documents and lets go of their texts.
func newEngine(documents []matching.Document) *engine {
	tree := matching.NewTree(nil, nil)
	analyst, b := matching.NewAnalyst(tree), matching.NewBuilder(tree)
	for chunk := range slices.Chunk(documents, 1000) {
		for _, d := range analyst.Analyse(chunk) {
			b.Add(&matching.Entry{AnalysedDocument: d, Partner: true, Open: true})
		}
	}
	statistics := b.Statistics()
	textOnly := matching.Weights{Version: 1, Text: matching.FullWeight}
	return &engine{matching.NewModel(tree, statistics, textOnly), b.Index(statistics.AverageLength)}
}

// rank gives the ids of the documents that share a term with the query, best first.
func (e *engine) rank(query string) []string {
	profile := matching.Profile{ID: "query", Capabilities: []matching.Capability{{Direction: matching.Seeks, Text: query, Language: language}}}
	ranked, _ := e.model.Rank(e.index, e.model.Prepare(profile)[0], matching.Wanted{Now: asOf, AsOf: asOf, Cut: matching.Cut{First: depth}})
	var ids []string
	for _, r := range ranked {
		if r.Total > 0 {
			ids = append(ids, r.ID)
		}
	}
	return ids
}
