package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"slices"
)

// measures are those of trec_eval (NIST): map_cut_50, ndcg_cut_10, P_5 and recall_100, each 0..1.
type measures struct{ averagePrecision, ndcg, precision, recall float64 }

func (m measures) String() string {
	return fmt.Sprintf("relevance map@50=%.4f ndcg@10=%.4f p@5=%.4f recall@100=%.4f", m.averagePrecision, m.ndcg, m.precision, m.recall)
}

// average takes the means over all queries with judgements, as trec_eval -c does: one that finds nothing, that has nothing to find or
// whose text is missing counts 0.
func average(c *collection, rankings [][]string) measures {
	var sum measures
	for i, q := range c.queries {
		m := measuresOf(rankings[i], c.judged[q.id])
		sum.averagePrecision += m.averagePrecision
		sum.ndcg += m.ndcg
		sum.precision += m.precision
		sum.recall += m.recall
	}
	n := max(1, float64(len(c.judged)))
	return measures{sum.averagePrecision / n, sum.ndcg / n, sum.precision / n, sum.recall / n}
}

// measuresOf measures one ranking by how relevant documents are. A document's gain is its judgement and is divided by the binary
// logarithm of its rank plus one (K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002).
func measuresOf(ranking []string, judged map[string]int) measures {
	var gains []int
	for _, gain := range judged {
		if gain > 0 {
			gains = append(gains, gain)
		}
	}
	if len(gains) == 0 {
		return measures{}
	}
	slices.SortFunc(gains, func(a, b int) int { return b - a })
	ideal := 0.0
	for i, gain := range gains[:min(10, len(gains))] {
		ideal += discounted(gain, i)
	}
	var m measures
	found := 0.0
	for i, id := range ranking[:min(100, len(ranking))] {
		gain := judged[id]
		if gain <= 0 {
			continue
		}
		found++
		if i < 5 {
			m.precision += 1.0 / 5
		}
		if i < 10 {
			m.ndcg += discounted(gain, i) / ideal
		}
		if i < 50 {
			m.averagePrecision += found / float64(i+1) / float64(len(gains))
		}
	}
	m.recall = found / float64(len(gains))
	return m
}

// discounted is the gain of a document at a place counted from 0.
func discounted(gain, place int) float64 { return float64(gain) / math.Log2(float64(place+2)) }

// writeRun writes rankings as TREC reads them. The last but one column counts down: trec_eval orders by it, in single precision and
// ties by id downwards, and would otherwise not read the order that the portal gives.
func writeRun(file string, queries []query, rankings [][]string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for i, q := range queries {
		for place, id := range rankings[i] {
			fmt.Fprintf(w, "%s Q0 %s %d %d portal\n", q.id, id, place+1, depth-place)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
