package matching

import (
	"cmp"
	"slices"
)

// forward lists documents with their terms, document by document: what a segment is packed from.
type forward struct {
	tables
	nodes   uint32 // of the technology tree
	rows    []row
	ends    []uint32 // where each row's terms end in the two lists below
	terms   []uint32 // number of the term and, in the lowest two bits, the fields it stands in
	impacts []uint8
	words   table[string]
	numbers map[uint64]uint32 // of terms by key, faster than by the term
}

const fieldBits = 2

// add appends an entry with the counts of its terms in place of their impacts, until weigh.
func (f *forward) add(e *Entry) {
	if f.numbers == nil {
		f.numbers = map[uint64]uint32{}
	}
	f.rows = append(f.rows, f.row(e))
	for i := range e.terms {
		h := &e.terms[i]
		n, ok := f.numbers[h.key]
		if !ok {
			n = uint32(len(f.words.list))
			f.numbers[h.key] = n
			f.words.list = append(f.words.list, h.term)
		}
		f.terms = append(f.terms, n<<fieldBits|uint32(h.fields))
		f.impacts = append(f.impacts, uint8(min(h.count, maxCount)))
	}
	f.ends = append(f.ends, uint32(len(f.terms)))
}

// weigh turns the counts into the impacts that an average length gives.
func (f *forward) weigh(averageLength int64) {
	for r := range f.rows {
		for at := f.begin(uint32(r)); at < f.ends[r]; at++ {
			f.impacts[at] = impact(int64(f.impacts[at]), int64(f.rows[r].length), averageLength)
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
	number := s.name(f.words.list)
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
	for _, t := range f.terms {
		next[number[t>>fieldBits]+1]++
	}
	for i := range terms {
		next[i+1] += next[i]
	}
	runs := f.runs(s, order, number)
	s.offsets, s.impacts = make([]uint16, len(f.terms)), make([]uint8, len(f.terms))
	last := make([]uint32, terms) // block of each term's last posting, plus one
	for b, block := range s.blocks {
		for i := block.begin; i < block.end; i++ {
			r := order[i]
			for at := f.begin(r); at < f.ends[r]; at++ {
				t := number[f.terms[at]>>fieldBits]
				post := next[t]
				next[t]++
				s.offsets[post] = uint16(f.terms[at]&(1<<fieldBits-1))<<fieldShift | uint16(i-block.begin)
				s.impacts[post] = f.impacts[at]
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
			for at := f.begin(r); at < f.ends[r]; at++ {
				if t := number[f.terms[at]>>fieldBits]; last[t] != uint32(b)+1 {
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
	s.runBegin[n] = uint32(len(f.terms))
	return slices.Clone(s.firstRun[:terms])
}

func (f *forward) begin(r uint32) uint32 {
	if r == 0 {
		return 0
	}
	return f.ends[r-1]
}
