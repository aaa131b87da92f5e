package matching

import (
	"math/bits"
	"slices"
	"sync"
	"time"
)

// scan finds the best documents of a segment for one side of a profile. It adds up the text of a block's documents in accumulators,
// bounds each document's total by tables over what documents share, and computes exactly those that may still be wanted.
type scan struct {
	model   *Model
	segment *segment
	profile *AnalysedProfile
	side    *side
	day     int32
	keep    func(doc uint32, total int64) // called for each document that reaches the bar; it may raise the bar
	bar     int64                         // totals below it are not wanted

	text       [textSteps]int32 // upper bounds of the weighted text part by sum>>shift
	shift      int
	class      []int32
	place      []int32 // excluded where the market is not wanted
	fresh      []int32
	code       []uint16
	technology int32 // upper bound of the weighted technology part
	best, sum  []int64
	cursors    []cursor

	set      uint32 // whose technology part is known
	setKnown bool
	setTotal int64

	sums [blockSize]uint32
}

const (
	textSteps = 1024
	excluded  = -1 << 30 // lower than any bar, and no sum of bounds overflows
)

// cursor walks the runs of one term of the query.
type cursor struct {
	gain     uint32
	run, end uint32
}

var scans = sync.Pool{New: func() any { return new(scan) }}

// prepare fills the tables for one side.
func (c *scan) prepare(m *Model, s *segment, p *AnalysedProfile, own *side, asOf time.Time, wanted func(market string) bool) {
	c.model, c.segment, c.profile, c.side, c.day = m, s, p, own, dayOf(asOf)
	c.setKnown = false
	w := m.weights
	c.class = resize(c.class, len(s.classes.list))
	for i, k := range s.classes.list {
		c.class[i] = int32(int64(w.Complement) * complementPart(own, &AnalysedDocument{Document: Document{Kind: k.kind, Partnerships: k.partnerships}}))
	}
	c.place = resize(c.place, len(s.places.list))
	for i, k := range s.places.list {
		d := &AnalysedDocument{Document: Document{MarketID: k.market}, stage: k.stage}
		c.place[i] = int32(int64(w.Market)*marketPart(p, own, d) + int64(w.Stage)*stagePart(own, d))
		if wanted != nil && !wanted(k.market) {
			c.place[i] = excluded
		}
	}
	c.code = s.freshCodes(c.day)
	c.fresh = resize(c.fresh, freshCodes)
	for code := range c.fresh {
		c.fresh[code] = int32(int64(w.Freshness) * freshnessOf(uint16(code)))
	}
	c.tabulateText()
	c.tabulateTechnology()
}

func resize(table []int32, n int) []int32 { return slices.Grow(table[:0], n)[:n] }

// tabulateText bounds the text part from above for every step of the sum: the part never falls as the sum rises.
func (c *scan) tabulateText() {
	q := &c.side.query
	highest := q.gain * fullImpact
	c.shift = max(0, bits.Len64(uint64(highest))-bits.Len64(textSteps-1))
	for i := range c.text {
		c.text[i] = int32(int64(c.model.weights.Text) * q.part(int64(i+1)<<c.shift-1))
	}
}

// tabulateTechnology prepares bounds of the technology part: by technology of the tree, how similar the nearest of the side's is,
// and the sum of the similarities of all of them.
func (c *scan) tabulateTechnology() {
	nodes := len(c.model.tree.id)
	c.best, c.sum = slices.Grow(c.best[:0], nodes)[:nodes], slices.Grow(c.sum[:0], nodes)[:nodes]
	clear(c.best)
	clear(c.sum)
	c.technology = 0
	if len(c.side.technologies) == 0 {
		return
	}
	c.technology = int32(int64(c.model.weights.Technology) * One)
	for i := range nodes {
		there := technology{int32(i), c.model.tree.id[i]}
		for _, own := range c.side.technologies {
			similarity := c.model.similarity(own, there)
			c.best[i] = max(c.best[i], similarity)
			c.sum[i] += similarity
		}
	}
}

// blocks scans the blocks of a group.
func (c *scan) blocks(group uint8) {
	begin, end := c.segment.groupBlocks(group)
	if begin == end {
		return
	}
	c.seek(uint16(begin))
	for b := begin; b < end; b++ {
		c.add(uint16(b))
		c.block(c.segment.blocks[b])
	}
}

// seek puts a cursor on each term's first run at or after a block.
func (c *scan) seek(first uint16) {
	c.cursors = c.cursors[:0]
	s := c.segment
	for _, t := range c.side.query.terms {
		n, ok := s.term(t.term)
		if !ok {
			continue
		}
		begin, end := s.firstRun[n], s.firstRun[n+1]
		at, _ := slices.BinarySearch(s.runBlock[begin:end], first)
		c.cursors = append(c.cursors, cursor{uint32(t.gain), begin + uint32(at), end})
	}
}

// add adds up the text of a block's documents.
func (c *scan) add(block uint16) {
	s := c.segment
	for i := range c.cursors {
		t := &c.cursors[i]
		if t.run == t.end || s.runBlock[t.run] != block {
			continue
		}
		begin, end := s.runBegin[t.run], s.runBegin[t.run+1]
		t.run++
		offsets := s.offsets[begin:end]
		impacts := s.impacts[begin:end]
		impacts = impacts[:len(offsets)]
		gain := t.gain
		for j, o := range offsets {
			c.sums[o&offsetMask] += gain * uint32(impacts[j])
		}
	}
}

// block passes on the documents of a block that may reach the bar, and clears the accumulators.
func (c *scan) block(b block) {
	n := int(b.end - b.begin)
	class, place, code := c.segment.class[b.begin:b.end], c.segment.place[b.begin:b.end], c.code[b.begin:b.end]
	class, place, code = class[:n], place[:n], code[:n]
	sums := c.sums[:n]
	bar := c.reach()
	for i, sum := range sums {
		bound := c.text[(sum>>c.shift)&(textSteps-1)] + c.class[class[i]] + c.place[place[i]] + c.fresh[code[i]&freshMask]
		if bound >= bar {
			c.exact(b.begin+uint32(i), int64(sum), bound)
			bar = c.reach()
		}
		sums[i] = 0
	}
}

// reach is what a document's bound without technology must reach to be looked at.
func (c *scan) reach() int32 { return int32(max(c.bar-int64(c.technology), excluded/2)) }

// exact computes a document's total, technology by bound first.
func (c *scan) exact(doc uint32, sum int64, bound int32) {
	set := c.segment.set[doc]
	if !c.setKnown || c.set != set {
		technologies := c.segment.sets.list[set]
		if int64(bound)+c.technologyBound(technologies) < c.bar {
			return
		}
		part := c.model.technologyPart(c.side, &AnalysedDocument{technologies: technologies})
		c.set, c.setKnown, c.setTotal = set, true, int64(c.model.weights.Technology)*part
	}
	if int64(bound)+c.setTotal < c.bar {
		return
	}
	total := c.setTotal + int64(c.model.weights.Text)*c.side.query.part(sum) +
		int64(c.class[c.segment.class[doc]]) + int64(c.place[c.segment.place[doc]]) + int64(c.fresh[c.code[doc]])
	if total >= c.bar {
		c.keep(doc, total)
	}
}

// technologyBound is never below the weighted technology part: of the best-match average one way is exact, and the other is at most
// the sum of all similarities over the number of the side's technologies.
func (c *scan) technologyBound(technologies []technology) int64 {
	if len(c.side.technologies) == 0 || len(technologies) == 0 {
		return 0
	}
	best, sum := int64(0), int64(0)
	for _, t := range technologies {
		if t.node < 0 {
			return int64(c.technology)
		}
		best += c.best[t.node]
		sum += c.sum[t.node]
	}
	there := best/int64(len(technologies)) + 1
	back := min(sum/int64(len(c.side.technologies))+1, One)
	return int64(c.model.weights.Technology) * ((there+back)/2 + 1)
}
