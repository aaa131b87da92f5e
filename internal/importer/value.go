package importer

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/matching"
)

// row is a record while its fields are filled: what goes wrong and what is odd about it is gathered here.
type row struct {
	*Record
	today    day.Date
	market   *foundMarket // nil unless one opportunity per market is made
	problems problems
	warn     func(field, message string)
}

// list evaluates a source; nothing for nil. Items that are empty are left out.
func (r *row) list(name string, s *Source) []string {
	if s == nil {
		return nil
	}
	values := r.refine(s, r.read(name, s))
	if len(values) > 0 && s.Warn != "" {
		r.warn(name, s.Warn)
	}
	return values
}

// read gives what a source reads, before anything is done to it.
func (r *row) read(name string, s *Source) []string {
	switch {
	case s.Value != "":
		return []string{s.Value}
	case s.Join != nil:
		return nonEmpty([]string{r.join(name, s.Join)})
	case s.From != nil:
		for _, inner := range s.From {
			if values := r.list(name, inner); len(values) > 0 {
				return values
			}
		}
		return nil
	case s.Column == "@market" && r.market != nil:
		return []string{r.market.name}
	case s.Column == "@places" && r.market != nil:
		return slices.Clone(r.market.places)
	}
	return r.Values(s.Column)
}

// join writes the values of several sources under each other, each after its label.
func (r *row) join(name string, sources []*Source) string {
	var parts []string
	for _, s := range sources {
		if text := strings.Join(r.list(name, s), "; "); text != "" {
			if s.Label != "" {
				text = s.Label + ": " + text
			}
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "\n\n")
}

// refine does to values what the source says.
func (r *row) refine(s *Source, values []string) []string {
	if s.Split != "" {
		values = splitAll(values, s.Split)
	}
	if s.StartingWith != "" {
		values = r.startingWith(values, s.StartingWith)
	}
	for i, v := range values {
		if s.extract != nil {
			v = extract(s, v)
		}
		to, known := s.Translate.of(v)
		if !known && s.Otherwise != nil && v != "" {
			to = *s.Otherwise
		}
		values[i] = as(s.As, to)
	}
	values = pick(s.Pick, nonEmpty(values))
	for i := range values {
		values[i] = s.Prefix + values[i]
	}
	return values
}

func splitAll(values []string, at string) []string {
	var all []string
	for _, v := range values {
		all = append(all, strings.Split(v, at)...)
	}
	return nonEmpty(all)
}

func (r *row) startingWith(values []string, column string) []string {
	var kept []string
	for _, begin := range r.Values(column) {
		for _, v := range values {
			if strings.HasPrefix(columnKey(v), columnKey(begin)) {
				kept = append(kept, v)
			}
		}
	}
	return kept
}

func extract(s *Source, value string) string {
	match := s.extract.FindStringSubmatch(value)
	switch {
	case match == nil:
		return ""
	case len(match) > 1:
		return match[1]
	}
	return match[0]
}

func as(kind, value string) string {
	switch kind {
	case "country":
		return countryAtEnd(value)
	case "key":
		return strings.Join(matching.Fold(value), "-")
	}
	return value
}

// pick chooses one of the values, or all.
func pick(how string, values []string) []string {
	if len(values) < 2 || how == "" {
		return values
	}
	switch how {
	case "only":
		if slices.ContainsFunc(values, func(v string) bool { return v != values[0] }) {
			return nil
		}
	case "commonest":
		counts := map[string]int{}
		for _, v := range values {
			counts[v]++
		}
		most := slices.MaxFunc(values, func(a, b string) int { return counts[a] - counts[b] }) // of several the one named first
		return []string{most}
	}
	return values[:1]
}

// line evaluates a source as one line of text.
func (r *row) line(name string, s *Source) string {
	return strings.Join(strings.Fields(strings.Join(r.list(name, s), "; ")), " ")
}

// text evaluates a source as a text of at most most characters; a longer one is cut at a word.
func (r *row) text(name string, s *Source, most int) string {
	text := strings.ReplaceAll(strings.Join(r.list(name, s), "; "), "\r\n", "\n")
	short := cutAtWord(text, most)
	if short != text {
		r.warn(name, fmt.Sprintf("cut at a word to %d characters", most))
	}
	return short
}

// shortLine is text on one line.
func (r *row) shortLine(name string, s *Source, most int) string {
	line := r.line(name, s)
	short := cutAtWord(line, most)
	if short != line {
		r.warn(name, fmt.Sprintf("cut at a word to %d characters", most))
	}
	return short
}

// cutAtWord shortens a text to at most most characters, the last of which then is an ellipsis, at the last space in its second half;
// a text without one there is cut between any two characters.
func cutAtWord(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)[:most]
	end := most - 1
	for end > most/2 && !unicode.IsSpace(runes[end]) {
		end--
	}
	if end == most/2 {
		end = most - 1
	}
	return strings.TrimRightFunc(string(runes[:end]), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:–-(", r)
	}) + "…"
}

// todayOf is the day of an import.
func todayOf(now time.Time) day.Date { return day.Of(now, time.UTC) }
