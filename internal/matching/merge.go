package matching

import "math/bits"

func (d deadSet) count() int {
	n := 0
	for _, word := range d {
		n += bits.OnesCount64(word)
	}
	return n
}

// unpack appends the documents of a segment that are not dead, with their terms: what pack then merges. It turns the postings
// round, which takes two passes over them.
func (f *forward) unpack(s *segment, dead deadSet) {
	first := len(f.rows)
	at := make([]uint32, s.len()) // of each document, its place among the rows from first on
	for doc := range at {
		if !dead.has(uint32(doc)) {
			at[doc] = uint32(len(f.rows) - first)
			f.rows = append(f.rows, f.rowOf(s, uint32(doc)))
		}
	}
	f.makeRoom(s, dead, at, len(f.rows)-first)
	filled := make([]uint32, len(f.rows)-first)
	for t := range uint32(s.terms.len()) {
		text := s.terms.at(t)
		n := f.termNumber(term{key(text), text})
		s.each(t, func(doc uint32, offset uint16, impact uint8) {
			if dead.has(doc) {
				return
			}
			post := filled[at[doc]]
			filled[at[doc]]++
			terms, impacts := f.held(uint32(first) + at[doc])
			terms[post], impacts[post] = n<<fieldBits|uint32(offset>>fieldShift), impact
		})
	}
}

// makeRoom makes room for the postings of the documents that are left.
func (f *forward) makeRoom(s *segment, dead deadSet, at []uint32, rows int) {
	held := make([]int, rows)
	for t := range uint32(s.terms.len()) {
		s.each(t, func(doc uint32, _ uint16, _ uint8) {
			if !dead.has(doc) {
				held[at[doc]]++
			}
		})
	}
	for _, n := range held {
		f.room(n)
	}
}

// each calls with every posting of a term.
func (s *segment) each(term uint32, call func(doc uint32, offset uint16, impact uint8)) {
	for run := s.firstRun[term]; run < s.firstRun[term+1]; run++ {
		begin := s.blocks[s.runBlock[run]].begin
		for post := s.runBegin[run]; post < s.runBegin[run+1]; post++ {
			call(begin+uint32(s.offsets[post]&offsetMask), s.offsets[post], s.impacts[post])
		}
	}
}

// rowOf files a document of another segment.
func (f *forward) rowOf(s *segment, doc uint32) row {
	r := row{
		id:        s.ids.at(doc),
		group:     s.blocks[s.blockOf(doc)].group,
		length:    s.length[doc],
		published: s.published[doc],
		deadline:  s.deadline[doc],
		ends:      s.ends[doc],
		until:     s.until[doc],
	}
	f.file(&r, s.classes.list[s.class[doc]], s.places.list[s.place[doc]], s.sets.list[s.setOf(doc)], s.tags.list[s.tagSet[doc]], s.owners.list[s.owner[doc]])
	return r
}
