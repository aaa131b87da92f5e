package importer

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/day"
)

// endOfNextYear is a day that a map may name as a value: it stays the same for a year, so that importing a file again changes
// nothing.
const endOfNextYear = "end of next year"

// date evaluates a source as a day; nil when there is none. Of a source with SkipPast, days before today count only when no other
// can be had.
func (r *row) date(name string, s *Source, skipPast bool) *day.Date {
	if s == nil {
		return nil
	}
	choices := s.From
	if choices == nil {
		choices = []*Source{s}
	}
	var past *day.Date
	for _, choice := range choices {
		for _, value := range r.read(name, choice) {
			d, err := r.parseDay(value, append(choice.Formats, s.Formats...))
			if err != nil {
				r.problems.add(name, "“%.40s” is not a day of the forms that the map gives.", value)
				return nil
			}
			if skipPast && s.SkipPast && d < r.today {
				if past == nil {
					past = &d
				}
				continue
			}
			if choice.Warn != "" {
				r.warn(name, choice.Warn)
			}
			return &d
		}
	}
	return past
}

var standardFormats = []string{"YYYY-MM-DD", "YYYY-MM"}

// parseDay reads a day; of a month alone its last day is meant.
func (r *row) parseDay(value string, formats []string) (day.Date, error) {
	if value == endOfNextYear {
		year, err := strconv.Atoi(string(r.today[:4]))
		return day.Date(fmt.Sprintf("%04d-12-31", year+1)), err
	}
	if len(formats) == 0 {
		formats = standardFormats
	}
	var err error
	for _, format := range formats {
		layout, _ := layoutOf(format) // checked with the map
		t, failed := time.Parse(layout, value)
		if failed != nil {
			err = failed
			continue
		}
		if !strings.Contains(format, "D") {
			t = t.AddDate(0, 1, -1)
		}
		return day.Parse(t.Format(time.DateOnly))
	}
	return "", err
}

var formatWords = strings.NewReplacer("YYYY", "2006", "MMMM", "January", "MMM", "Jan", "MM", "01", "DD", "02", "D", "2", "M", "1")

// layoutOf turns DD/MM/YYYY into what package time calls it.
func layoutOf(format string) (string, error) {
	layout := formatWords.Replace(format)
	if !strings.Contains(format, "YYYY") || !strings.Contains(format, "M") || strings.ContainsAny(layout, "DY") {
		return "", fmt.Errorf("formats: %q is not made of YYYY, MM (M, MMM, MMMM) and DD (D)", format)
	}
	return layout, nil
}

// grouped is a whole number with groups of three digits, as spreadsheets write it.
var grouped = regexp.MustCompile(`^[0-9]{1,3}(?:[.,'  ’][0-9]{3})+$`)

// number evaluates a source as a whole number; nil when there is none.
func (r *row) number(name string, s *Source) *int64 {
	value := r.line(name, s)
	if value == "" {
		return nil
	}
	digits := value
	if grouped.MatchString(value) {
		digits = strings.Map(func(c rune) rune {
			if c < '0' || c > '9' {
				return -1
			}
			return c
		}, value)
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n > 1<<50 || n < 0 {
		r.problems.add(name, "“%.40s” is not a whole number.", value)
		return nil
	}
	if s.Times != 0 {
		n *= s.Times
	}
	return &n
}

// small is number for an int of 32 bits, which years, headcounts and levels are.
func (r *row) small(name string, s *Source) *int {
	n := r.number(name, s)
	if n == nil {
		return nil
	}
	if *n > 1<<31-1 {
		r.problems.add(name, "The number is too large.")
		return nil
	}
	i := int(*n)
	return &i
}

// truth evaluates a source as yes or no; nil when there is none.
func (r *row) truth(name string, s *Source) *bool {
	value := strings.ToLower(r.line(name, s))
	yes := oneOf(value, "yes", "y", "true", "1")
	switch {
	case value == "":
		return nil
	case !yes && !oneOf(value, "no", "n", "false", "0"):
		r.problems.add(name, "“%.40s” is neither yes nor no.", value)
		return nil
	}
	return &yes
}

// choice evaluates a source as one of a closed set, in any case; nil when there is none.
func choice[T ~string](r *row, name string, s *Source, valid func(T) bool) *T {
	value := r.line(name, s)
	if value == "" {
		return nil
	}
	c := T(strings.ToUpper(value))
	if !valid(c) {
		r.problems.add(name, "“%.40s” is none of the choices; the map may translate it.", value)
		return nil
	}
	return &c
}

// optional is nil for a text that is empty.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
