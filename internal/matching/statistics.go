package matching

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
	if s.Documents > 0 {
		s.AverageLength = length * 1000 / s.Documents
	}
	return s
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
