package matching

import "time"

// AnalysisVersion names the way texts are made into terms. Whoever changes it gives it the next number: statistics of another
// version are of no use.
const AnalysisVersion = 1

// Statistics are the figures of a whole collection that scores depend on: a numbered snapshot that can be stored and given to every
// process. Counts include neither texts nor ids of documents.
type Statistics struct {
	Number        int64 // set by whoever keeps snapshots; a match names it
	Documents     int64
	AverageLength int64            // of a document, in thousandths of a word
	Terms         map[uint64]int64 // documents that hold a term, by the term's 64-bit FNV-1a hash
	Technologies  map[string]int64 // documents that name a technology, itself and not one below it
}

// Collect takes the statistics of documents, in any order.
func Collect(documents []*AnalysedDocument) *Statistics {
	s := &Statistics{Documents: int64(len(documents)), Terms: map[uint64]int64{}, Technologies: map[string]int64{}}
	length := int64(0)
	for _, d := range documents {
		length += d.length
		for _, t := range d.terms {
			s.Terms[t.key]++
		}
		for _, t := range d.technologies {
			s.Technologies[t.id]++
		}
	}
	s.average(length)
	return s
}

// Statistics takes the statistics of the open documents that were added, as Collect does.
func (b *Builder) Statistics() *Statistics {
	s := &Statistics{Terms: map[uint64]int64{}, Technologies: map[string]int64{}}
	f := b.forward
	held := make([]int64, len(f.words))
	length := int64(0)
	for r := range f.rows {
		row := &f.rows[r]
		if row.group == closedGroup {
			continue
		}
		s.Documents++
		length += int64(row.length)
		terms, _ := f.held(uint32(r))
		for _, t := range terms {
			held[t>>fieldBits]++
		}
		for _, t := range f.sets.list[row.set] {
			s.Technologies[t.id]++
		}
	}
	for i, n := range held {
		if n > 0 {
			s.Terms[key(f.words[i])] = n
		}
	}
	s.average(length)
	return s
}

// Statistics takes the statistics of the documents of an index that are open at a moment, as Collect does.
func (ix *Index) Statistics(now time.Time) *Statistics {
	s := &Statistics{Terms: map[uint64]int64{}, Technologies: map[string]int64{}}
	length := int64(0)
	for i, segment := range ix.segments {
		length += segment.collect(s, ix.dead[i], now)
	}
	s.average(length)
	return s
}

// collect adds a segment's figures, and gives the length of its documents together.
func (s *segment) collect(to *Statistics, dead deadSet, now time.Time) int64 {
	open := make([]bool, s.firstClosed())
	length := int64(0)
	for doc := range open {
		if open[doc] = s.open(uint32(doc), dead, now); !open[doc] {
			continue
		}
		to.Documents++
		length += int64(s.length[doc])
		for _, t := range s.sets.list[s.setOf(uint32(doc))] {
			to.Technologies[t.id]++
		}
	}
	for t := range uint32(s.terms.len()) {
		held := int64(0)
		s.each(t, func(doc uint32, _ uint16, _ uint8) {
			if int(doc) < len(open) && open[doc] {
				held++
			}
		})
		if held > 0 {
			to.Terms[key(s.terms.at(t))] += held
		}
	}
	return length
}

func (s *Statistics) average(length int64) {
	if s.Documents > 0 {
		s.AverageLength = length * 1000 / s.Documents
	}
}

// Model scores pairs: the tree, a snapshot of statistics and a version of the weights. It is never changed and safe for concurrent
// use.
type Model struct {
	tree        *Tree
	statistics  *Statistics
	weights     Weights
	information []int64 // information content of each technology, in bits times logUnit
	fresh       []int32 // weighted freshness part by code
}

// NewModel derives from the statistics what scoring needs. The weights must pass Weights.Check.
func NewModel(tree *Tree, statistics *Statistics, weights Weights) *Model {
	return &Model{tree, statistics, weights, information(tree, statistics.Technologies), tabulateFreshness(weights)}
}

// information gives the information content of each technology: -log2 of the share of mentions that name it or one below it.
// Every technology is counted once more than it is named (Laplace's rule of succession), so none is infinitely rare and each is
// strictly more informative than the one above it.
func information(tree *Tree, named map[string]int64) []int64 {
	mentions := make([]uint64, len(tree.id))
	total := uint64(0)
	for i, id := range tree.id {
		count := uint64(max(0, named[id])) + 1
		total += count
		for at := int32(i); at >= 0; at = tree.parent[at] {
			mentions[at] += count
		}
	}
	content := make([]int64, len(tree.id))
	for i := range content {
		content[i] = log2(total) - log2(mentions[i])
	}
	return content
}
