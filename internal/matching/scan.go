package matching

import (
	"cmp"
	"math/bits"
	"slices"
	"sync"
	"time"
)

// scan finds the best documents of a segment for one side of a profile. Documents of a block that name the same technologies stand
// together. So it first learns how well each set of technologies suits, leaves out the blocks whose sets cannot lead to the bar
// whatever else their documents have, takes the others best first, adds up the text of their documents in accumulators, leaves out
// the sets that cannot lead to the bar with the best text of the block, bounds each document's total by tables over what documents
// share, and computes exactly those that may still be wanted.
type scan struct {
	model   *Model
	segment *segment
	profile *AnalysedProfile
	side    *side
	keep    func(doc uint32, total int64) // called for each document that reaches the bar; it may raise the bar
	bar     int64                         // totals below it are not wanted

	text  [textSteps]int32 // upper bounds of the weighted text part by sum>>shift
	shift int
	class []int32
	place []int32 // excluded where the market is not wanted
	fresh []int32
	code  []uint16
	other int64 // the most that all parts but technology and text can add
	rest  int64 // the same with the best text of the block at hand

	similar [][]int64                // of each of the side's technologies to each of the tree
	best    []int64                  // by technology of the tree, the similarity of the nearest of the side's
	shares  [maxBoundSet + 1][]int32 // what a technology adds to the bound of a set, by the set's size
	bounds  []int32                  // of the weighted technology part by run of the segment
	due     []dueBlock
	terms   []scanTerm

	sums [blockSize]uint32
}

const (
	textSteps = 1024
	excluded  = -1 << 30 // lower than any bar, and no sum of bounds overflows

	maxBoundSet = 5 // technologies of an opportunity; larger sets are bounded by the full weight
)

// dueBlock is a block with the best technology part, or a bound of it, among its documents.
type dueBlock struct {
	block uint32
	best  int32
}

// scanTerm is a term of the query that the segment holds.
type scanTerm struct {
	gain       uint32
	begin, end uint32 // its runs
}

var scans = sync.Pool{New: func() any { return new(scan) }}

// prepare fills the tables for one side.
func (c *scan) prepare(m *Model, s *segment, p *AnalysedProfile, own *side, asOf time.Time, wanted func(market string) bool) {
	c.model, c.segment, c.profile, c.side = m, s, p, own
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
	c.code = s.freshCodes(dayOf(asOf))
	c.fresh = m.fresh
	c.tabulateText()
	c.tabulateTechnology()
	c.other = int64(slices.Max(c.class)) + int64(slices.Max(c.place)) + int64(w.Freshness)*One
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

// tabulateTechnology compares the side's technologies with all of the tree.
//
// Of the best-match average one way is an average of best similarities, and the other at most the sum of all similarities over the
// number of the side's technologies; so both together are at most a sum over the technologies of the set of shares that depend on
// its size alone.
func (c *scan) tabulateTechnology() {
	tree, own := c.model.tree, int64(len(c.side.technologies))
	nodes := len(tree.id)
	c.best = slices.Grow(c.best[:0], nodes)[:nodes]
	clear(c.best)
	sum := make([]int64, nodes)
	c.similar = c.similar[:0]
	for _, t := range c.side.technologies {
		row := make([]int64, nodes)
		for i := range row {
			row[i] = c.model.similarity(t, technology{int32(i), tree.id[i]})
			c.best[i] = max(c.best[i], row[i])
			sum[i] += row[i]
		}
		c.similar = append(c.similar, row)
	}
	weight := int64(c.model.weights.Technology)
	for size := range c.shares {
		c.shares[size] = resize(c.shares[size], nodes+1)
		for i := range nodes {
			c.shares[size][i] = 0
			if c.best[i] > 0 && size > 0 {
				c.shares[size][i] = int32(weight * (c.best[i]/int64(size) + min(sum[i]/own, One) + 3) / 2)
			}
		}
		c.shares[size][nodes] = int32(weight * One) // not of the tree
	}
}

// bound bounds the weighted technology part of every run of a block, and gives the highest.
func (c *scan) bound(block int) int32 {
	s := c.segment
	highest := int32(0)
	full := int32(c.model.weights.Technology) * One
	for run := s.firstSetRun[block]; run < s.firstSetRun[block+1]; run++ {
		nodes := s.runNodes[s.runNodeBegin[run]:s.runNodeBegin[run+1]]
		bound := full
		if len(nodes) <= maxBoundSet {
			shares := c.shares[len(nodes)]
			sum := int32(0)
			for _, n := range nodes {
				sum = min(sum+shares[n], full)
			}
			bound = sum
		}
		c.bounds[run] = bound
		highest = max(highest, bound)
	}
	return highest
}

// blocks scans the blocks of a group, best first.
func (c *scan) blocks(group uint8) {
	begin, end := c.segment.groupBlocks(group)
	c.bounds = resize(c.bounds, len(c.segment.runSet))
	c.due = c.due[:0]
	for b := begin; b < end; b++ {
		c.due = append(c.due, dueBlock{uint32(b), c.bound(b)})
	}
	slices.SortFunc(c.due, func(a, b dueBlock) int { return cmp.Or(cmp.Compare(b.best, a.best), cmp.Compare(a.block, b.block)) })
	c.seek()
	for _, d := range c.due {
		if int64(d.best)+c.other+int64(c.text[textSteps-1]) < c.bar {
			return
		}
		c.block(int(d.block))
	}
}

// seek finds the query's terms.
func (c *scan) seek() {
	c.terms = c.terms[:0]
	for _, t := range c.side.query.terms {
		if n, ok := c.segment.term(t.key, t.term); ok {
			c.terms = append(c.terms, scanTerm{uint32(t.gain), c.segment.firstRun[n], c.segment.firstRun[n+1]})
		}
	}
}

// add adds up the text of a block's documents.
func (c *scan) add(block uint16) {
	s := c.segment
	for _, t := range c.terms {
		at, ok := slices.BinarySearch(s.runBlock[t.begin:t.end], block)
		if !ok {
			continue
		}
		run := t.begin + uint32(at)
		offsets := s.offsets[s.runBegin[run]:s.runBegin[run+1]]
		impacts := s.impacts[s.runBegin[run]:s.runBegin[run+1]]
		impacts = impacts[:len(offsets)]
		for i, o := range offsets {
			c.sums[o&offsetMask] += t.gain * uint32(impacts[i])
		}
	}
}

// block passes on the documents of a block that reach the bar, and clears the accumulators.
func (c *scan) block(number int) {
	c.add(uint16(number))
	b := c.segment.blocks[number]
	begin := b.begin
	c.rest = c.other + int64(c.text[(highest(c.sums[:b.end-b.begin])>>c.shift)&(textSteps-1)])
	for run := c.segment.firstSetRun[number]; run < c.segment.firstSetRun[number+1]; run++ {
		end := c.segment.runEnd[run]
		if int64(c.bounds[run])+c.rest >= c.bar {
			if technology := int64(c.model.weights.Technology) * c.technologyPart(run); technology+c.rest >= c.bar {
				c.run(b.begin, begin, end, technology)
			}
		}
		begin = end
	}
	clear(c.sums[:b.end-b.begin])
}

// highest of sums, in four lanes so that no comparison waits for another.
func highest(sums []uint32) uint32 {
	var a, b, c, d uint32
	for ; len(sums) >= 4; sums = sums[4:] {
		a, b, c, d = max(a, sums[0]), max(b, sums[1]), max(c, sums[2]), max(d, sums[3])
	}
	for _, sum := range sums {
		a = max(a, sum)
	}
	return max(a, b, c, d)
}

// run passes on the documents of a run, which share the technology part.
func (c *scan) run(block, begin, end uint32, technology int64) {
	class, place, code := c.segment.class[begin:end], c.segment.place[begin:end], c.code[begin:end]
	sums := c.sums[begin-block : end-block]
	class, place, code = class[:len(sums)], place[:len(sums)], code[:len(sums)]
	fresh := c.fresh[: freshMask+1 : freshMask+1]
	bar := c.bar - technology
	for i, sum := range sums {
		others := c.class[class[i]] + c.place[place[i]] + fresh[code[i]&freshMask]
		if int64(others+c.text[(sum>>c.shift)&(textSteps-1)]) < bar {
			continue
		}
		total := technology + int64(others) + int64(c.model.weights.Text)*c.side.query.part(int64(sum))
		if others > excluded/2 && total >= c.bar {
			c.keep(begin+uint32(i), total)
			bar = c.bar - technology
		}
	}
}

// technologyPart is Model.technologyPart for a run, out of the similarities at hand.
func (c *scan) technologyPart(run uint32) int64 {
	s := c.segment
	nodes := s.runNodes[s.runNodeBegin[run]:s.runNodeBegin[run+1]]
	own := len(c.side.technologies)
	if own == 0 || len(nodes) == 0 {
		return 0
	}
	there := int64(0)
	for _, n := range nodes {
		if int(n) >= len(c.best) {
			return c.model.technologyPart(c.side, &AnalysedDocument{technologies: s.sets.list[s.runSet[run]]})
		}
		there += c.best[n]
	}
	back := int64(0)
	for _, similar := range c.similar {
		best := int64(0)
		for _, n := range nodes {
			best = max(best, similar[n])
		}
		back += best
	}
	return (back/int64(own) + there/int64(len(nodes))) / 2
}
