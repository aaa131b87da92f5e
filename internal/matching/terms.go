package matching

import (
	"cmp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Bounds of the analysis: the longest word kept whole, in characters, and the words taken from one text.
const (
	maxWordLength = 64
	maxWords      = 10_000
)

// Terms gives the search terms of a text in the order of its words: of each word its stem in the language (en es ca fr de it pt),
// without diacritics, and beside it, where it differs, the whole word without diacritics. Runs of Chinese and Japanese script give
// overlapping pairs of characters. A Greek letter standing alone is its name, and codes are joined: "IL-2" gives il, 2 and il2. Words
// that carry no meaning of their own are left out. An unknown language means no stems and
// no such words. Of longer words the first 64 characters count, of a text the first 10,000 words; invalid UTF-8 ends a word.
func Terms(lang, text string) []string {
	var terms []string
	newAnalyser().words(lang, text, func(w *word) {
		terms = append(terms, w.stem.text)
		if w.folded != w.stem {
			terms = append(terms, w.folded.text)
		}
	})
	return terms
}

// Fold gives the words of a text in their order, in lower case and without diacritics, whatever the language: what full-text
// search stores and what it asks for. Pairs of characters and bounds are those of Terms; no word is left out.
func Fold(text string) []string {
	var folded []string
	split(text, func(w []byte, _ bool) bool {
		if f := fold(string(w)); f != "" {
			folded = append(folded, f)
		}
		return len(folded) < maxWords
	})
	return folded
}

// word is a word of a text with its terms; one without meaning of its own has none.
type word struct {
	surface      string
	stem, folded *term // often the same
}

// term is what words are found by. Every term is there once in an analyser, so that who counts can note on it where.
type term struct {
	key  uint64
	text string
	note struct{ document, at int }
}

// analyser remembers the words it has met: a collection has far fewer different words than words.
type analyser struct {
	seen  map[string]map[string]*word // by language and surface
	terms map[uint64]*term            // by key
	stem  stemmer
}

// maxSeen is how many terms an analyser remembers before it begins anew.
const maxSeen = 1 << 19

func newAnalyser() *analyser {
	return &analyser{map[string]map[string]*word{}, map[uint64]*term{}, newStemmer()}
}

// tidy forgets the words met when they are too many. It must not be called within a document, whose terms are noted on.
func (a *analyser) tidy() {
	if len(a.terms) > maxSeen {
		clear(a.seen)
		clear(a.terms)
	}
}

// words calls emit for every word that carries meaning.
func (a *analyser) words(lang, text string, emit func(*word)) {
	seen := a.seen[lang]
	if seen == nil {
		seen = map[string]*word{}
		a.seen[lang] = seen
	}
	count := 0
	s := splitter{codes: true, emit: func(surface []byte, pair bool) bool {
		w, ok := seen[string(surface)]
		if !ok {
			w = a.analyse(lang, string(surface), pair)
			seen[w.surface] = w
		}
		if w.stem != nil {
			emit(w)
			count++
		}
		return count < maxWords
	}}
	s.split(text)
}

// analyse finds a word's terms; a word without meaning of its own gets none.
func (a *analyser) analyse(lang, surface string, pair bool) *word {
	folded := fold(surface)
	if folded == "" || stopWords[lang][folded] && !pair {
		return &word{surface: surface}
	}
	stem := folded
	if !pair {
		stem = cmp.Or(fold(a.stem.word(lang, surface)), folded)
	}
	return &word{surface, a.term(stem), a.term(folded)}
}

func (a *analyser) term(text string) *term {
	k := key(text)
	t := a.terms[k]
	if t == nil {
		t = &term{key: k, text: text}
		a.terms[k] = t
	}
	return t
}

// unfoldable are letters that Unicode does not decompose into a base and a diacritic.
var unfoldable = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "·", "")

// fold takes the diacritics off a word in lower case.
func fold(w string) string {
	if isASCII(w) {
		return w
	}
	decomposed := norm.NFKD.String(w)
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, decomposed)
	folded := norm.NFC.String(unfoldable.Replace(bare))
	if len(folded) == 2 { // as Greek letters are
		return cmp.Or(greekLetters[folded], folded)
	}
	return folded
}

// greekLetters are the names that a Greek letter standing alone is written with elsewhere: "interferon-γ", "interferon gamma".
var greekLetters = map[string]string{
	"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa",
	"λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau",
	"υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}

func isASCII(w string) bool {
	for i := range len(w) {
		if w[i] >= 0x80 {
			return false
		}
	}
	return true
}
