package page_test

import (
	"encoding/base64"
	"slices"
	"strconv"
	"testing"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/page"
)

func isInvalid(err error, field string) bool {
	list := fault.All(err)
	return len(list) == 1 && list[0].Code == fault.Invalid && slices.Equal(list[0].Field, fault.New(fault.Invalid, field, "").Field)
}

// A list is read to its end page by page, each row once.
func TestPagesCoverTheList(t *testing.T) {
	rows := []int{1, 2, 3, 4, 5}
	keys := func(n int) []string { return []string{"k", strconv.Itoa(n)} }
	var read []int
	args := page.Args{First: new(int)}
	*args.First = 2
	for range rows {
		limit, err := args.Limit()
		if err != nil {
			t.Fatal(err)
		}
		after, err := args.From("numbers", 2)
		if err != nil {
			t.Fatal(err)
		}
		from := 0
		if after != nil {
			from, _ = strconv.Atoi(after[1])
		}
		p := page.Of(rows[from:min(from+limit+1, len(rows))], limit, after, "numbers", keys)
		if p.After != (from > 0) || len(p.Cursors) != len(p.Nodes) {
			t.Fatalf("%+v", p)
		}
		if read = append(read, p.Nodes...); !p.HasNext {
			break
		}
		args.After = &p.Cursors[len(p.Cursors)-1]
	}
	if !slices.Equal(read, rows) {
		t.Error(read)
	}
}

func TestLimit(t *testing.T) {
	for first, ok := range map[int]bool{-1: false, 0: true, 100: true, 101: false} {
		if _, err := (page.Args{First: &first}).Limit(); ok != (err == nil) || !ok && !isInvalid(err, "first") {
			t.Error(first, err)
		}
	}
	if limit, err := (page.Args{}).Limit(); limit != page.Default || err != nil {
		t.Error(limit, err)
	}
}

func TestCursorsOfOtherLists(t *testing.T) {
	for what, cursor := range map[string]string{
		"another order": page.Encode("letters", "k", "1"), "a key too few": page.Encode("numbers", "k"), "a key too many": page.Encode("numbers", "k", "1", "2"),
		"no base64": "%", "no JSON": base64.RawURLEncoding.EncodeToString([]byte("x")), "more behind": base64.RawURLEncoding.EncodeToString([]byte(`["numbers","k","1"]1`)),
		"NUL": page.Encode("numbers", "k", "\x00"), "no UTF-8": base64.RawURLEncoding.EncodeToString([]byte("[\"numbers\",\"k\",\"\xff\"]")),
	} {
		if _, err := (page.Args{After: &cursor}).From("numbers", 2); !isInvalid(err, "after") {
			t.Error(what, err)
		}
	}
}
