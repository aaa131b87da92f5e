package matching

import (
	"math/bits"
	"slices"
	"strings"
)

// Pool holds many organisations compactly, to be ranked for one opportunity at a time: for each its terms and technologies as
// numbers, and places in lists of what many have in common, some 500 bytes in all for 60 terms. Neither texts nor words are kept, so
// whoever shows a match prepares the organisation's profile and has it scored by Model.Score, which gives the same total.
//
// Put and Tune change a Pool and must not run beside anything else; ranking only reads and may run beside itself.
type Pool struct {
	model   *Model
	members []member
	places  map[string]int // of members, by id

	terms        interner[uint64]
	technologies interner[string]
	lists        interner[string] // of facts, joined by a separator
	shapes       interner[string]
	shape        []shape

	rarity []int64      // of each term under the model
	tree   []technology // of each technology under the model
	same   []uint32     // of each technology, the first that is the same node; nil when no two are
}

// member is an organisation in a Pool.
type member struct {
	id           string
	founded      int32
	facts        [facts]uint32      // among lists
	shapes       [directions]uint32 // by direction
	technologies []uint32           // number and, in the lowest two bits, the directions that name it
	terms        []uint32           // number and, in the lowest six bits, weight among OFFERS and among SEEKS; in the order of their keys
}

// shape is all that a direction of an organisation states but technologies and words; many organisations have the same.
type shape struct {
	market string // of a partner
	side   *side
}

// Directions of a member, as places in arrays and as bits.
const (
	offering = iota
	seeking
	either
	directions
)

var directionNames = [directions]string{offering: Offers, seeking: Seeks, either: both}

// Facts of a member that requirements are judged by.
const (
	countryFact = iota
	regionFact
	sizeFact
	languageFact
	certificationFact
	facts
)

const separator = "\x00"

// interner numbers different values in the order in which they come.
type interner[T comparable] struct {
	number map[T]uint32
	value  []T
}

func (n *interner[T]) of(value T) uint32 {
	if i, ok := n.number[value]; ok {
		return i
	}
	if n.number == nil {
		n.number = map[T]uint32{}
	}
	i := uint32(len(n.value))
	n.number[value] = i
	n.value = append(n.value, value)
	return i
}

// NewPool makes a Pool without organisations, for rankings by a model.
func NewPool(m *Model) *Pool {
	p := &Pool{places: map[string]int{}}
	p.Tune(m)
	return p
}

// Put adds organisations or replaces those with the same id, and gives the place of each: it stays the same. It takes about as long as
// reading their words.
func (p *Pool) Put(profiles ...Profile) []int {
	a := newAnalyser()
	places := make([]int, len(profiles))
	for i, profile := range profiles {
		place, known := p.places[profile.ID]
		if !known {
			place = len(p.members)
			p.members = append(p.members, member{})
			p.places[profile.ID] = place
		}
		p.members[place] = p.member(a, profile)
		places[i] = place
	}
	p.measure()
	return places
}

// Place is the place of an organisation; false when it is not in the Pool.
func (p *Pool) Place(id string) (int, bool) {
	place, ok := p.places[id]
	return place, ok
}

// ID is the id of the organisation at a place.
func (p *Pool) ID(place int) string { return p.members[place].id }

// Len is how many organisations are in the Pool: their places are 0 to Len-1.
func (p *Pool) Len() int { return len(p.members) }

// Tune makes the Pool rank by another model: in proportion to the different terms, without reading words again.
func (p *Pool) Tune(m *Model) {
	p.model = m
	p.rarity, p.tree, p.same = nil, nil, nil
	p.measure()
}

// measure looks up what the model says of the terms and technologies that have come since.
func (p *Pool) measure() {
	for _, key := range p.terms.value[len(p.rarity):] {
		p.rarity = append(p.rarity, p.model.rarity(key))
	}
	for _, id := range p.technologies.value[len(p.tree):] {
		p.tree = append(p.tree, p.model.tree.resolve([]string{id})[0])
	}
	first, same, twice := map[string]uint32{}, make([]uint32, len(p.tree)), false
	for i, t := range p.tree {
		if at, met := first[t.id]; met {
			same[i], twice = at, true
		} else {
			first[t.id], same[i] = uint32(i), uint32(i)
		}
	}
	p.same = nil
	if twice {
		p.same = same
	}
}

func (p *Pool) member(a *analyser, profile Profile) member {
	m := member{id: strings.Clone(profile.ID), founded: int32(profile.FoundedYear)}
	for fact, list := range [facts][]string{countryFact: {profile.Country}, regionFact: {profile.Region}, sizeFact: {profile.SizeClass},
		languageFact: profile.Languages, certificationFact: profile.Certifications} {
		m.facts[fact] = p.lists.of(strings.Join(list, separator))
	}
	m.terms = p.wordsOf(a, profile)
	for _, c := range profile.Capabilities {
		m.technologies = p.mention(m.technologies, c)
	}
	m.technologies = slices.Clip(m.technologies)
	for direction := range m.shapes {
		m.shapes[direction] = p.shapeOf(profile, directionNames[direction])
	}
	return m
}

// wordsOf weighs the words of a profile in both directions.
func (p *Pool) wordsOf(a *analyser, profile Profile) []uint32 {
	said := words(a, profile)
	weighed := [either]wanted{offering: said[Offers], seeking: said[Seeks]}
	keys := sortedKeys(weighed[offering])
	for key := range weighed[seeking] {
		if _, both := weighed[offering][key]; !both {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	terms := make([]uint32, len(keys))
	for i, key := range keys {
		terms[i] = p.terms.of(key)<<6 | packed(weighed[offering][key].weight)<<3 | packed(weighed[seeking][key].weight)
	}
	return terms
}

// packed writes the weight of a word, 0 or a power of two up to 64, in three bits.
func packed(weight int64) uint32 { return uint32(bits.Len64(uint64(weight))) }

func unpacked(code uint32) int64 { return int64(1) << code >> 1 }

// weight is a term's weight in a direction: among everything an organisation says, its greatest.
func weight(term uint32, direction int) int64 {
	offers, seeks := term>>3&7, term&7
	switch direction {
	case offering:
		return unpacked(offers)
	case seeking:
		return unpacked(seeks)
	}
	return unpacked(max(offers, seeks))
}

// mention adds the technologies of a capability, each once.
func (p *Pool) mention(list []uint32, c Capability) []uint32 {
	direction := slices.Index(directionNames[:either], c.Direction)
	if direction < 0 {
		return list
	}
	for _, id := range sortedSet(c.Technologies) {
		number := p.technologies.of(id)
		at := slices.IndexFunc(list, func(t uint32) bool { return t>>2 == number })
		if at < 0 {
			at, list = len(list), append(list, number<<2)
		}
		list[at] |= 1 << direction
	}
	return list
}

// shapeOf finds the shape of a direction of a profile, or keeps it as a new one.
func (p *Pool) shapeOf(profile Profile, direction string) uint32 {
	profile.Description = ""
	profile.Capabilities = slices.Clone(profile.Capabilities)
	for i := range profile.Capabilities {
		profile.Capabilities[i].Text, profile.Capabilities[i].Technologies = "", nil
	}
	s := p.model.side(profile, direction)
	number := p.shapes.of(s.signature(profile.MarketID))
	if int(number) == len(p.shape) {
		p.shape = append(p.shape, shape{profile.MarketID, s})
	}
	return number
}

// signature tells sides apart that state different things.
func (s *side) signature(market string) string {
	fields := []string{market}
	for _, list := range [...][]string{s.directions, s.iprs, s.partnerships, s.markets, s.stageNames()} {
		fields = append(append(fields, list...), separator)
	}
	return strings.Join(fields, separator)
}
