package matching

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// split calls emit for every word of a text in lower case, and for every pair of a run of ideographs or kana (a single one alone),
// until emit says to stop. What emit is given holds until it returns. One pass; a text beyond ASCII is normalised (NFKC) before.
func split(text string, emit func(w []byte, pair bool) bool) {
	if !isASCII(text) {
		text = norm.NFKC.String(text)
	}
	s := splitter{emit: emit}
	for i := 0; i < len(text) && !s.done; {
		switch b := text[i]; {
		case b >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(text[i:])
			s.other(unicode.ToLower(r))
			i += size
		case lower[b] == 0:
			s.flush()
			i++
		default:
			i += s.ascii(text[i:])
		}
	}
	s.flush()
}

// splitter holds the run of one class that is being read.
type splitter struct {
	class      script
	room       [4 * maxWordLength]byte
	n          int // bytes of the run in room; of ideographs the last one
	runes      int
	interpunct bool // read after the run and before what follows
	emit       func([]byte, bool) bool
	done       bool
}

// Classes of characters, as far as words are concerned.
type script uint8

const (
	space script = iota
	letter
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
	case c == mark && s.class == letter, c == letter && s.class == letter:
		if s.interpunct {
			s.put('·')
			s.interpunct = false
		}
		s.put(r)
	case c == mark && s.class == ideograph:
	case c == space, c == mark:
		s.flush()
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

// flush ends the run.
func (s *splitter) flush() {
	switch {
	case s.done || s.class == space:
	case s.class == letter:
		s.done = !s.emit(s.room[:s.n], false)
	case s.runes == 1:
		s.done = !s.emit(s.room[:s.n], true)
	}
	s.class, s.n, s.runes, s.interpunct = space, 0, 0, false
}

func classOf(r rune) script {
	switch {
	case r <= unicode.MaxLatin1:
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return letter
		}
		return space
	case r < 0x250: // Latin Extended-A and -B
		return letter
	case 0x4E00 <= r && r < 0xA000, unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return ideograph
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return letter
	case unicode.IsMark(r):
		return mark
	}
	return space
}
