// Package page holds the portal's one way to page through a list: by keyset, never by offset.
//
// A cursor carries the sort keys of a row, its id last, and the name of the order it was made for; it is opaque to clients
// and says nothing that the row itself does not. A cursor that was tampered with is refused as INVALID.
package page

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/bioxclusters/portal/internal/fault"
)

// Default and Max bound how many rows one page holds.
const (
	Default = 20
	Max     = 100
)

// Args is what a client asks for; nil First means Default.
type Args struct {
	First *int
	After *string
}

// Cursor is the place after which a page begins: the sort keys of the row before it, as text, in the order of ORDER BY.
type Cursor []string

// Page is one page of a list.
type Page[T any] struct {
	Nodes   []T
	Cursors []string // one a node
	HasNext bool
	After   bool // whether the page began after a cursor
}

// Limit checks First and returns how many rows to show.
func (a Args) Limit() (int, error) {
	if a.First == nil {
		return Default, nil
	}
	if *a.First < 0 || *a.First > Max {
		return 0, fault.New(fault.Invalid, "first", "Please give a number from %d to %d.", 0, Max)
	}
	return *a.First, nil
}

// From decodes After, made under the named order with n keys; nil when the page begins at the beginning.
func (a Args) From(order string, n int) (Cursor, error) {
	if a.After == nil || *a.After == "" {
		return nil, nil
	}
	bad := fault.New(fault.Invalid, "after", "This cursor is not one of this list.")
	raw, err := base64.RawURLEncoding.DecodeString(*a.After)
	if err != nil || len(raw) > 2048 || !utf8.Valid(raw) {
		return nil, bad
	}
	var parts []string
	dec := json.NewDecoder(bytes.NewReader(raw))
	if err := dec.Decode(&parts); err != nil || dec.More() || len(parts) != n+1 || parts[0] != order {
		return nil, bad
	}
	for _, p := range parts {
		if strings.ContainsRune(p, 0) {
			return nil, bad
		}
	}
	return parts[1:], nil
}

// Encode makes the cursor of a row under the named order.
func Encode(order string, keys ...string) string {
	raw, _ := json.Marshal(append([]string{order}, keys...)) // strings always encode
	return base64.RawURLEncoding.EncodeToString(raw)
}

// Of cuts rows, of which the caller read one more than limit, into a page; keys gives the sort keys of a row.
func Of[T any](rows []T, limit int, after Cursor, order string, keys func(T) []string) *Page[T] {
	p := &Page[T]{Nodes: rows, HasNext: len(rows) > limit, After: after != nil}
	if p.HasNext {
		p.Nodes = rows[:limit]
	}
	p.Cursors = make([]string, len(p.Nodes))
	for i, n := range p.Nodes {
		p.Cursors[i] = Encode(order, keys(n)...)
	}
	return p
}
