package matching

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Entry is a document as an index keeps it, with what decides who finds it.
type Entry struct {
	*AnalysedDocument
	Partner bool      // its owner is a partner in a market: it is matched with organisations of the clusters, else with partners
	Open    bool      // whether it can be matched at all
	Until   time.Time // when it stops being open, to the second; zero for never
	Tags    []string  // whatever else it is found by; a filter names them
}

// Groups of documents: those that are matched stand apart by the side of their owner and by the side of a profile that they are
// compared with, so that matching reads only what can match.
const (
	sidesOfProfile = 3
	closedGroup    = 2 * sidesOfProfile // found by search only
)

// profileSides are the sides of a profile in the order of groups.
var profileSides = [sidesOfProfile]string{Seeks, Offers, both}

// group says where an entry stands in the order of an index.
func (e *Entry) group() uint8 {
	if !e.Open {
		return closedGroup
	}
	g := uint8(slices.Index(profileSides[:], sideOf(e.Document.Kind)))
	if e.Partner {
		g += sidesOfProfile
	}
	return g
}

// row is an entry without its terms. What many entries share is kept once, in the tables that it points into.
type row struct {
	id        string
	group     uint8
	class     uint16
	place     uint32
	set       uint32
	tags      uint32
	owner     uint32
	length    uint16
	published uint16
	deadline  uint16
	ends      uint16
	until     uint32
}

// tables hold what many documents share, each once: kind with stated stage and types of partnership, market with stage, sets of technologies, sets of
// tags, owners.
type tables struct {
	classes table[docClass]
	places  table[place]
	sets    table[[]technology]
	tags    table[[]string]
	owners  table[string]
}

type docClass struct {
	kind         string
	stage        string // as stated
	partnerships []string
}

type place struct {
	market string
	stage  int
}

// table numbers values by their keys in the order in which they come.
type table[T any] struct {
	number map[string]uint32
	list   []T
}

func (t *table[T]) of(key string, value T) uint32 {
	n, ok := t.number[key]
	if !ok {
		if t.number == nil {
			t.number = map[string]uint32{}
		}
		n = uint32(len(t.list))
		t.number[strings.Clone(key)] = n
		t.list = append(t.list, value)
	}
	return n
}

func (c docClass) key() string {
	return c.kind + " " + c.stage + " " + strings.Join(c.partnerships, " ")
}

func (p place) key() string { return p.market + " " + string(rune('1'+p.stage)) }

func setKey(technologies []technology) string {
	var key strings.Builder
	for _, t := range technologies {
		key.WriteString(t.id + " ")
	}
	return key.String()
}

func tagsKey(tags []string) string { return strings.Join(tags, "\n") }

// row files an entry.
func (t *tables) row(e *Entry) row {
	d := e.AnalysedDocument
	class, place, tags := docClass{d.Document.Kind, d.Document.Stage, d.Document.Partnerships}, place{d.Document.MarketID, d.stage}, sortedSet(e.Tags)
	return row{
		id:        d.Document.ID,
		group:     e.group(),
		class:     uint16(t.classes.of(class.key(), class)),
		place:     t.places.of(place.key(), place),
		set:       t.sets.of(setKey(d.technologies), d.technologies),
		tags:      t.tags.of(tagsKey(tags), tags),
		owner:     t.owners.of(d.Document.OwnerID, d.Document.OwnerID),
		length:    uint16(d.length),
		published: uint16(min(d.published, 1<<16-1)),
		deadline:  uint16(min(dayOf(d.Document.Deadline), 1<<16-1)),
		ends:      uint16(min(d.ends, 1<<16-1)),
		until:     seconds(e.Until),
	}
}

// seconds of an instant since 1970, 0 for none; from 2106 on the last that fits.
func seconds(t time.Time) uint32 {
	if t.IsZero() {
		return 0
	}
	return uint32(min(max(t.Unix(), 1), 1<<32-1))
}

// order sorts rows as an index keeps them: by group, then equal sets of technologies together, then by id.
func (t *tables) order(rows []row) []uint32 {
	rank := make([]uint32, len(t.sets.list))
	bySet := make([]uint32, len(t.sets.list))
	for i := range bySet {
		bySet[i] = uint32(i)
	}
	slices.SortFunc(bySet, func(a, b uint32) int {
		return slices.CompareFunc(t.sets.list[a], t.sets.list[b], func(x, y technology) int {
			return cmp.Or(cmp.Compare(x.node, y.node), cmp.Compare(x.id, y.id))
		})
	})
	for i, set := range bySet {
		rank[set] = uint32(i)
	}
	order := make([]uint32, len(rows))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		x, y := &rows[a], &rows[b]
		return cmp.Or(cmp.Compare(x.group, y.group), cmp.Compare(rank[x.set], rank[y.set]), strings.Compare(x.id, y.id))
	})
	return order
}
