package matching

import (
	"cmp"
	"slices"
)

// forward lists documents with their terms, document by document: what a segment is packed from.
type forward struct {
	tables
	nodes    uint32 // of the technology tree
	rows     []row
	places   []heldPlace // of each row's postings
	chunks   []heldChunk // that postings stand in: lists that grew would be copied again and again
	postings int
	words    []string
	numbers  map[uint64]uint32        // of terms by key
	known    map[*vocabulary][]uint32 // numbers, plus one, of the terms of entries' vocabularies; 0 for unknown
}

// heldChunk is postings of documents one after another.
type heldChunk struct {
	terms   []uint32 // number of the term and, in the lowest two bits, the fields it stands in
	impacts []uint8
}

type heldPlace struct{ chunk, begin, end uint32 }

const (
	fieldBits  = 2
	firstChunk = 1 << 8 // postings; every chunk has twice the room of the one before, up to the largest
	mostChunk  = 1 << 18
)

// room makes room for the postings of the next row.
func (f *forward) room(n int) (terms []uint32, impacts []uint8) {
	last := len(f.chunks) - 1
	if last < 0 || len(f.chunks[last].terms)+n > cap(f.chunks[last].terms) {
		size := firstChunk
		if last >= 0 {
			size = min(2*cap(f.chunks[last].terms), mostChunk)
		}
		size = max(size, n)
		f.chunks = append(f.chunks, heldChunk{make([]uint32, 0, size), make([]uint8, 0, size)})
		last++
	}
	c := &f.chunks[last]
	begin := len(c.terms)
	c.terms, c.impacts = c.terms[:begin+n], c.impacts[:begin+n]
	f.places = append(f.places, heldPlace{uint32(last), uint32(begin), uint32(begin + n)})
	f.postings += n
	return c.terms[begin:], c.impacts[begin:]
}

// held gives the postings of a row.
func (f *forward) held(row uint32) (terms []uint32, impacts []uint8) {
	p := f.places[row]
	c := &f.chunks[p.chunk]
	terms = c.terms[p.begin:p.end]
	return terms, c.impacts[p.begin:p.end][:len(terms)]
}

// add appends an entry with the counts of its terms in place of their impacts, until weigh.
func (f *forward) add(e *Entry) {
	f.rows = append(f.rows, f.row(e))
	known := f.known[e.vocabulary]
	if more := len(e.known) - len(known); more > 0 {
		known = append(known, make([]uint32, more)...)
		f.known[e.vocabulary] = known
	}
	terms, impacts := f.room(len(e.counted))
	for i, h := range e.counted {
		if known[h.number] == 0 {
			known[h.number] = f.termNumber(e.AnalysedDocument.known[h.number]) + 1
		}
		terms[i] = (known[h.number]-1)<<fieldBits | uint32(h.fields)
		impacts[i] = uint8(min(h.count, maxCount))
	}
}

// termNumber numbers a term.
func (f *forward) termNumber(t term) uint32 {
	n, ok := f.numbers[t.key]
	if !ok {
		n = uint32(len(f.words))
		f.numbers[t.key] = n
		f.words = append(f.words, t.text)
	}
	return n
}

// weigh turns the counts into the impacts that an average length gives.
func (f *forward) weigh(averageLength int64) {
	for r := range f.rows {
		_, impacts := f.held(uint32(r))
		for i, count := range impacts {
			impacts[i] = impact(int64(count), int64(f.rows[r].length), averageLength)
		}
	}
}

// Sizes of a segment's blocks: the accumulators of one fit into the fastest cache, and a document's place in it into 12 bits.
const (
	blockBits = 12
	blockSize = 1 << blockBits
)

// block is a run of documents of one group.
type block struct {
	begin, end uint32
	group      uint8
}

// blocksOf cuts documents, given their groups in order, into blocks.
func blocksOf(groups []uint8) []block {
	var blocks []block
	for i, g := range groups {
		last := len(blocks) - 1
		if last < 0 || blocks[last].group != g || blocks[last].end-blocks[last].begin == blockSize {
			blocks = append(blocks, block{begin: uint32(i), group: g})
			last++
		}
		blocks[last].end = uint32(i) + 1
	}
	return blocks
}

// pack makes a segment. It sorts the documents and the terms and then deals the postings out, document by document, so that they
// come to lie in order: two passes over all postings.
func (f *forward) pack() *segment {
	order := f.order(f.rows)
	s := &segment{tables: f.tables, nodes: f.nodes}
	groups := make([]uint8, len(order))
	for i, r := range order {
		groups[i] = f.rows[r].group
	}
	s.blocks = blocksOf(groups)
	s.columns(f.rows, order)
	s.bySet(f.rows, order)
	number := s.name(f.words)
	f.deal(s, order, number)
	return s
}

// columns lays the rows out column by column.
func (s *segment) columns(rows []row, order []uint32) {
	n := len(order)
	s.class, s.place, s.tagSet, s.owner = make([]uint16, n), make([]uint32, n), make([]uint32, n), make([]uint32, n)
	s.length, s.published, s.until = make([]uint16, n), make([]uint16, n), make([]uint32, n)
	s.deadline, s.ends = make([]uint16, n), make([]uint16, n)
	size := 0
	for i := range rows {
		size += len(rows[i].id)
	}
	s.ids = makeStrings(n, size)
	for i, r := range order {
		row := &rows[r]
		s.ids.add(row.id)
		s.class[i], s.place[i], s.tagSet[i], s.owner[i] = row.class, row.place, row.tags, row.owner
		s.length[i], s.published[i], s.until[i] = row.length, row.published, row.until
		s.deadline[i], s.ends[i] = row.deadline, row.ends
	}
	s.byID = make([]uint32, n)
	for i := range s.byID {
		s.byID[i] = uint32(i)
	}
	slices.SortFunc(s.byID, func(a, b uint32) int { return cmp.Compare(s.ids.at(a), s.ids.at(b)) })
}

// bySet finds the runs of equal sets of technologies in each block.
func (s *segment) bySet(rows []row, order []uint32) {
	for _, b := range s.blocks {
		s.firstSetRun = append(s.firstSetRun, uint32(len(s.runSet)))
		for i := b.begin; i < b.end; i++ {
			set := rows[order[i]].set
			if last := len(s.runSet) - 1; i == b.begin || s.runSet[last] != set {
				s.runSet, s.runEnd = append(s.runSet, set), append(s.runEnd, 0)
			}
			s.runEnd[len(s.runEnd)-1] = i + 1
		}
	}
	s.firstSetRun = append(s.firstSetRun, uint32(len(s.runSet)))
	s.runSet, s.runEnd = slices.Clip(s.runSet), slices.Clip(s.runEnd)
	s.runNodeBegin = make([]uint32, 1, len(s.runSet)+1)
	for _, set := range s.runSet {
		for _, t := range s.sets.list[set] {
			s.runNodes = append(s.runNodes, uint16(min(uint32(t.node), s.nodes)))
		}
		s.runNodeBegin = append(s.runNodeBegin, uint32(len(s.runNodes)))
	}
	s.runNodes = slices.Clip(s.runNodes)
}

// name sorts the terms and tells the new number of each.
func (s *segment) name(words []string) []uint32 {
	order := make([]uint32, len(words))
	size := 0
	for i, w := range words {
		order[i] = uint32(i)
		size += len(w)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(words[a], words[b]) })
	number := make([]uint32, len(words))
	s.terms = makeStrings(len(words), size)
	for i, o := range order {
		s.terms.add(words[o])
		number[o] = uint32(i)
	}
	s.hash()
	return number
}

// deal fills the postings.
func (f *forward) deal(s *segment, order, number []uint32) {
	terms := s.terms.len()
	next := make([]uint32, terms+1) // where each term's next posting goes
	for _, c := range f.chunks {
		for _, t := range c.terms {
			next[number[t>>fieldBits]+1]++
		}
	}
	for i := range terms {
		next[i+1] += next[i]
	}
	runs := f.runs(s, order, number)
	s.offsets, s.impacts = make([]uint16, f.postings), make([]uint8, f.postings)
	last := make([]uint32, terms) // block of each term's last posting, plus one
	for b, block := range s.blocks {
		for i := block.begin; i < block.end; i++ {
			r := order[i]
			held, impacts := f.held(r)
			for at, h := range held {
				t := number[h>>fieldBits]
				post := next[t]
				next[t]++
				s.offsets[post] = uint16(h&(1<<fieldBits-1))<<fieldShift | uint16(i-block.begin)
				s.impacts[post] = impacts[at]
				if last[t] != uint32(b)+1 {
					last[t] = uint32(b) + 1
					s.runBlock[runs[t]], s.runBegin[runs[t]] = uint16(b), post
					runs[t]++
				}
			}
		}
	}
}

// runs counts the blocks that each term stands in and makes room for a run of postings in each. The result tells where the next run
// of each term goes.
func (f *forward) runs(s *segment, order, number []uint32) []uint32 {
	terms := s.terms.len()
	s.firstRun = make([]uint32, terms+1)
	last := make([]uint32, terms)
	for b, block := range s.blocks {
		for i := block.begin; i < block.end; i++ {
			r := order[i]
			held, _ := f.held(r)
			for _, h := range held {
				if t := number[h>>fieldBits]; last[t] != uint32(b)+1 {
					last[t] = uint32(b) + 1
					s.firstRun[t+1]++
				}
			}
		}
	}
	for i := range terms {
		s.firstRun[i+1] += s.firstRun[i]
	}
	n := s.firstRun[terms]
	s.runBlock, s.runBegin = make([]uint16, n), make([]uint32, n+1)
	s.runBegin[n] = uint32(f.postings)
	return slices.Clone(s.firstRun[:terms])
}
