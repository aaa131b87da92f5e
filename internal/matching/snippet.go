package matching

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fragment is a piece of a snippet, one that answers the query or one between.
type Fragment struct {
	Text  string
	Match bool
}

// snippetLength is about how many characters a snippet has.
const snippetLength = 200

// Snippet gives the passage of the first of the texts that answers the query in which most of its words stand, in fragments that
// together are the passage; nil when none answers. It takes the texts as they are: whoever shows them must escape them.
func (q *Query) Snippet(texts ...string) []Fragment {
	for _, text := range texts {
		if marks := q.marks(text); len(marks) > 0 {
			return cut(text, marks)
		}
	}
	return nil
}

// hit is where a word of the query stands in a text.
type hit struct {
	begin, end int
	word       int
}

// marks finds the words of the query in a text.
func (q *Query) marks(text string) []hit {
	var marks []hit
	stem := newStemmer()
	for begin, end := range wordSpans(text) {
		surface := strings.ToLower(text[begin:end])
		folded := fold(surface)
		at := slices.IndexFunc(q.words, func(w searchWord) bool { return w.answers(stem, surface, folded) })
		if at < 0 {
			continue
		}
		if last := len(marks) - 1; last >= 0 && begin < marks[last].end {
			marks[last].end = end // pairs of ideographs overlap
			continue
		}
		marks = append(marks, hit{begin, end, at})
	}
	return marks
}

// answers tells whether a word of a text is a form of the query's.
func (w *searchWord) answers(stem stemmer, surface, folded string) bool {
	if folded == w.folded || w.prefix && strings.HasPrefix(folded, w.folded) {
		return true
	}
	return slices.ContainsFunc(forms(stem, surface, folded)[1:], func(form string) bool { return slices.Contains(w.terms, form) })
}

// wordSpans gives where the words of a text stand, and the pairs of a run of ideographs or kana.
func wordSpans(text string) func(yield func(begin, end int) bool) {
	return func(yield func(begin, end int) bool) {
		begin, previous, class := -1, -1, space
		for i, r := range text + " " {
			c := classOf(unicode.ToLower(r))
			if c == mark && class != space {
				continue
			}
			if c == ideograph && class == ideograph && previous >= 0 {
				if !yield(previous, i+utf8.RuneLen(r)) {
					return
				}
			}
			if c != class {
				if class.inWord() && !yield(begin, i) {
					return
				}
				begin, class = i, c
			}
			previous = i
		}
	}
}

// cut takes the passage with most different words, from the beginning of a word to the end of one.
func cut(text string, marks []hit) []Fragment {
	first, best := 0, 0
	for i := range marks {
		words := map[int]bool{}
		for j := i; j < len(marks) && marks[j].end-marks[i].begin <= snippetLength; j++ {
			words[marks[j].word] = true
		}
		if len(words) > best {
			first, best = i, len(words)
		}
	}
	begin := wordBegin(text, max(0, marks[first].begin-snippetLength/4))
	end := wordEnd(text, min(len(text), begin+snippetLength))
	var fragments []Fragment
	at := begin
	for _, m := range marks[first:] {
		if m.end > end {
			break
		}
		if m.begin > at {
			fragments = append(fragments, Fragment{Text: text[at:m.begin]})
		}
		fragments = append(fragments, Fragment{Text: text[m.begin:m.end], Match: true})
		at = m.end
	}
	if at < end {
		fragments = append(fragments, Fragment{Text: text[at:end]})
	}
	return fragments
}

// wordBegin and wordEnd move a place in a text to where a word begins or ends, a few characters at the most.
func wordBegin(text string, at int) int {
	for at > 0 && !utf8.RuneStart(text[at]) {
		at--
	}
	if at == 0 {
		return 0
	}
	if i := strings.IndexFunc(text[at:], unicode.IsSpace); i >= 0 && i < snippetLength/8 {
		return at + i + 1
	}
	return at
}

func wordEnd(text string, at int) int {
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	if at == len(text) {
		return at
	}
	if i := strings.LastIndexFunc(text[:at], unicode.IsSpace); i >= at-snippetLength/8 {
		return i
	}
	return at
}
