package importer

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// openCSV reads the header of a CSV file; records follow RFC 4180, with the separator found.
func openCSV(text *bufio.Reader, encoding string) (*Reader, error) {
	begin, separator, err := detectSeparator(text)
	if err != nil {
		return nil, err
	}
	limit := &limitedReader{from: text, left: maxRecord}
	in := csv.NewReader(limit)
	in.Comma, in.FieldsPerRecord = separator, -1
	header, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("the header: %w", unreadable(begin, err))
	}
	index, err := indexColumns(header)
	if err != nil {
		return nil, err
	}
	name := map[rune]string{',': "commas", ';': "semicolons", '\t': "tabs"}[separator]
	c := csvRecords{in, limit, index, len(header), begin}
	return &Reader{Format: "CSV separated by " + name + ", " + encoding, Columns: header, next: c.next}, nil
}

// indexColumns finds the columns by their names. Columns without a name cannot be asked for.
func indexColumns(header []string) (map[string]int, error) {
	if len(header) > maxColumns {
		return nil, fmt.Errorf("the header names %d columns; at most %d are read", len(header), maxColumns)
	}
	index := map[string]int{}
	for i, name := range header {
		header[i] = strings.TrimSpace(name)
		key := columnKey(name)
		if _, twice := index[key]; twice && key != "" {
			return nil, fmt.Errorf("the header names the column %.80q twice", header[i])
		}
		index[key] = i
	}
	delete(index, "")
	if len(index) == 0 {
		return nil, errors.New("the header names no column")
	}
	return index, nil
}

// detectSeparator finds the separator of the header line and how many lines stand before it: spreadsheets may write "sep=;" first.
func detectSeparator(text *bufio.Reader) (before int, separator rune, err error) {
	seen, err := text.Peek(text.Size())
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, 0, err
	}
	if line, _, ok := strings.Cut(string(seen), "\n"); ok {
		if s, told := strings.CutPrefix(strings.TrimRight(line, "\r"), "sep="); told && len(s) == 1 && strings.Contains(",;\t", s) {
			_, err := text.Discard(len(line) + 1)
			return 1, rune(s[0]), err
		}
	}
	return 0, commonest(string(seen)), nil
}

// commonest is the separator that the first line of a text has most of outside quotes, a comma where it has none.
func commonest(text string) rune {
	counts, quoted := map[rune]int{}, false
	for _, r := range strings.TrimLeft(text, " \t\r\n") {
		if r == '"' {
			quoted = !quoted
		}
		if r == '\n' && !quoted {
			break
		}
		if !quoted {
			counts[r]++
		}
	}
	return slices.MaxFunc([]rune{',', ';', '\t'}, func(a, b rune) int { return counts[a] - counts[b] })
}

// csvRecords reads the records below a header.
type csvRecords struct {
	in     *csv.Reader
	limit  *limitedReader
	index  map[string]int
	width  int
	before int // lines before the header
}

func (c *csvRecords) next() (*Record, error) {
	for {
		c.limit.left = maxRecord
		fields, err := c.in.Read()
		if err != nil {
			return nil, unreadable(c.before, err)
		}
		line, _ := c.in.FieldPos(0)
		if !slices.ContainsFunc(fields, func(f string) bool { return strings.TrimSpace(f) != "" }) {
			continue
		}
		if beyond := fields[min(len(fields), c.width):]; len(fields) < c.width || strings.Join(beyond, "") != "" {
			return nil, &BadRecord{line + c.before, fmt.Sprintf("it has %d fields, the header has %d", len(fields), c.width)}
		}
		return &Record{Line: line + c.before, fields: fields, index: c.index}, nil
	}
}

// unreadable tells a record that cannot be read from a file that cannot.
func unreadable(before int, err error) error {
	var p *csv.ParseError
	switch {
	case errors.Is(err, errTooLong):
		return fmt.Errorf("a record is longer than %d KiB: is the quotation mark at the end of a field missing?", maxRecord>>10)
	case !errors.As(err, &p):
		return err
	case errors.Is(err, csv.ErrBareQuote):
		return &BadRecord{p.StartLine + before, `there is a quotation mark within a field that does not begin with one; write such a field as "…", and the mark twice`}
	case errors.Is(err, csv.ErrQuote):
		return &BadRecord{p.StartLine + before, "a quotation mark does not end its field, or is missing at the end of one"}
	}
	return &BadRecord{p.StartLine + before, p.Err.Error()}
}

var errTooLong = errors.New("the record is too long")

// limitedReader bounds how much a record may read, which a missing quotation mark would make the rest of the file.
type limitedReader struct {
	from io.Reader
	left int
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLong
	}
	n, err := l.from.Read(p)
	l.left -= n
	return n, err
}
