package matching

import (
	"slices"
	"time"
)

// Filter chooses documents. What is nil does not narrow; all that is given must hold, and of a list any one.
type Filter struct {
	Visible      []string // tags; but for Own's, others do not exist for the viewer
	Own          string   // whose documents are visible whatever their tags
	Kinds        []string
	Markets      []string
	Stages       []string
	Technologies []string // exactly these: what is below them is for the caller to add
	Partnerships []string
	Tags         []string
	Owners       []Owner
	OpenAt       *time.Time // those open then
	EndsBy       *time.Time // those whose deadline is on this day or before
	Only         []string   // ids
}

// Owner chooses the documents of an organisation: all, or those with a tag.
type Owner struct{ ID, Tag string }

// facet is a way of counting; its own filter is then left out.
type facet uint8

const (
	byKind facet = 1 << iota
	byMarket
	byStage
	byTechnology
	byOther // every other filter
	all     = byKind | byMarket | byStage | byTechnology | byOther
)

// chooser applies a filter to a segment by tables over what documents share. Each table says which facets' filters hold.
type chooser struct {
	filter *Filter
	s      *segment
	dead   deadSet
	class  []facet
	place  []facet
	set    []facet
	tags   []facet
	own    int64                      // number of the owner whose documents are visible, -1 for none
	ownTag []facet                    // tags, but for visibility
	owners map[uint32]map[uint32]bool // by owner, the sets of tags that are chosen; nil set for all
	only   map[uint32]bool
	slow   bool // whether there is more to look at than tables
}

func newChooser(f *Filter, s *segment, dead deadSet) *chooser {
	c := &chooser{filter: f, s: s, dead: dead}
	for _, k := range s.classes.list {
		c.class = append(c.class, all&^not(byKind, f.Kinds == nil || slices.Contains(f.Kinds, k.kind))&^
			not(byStage, f.Stages == nil || slices.Contains(f.Stages, k.stage))&^
			not(byOther, f.Partnerships == nil || overlap(f.Partnerships, k.partnerships)))
	}
	for _, p := range s.places.list {
		c.place = append(c.place, all&^not(byMarket, f.Markets == nil || slices.Contains(f.Markets, p.market)))
	}
	wanted := map[string]bool{}
	for _, t := range f.Technologies {
		wanted[t] = true
	}
	for _, set := range s.sets.list {
		ok := f.Technologies == nil || slices.ContainsFunc(set, func(t technology) bool { return wanted[t.id] })
		c.set = append(c.set, all&^not(byTechnology, ok))
	}
	for _, tags := range s.tags.list {
		chosen := f.Tags == nil || overlap(f.Tags, tags)
		c.ownTag = append(c.ownTag, all&^not(byOther, chosen))
		c.tags = append(c.tags, all&^not(byOther, chosen && (f.Visible == nil || overlap(f.Visible, tags))))
	}
	c.own = -1
	if n, ok := s.owners.number[f.Own]; ok && f.Own != "" {
		c.own = int64(n)
	}
	c.chooseOwners()
	c.chooseIDs()
	c.slow = f.Owners != nil || f.Only != nil || f.OpenAt != nil || f.EndsBy != nil || dead != nil
	return c
}

// not is the facet that fails unless ok.
func not(f facet, ok bool) facet {
	if ok {
		return 0
	}
	return f
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

func (c *chooser) chooseOwners() {
	if c.filter.Owners == nil {
		return
	}
	c.owners = map[uint32]map[uint32]bool{}
	for _, o := range c.filter.Owners {
		n, ok := c.s.owners.number[o.ID]
		if !ok {
			continue
		}
		if o.Tag == "" {
			c.owners[n] = nil
			continue
		}
		chosen := map[uint32]bool{}
		for i, tags := range c.s.tags.list {
			chosen[uint32(i)] = slices.Contains(tags, o.Tag)
		}
		c.owners[n] = chosen
	}
}

func (c *chooser) chooseIDs() {
	if c.filter.Only == nil {
		return
	}
	c.only = map[uint32]bool{}
	for _, id := range c.filter.Only {
		if doc, ok := c.s.find(id); ok {
			c.only[doc] = true
		}
	}
}

// holds tells which facets' filters hold for a document with a set of technologies; 0 for a document that is not chosen whatever
// the facet.
func (c *chooser) holds(doc, set uint32) facet {
	tags := c.tags[c.s.tagSet[doc]]
	if tags == all&^byOther && int64(c.s.owner[doc]) == c.own {
		tags = c.ownTag[c.s.tagSet[doc]]
	}
	h := c.class[c.s.class[doc]] & c.place[c.s.place[doc]] & c.set[set] & tags
	if h&byOther == 0 || c.slow && !c.holdsSlow(doc) {
		return 0
	}
	return h
}

func (c *chooser) holdsSlow(doc uint32) bool {
	s, f := c.s, c.filter
	if c.dead.has(doc) || c.only != nil && !c.only[doc] {
		return false
	}
	if c.owners != nil {
		tags, ok := c.owners[s.owner[doc]]
		if !ok || tags != nil && !tags[s.tagSet[doc]] {
			return false
		}
	}
	if f.OpenAt != nil && (s.blocks[s.blockOf(doc)].group == closedGroup || s.until[doc] != 0 && int64(s.until[doc]) <= f.OpenAt.Unix()) {
		return false
	}
	return f.EndsBy == nil || s.deadline[doc] != 0 && int32(s.deadline[doc]) <= dayOf(*f.EndsBy)
}

// Counts are numbers of documents, in all and by facet, each facet under all filters but its own.
type Counts struct {
	Total        int
	Kinds        map[string]int
	Markets      map[string]int
	Stages       map[string]int // as stated; those that state none are left out
	Technologies map[string]int // that documents name, without those below
}

func newCounts() Counts {
	return Counts{0, map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}}
}

// tally counts documents of a segment by what they share; add puts it into Counts.
type tally struct {
	total                       int
	kinds, stages, places, sets []int // by class, by class, by place, by set
}

func newTally(s *segment) *tally {
	classes := len(s.classes.list)
	return &tally{0, make([]int, classes), make([]int, classes), make([]int, len(s.places.list)), make([]int, len(s.sets.list))}
}

// count counts a document in every facet but for whose filter all hold.
func (t *tally) count(s *segment, doc, set uint32, holds facet) {
	switch all &^ holds {
	case 0:
		t.total++
		t.kinds[s.class[doc]]++
		t.stages[s.class[doc]]++
		t.places[s.place[doc]]++
		t.sets[set]++
	case byKind:
		t.kinds[s.class[doc]]++
	case byStage:
		t.stages[s.class[doc]]++
	case byMarket:
		t.places[s.place[doc]]++
	case byTechnology:
		t.sets[set]++
	}
}

func (t *tally) add(s *segment, c *Counts) {
	c.Total += t.total
	for i, k := range s.classes.list {
		sumUp(c.Kinds, k.kind, t.kinds[i])
		sumUp(c.Stages, k.stage, t.stages[i])
	}
	for i, p := range s.places.list {
		sumUp(c.Markets, p.market, t.places[i])
	}
	for i, set := range s.sets.list {
		for _, technology := range set {
			sumUp(c.Technologies, technology.id, t.sets[i])
		}
	}
}

func sumUp(counts map[string]int, key string, n int) {
	if n > 0 && key != "" {
		counts[key] += n
	}
}
