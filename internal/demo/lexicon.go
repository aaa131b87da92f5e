package demo

import (
	"slices"
	"strings"

	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/opportunity"
)

// lexicon writes search vectors as opportunity.SearchVector does, several times as fast: the texts of the demonstration are made of few
// different words, whose folding it remembers. A test compares the two.
type lexicon struct {
	folded map[string][]*lexeme // by what stands between two spaces
	known  map[string]*lexeme
	now    int // number of the vector being written
	found  []*lexeme
}

// lexeme is a word of the index.
type lexeme struct {
	quoted string
	seen   int // the vector that last had it
	weight byte
}

// most different words remembered; serial numbers and the like could be without end.
const mostWords = 1 << 17

func newLexicon() *lexicon {
	return &lexicon{folded: map[string][]*lexeme{}, known: map[string]*lexeme{}}
}

// vector is the search vector of an opportunity's texts.
func (l *lexicon) vector(language string, e essay) string {
	if language == "zh" { // no spaces to part words by
		return opportunity.SearchVector(e.title, e.summary, e.description, e.advantages, e.specification, e.partnerSought)
	}
	l.now++
	l.found = l.found[:0]
	l.add('A', e.title)
	l.add('B', e.summary)
	for _, text := range []string{e.description, e.advantages, e.specification, e.partnerSought} {
		l.add('D', text)
	}
	slices.SortFunc(l.found, func(a, b *lexeme) int { return strings.Compare(a.quoted, b.quoted) })
	var b strings.Builder
	b.Grow(14 * len(l.found))
	for i, x := range l.found {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(x.quoted)
		b.WriteByte(x.weight)
	}
	return b.String()
}

// add notes the words of a text that the vector does not have yet.
func (l *lexicon) add(weight byte, text string) {
	for word := range strings.SplitSeq(text, " ") {
		list, known := l.folded[word]
		if !known {
			list = l.fold(word)
		}
		for _, x := range list {
			if x.seen != l.now {
				x.seen, x.weight = l.now, weight
				l.found = append(l.found, x)
			}
		}
	}
}

func (l *lexicon) fold(word string) []*lexeme {
	if len(l.folded) >= mostWords {
		clear(l.folded)
	}
	list := []*lexeme{}
	for _, f := range matching.Fold(word) {
		x := l.known[f]
		if x == nil {
			x = &lexeme{quoted: "'" + f + "':1"} // letters and digits only
			l.known[f] = x
		}
		list = append(list, x)
	}
	l.folded[strings.Clone(word)] = list
	return list
}
