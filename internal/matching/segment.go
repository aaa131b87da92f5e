package matching

import (
	"math/bits"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// segment is an immutable part of an index. Per document it keeps a few numbers in columns; per term a run of postings for each
// block that holds it: 3 bytes a posting (place in the block with the fields the term stands in, and impact) and 6 bytes a run.
type segment struct {
	tables
	nodes  uint32 // of the technology tree
	blocks []block

	ids               stringList // in the order of documents
	byID              []uint32   // documents in the order of their ids
	class             []uint16
	place, tagSet     []uint32
	runSet, runEnd    []uint32 // runs of documents with the same set of technologies, none across blocks
	firstSetRun       []uint32 // of each block; one more than blocks
	runNodes          []uint16 // of each run its technologies' places in the tree; the number of places for others
	runNodeBegin      []uint32 // one more than runs
	owner             []uint32
	length, published []uint16
	deadline, ends    []uint16
	until             []uint32

	terms    stringList // in order
	slots    []uint32   // terms by key, plus one: a hash table with linear probing, half of it empty
	firstRun []uint32   // of each term; one more than terms: its runs of postings, one for each block that holds it
	runBlock []uint16
	runBegin []uint32 // one more than runs
	offsets  []uint16
	impacts  []uint8

	today    atomic.Pointer[dayCodes]
	guesses  sync.Once
	trigrams map[string][]uint32 // terms by trigram, made when first asked for
}

// fieldShift is where the fields of a posting begin, above its place in the block.
const fieldShift = blockBits

// offsetMask takes the place in the block from a posting.
const offsetMask = blockSize - 1

func (s *segment) len() int { return len(s.class) }

// find gives a document's number by its id.
func (s *segment) find(id string) (uint32, bool) {
	at, ok := sort.Find(len(s.byID), func(i int) int { return strings.Compare(id, s.ids.at(s.byID[i])) })
	if !ok {
		return 0, false
	}
	return s.byID[at], true
}

// term gives a term's number by the term and its key.
func (s *segment) term(key uint64, term string) (uint32, bool) {
	for slot := s.slot(key); s.slots[slot] != 0; slot = (slot + 1) & (len(s.slots) - 1) {
		if n := s.slots[slot] - 1; s.terms.at(n) == term {
			return n, true
		}
	}
	return 0, false
}

// slot is where the search for a key begins.
func (s *segment) slot(key uint64) int { return int(key>>16) & (len(s.slots) - 1) }

// hash makes the table of terms.
func (s *segment) hash() {
	s.slots = make([]uint32, 1<<bits.Len(uint(2*s.terms.len())))
	for n := range uint32(s.terms.len()) {
		slot := s.slot(key(s.terms.at(n)))
		for s.slots[slot] != 0 {
			slot = (slot + 1) & (len(s.slots) - 1)
		}
		s.slots[slot] = n + 1
	}
}

// from gives the first term that does not stand before a text.
func (s *segment) from(text string) uint32 {
	return uint32(sort.Search(s.terms.len(), func(i int) bool { return s.terms.at(uint32(i)) >= text }))
}

// postings of a term in all documents: how many.
func (s *segment) postings(term uint32) int {
	return int(s.runBegin[s.firstRun[term+1]] - s.runBegin[s.firstRun[term]])
}

// run gives the postings of a term in a block by the block's number, for one document or few.
func (s *segment) run(term, block uint32) (begin, end uint32) {
	first := s.firstRun[term]
	blocks := s.runBlock[first:s.firstRun[term+1]]
	at, ok := slices.BinarySearch(blocks, uint16(block))
	if !ok {
		return 0, 0
	}
	r := first + uint32(at)
	return s.runBegin[r], s.runBegin[r+1]
}

// blockOf is the number of the block that a document stands in.
func (s *segment) blockOf(doc uint32) uint32 {
	return uint32(sort.Search(len(s.blocks), func(i int) bool { return s.blocks[i].end > doc }))
}

// setOf is the set of technologies of a document.
func (s *segment) setOf(doc uint32) uint32 {
	run := sort.Search(len(s.runEnd), func(i int) bool { return s.runEnd[i] > doc })
	return s.runSet[run]
}

// held finds those of a query's terms that a document holds.
func (s *segment) held(doc uint32, terms []queryTerm) []heldTerm {
	b := s.blockOf(doc)
	offset := uint16(doc - s.blocks[b].begin)
	var held []heldTerm
	for _, t := range terms {
		n, ok := s.term(t.key, t.term)
		if !ok {
			continue
		}
		begin, end := s.run(n, b)
		at := sort.Search(int(end-begin), func(i int) bool { return s.offsets[begin+uint32(i)]&offsetMask >= offset })
		if post := begin + uint32(at); post < end && s.offsets[post]&offsetMask == offset {
			held = append(held, heldTerm{key: t.key, term: t.term, impact: s.impacts[post]})
		}
	}
	return held
}

// document gives a document back as the pair function reads it, of its terms those that the query asks for.
func (s *segment) document(doc uint32, terms []queryTerm) *AnalysedDocument {
	class, place := s.classes.list[s.class[doc]], s.places.list[s.place[doc]]
	technologies := s.sets.list[s.setOf(doc)]
	ids := make([]string, len(technologies))
	for i, t := range technologies {
		ids[i] = t.id
	}
	return &AnalysedDocument{
		Document: Document{ID: s.ids.at(doc), OwnerID: s.owners.list[s.owner[doc]], Kind: class.kind, MarketID: place.market,
			Partnerships: class.partnerships, Technologies: ids},
		technologies: technologies, terms: s.held(doc, terms), length: int64(s.length[doc]), stage: place.stage,
		published: int32(s.published[doc]), ends: int32(s.ends[doc]),
	}
}

// groupBlocks are the blocks of one group.
func (s *segment) groupBlocks(group uint8) (begin, end int) {
	begin = sort.Search(len(s.blocks), func(i int) bool { return s.blocks[i].group >= group })
	end = sort.Search(len(s.blocks), func(i int) bool { return s.blocks[i].group > group })
	return begin, end
}

// firstClosed is the first document that cannot be matched at all; those follow the others.
func (s *segment) firstClosed() uint32 {
	if closed, end := s.groupBlocks(closedGroup); closed < end {
		return s.blocks[closed].begin
	}
	return uint32(s.len())
}

// open tells whether a document, one before the first closed, is valid and its time not over.
func (s *segment) open(doc uint32, dead deadSet, now time.Time) bool {
	return !dead.has(doc) && (s.until[doc] == 0 || int64(s.until[doc]) > now.Unix())
}

// stringList is a list of strings without a pointer each.
type stringList struct {
	text string
	ends []uint32
	b    *strings.Builder // while it is being made
}

func makeStrings(n, size int) stringList {
	l := stringList{ends: make([]uint32, 0, n), b: &strings.Builder{}}
	l.b.Grow(size)
	return l
}

func (l *stringList) add(s string) {
	l.b.WriteString(s)
	l.ends = append(l.ends, uint32(l.b.Len()))
	l.text = l.b.String()
}

func (l *stringList) len() int { return len(l.ends) }

func (l *stringList) at(i uint32) string {
	if i == 0 {
		return l.text[:l.ends[0]]
	}
	return l.text[l.ends[i-1]:l.ends[i]]
}
