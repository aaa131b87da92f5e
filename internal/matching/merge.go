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
	if f.numbers == nil {
		f.numbers = map[uint64]uint32{}
	}
	first := len(f.rows)
	at := make([]uint32, s.len()) // of each document, its place among the rows from first on
	for doc := range at {
		if !dead.has(uint32(doc)) {
			at[doc] = uint32(len(f.rows) - first)
			f.rows = append(f.rows, f.rowOf(s, uint32(doc)))
		}
	}
	next := f.makeRoom(s, dead, at, len(f.rows)-first)
	for t := range uint32(s.terms.len()) {
		n := f.termNumber(s.terms.at(t))
		s.each(t, func(doc uint32, offset uint16, impact uint8) {
			if dead.has(doc) {
				return
			}
			post := next[at[doc]]
			next[at[doc]]++
			f.terms[post] = n<<fieldBits | uint32(offset>>fieldShift)
			f.impacts[post] = impact
		})
	}
}

// makeRoom makes room for the postings of the documents that are left, and tells where those of each begin.
func (f *forward) makeRoom(s *segment, dead deadSet, at []uint32, rows int) []uint32 {
	held := make([]uint32, rows)
	for t := range uint32(s.terms.len()) {
		s.each(t, func(doc uint32, _ uint16, _ uint8) {
			if !dead.has(doc) {
				held[at[doc]]++
			}
		})
	}
	end := uint32(len(f.terms))
	next := make([]uint32, rows)
	for i, n := range held {
		next[i] = end
		end += n
		f.ends = append(f.ends, end)
	}
	f.terms = append(f.terms, make([]uint32, int(end)-len(f.terms))...)
	f.impacts = append(f.impacts, make([]uint8, int(end)-len(f.impacts))...)
	return next
}

func (f *forward) termNumber(term string) uint32 {
	k := key(term)
	n, ok := f.numbers[k]
	if !ok {
		n = uint32(len(f.words.list))
		f.numbers[k] = n
		f.words.list = append(f.words.list, term)
	}
	return n
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
	class, place, set := s.classes.list[s.class[doc]], s.places.list[s.place[doc]], s.sets.list[s.setOf(doc)]
	return row{
		id:        s.ids.at(doc),
		group:     s.blocks[s.blockOf(doc)].group,
		class:     uint16(f.classes.of(class.key(), class)),
		place:     f.places.of(place.key(), place),
		set:       f.sets.of(setKey(set), set),
		tags:      f.tags.of(tagsKey(s.tags.list[s.tagSet[doc]]), s.tags.list[s.tagSet[doc]]),
		owner:     f.owners.of(s.owners.list[s.owner[doc]], s.owners.list[s.owner[doc]]),
		length:    s.length[doc],
		published: s.published[doc],
		deadline:  s.deadline[doc],
		ends:      s.ends[doc],
		until:     s.until[doc],
	}
}
