package matching

import (
	"cmp"
	"hash/maphash"
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
	a := newAnalyser()
	a.words(lang, text, func(w word, _ []byte) {
		terms = append(terms, a.terms[w.stem].text)
		if w.folded != w.stem {
			terms = append(terms, a.terms[w.folded].text)
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

// word is a word of a text with the numbers of its terms, often the same; one without meaning of its own has none, which is 0.
type word struct {
	hash         uint64
	stem, folded uint32
}

// term is what words are found by.
type term struct {
	key  uint64
	text string
}

// vocabulary holds terms by number, the first of which stands for none.
type vocabulary struct {
	terms   []term
	numbers map[uint64]uint32 // by key
}

// analyser remembers the words it has met: a collection has far fewer different words than words. Reading a text is mostly finding
// its words, and finding a word mostly waiting for memory; so they stand in a hash table that is met once a word, and are known by
// their hash alone. Among the most words that are remembered two share it with a probability of 1 in 100 million, and nobody can
// make them do so, for its seed is drawn by each process.
type analyser struct {
	*vocabulary
	seen  []word // with linear probing, at most half full; empty where hash is 0
	met   int
	seed  maphash.Seed
	stem  stemmer
	salts map[string]uint64 // by language
}

// maxSeen is how many terms an analyser remembers before it begins anew.
const maxSeen = 1 << 19

func newAnalyser() *analyser {
	a := &analyser{seed: maphash.MakeSeed(), stem: newStemmer()}
	a.forget()
	return a
}

// forget begins anew, with another vocabulary.
func (a *analyser) forget() {
	a.vocabulary = &vocabulary{make([]term, 1), map[uint64]uint32{}}
	a.seen, a.met, a.salts = make([]word, 256), 0, map[string]uint64{}
}

// tidy forgets the words met when they are too many, and tells whether it did. It must not be called within a document.
func (a *analyser) tidy() bool {
	if a.met <= maxSeen && len(a.salts) < 256 {
		return false
	}
	a.forget()
	return true
}

// words calls emit for every word that carries meaning, with the word as it stands in the text in lower case, which holds until emit
// returns.
func (a *analyser) words(lang, text string, emit func(w word, surface []byte)) {
	salt, known := a.salts[lang]
	if !known {
		salt = maphash.String(a.seed, lang)
		a.salts[lang] = salt
	}
	count := 0
	s := splitter{codes: true, emit: func(surface []byte, pair bool) bool {
		hash := max(1, maphash.Bytes(a.seed, surface)+salt)
		at := hash & uint64(len(a.seen)-1)
		for a.seen[at].hash != hash && a.seen[at].hash != 0 {
			at = (at + 1) & uint64(len(a.seen)-1)
		}
		w := a.seen[at]
		if w.hash == 0 {
			w = a.meet(hash, lang, string(surface), pair)
		}
		if w.stem != 0 {
			emit(w, surface)
			count++
		}
		return count < maxWords
	}}
	s.split(text)
}

// meet remembers a word, analysed.
func (a *analyser) meet(hash uint64, lang, surface string, pair bool) word {
	w := a.analyse(lang, surface, pair)
	w.hash = hash
	a.met++
	if 2*a.met > len(a.seen) {
		known := a.seen
		a.seen = make([]word, 2*len(known))
		for _, k := range known {
			a.put(k)
		}
	}
	a.put(w)
	return w
}

func (a *analyser) put(w word) {
	at := w.hash & uint64(len(a.seen)-1)
	for a.seen[at].hash != 0 {
		at = (at + 1) & uint64(len(a.seen)-1)
	}
	a.seen[at] = w
}

// analyse finds a word's terms; a word without meaning of its own gets none.
func (a *analyser) analyse(lang, surface string, pair bool) word {
	folded := fold(surface)
	if folded == "" || stopWords[lang][folded] && !pair {
		return word{}
	}
	stem := folded
	if !pair {
		stem = cmp.Or(fold(a.stem.word(lang, surface)), folded)
	}
	return word{stem: a.number(stem), folded: a.number(folded)}
}

// number gives a term's number.
func (v *vocabulary) number(text string) uint32 {
	k := key(text)
	n, ok := v.numbers[k]
	if !ok {
		n = uint32(len(v.terms))
		v.numbers[k] = n
		v.terms = append(v.terms, term{k, text})
	}
	return n
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
