package matching

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Query is what a person typed into a search: words that must all be there, each in whatever form the portal's languages give it,
// the last of them perhaps not typed to its end, and phrases, whose words must stand together.
type Query struct {
	words   []searchWord
	phrases [][]string
}

// searchWord is a word of a query with the terms any of which answers it.
type searchWord struct {
	folded string
	prefix bool // words that begin with it answer too
	terms  []string
}

// Bounds of a query: the words that count, and the words that a beginning stands for.
const (
	maxSearchWords = 16
	maxExpansions  = 64
	maxVocabulary  = 20_000 // words looked at for a beginning
)

// quotes open and close a phrase.
const quotes = "\"“”„«»「」『』"

// ParseQuery reads what a person typed. Words in quotation marks are a phrase; the last word outside of them may be a beginning.
// Words without meaning of their own in one of the portal's languages are left out unless there are no others. The first 16 words
// count.
func ParseQuery(text string) *Query {
	q := &Query{}
	var words, empty []searchWord
	stem := newStemmer()
	for _, part := range quotedParts(text) {
		folded, surface := Fold(part.text), surfaces(part.text)
		if part.quoted && len(folded) > 1 {
			q.phrases = append(q.phrases, folded)
		}
		for i, w := range folded {
			word := searchWord{folded: w, prefix: !part.quoted && part.last && i == len(folded)-1, terms: forms(stem, surface[i], w)}
			if meaningless(w) {
				empty = append(empty, word)
			} else {
				words = append(words, word)
			}
		}
	}
	if len(words) == 0 {
		words = empty
	}
	q.words = words[:min(len(words), maxSearchWords)]
	return q
}

// quotedPart is a part of what a person typed, in quotation marks or not.
type quotedPart struct {
	text         string
	quoted, last bool
}

// quotedParts cuts a text at quotation marks. One that is not closed does not count.
func quotedParts(text string) []quotedPart {
	var parts []quotedPart
	quoted := false
	for {
		at := strings.IndexAny(text, quotes)
		if at < 0 {
			return append(parts, quotedPart{text, false, true})
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		parts = append(parts, quotedPart{text: text[:at], quoted: quoted})
		text, quoted = text[at+size:], !quoted
	}
}

// surfaces are the words of a text in lower case, in step with Fold.
func surfaces(text string) []string {
	var words []string
	split(text, func(w []byte, _ bool) bool {
		if fold(string(w)) != "" {
			words = append(words, string(w))
		}
		return len(words) < maxWords
	})
	return words
}

// forms are the terms that documents hold for a word: the whole word, and its stem in each language.
func forms(stem stemmer, surface, folded string) []string {
	terms := []string{folded}
	for _, lang := range sortedKeys(stopWords) {
		if s := fold(stem.word(lang, surface)); s != "" && !slices.Contains(terms, s) {
			terms = append(terms, s)
		}
	}
	return terms
}

// meaningless tells whether a word is left out of the documents of some language.
func meaningless(folded string) bool {
	for _, words := range stopWords {
		if words[folded] {
			return true
		}
	}
	return false
}

// Empty tells whether nothing is asked for.
func (q *Query) Empty() bool { return q == nil || len(q.words) == 0 }

// Phrases tells whether words must stand together: the index finds documents with the words, and Holds tells the phrases.
func (q *Query) Phrases() bool { return len(q.phrases) > 0 }

// Holds tells whether texts hold every phrase of the query, each within one of them.
func (q *Query) Holds(texts ...string) bool {
	folded := make([][]string, len(texts))
	for i, t := range texts {
		folded[i] = Fold(t)
	}
	for _, phrase := range q.phrases {
		if !slices.ContainsFunc(folded, func(words []string) bool { return together(words, phrase) }) {
			return false
		}
	}
	return true
}

func together(words, phrase []string) bool {
	for i := 0; i+len(phrase) <= len(words); i++ {
		if slices.Equal(words[i:i+len(phrase)], phrase) {
			return true
		}
	}
	return false
}

// Text writes the query's words.
func (q *Query) Text() string {
	words := make([]string, len(q.words))
	for i, w := range q.words {
		words[i] = w.folded
	}
	return strings.Join(words, " ")
}
