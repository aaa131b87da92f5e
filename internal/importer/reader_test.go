package importer

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// readAll writes each record as "line: fields" and each that cannot be read as "line! reason".
func readAll(t *testing.T, text string) (lines []string, format string, fatal error) {
	t.Helper()
	r, err := Open(strings.NewReader(text))
	if err != nil {
		return nil, "", err
	}
	for {
		record, err := r.Next()
		var bad *BadRecord
		switch {
		case errors.Is(err, io.EOF):
			return lines, r.Format, nil
		case errors.As(err, &bad):
			lines = append(lines, fmt.Sprintf("%d! %s", bad.Line, bad.Reason))
		case err != nil:
			return lines, r.Format, err
		default:
			lines = append(lines, fmt.Sprintf("%d: %s", record.Line, strings.Join(record.fields, "|")))
		}
	}
}

func TestReadCSV(t *testing.T) {
	for name, c := range map[string]struct{ text, format, want string }{
		"commas":            {"a,b\n1,2\n", "CSV separated by commas, UTF-8", "2: 1|2"},
		"semicolons":        {"a;b, c;d\n1;2;3\n", "", "2: 1|2|3"},
		"tabs":              {"a\tb\n1\t2\n", "CSV separated by tabs, UTF-8", "2: 1|2"},
		"separator quoted":  {"\"a,x,y\";b\n1;2\n", "CSV separated by semicolons, UTF-8", "2: 1|2"},
		"separator told":    {"sep=;\na,x;b\n1;2\n", "CSV separated by semicolons, UTF-8", "3: 1|2"},
		"byte order mark":   {"\ufeffa,b\n1,é\n", "CSV separated by commas, UTF-8", "2: 1|é"},
		"one column":        {"name\nx\n", "", "2: x"},
		"CRLF":              {"a,b\r\n1,2\r\n3,4", "", "2: 1|2\n3: 3|4"},
		"line break quoted": {"a,b\n\"1\n\n1\",2\n3,4\n", "", "2: 1\n\n1|2\n5: 3|4"},
		"quote quoted":      {"a,b\n\"say \"\"yes\"\"\",2\n", "", "2: say \"yes\"|2"},
		"Latin-1":           {"a,b\nLyonbiop\xf4le,2\n", "CSV separated by commas, Windows-1252", "2: Lyonbiopôle|2"},
		"Windows-1252":      {"a,b\n5 \x80,\x93x\x94\n", "", "2: 5 €|“x”"},
		"UTF-16":            {"\xff\xfea\x00,\x00b\x00\n\x001\x00,\x00\xe9\x00\n\x00", "CSV separated by commas, UTF-16", "2: 1|é"},
		"blank lines":       {"a,b\n\n,\n1,2\n , \n", "", "4: 1|2"},
		"short":             {"a,b\n1\n3,4\n", "", "2! it has 1 fields, the header has 2\n3: 3|4"},
		"long":              {"a,b\n1,2,3\n3,4\n", "", "2! it has 3 fields, the header has 2\n3: 3|4"},
		"empty beyond":      {"a,b\n1,2,,\n", "", "2: 1|2||"},
		"stray quote":       {"a,b\n5\" tube,2\n3,4\n", "", "2! there is a quotation mark within a field that does not begin with one; write such a field as \"…\", and the mark twice\n3: 3|4"},
		"text after quote":  {"a,b\n\"1\"x,2\n3,4\n", "", "2! a quotation mark does not end its field, or is missing at the end of one\n3: 3|4"},
		"only a header":     {"a,b\n", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			lines, format, err := readAll(t, c.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, strings.Join(lines, "\n")); diff != "" {
				t.Error(diff)
			}
			if c.format != "" && format != c.format {
				t.Error(format)
			}
		})
	}
}

func TestUnreadableFiles(t *testing.T) {
	for text, want := range map[string]string{
		"":              "the file is empty",
		"\ufeff":        "the file is empty",
		" \n ":          "the file is empty",
		"[{\"a\": 1}]":  "the file is one JSON list: give JSON lines, one object a line",
		"a,b,A \n1,2,3": `the header names the column "A" twice`,
		",,\n1,2,3":     "the header names no column",
		"a,b\n\"" + strings.Repeat("x,y\n", maxRecord/2): "a record is longer than 1024 KiB: is the quotation mark at the end of a field missing?",
		strings.Repeat("a,", maxColumns) + "b\n":         "the header names 1001 columns; at most 1000 are read",
	} {
		if _, _, err := readAll(t, text); err == nil || err.Error() != want {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func TestReadJSONLines(t *testing.T) {
	text := `{"id": "A1", "n": 12.50, "ok": true, "nothing": null, "site": {"country": "Brazil"}, "places": [{"c": "BR"}, {"c": ["CN", "US"]}]}` +
		"\n\n[1]\n{\"id\": \n" + `{"id": 1} {}` + "\n" + `{"id": "` + strings.Repeat("x", maxRecord) + "\"}\n" + `{"id": "last"}`
	r, err := Open(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	first, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	for column, want := range map[string][]string{
		"id": {"A1"}, "n": {"12.50"}, "ok": {"true"}, "nothing": nil, "absent.below": nil, "site": nil, "site.country": {"Brazil"}, "places.c": {"BR", "CN", "US"},
	} {
		if got := first.Values(column); !slices.Equal(got, want) {
			t.Errorf("%s: %q", column, got)
		}
	}
	for _, line := range []int{3, 4, 5, 6} {
		var bad *BadRecord
		if _, err := r.Next(); !errors.As(err, &bad) || bad.Line != line {
			t.Errorf("line %d: %v", line, err)
		}
	}
	if last, err := r.Next(); err != nil || last.Line != 7 || !slices.Equal(last.Values("id"), []string{"last"}) {
		t.Error(last, err)
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}

func FuzzReader(f *testing.F) {
	for _, seed := range []string{"", "a,b\n1,2\n", "sep=;\na;b\n\"x\ny\";2\n", "{\"a\": [1, {\"b\": null}]}\n{", "\xff\xfea\x00\n\x00", "\ufeffa\tb\r\n\"1\"\"\t2",
		"a,b\n5\" x,2\n\"3,4\n", "n\xe9e,\x80\n\x81,\x00\n", "a;b;a\n", "[1]", "\"\n\",\"\"\n1,2,3"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := Open(strings.NewReader(string(text)))
		if err != nil {
			return
		}
		last := 0
		for {
			record, err := r.Next()
			var bad *BadRecord
			if errors.As(err, &bad) {
				record = &Record{Line: bad.Line}
			} else if err != nil {
				return
			}
			if record.Line < last || record.Line < 1 {
				t.Fatalf("line %d after line %d", record.Line, last)
			}
			last = record.Line
			for _, column := range append(r.Columns, "a", "a.b") {
				for _, v := range record.Values(column) {
					if !utf8.ValidString(v) || v == "" {
						t.Fatalf("%q", v)
					}
				}
			}
		}
	})
}
