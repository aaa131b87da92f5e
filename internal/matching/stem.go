package matching

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/spanish"
)

// stemmers are the Snowball algorithms (Porter 2001, https://snowballstem.org) by language.
var stemmers = map[string]func(*snowballstem.Env) bool{
	"en": english.Stem, "es": spanish.Stem, "fr": french.Stem, "de": german.Stem, "it": italian.Stem, "pt": portuguese.Stem,
}

// stemmer stems words one after another; not for concurrent use.
type stemmer struct{ env *snowballstem.Env }

func newStemmer() stemmer { return stemmer{snowballstem.NewEnv("")} }

// word gives the stem of a word in lower case; the word itself in an unknown language, or when it holds more than letters:
// a code such as "cd19" has no endings.
func (s stemmer) word(lang, w string) string {
	if strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) && lang != "ca" {
		return w
	}
	if lang == "ca" {
		return lightCatalan(fold(w))
	}
	stem, ok := stemmers[lang]
	if !ok {
		return w
	}
	if lang == "pt" {
		w = singular.Replace(w)
	}
	s.env.SetCurrent(w)
	stem(s.env)
	return s.env.Current()
}

// singular turns the Portuguese plurals of words in -ão, which the algorithm takes for other words ("soluções", "solução").
var singular = strings.NewReplacer("ões", "ão", "ães", "ão")

// catalanEndings are the endings of number and gender with what replaces them, the longest first.
var catalanEndings = [][2]string{
	{"cions", "cio"}, {"itats", "itat"}, {"ments", "ment"}, {"iques", "ic"},
	{"ades", "at"}, {"ides", "it"}, {"ores", "or"}, {"ives", "iu"}, {"gues", "g"}, {"ques", "c"}, {"ions", "io"},
	{"ada", "at"}, {"ats", "at"}, {"ida", "it"}, {"its", "it"}, {"ora", "or"}, {"ors", "or"}, {"iva", "iu"}, {"ius", "iu"},
	{"ica", "ic"}, {"ics", "ic"}, {"ies", "i"}, {"ces", "c"}, {"ges", "g"}, {"ons", "o"}, {"nes", "n"},
	{"ia", "i"}, {"ca", "c"}, {"ga", "g"}, {"ja", "g"}, {"ge", "g"}, {"os", ""}, {"es", ""}, {"a", ""}, {"e", ""}, {"s", ""},
}

// lightCatalan takes number and gender off a Catalan word without diacritics, as Savoy's light stemmers do for other Romance
// languages (J. Savoy, "Light stemming approaches for the French, Portuguese, German and Hungarian languages", SAC 2006): there is
// no Catalan among the Snowball stemmers kept for Go. Three characters always stay.
func lightCatalan(w string) string {
	for _, ending := range catalanEndings {
		if base, ok := strings.CutSuffix(w, ending[0]); ok && len(base)+len(ending[1]) >= 3 && len(base) >= 2 {
			return base + ending[1]
		}
	}
	return w
}
