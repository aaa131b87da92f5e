package matching

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// split calls emit for every word of a text in lower case, and for every pair of a run of ideographs or kana (a single one alone),
// until emit says to stop. What emit is given holds until it returns. One pass; a text beyond ASCII is normalised (NFKC) before.
func split(text string, emit func(w []byte, pair bool) bool) {
	s := splitter{emit: emit}
	s.split(text)
}

// splitter holds the run of one class that is being read.
type splitter struct {
	class      script
	room       [4 * maxWordLength]byte
	n          int // bytes of the run in room; of ideographs the last one
	runes      int
	interpunct bool // read after the run and before what follows
	emit       func(w []byte, pair bool) bool
	done       bool

	codes  bool // whether to emit codes too, see code
	before []byte
	hyphen bool // read after the word before and before the run
}

func (s *splitter) split(text string) {
	if !isASCII(text) {
		text = norm.NFKC.String(text)
	}
	for i := 0; i < len(text) && !s.done; {
		switch b := text[i]; {
		case b >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(text[i:])
			s.other(unicode.ToLower(r))
			i += size
		case lower[b] == 0:
			s.flush()
			s.separate(b == '-')
			i++
		default:
			i += s.ascii(text[i:])
		}
	}
	s.flush()
}

// Classes of characters, as far as words are concerned.
type script uint8

const (
	space script = iota
	letter
	greek // apart from other letters, so that "TNFα" is two words, as "TNF-alpha" is
	ideograph
	mark
)

// lower has of each ASCII letter and digit its lower case, else 0.
var lower = func() (table [utf8.RuneSelf]byte) {
	for b := range byte(utf8.RuneSelf) {
		switch {
		case '0' <= b && b <= '9', 'a' <= b && b <= 'z':
			table[b] = b
		case 'A' <= b && b <= 'Z':
			table[b] = b + 'a' - 'A'
		}
	}
	return table
}()

// ascii takes the ASCII letters and digits that a text begins with, and says how many there are.
func (s *splitter) ascii(text string) int {
	if s.class != letter {
		s.flush()
		s.class = letter
	} else if s.interpunct {
		s.put('·')
	}
	s.interpunct = false
	at, room := 0, s.room[s.n:s.n+maxWordLength-s.runes]
	for ; at < len(text) && text[at] < utf8.RuneSelf && lower[text[at]] != 0; at++ {
		if at < len(room) {
			room[at] = lower[text[at]]
		}
	}
	s.n += min(at, len(room))
	s.runes += min(at, len(room))
	return at
}

// other takes a character beyond ASCII.
func (s *splitter) other(r rune) {
	c := classOf(r)
	switch {
	case r == '·' && s.class == letter: // the Catalan l·l is one letter, removed by fold
		s.interpunct = true
	case s.class.inWord() && (c == mark || c == s.class):
		if s.interpunct {
			s.put('·')
			s.interpunct = false
		}
		s.put(r)
	case c == mark && s.class == ideograph:
	case c == space, c == mark:
		s.flush()
		s.separate(r == '\u2010') // what NFKC makes of hyphens
	case c == ideograph && s.class == ideograph:
		s.pair(r)
	default:
		s.flush()
		s.class = c
		s.put(r)
	}
}

// put adds a character to the run, unless that is as long as a word gets.
func (s *splitter) put(r rune) {
	if s.runes == maxWordLength {
		return
	}
	s.n = len(utf8.AppendRune(s.room[:s.n], r))
	s.runes++
}

// pair emits the last ideograph together with the next.
func (s *splitter) pair(r rune) {
	both := utf8.AppendRune(s.room[:s.n], r)
	s.done = s.done || !s.emit(both, true)
	s.n = copy(s.room[:], both[s.n:])
	s.runes++
}

// separate notes what stands between words.
func (s *splitter) separate(hyphen bool) {
	if !hyphen || s.hyphen {
		s.before = s.before[:0]
	}
	s.hyphen = hyphen
}

// code emits two words that a hyphen joins as one word more, when the first has letters only and the second a digit: "IL-2" is found
// as "IL2" too, and "HEK-293" as "HEK293".
func (s *splitter) code() {
	if !s.codes || s.done {
		return
	}
	word := s.room[:s.n]
	if n := len(s.before); n > 0 && s.hyphen && n+len(word) <= maxWordLength && bytes.ContainsAny(word, digits) && !bytes.ContainsAny(s.before, digits) {
		s.done = !s.emit(append(s.before, word...), false)
	}
	s.before = append(s.before[:0], word...)
	s.hyphen = false
}

const digits = "0123456789"

// flush ends the run.
func (s *splitter) flush() {
	switch {
	case s.done || s.class == space:
	case s.class.inWord():
		s.done = !s.emit(s.room[:s.n], false)
		s.code()
	case s.runes == 1:
		s.done = !s.emit(s.room[:s.n], true)
	}
	s.class, s.n, s.runes, s.interpunct = space, 0, 0, false
}

// inWord tells whether a run of the class is a word.
func (c script) inWord() bool { return c == letter || c == greek }

func classOf(r rune) script {
	switch {
	case r <= unicode.MaxLatin1:
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return letter
		}
		return space
	case r < 0x250: // Latin Extended-A and -B
		return letter
	case 0x370 <= r && r < 0x400, 0x1F00 <= r && r < 0x2000:
		if unicode.IsLetter(r) {
			return greek
		}
		return space
	case 0x4E00 <= r && r < 0xA000, unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return ideograph
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return letter
	case unicode.IsMark(r):
		return mark
	}
	return space
}
