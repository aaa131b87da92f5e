package importer

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Report says what an import did, or would have done.
type Report struct {
	Map       string `json:"map"`
	File      string `json:"file"`
	Format    string `json:"format"`
	Target    string `json:"target"` // opportunities or organisations
	DryRun    bool   `json:"dryRun"`
	Written   bool   `json:"written"` // whether anything of it is in the database now
	Read      int    `json:"read"`    // records
	LastLine  int    `json:"lastLine"`
	Created   int    `json:"created"` // opportunities, of which a record may give several, or organisations
	Changed   int    `json:"changed"`
	Unchanged int    `json:"unchanged"`
	LeftOut   int    `json:"leftOut"` // records that name no market
	Refused   int    `json:"refused"` // records
	Owners    int    `json:"ownersCreated"`

	Refusals       []Refusal  `json:"refusals"` // at most maxListed
	Warnings       []*Warning `json:"warnings"`
	Unmapped       []Unmapped `json:"unmappedTechnologies"` // most frequent first
	MissingColumns []string   `json:"missingColumns"`       // that the map reads and the file lacks
	UnreadColumns  []string   `json:"unreadColumns"`        // of the file, that the map does not read

	warnings map[string]*Warning
	unmapped map[string]int
}

// Refusal is one fault of a record that was refused; a record may have several.
type Refusal struct {
	Line   int    `json:"line"`
	Field  string `json:"field"` // "" when it is about the whole record
	Reason string `json:"reason"`
}

// Warning is something odd about a field of records that were taken all the same.
type Warning struct {
	Field   string `json:"field"`
	Message string `json:"message"`
	Count   int    `json:"count"`
	Lines   []int  `json:"lines"` // of the first ones, at most maxLines
}

// Unmapped is a technology of the file that neither the map nor the tree knows; it stays in the texts that the map makes.
type Unmapped struct {
	Text  string `json:"text"`
	Count int    `json:"count"`
}

// Bounds of a report's lists, and of what is printed of them.
const (
	maxListed  = 10_000
	maxLines   = 5
	maxPrinted = 40
)

func (r *Report) refuse(line int, field, reason string) {
	if len(r.Refusals) < maxListed {
		r.Refusals = append(r.Refusals, Refusal{line, field, reason})
	}
}

func (r *Report) warn(line int, field, message string) {
	key := field + "\x00" + message
	w := r.warnings[key]
	if w == nil {
		if len(r.warnings) == maxListed {
			return
		}
		w = &Warning{Field: field, Message: message}
		r.warnings[key] = w
		r.Warnings = append(r.Warnings, w)
	}
	w.Count++
	if len(w.Lines) < maxLines && !slices.Contains(w.Lines, line) {
		w.Lines = append(w.Lines, line)
	}
}

func (r *Report) noteUnmapped(text string) {
	if _, known := r.unmapped[text]; known || len(r.unmapped) < maxListed {
		r.unmapped[text]++
	}
}

// finish brings the lists into their order; those without items are empty, not null.
func (r *Report) finish() {
	r.Refusals = append([]Refusal{}, r.Refusals...)
	r.Warnings = append([]*Warning{}, r.Warnings...)
	r.Unmapped = []Unmapped{}
	r.MissingColumns = append([]string{}, r.MissingColumns...)
	r.UnreadColumns = append([]string{}, r.UnreadColumns...)
	for text, n := range r.unmapped {
		r.Unmapped = append(r.Unmapped, Unmapped{text, n})
	}
	slices.SortFunc(r.Unmapped, func(a, b Unmapped) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
	})
}

// WarningCount is how many warnings there were.
func (r *Report) WarningCount() int {
	n := 0
	for _, w := range r.Warnings {
		n += w.Count
	}
	return n
}

// WriteJSON writes the whole report.
func (r *Report) WriteJSON(out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(r)
}

// WriteText writes the report for people; of long lists the beginning.
func (r *Report) WriteText(out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\nmap: %s\n\n", r.File, r.Format, r.Map)
	r.writeCounts(&b)
	for _, c := range r.MissingColumns {
		fmt.Fprintf(&b, "\nThe file has no column %q.", c)
	}
	if len(r.MissingColumns) > 0 {
		b.WriteByte('\n')
	}
	if len(r.UnreadColumns) > 0 {
		fmt.Fprintf(&b, "\nColumns that the map does not read: %s\n", strings.Join(r.UnreadColumns, ", "))
	}
	list(&b, "Refused", r.Refusals, func(f Refusal) string {
		return fmt.Sprintf("line %d: %s", f.Line, join(f.Field, f.Reason))
	})
	list(&b, "Warnings", r.Warnings, func(w *Warning) string {
		return fmt.Sprintf("%d × %s (line %s)", w.Count, join(w.Field, w.Message), numbers(w.Lines, w.Count))
	})
	list(&b, "Technologies that the tree does not know; they stay in the texts", r.Unmapped, func(u Unmapped) string {
		return fmt.Sprintf("%d × %s", u.Count, u.Text)
	})
	fmt.Fprintf(&b, "\n%s\n", r.verdict())
	_, err := io.WriteString(out, b.String())
	return err
}

func (r *Report) writeCounts(b *strings.Builder) {
	fmt.Fprintf(b, "records read    %6d  (up to line %d)\n", r.Read, r.LastLine)
	for _, c := range []struct {
		name string
		n    int
	}{{"created", r.Created}, {"changed", r.Changed}, {"unchanged", r.Unchanged}} {
		fmt.Fprintf(b, "%-15s %6d  %s\n", c.name, c.n, r.Target)
	}
	if r.Target == "opportunities" {
		fmt.Fprintf(b, "%-15s %6d  owners, UNDER_REVIEW\n", "created", r.Owners)
		fmt.Fprintf(b, "%-15s %6d  records of no market\n", "left out", r.LeftOut)
	}
	fmt.Fprintf(b, "%-15s %6d  records\n", "refused", r.Refused)
	fmt.Fprintf(b, "%-15s %6d\n", "warnings", r.WarningCount())
}

// verdict says in a sentence how it ended.
func (r *Report) verdict() string {
	switch {
	case r.DryRun:
		return "This was a dry run: nothing was written."
	case !r.Written:
		return "Nothing was written, because records were refused; --skip-bad imports the others."
	}
	return "Done."
}

func join(field, text string) string {
	if field == "" {
		return text
	}
	return field + ": " + text
}

func numbers(lines []int, count int) string {
	text := strings.Trim(strings.ReplaceAll(fmt.Sprint(lines), " ", ", "), "[]")
	if count > len(lines) {
		text += " …"
	}
	return text
}

func list[T any](b *strings.Builder, title string, items []T, line func(T) string) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	for _, item := range items[:min(len(items), maxPrinted)] {
		fmt.Fprintf(b, "  %s\n", line(item))
	}
	if more := len(items) - maxPrinted; more > 0 {
		fmt.Fprintf(b, "  … and %d more: see --report\n", more)
	}
}
