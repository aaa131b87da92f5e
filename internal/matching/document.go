package matching

import (
	"cmp"
	"hash/fnv"
	"slices"
)

// AnalysedDocument is a document made ready to be scored against any number of profiles. It is never changed.
type AnalysedDocument struct {
	Document     Document // without its texts
	technologies []technology
	terms        []termCount // in the order of their keys
	length       int64       // words that carry meaning
	stage        int         // its place among the stages, -1 when unknown
}

// termCount is how often a document holds a term.
type termCount struct {
	key   uint64
	count int64
}

// key stands for a term wherever terms are counted and compared: 64 bits of FNV-1a. Among a million different terms two share a key
// with a probability of 3 in 100 million.
func key(term string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(term)) // never fails
	return h.Sum64()
}

// Analyse makes documents ready, in their order. It takes about as long as reading their words; not the tree's statistics but only
// its ids go in, so that a snapshot can be taken of the result.
func Analyse(tree *Tree, documents []Document) []*AnalysedDocument {
	a := newAnalyser()
	analysed := make([]*AnalysedDocument, len(documents))
	for i, d := range documents {
		analysed[i] = a.document(tree, d)
	}
	return analysed
}

func (a *analyser) document(tree *Tree, d Document) *AnalysedDocument {
	counts := map[uint64]int64{}
	length := int64(0)
	for _, text := range [...]string{d.Title, d.Summary, d.Text} {
		a.words(d.Language, text, func(w word) {
			length++
			counts[w.stemKey]++
			if w.foldedKey != w.stemKey {
				counts[w.foldedKey]++
			}
		})
	}
	terms := make([]termCount, 0, len(counts))
	for key, count := range counts {
		terms = append(terms, termCount{key, count})
	}
	slices.SortFunc(terms, func(a, b termCount) int { return cmp.Compare(a.key, b.key) })
	d.Title, d.Summary, d.Text = "", "", ""
	d.Partnerships = sortedSet(d.Partnerships)
	return &AnalysedDocument{d, tree.resolve(d.Technologies), terms, length, documentStage(d)}
}

// documentStage is the stage an opportunity names, else the one its technology readiness level belongs to.
func documentStage(d Document) int {
	if place := stagePlace(d.Stage); place >= 0 {
		return place
	}
	for place, levels := range stageLevels {
		if levels[0] <= d.TRL && d.TRL <= levels[1] {
			return place
		}
	}
	return -1
}

// Stages of development, from the idea to the market.
const (
	Concept          = "CONCEPT"
	UnderDevelopment = "UNDER_DEVELOPMENT"
	LabTested        = "LAB_TESTED"
	Demonstration    = "DEMONSTRATION"
	OnMarket         = "ON_MARKET"
)

var stages = []string{Concept, UnderDevelopment, LabTested, Demonstration, OnMarket}

// stageLevels are the technology readiness levels of each stage, following the descriptions of the levels in Horizon 2020, General
// Annex G: 1-2 principle and concept, 3 proof of concept, 4-5 validated, 6-7 demonstrated, 8-9 complete and proven.
var stageLevels = [][2]int{{1, 2}, {3, 3}, {4, 5}, {6, 7}, {8, 9}}

// stagePlace is a stage's place in the order of stages, -1 for what is no stage.
func stagePlace(stage string) int { return slices.Index(stages, stage) }
