package importer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Bounds of a file. How many records it has is not bounded: they are read one by one.
const (
	maxRecord  = 1 << 20 // bytes
	maxColumns = 1000
)

// Reader gives the records of a file, one after the other; in memory it holds one at a time.
type Reader struct {
	Format  string   // in words: what was found, such as "CSV with ;, Windows-1252"
	Columns []string // of a CSV file, as its header spells them; nil for JSON lines
	next    func() (*Record, error)
}

// BadRecord is a record that cannot be read although those after it can.
type BadRecord struct {
	Line   int
	Reason string
}

// Error gives line and reason.
func (e *BadRecord) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// Open finds out how a file is written: CSV (separated by commas, semicolons or tabs, whichever the header line has most of outside
// quotes) or JSON lines (one object a line); UTF-8, UTF-16 with a byte order mark, or else Windows-1252, of which Latin-1 is a part.
// It reads the whole file once to tell encodings apart, and leaves it to be read by Next.
func Open(f io.ReadSeeker) (*Reader, error) {
	name, decoder, err := detectEncoding(f)
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	text := bufio.NewReaderSize(decoder.Reader(f), 64<<10)
	first, err := firstByte(text)
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("the file is empty")
	case err != nil:
		return nil, err
	case first == '[':
		return nil, errors.New("the file is one JSON list: give JSON lines, one object a line")
	case first == '{':
		return &Reader{Format: "JSON lines, " + name, next: jsonLines(text)}, nil
	}
	return openCSV(text, name)
}

// Next gives the next record; io.EOF after the last, *BadRecord when this one cannot be read but the next may. Any other error
// means that the rest of the file cannot be read.
func (r *Reader) Next() (*Record, error) { return r.next() }

// Record is one record of a file.
type Record struct {
	Line   int            // of its beginning, 1 for the first of the file
	fields []string       // of a CSV record
	index  map[string]int // its header
	object map[string]any // of a line of JSON
}

// Values gives what stands in a column, without the space around it; nothing when it is empty. Columns of CSV files are named by
// their header, in any case; those of JSON lines by a dotted path that goes through lists: all that it leads to is given.
func (r *Record) Values(column string) []string {
	if r.object != nil {
		return nonEmpty(descend(nil, r.object, strings.Split(column, ".")))
	}
	if i, ok := r.index[columnKey(column)]; ok {
		return nonEmpty([]string{r.fields[i]})
	}
	return nil
}

func nonEmpty(values []string) []string {
	var kept []string
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			kept = append(kept, v)
		}
	}
	return kept
}

// columnKey is what two spellings of a column's name have in common.
func columnKey(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// detectEncoding reads a whole file.
func detectEncoding(f io.Reader) (string, *encoding.Decoder, error) {
	in := bufio.NewReaderSize(f, 64<<10)
	mark, err := in.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", nil, err
	}
	if bytes.Equal(mark, []byte{0xFF, 0xFE}) || bytes.Equal(mark, []byte{0xFE, 0xFF}) {
		return "UTF-16", unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder(), nil
	}
	ok, err := isUTF8(in)
	if !ok && err == nil {
		return "Windows-1252", charmap.Windows1252.NewDecoder(), nil
	}
	return "UTF-8", unicode.UTF8BOM.NewDecoder(), err
}

// isUTF8 tells whether all that follows is valid UTF-8.
func isUTF8(in *bufio.Reader) (bool, error) {
	for {
		r, size, err := in.ReadRune()
		switch {
		case errors.Is(err, io.EOF):
			return true, nil
		case err != nil:
			return false, err
		case r == utf8.RuneError && size == 1:
			return false, nil
		}
	}
}

// firstByte finds the first character that is no white space, within what a header may hold.
func firstByte(text *bufio.Reader) (byte, error) {
	for n := 1; n <= text.Size(); n++ {
		seen, err := text.Peek(n)
		if len(seen) < n {
			return 0, err
		}
		if c := seen[n-1]; c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c, nil
		}
	}
	return 0, errors.New("the file begins with nothing but white space")
}
