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

// tables hold what many documents share, each once: kind with stated stage and types of partnership, market with stage, sets of
// technologies, sets of tags, owners.
type tables struct {
	classes table[docClass]
	places  table[place]
	sets    table[[]technology]
	tags    table[[]string]
	owners  table[string]
	room    []byte // to write keys in
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

func (t *table[T]) of(key []byte, value T) uint32 {
	n, ok := t.number[string(key)]
	if !ok {
		if t.number == nil {
			t.number = map[string]uint32{}
		}
		n = uint32(len(t.list))
		t.number[string(key)] = n
		t.list = append(t.list, value)
	}
	return n
}

// file notes on a row what it shares with others. None of the words that tell values apart holds a line feed.
func (t *tables) file(r *row, c docClass, p place, set []technology, tags []string, owner string) {
	t.room = lines(append(append(append(t.room[:0], c.kind...), '\n'), c.stage...), c.partnerships)
	r.class = uint16(t.classes.of(t.room, c))
	t.room = append(append(t.room[:0], p.market...), '\n', byte('1'+p.stage))
	r.place = t.places.of(t.room, p)
	t.room = t.room[:0]
	for _, one := range set {
		t.room = append(append(t.room, one.id...), '\n')
	}
	r.set = t.sets.of(t.room, set)
	t.room = lines(t.room[:0], tags)
	r.tags = t.tags.of(t.room, tags)
	t.room = append(t.room[:0], owner...)
	r.owner = t.owners.of(t.room, owner)
}

func lines(to []byte, list []string) []byte {
	for _, one := range list {
		to = append(append(to, '\n'), one...)
	}
	return to
}

// row files an entry.
func (t *tables) row(e *Entry) row {
	d := e.AnalysedDocument
	r := row{
		id:        d.Document.ID,
		group:     e.group(),
		length:    uint16(d.length),
		published: uint16(min(d.published, 1<<16-1)),
		deadline:  uint16(min(dayOf(d.Document.Deadline), 1<<16-1)),
		ends:      uint16(min(d.ends, 1<<16-1)),
		until:     seconds(e.Until),
	}
	t.file(&r, docClass{d.Document.Kind, d.Document.Stage, d.Document.Partnerships}, place{d.Document.MarketID, d.stage}, d.technologies, sortedSet(e.Tags), d.Document.OwnerID)
	return r
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
