package matching

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// maxGuesses is how many words are tried in place of one that nothing holds.
const maxGuesses = 8

// Guess gives queries with other words in place of those that lead to nothing by themselves: words of the vocabulary a slip or two of
// the keyboard away (G. Navarro, "A guided tour to approximate string matching", 2001), found by shared trigrams, the nearest first,
// among equals the most frequent. reach tells whether a query leads anywhere for the viewer: so a guess tells of nothing that the
// viewer could not find. It is nil when there is nothing to guess, or no guess leads anywhere.
func (m *Model) Guess(ix *Index, q *Query, reach func(*Query) bool) *Query {
	guess := &Query{words: slices.Clone(q.words)}
	changed := false
	for i, w := range q.words {
		if reach(&Query{words: []searchWord{w}}) {
			continue
		}
		at := slices.IndexFunc(m.near(ix, w.folded), func(t string) bool {
			guess.words[i] = searchWord{folded: t, terms: forms(newStemmer(), t, t)}
			return reach(&Query{words: guess.words[i : i+1]})
		})
		if at < 0 {
			return nil
		}
		changed = true
	}
	if !changed || !reach(guess) {
		return nil
	}
	return guess
}

// near gives the terms nearest to a word that hold no more slips than its length allows.
func (m *Model) near(ix *Index, word string) []string {
	type candidate struct {
		term  string
		slips int
		held  int64
	}
	var candidates []candidate
	most := 1
	if utf8.RuneCountInString(word) > 5 {
		most = 2
	}
	for _, s := range ix.segments {
		for _, n := range s.similar(word) {
			t := s.terms.at(n)
			if d := slips(word, t, most); d <= most && d > 0 {
				candidates = append(candidates, candidate{t, d, m.statistics.Terms[key(t)]})
			}
		}
	}
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.slips, b.slips), cmp.Compare(b.held, a.held), cmp.Compare(a.term, b.term))
	})
	var terms []string
	for _, c := range candidates {
		if len(terms) < maxGuesses && !slices.Contains(terms, c.term) {
			terms = append(terms, c.term)
		}
	}
	return terms
}

// trigramsOf gives the runs of three characters of a word with its begin and end marked.
func trigramsOf(word string) []string {
	runes := []rune(" " + word + " ")
	var trigrams []string
	for i := 0; i+3 <= len(runes); i++ {
		trigrams = append(trigrams, string(runes[i:i+3]))
	}
	return trigrams
}

// similar gives the terms that share at least a third of the word's trigrams: two slips spoil at most six.
func (s *segment) similar(word string) []uint32 {
	s.guesses.Do(func() {
		s.trigrams = map[string][]uint32{}
		for n := range uint32(s.terms.len()) {
			for _, t := range trigramsOf(s.terms.at(n)) {
				if list := s.trigrams[t]; len(list) == 0 || list[len(list)-1] != n {
					s.trigrams[t] = append(list, n)
				}
			}
		}
	})
	shared := map[uint32]int{}
	trigrams := trigramsOf(word)
	for _, t := range trigrams {
		for _, n := range s.trigrams[t] {
			shared[n]++
		}
	}
	least := max(1, (len(trigrams)+2)/3)
	var terms []uint32
	for n, count := range shared {
		if count >= least {
			terms = append(terms, n)
		}
	}
	slices.Sort(terms)
	return terms
}

// slips is the number of characters left out, put in, replaced or swapped with the next between two words (optimal string alignment),
// most+1 when it is more than most.
func slips(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if max(len(x)-len(y), len(y)-len(x)) > most {
		return most + 1
	}
	var before, last []int
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		before, last = last, row
		row = make([]int, len(y)+1)
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return min(row[len(y)], most+1)
}
