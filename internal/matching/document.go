package matching

import (
	"cmp"
	"hash/fnv"
	"slices"
	"time"
)

// AnalysedDocument is a document made ready to be scored against any number of profiles. It is never changed.
type AnalysedDocument struct {
	Document     Document // without its texts
	technologies []technology
	terms        []heldTerm // in the order of their keys; none when it was analysed for an index
	counted      []countedTerm
	vocabulary   *vocabulary // that the counted terms are numbered in
	known        []term      // of the vocabulary, those that there were then
	length       int64       // words that carry meaning, those of the title titleWeight times
	stage        int         // its place among the stages, -1 when unknown
	published    int32       // day of publication, 0 when unknown
	ends         int32       // day of the earlier of deadline and expiry, 0 when there is none
}

// heldTerm is a term of a document. Its impact is set where it is known already, in a document read back from an index; else the
// model works it out from count and length.
type heldTerm struct {
	key    uint64
	term   string
	count  uint16
	impact uint8
}

// countedTerm is a term of a document by its number in a vocabulary.
type countedTerm struct {
	number uint32
	count  uint16
	fields uint8 // where it stands: inTitle, inSummary
}

// Fields that a term is known to stand in; the rest of the text is neither.
const (
	inTitle uint8 = 1 << iota
	inSummary
)

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
	return NewAnalyst(tree).Analyse(documents)
}

// Analyst makes documents ready and remembers the words it has met, which makes the next documents faster. Not for concurrent use.
type Analyst struct {
	tree     *Tree
	analyser *analyser
	document uint32 // number of the document at hand
	terms    []countedTerm
	notes    []note // by number of term
}

// note says where a document's term was put.
type note struct{ document, at uint32 }

// NewAnalyst makes an Analyst for documents that name technologies of a tree.
func NewAnalyst(tree *Tree) *Analyst {
	return &Analyst{tree: tree, analyser: newAnalyser()}
}

// Analyse is Analyse with what the Analyst remembers.
func (a *Analyst) Analyse(documents []Document) []*AnalysedDocument {
	analysed := a.ForIndex(documents)
	for _, d := range analysed {
		d.terms = make([]heldTerm, len(d.counted))
		for i, c := range d.counted {
			t := &d.known[c.number]
			d.terms[i] = heldTerm{key: t.key, term: t.text, count: c.count}
		}
		slices.SortFunc(d.terms, func(a, b heldTerm) int { return cmp.Compare(a.key, b.key) })
	}
	return analysed
}

// ForIndex makes documents ready to be put into an index and for nothing else, in less time.
func (a *Analyst) ForIndex(documents []Document) []*AnalysedDocument {
	analysed := make([]*AnalysedDocument, len(documents))
	for i, d := range documents {
		analysed[i] = a.analyse(d)
	}
	return analysed
}

func (a *Analyst) analyse(d Document) *AnalysedDocument {
	if a.analyser.tidy() || a.document == 1<<32-1 {
		a.notes, a.document = a.notes[:0], 0
	}
	a.document++
	a.terms = a.terms[:0]
	length := int64(0)
	for i, text := range [...]string{d.Title, d.Summary, d.Text} {
		field, times := [...]uint8{inTitle, inSummary, 0}[i], [...]uint16{titleWeight, 1, 1}[i]
		a.analyser.words(d.Language, text, func(w word, _ []byte) {
			length += int64(times)
			a.hold(w.stem, times, field)
			if w.folded != w.stem {
				a.hold(w.folded, times, field)
			}
		})
	}
	d.Title, d.Summary, d.Text = "", "", ""
	d.Partnerships = sortedSet(d.Partnerships)
	return &AnalysedDocument{Document: d, technologies: a.tree.resolve(d.Technologies), counted: slices.Clone(a.terms), vocabulary: a.analyser.vocabulary,
		known: a.analyser.terms, length: min(length, maxLength), stage: documentStage(d), published: dayOf(d.Published), ends: lastDay(d)}
}

// hold counts a term of the document at hand so many times. A text has at most maxWords words, so no count overflows.
func (a *Analyst) hold(number uint32, times uint16, field uint8) {
	if more := int(number) + 1 - len(a.notes); more > 0 {
		a.notes = append(a.notes, make([]note, more)...)
	}
	n := &a.notes[number]
	if n.document != a.document {
		*n = note{a.document, uint32(len(a.terms))}
		a.terms = append(a.terms, countedTerm{number: number})
	}
	held := &a.terms[n.at]
	held.count += times
	held.fields |= field
}

// dayOf is the day that an instant falls on in UTC, counted from 1970-01-01; 0 for no instant and for what lies before.
func dayOf(t time.Time) int32 {
	if t.IsZero() || t.Unix() < 0 {
		return 0
	}
	return int32(t.Unix() / (24 * 60 * 60))
}

// lastDay is the day of the earlier of deadline and expiry, 0 when there is neither.
func lastDay(d Document) int32 {
	deadline, expires := dayOf(d.Deadline), dayOf(d.Expires)
	if deadline == 0 || expires != 0 && expires < deadline {
		return expires
	}
	return deadline
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
