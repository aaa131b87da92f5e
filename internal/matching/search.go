package matching

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

// Search says what to look for and which of it to give.
type Search struct {
	Query  *Query // nil or empty for everything
	Filter Filter
	Teaser bool // search titles and summaries only, and tell nothing of the rest by the order either
	First  int
	After  *Place
	Every  bool // keep all that was found, for Found.Has and Found.IDs
}

// Found is what a search found.
type Found struct {
	Hits   []Place // best first, ties by id; Total is the relevance, which compares within one search only
	Counts Counts
	index  *Index
	every  []deadSet // documents found, by segment
}

// Relevance of search: of a word, its rarity in 16ths of a bit, times how the form of it that is found was asked for, times where it
// stands, times the term's impact.
const (
	wholeForm   = 4 // the word itself or its stem
	longerForm  = 2 // a word that begins with it
	plainImpact = 128
)

// fieldWeights by fields: the title counts twice, the summary a quarter more than the rest, in quarters.
var fieldWeights = [1 << fieldBits]uint32{4, 8, 5, 9}

// Find looks for documents: those that hold every word in some form and pass the filter. Statistics are the model's that the index
// belongs to. It takes time in proportion to the documents that hold the words; without words, to all documents.
func (m *Model) Find(ix *Index, s Search) *Found {
	f := &finder{search: &s, found: &Found{Counts: newCounts(), index: ix}}
	if !s.Query.Empty() {
		f.words = m.expand(ix, s.Query)
	}
	for i, segment := range ix.segments {
		f.segment, f.number = segment, i
		f.choose = newChooser(&s.Filter, segment, ix.dead[i])
		f.tally = newTally(segment)
		f.run()
		f.tally.add(segment, &f.found.Counts)
	}
	for _, hit := range f.top {
		f.found.Hits = append(f.found.Hits, hit.Place)
	}
	return f.found
}

// expandedWord is a word with every term that answers it.
type expandedWord struct {
	terms []weightedTerm
}

type weightedTerm struct {
	term string
	gain uint32
}

// expand finds the terms of the vocabulary that answer each word. How rare a word is, its most frequent form says.
func (m *Model) expand(ix *Index, q *Query) []expandedWord {
	expanded := make([]expandedWord, len(q.words))
	for i, w := range q.words {
		e := &expanded[i]
		for _, t := range w.terms {
			e.terms = append(e.terms, weightedTerm{t, wholeForm})
		}
		if w.prefix {
			for _, t := range m.beginning(ix, w.folded) {
				if !slices.Contains(w.terms, t) {
					e.terms = append(e.terms, weightedTerm{t, longerForm})
				}
			}
		}
		most := int64(1)
		for _, t := range e.terms {
			most = max(most, m.statistics.Terms[key(t.term)])
		}
		rarity := uint32(max(1, (log2(uint64(2*m.statistics.Documents+2))-log2(uint64(2*min(most, m.statistics.Documents)+1)))*16/logUnit))
		for j := range e.terms {
			e.terms[j].gain *= rarity
		}
	}
	return expanded
}

// beginning gives the most frequent terms with a beginning.
func (m *Model) beginning(ix *Index, prefix string) []string {
	var terms []string
	for _, s := range ix.segments {
		for n := s.from(prefix); int(n) < s.terms.len() && len(terms) < maxVocabulary; n++ {
			t := s.terms.at(n)
			if !strings.HasPrefix(t, prefix) {
				break
			}
			terms = append(terms, t)
		}
	}
	slices.SortFunc(terms, func(a, b string) int {
		return cmp.Or(cmp.Compare(m.statistics.Terms[key(b)], m.statistics.Terms[key(a)]), cmp.Compare(a, b))
	})
	terms = slices.Compact(terms)
	return terms[:min(len(terms), maxExpansions)]
}

// finder looks through the segments.
type finder struct {
	search *Search
	words  []expandedWord
	found  *Found
	top    []found

	segment *segment
	number  int
	choose  *chooser
	tally   *tally
	every   deadSet
	terms   [][]scanTerm // by word
}

// blockSums are the accumulators of a block: relevance of each document, and which hold the words so far.
type blockSums struct {
	sums        [blockSize]uint32
	all, holder [blockSize / 64]uint64
}

var blockSumsPool = sync.Pool{New: func() any { return new(blockSums) }}

func (f *finder) run() {
	if f.search.Every {
		f.every = make(deadSet, (f.segment.len()+63)/64)
		f.found.every = append(f.found.every, f.every)
	}
	if !f.seek() {
		return
	}
	b := blockSumsPool.Get().(*blockSums)
	defer blockSumsPool.Put(b)
	for number := range f.segment.blocks {
		if f.add(b, uint16(number)) {
			f.take(b, number)
		}
		if len(f.words) > 0 {
			clear(b.sums[:])
		}
	}
}

// seek finds the terms of the segment; false when it holds no form of some word.
func (f *finder) seek() bool {
	f.terms = f.terms[:0]
	for _, w := range f.words {
		var terms []scanTerm
		for _, t := range w.terms {
			if n, ok := f.segment.term(key(t.term), t.term); ok {
				terms = append(terms, scanTerm{t.gain, f.segment.firstRun[n], f.segment.firstRun[n+1]})
			}
		}
		if len(terms) == 0 {
			return false
		}
		f.terms = append(f.terms, terms)
	}
	return true
}

// add finds the documents of a block that hold every word; false when there are none.
func (f *finder) add(b *blockSums, block uint16) bool {
	for i := range b.all {
		b.all[i] = ^uint64(0)
	}
	for _, terms := range f.terms {
		clear(b.holder[:])
		for _, t := range terms {
			f.addTerm(b, t, block)
		}
		any := uint64(0)
		for i := range b.all {
			b.all[i] &= b.holder[i]
			any |= b.all[i]
		}
		if any == 0 {
			return false
		}
	}
	return true
}

func (f *finder) addTerm(b *blockSums, t scanTerm, block uint16) {
	s := f.segment
	at, ok := slices.BinarySearch(s.runBlock[t.begin:t.end], block)
	if !ok {
		return
	}
	run := t.begin + uint32(at)
	offsets := s.offsets[s.runBegin[run]:s.runBegin[run+1]]
	impacts := s.impacts[s.runBegin[run]:s.runBegin[run+1]]
	for i, o := range offsets {
		fields := o >> fieldShift & (1<<fieldBits - 1)
		impact := uint32(impacts[i])
		if f.search.Teaser {
			if fields == 0 {
				continue
			}
			impact = plainImpact
		}
		at := o & offsetMask
		b.holder[at>>6] |= 1 << (at & 63)
		b.sums[at] += t.gain * fieldWeights[fields] / 4 * impact
	}
}

// take counts and ranks those documents of a block that the filter chooses.
func (f *finder) take(b *blockSums, number int) {
	s := f.segment
	block := s.blocks[number]
	run := s.firstSetRun[number]
	for word, bitsLeft := range b.all {
		for bitsLeft != 0 {
			at := uint32(word*64 + bits.TrailingZeros64(bitsLeft))
			bitsLeft &= bitsLeft - 1
			doc := block.begin + at
			if doc >= block.end {
				return
			}
			for s.runEnd[run] <= doc {
				run++
			}
			holds := f.choose.holds(doc, s.runSet[run])
			if holds == 0 {
				continue
			}
			f.tally.count(s, doc, s.runSet[run], holds)
			if holds == all {
				f.keep(doc, int64(b.sums[at]))
			}
		}
	}
}

func (f *finder) keep(doc uint32, relevance int64) {
	if f.search.Every {
		f.every[doc>>6] |= 1 << (doc & 63)
	}
	if first := f.search.First; first <= 0 || len(f.top) >= first && relevance < f.top[len(f.top)-1].Total {
		return
	}
	at := found{Place: Place{relevance, f.segment.ids.at(doc)}}
	if f.search.After == nil || f.search.After.before(at.Place) {
		f.top = insert(f.top, at, f.search.First)
	}
}

// Has tells whether a document is among all that was found.
func (f *Found) Has(id string) bool {
	for i, s := range f.index.segments {
		if doc, ok := s.find(id); ok && f.every[i].has(doc) {
			return true
		}
	}
	return false
}

// IDs are the ids of all that was found, in no order that means anything.
func (f *Found) IDs() []string {
	ids := make([]string, 0, f.Counts.Total)
	for i, s := range f.index.segments {
		for word, left := range f.every[i] {
			for ; left != 0; left &= left - 1 {
				ids = append(ids, s.ids.at(uint32(word*64+bits.TrailingZeros64(left))))
			}
		}
	}
	return ids
}
