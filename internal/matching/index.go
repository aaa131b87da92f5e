package matching

import (
	"slices"
	"time"
)

// Index finds opportunities among many: the best matches of an organisation, and what people search for. It is a list of immutable
// segments, the largest first, and what of them is no longer valid. It is never changed and safe for concurrent use: With gives
// the index after some changes.
type Index struct {
	tree          *Tree
	averageLength int64
	segments      []*segment
	dead          []deadSet
}

// deadSet marks documents of a segment that were changed or removed since; nil while there are none.
type deadSet []uint64

func (d deadSet) has(doc uint32) bool { return d != nil && d[doc>>6]&(1<<(doc&63)) != 0 }

// NewIndex makes an empty index for documents analysed by a tree, with impacts taken at an average length in thousandths of a word.
func NewIndex(tree *Tree, averageLength int64) *Index {
	return &Index{tree: tree, averageLength: averageLength}
}

// AverageLength is the average length that impacts are taken at. An index may only be asked with a model of the same tree and average
// length.
func (ix *Index) AverageLength() int64 { return ix.averageLength }

// Builder collects entries for an index of many at once, and their statistics. Not for concurrent use.
type Builder struct {
	tree    *Tree
	forward *forward
}

// NewBuilder makes a Builder for documents analysed by a tree.
func NewBuilder(tree *Tree) *Builder { return &Builder{tree, NewIndex(tree, 0).forward()} }

func (ix *Index) forward() *forward {
	return &forward{nodes: uint32(len(ix.tree.id)), numbers: map[uint64]uint32{}, known: map[*vocabulary][]uint32{}}
}

// Add adds an entry; each id may come only once. It keeps nothing of its texts.
func (b *Builder) Add(e *Entry) { b.forward.add(e) }

// Index makes the index, with impacts taken at an average length. The builder is of no use afterwards.
func (b *Builder) Index(averageLength int64) *Index {
	ix := NewIndex(b.tree, averageLength)
	if len(b.forward.rows) > 0 {
		b.forward.weigh(averageLength)
		ix.segments, ix.dead = []*segment{b.forward.pack()}, make([]deadSet, 1)
	}
	return ix
}

// mergeFactor is how much larger a segment is than all after it; what does not keep to that is merged. So an index of n documents
// has some log8 n segments, and a document is packed as often. With merges up to mergeAtOnce documents, Merged the rest.
const (
	mergeFactor = 8
	mergeAtOnce = 10_000
)

// With gives the index after changes: entries, each id once, are put in place of those with the same ids, and removed ids are left
// out. It takes a few milliseconds and what the entries and small segments take to pack.
func (ix *Index) With(entries []*Entry, removed []string) *Index {
	next := &Index{ix.tree, ix.averageLength, slices.Clone(ix.segments), slices.Clone(ix.dead)}
	cloned := make([]bool, len(next.dead))
	kill := func(id string) {
		for i, s := range next.segments {
			doc, ok := s.find(id)
			if !ok || next.dead[i].has(doc) {
				continue
			}
			if !cloned[i] {
				next.dead[i] = append(make(deadSet, 0, (s.len()+63)/64), next.dead[i]...)[:(s.len()+63)/64]
				cloned[i] = true
			}
			next.dead[i][doc>>6] |= 1 << (doc & 63)
			return
		}
	}
	fresh := ix.forward()
	for _, id := range removed {
		kill(id)
	}
	for _, e := range entries {
		kill(e.Document.ID)
		fresh.add(e)
	}
	if len(fresh.rows) > 0 {
		fresh.weigh(ix.averageLength)
		next.segments, next.dead = append(next.segments, fresh.pack()), append(next.dead, nil)
	}
	return next.merged(mergeAtOnce)
}

// Due tells whether Merged has something to do.
func (ix *Index) Due() bool { return ix.due(1<<62) < len(ix.segments) }

// Merged gives the same index in fewer segments and without what is dead. It takes a second per some ten million postings.
func (ix *Index) Merged() *Index { return ix.merged(1 << 62) }

// due is the first segment to be merged with all after it, of at most so many documents, so that mergeFactor is kept to; the number
// of segments when there is none.
func (ix *Index) due(most int) int {
	after, from := 0, len(ix.segments)
	for i := len(ix.segments) - 1; i >= 0; i-- {
		n := ix.segments[i].len()
		if after+n <= most && (after > 0 && n < mergeFactor*after || 2*ix.dead[i].count() > n) {
			from = i
		}
		after += n
	}
	return from
}

func (ix *Index) merged(most int) *Index {
	from := ix.due(most)
	if from == len(ix.segments) {
		return ix
	}
	f := ix.forward()
	for i := from; i < len(ix.segments); i++ {
		f.unpack(ix.segments[i], ix.dead[i])
	}
	next := &Index{ix.tree, ix.averageLength, slices.Clone(ix.segments[:from]), slices.Clone(ix.dead[:from])}
	if len(f.rows) > 0 {
		next.segments, next.dead = append(next.segments, f.pack()), append(next.dead, nil)
	}
	return next
}

// Len is how many documents the index holds.
func (ix *Index) Len() int {
	n := 0
	for i, s := range ix.segments {
		n += s.len() - ix.dead[i].count()
	}
	return n
}

// Open is how many documents can be matched at a moment.
func (ix *Index) Open(now time.Time) int {
	n := 0
	for i, s := range ix.segments {
		for doc := range s.firstClosed() {
			if s.open(doc, ix.dead[i], now) {
				n++
			}
		}
	}
	return n
}

// Wanted says which documents an organisation is matched with, and which cut of their ranking is wanted.
type Wanted struct {
	Now     time.Time       // documents must be open at it
	AsOf    time.Time       // the moment that the pair function is given
	Markets map[string]bool // nil for all
	Owners  map[string]bool // whose documents are left out
	Without map[string]bool // documents that are left out, by id
	Cut     Cut             // EligibleOnly is not looked at
}

// Ranked is a place in a ranking of documents with the document as the pair function reads it, but for its requirements and
// language, which the index does not keep.
type Ranked struct {
	Place
	Document *AnalysedDocument
}

// Rank ranks the open documents of the other side for an organisation: exactly those that scoring and sorting all of them would put
// into the cut, and how many there are in all when minScore demands to count them anyway; else count is -1, and Count tells.
func (m *Model) Rank(ix *Index, p *AnalysedProfile, w Wanted) (ranked []Ranked, count int) {
	r := &ranker{wanted: w, profile: p, minimum: int64(w.Cut.MinScore)*Tenth - Tenth/2}
	for i, s := range ix.segments {
		r.segment, r.dead, r.number = s, ix.dead[i], i
		r.run(m)
	}
	for _, f := range r.top {
		s := ix.segments[f.index>>32]
		doc := uint32(f.index)
		ranked = append(ranked, Ranked{f.Place, s.document(doc, r.sideAt(s, doc).query.terms)})
	}
	if w.Cut.MinScore <= 0 {
		r.count = -1
	}
	return ranked, r.count
}

// ranker keeps the best documents while the segments are scanned.
type ranker struct {
	wanted  Wanted
	profile *AnalysedProfile
	minimum int64
	top     []found
	count   int

	segment *segment
	dead    deadSet
	number  int
	scan    *scan
}

func (r *ranker) run(m *Model) {
	c := scans.Get().(*scan)
	defer scans.Put(c)
	r.scan = c
	c.keep, c.bar = r.keep, r.bar()
	var markets func(string) bool
	if r.wanted.Markets != nil {
		markets = func(market string) bool { return r.wanted.Markets[market] }
	}
	first := r.firstGroup()
	for i := range sidesOfProfile {
		group := first + uint8(i)
		if begin, end := r.segment.groupBlocks(group); begin == end {
			continue
		}
		c.prepare(m, r.segment, r.profile, r.profile.sides[profileSides[i]], r.wanted.AsOf, markets)
		c.blocks(group)
	}
	c.keep = nil
}

// firstGroup is the first of the groups of the other side: one party of a match is a cluster's and the other a market's.
func (r *ranker) firstGroup() uint8 {
	if r.profile.Profile.MarketID != "" {
		return 0
	}
	return sidesOfProfile
}

// sideAt is the side of the profile that a document is compared with.
func (r *ranker) sideAt(s *segment, doc uint32) *side {
	return r.profile.sides[sideOf(s.classes.list[s.class[doc]].kind)]
}

// bar is the total that a document must reach to be kept or counted.
func (r *ranker) bar() int64 {
	if r.wanted.Cut.MinScore > 0 || len(r.top) < r.wanted.Cut.First {
		return r.minimum // all that pass are counted
	}
	if r.wanted.Cut.First <= 0 {
		return 1 << 40
	}
	return max(r.minimum, r.top[len(r.top)-1].Total)
}

// keep takes a document whose total reaches the bar, unless it is not wanted for another reason.
func (r *ranker) keep(doc uint32, total int64) {
	at := found{Place: Place{Total: total}, index: int(uint64(r.number)<<32 | uint64(doc))}
	if !r.valid(doc) {
		return
	}
	r.count++
	at.ID = r.segment.ids.at(doc)
	if after := r.wanted.Cut.After; after == nil || after.before(at.Place) {
		r.top = insert(r.top, at, r.wanted.Cut.First)
		r.scan.bar = r.bar()
	}
}

func (r *ranker) valid(doc uint32) bool {
	s := r.segment
	if !s.open(doc, r.dead, r.wanted.Now) {
		return false
	}
	owner := s.owners.list[s.owner[doc]]
	return owner != r.profile.Profile.ID && !r.wanted.Owners[owner] && (r.wanted.Without == nil || !r.wanted.Without[s.ids.at(doc)])
}

// Count is how many documents an organisation is matched with whatever their score.
func (m *Model) Count(ix *Index, p *AnalysedProfile, w Wanted) int {
	r := &ranker{wanted: w, profile: p}
	for i, s := range ix.segments {
		r.segment, r.dead = s, ix.dead[i]
		r.countAll()
	}
	return r.count
}

func (r *ranker) countAll() {
	s, first := r.segment, r.firstGroup()
	wanted := make([]bool, len(s.places.list))
	for i, p := range s.places.list {
		wanted[i] = r.wanted.Markets == nil || r.wanted.Markets[p.market]
	}
	for _, b := range s.blocks {
		if b.group < first || b.group >= first+sidesOfProfile {
			continue
		}
		for doc := b.begin; doc < b.end; doc++ {
			if wanted[s.place[doc]] && r.valid(doc) {
				r.count++
			}
		}
	}
}
