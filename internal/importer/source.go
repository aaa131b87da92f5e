package importer

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
)

// Source says where a value comes from and what is done to it, in this order: read, Split, StartingWith, Extract, Translate, As,
// Pick, Prefix. In YAML a bare word stands for a Source that is only a Column.
type Source struct {
	// What is read, one of these. From takes the first source that has a value. Join writes several under each other.
	Column string    `yaml:"column"` // @market and @places are the market of the opportunity, by name, and its places in the record
	Value  string    `yaml:"value"`
	From   []*Source `yaml:"from"`
	Join   []*Source `yaml:"join"`

	Split        string       `yaml:"split"`        // makes a list of a value, at this text
	StartingWith string       `yaml:"startingWith"` // a column: keeps only values that begin with what it holds
	Extract      string       `yaml:"extract"`      // a regular expression: keeps what its first group (or, without one, the whole) matches
	Translate    Translations `yaml:"translate"`
	Otherwise    *string      `yaml:"otherwise"` // for values that Translate does not know; without it they stay
	As           string       `yaml:"as"`        // country: the ISO code of the country that the value is, or ends in; key: words joined by hyphens
	Pick         string       `yaml:"pick"`      // first, only (when all are the same), commonest
	Prefix       string       `yaml:"prefix"`

	Label    string   `yaml:"label"`    // in Join: stands before the value
	Formats  []string `yaml:"formats"`  // of days, such as DD/MM/YYYY
	SkipPast bool     `yaml:"skipPast"` // of days: one that is past is passed over while another can be had
	Times    int64    `yaml:"times"`    // of whole numbers: 1000 when the column holds thousands
	Warn     string   `yaml:"warn"`     // is reported whenever this source is used

	extract *regexp.Regexp
}

// UnmarshalYAML reads the short form or the long one.
func (s *Source) UnmarshalYAML(unmarshal func(any) error) error {
	type long Source
	var column string
	if unmarshal(&column) == nil {
		s.Column = column
		return nil
	}
	return unmarshal((*long)(s))
}

// check checks the source and compiles what it needs.
func (s *Source) check() (err error) {
	s.walk(func(s *Source) {
		if err == nil {
			err = s.checkOne()
		}
	})
	return err
}

func (s *Source) checkOne() (err error) {
	given := 0
	for _, has := range []bool{s.Column != "", s.Value != "", s.From != nil, s.Join != nil} {
		if has {
			given++
		}
	}
	if given != 1 {
		return errors.New("give one of column, value, from, join")
	}
	if s.Extract != "" {
		if s.extract, err = regexp.Compile(s.Extract); err != nil {
			return fmt.Errorf("extract: %w", err)
		}
	}
	if !oneOf(s.As, "", "country", "key") {
		return fmt.Errorf("as: %q is none of country, key", s.As)
	}
	if !oneOf(s.Pick, "", "first", "only", "commonest") {
		return fmt.Errorf("pick: %q is none of first, only, commonest", s.Pick)
	}
	for _, f := range s.Formats {
		if _, err := layoutOf(f); err != nil {
			return err
		}
	}
	return nil
}

func oneOf(s string, choices ...string) bool {
	for _, c := range choices {
		if s == c {
			return true
		}
	}
	return false
}

// walk visits the source and all within it.
func (s *Source) walk(visit func(*Source)) {
	if s == nil {
		return
	}
	visit(s)
	for _, inner := range append(append([]*Source{}, s.From...), s.Join...) {
		inner.walk(visit)
	}
}

// Translations turn the values of a file into the portal's: word for word, else in any case, else by a regular expression, written
// /…/ and tried in the order of the map in any case.
type Translations struct {
	exact, folded map[string]string
	patterns      []pattern
}

type pattern struct {
	match *regexp.Regexp
	to    string
}

// UnmarshalYAML reads a mapping in its order.
func (t *Translations) UnmarshalYAML(unmarshal func(any) error) error {
	var entries yaml.MapSlice
	if err := unmarshal(&entries); err != nil {
		return err
	}
	t.exact, t.folded = map[string]string{}, map[string]string{}
	for _, e := range entries {
		from, to := fmt.Sprint(e.Key), ""
		if e.Value != nil {
			to = fmt.Sprint(e.Value)
		}
		if len(from) > 2 && from[0] == '/' && from[len(from)-1] == '/' {
			match, err := regexp.Compile("(?i)" + from[1:len(from)-1])
			if err != nil {
				return fmt.Errorf("translate: %w", err)
			}
			t.patterns = append(t.patterns, pattern{match, to})
			continue
		}
		t.exact[from] = to
		t.folded[strings.ToLower(from)] = to
	}
	return nil
}

// of translates a value; ok tells whether the table knows it.
func (t Translations) of(value string) (to string, ok bool) {
	if to, ok = t.exact[value]; ok {
		return to, true
	}
	if to, ok = t.folded[strings.ToLower(value)]; ok {
		return to, true
	}
	for _, p := range t.patterns {
		if p.match.MatchString(value) {
			return p.to, true
		}
	}
	return value, false
}

// targets are all that the table translates to.
func (t Translations) targets() []string {
	var all []string
	for _, to := range t.exact {
		all = append(all, to)
	}
	for _, p := range t.patterns {
		all = append(all, p.to)
	}
	return all
}
