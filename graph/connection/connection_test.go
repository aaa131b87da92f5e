package connection_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bioxclusters/portal/graph/connection"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/page"
)

func TestConnection(t *testing.T) {
	for name, c := range map[string]struct {
		rows  []string // one more than the page's two when there are more
		after page.Cursor
		edges []string
		info  connection.PageInfo
	}{
		"nothing":             {rows: []string{}},
		"nothing more":        {rows: []string{}, after: page.Cursor{"b"}, info: connection.PageInfo{HasPreviousPage: true}},
		"the only page":       {rows: []string{"a", "b"}, edges: []string{"a", "b"}},
		"the first of more":   {rows: []string{"a", "b", "c"}, edges: []string{"a", "b"}, info: connection.PageInfo{HasNextPage: true}},
		"one in the middle":   {rows: []string{"c", "d", "e"}, after: page.Cursor{"b"}, edges: []string{"c", "d"}, info: connection.PageInfo{HasNextPage: true, HasPreviousPage: true}},
		"the last, not full":  {rows: []string{"e"}, after: page.Cursor{"d"}, edges: []string{"e"}, info: connection.PageInfo{HasPreviousPage: true}},
		"the last, and full":  {rows: []string{"e", "f"}, after: page.Cursor{"d"}, edges: []string{"e", "f"}, info: connection.PageInfo{HasPreviousPage: true}},
		"one row on one page": {rows: []string{"a"}, edges: []string{"a"}},
	} {
		t.Run(name, func(t *testing.T) {
			asked := 0
			p := page.Of(c.rows, 2, c.after, "letters", func(s string) []string { return []string{s} })
			got := connection.New(p, func(context.Context) (int, error) { asked++; return 7, nil })
			nodes, edges := []string{}, []*connection.Edge[string]{}
			for _, node := range c.edges {
				nodes, edges = append(nodes, node), append(edges, &connection.Edge[string]{Cursor: page.Encode("letters", node), Node: node})
			}
			if diff := cmp.Diff(edges, got.Edges()) + cmp.Diff(nodes, got.Nodes()); diff != "" {
				t.Error(diff)
			}
			want := c.info
			if n := len(c.edges); n > 0 {
				start, end := page.Encode("letters", c.edges[0]), page.Encode("letters", c.edges[n-1])
				want.StartCursor, want.EndCursor = &start, &end
			}
			if diff := cmp.Diff(&want, got.PageInfo()); diff != "" {
				t.Error(diff)
			}
			if asked != 0 {
				t.Error("the list was counted though nobody asked")
			}
			if n, err := got.TotalCount(t.Context()); n != 7 || err != nil {
				t.Error(n, err)
			}
		})
	}
}

func TestOpportunities(t *testing.T) {
	broken := errors.New("no")
	found := func(f opportunity.Found, err error) *connection.Opportunities {
		rows := []*opportunity.Opportunity{{ID: "opp_1"}, {ID: "opp_2"}}
		p := page.Of(rows, 2, nil, "id", func(o *opportunity.Opportunity) []string { return []string{string(o.ID)} })
		return &connection.Opportunities{
			Connection: *connection.New(p, nil),
			Find:       func(context.Context) (*opportunity.Found, error) { return &f, err },
			Snippets: func(context.Context) (map[id.Opportunity][]matching.Fragment, error) {
				return map[id.Opportunity][]matching.Fragment{"opp_2": {{Text: "words"}}}, err
			},
		}
	}
	facets := &opportunity.Facets{}
	good := found(opportunity.Found{Total: 3, Corrected: "vaccine", Ready: true, Facets: facets}, nil)
	n, err := good.TotalCount(t.Context())
	text, err2 := good.CorrectedText(t.Context())
	ready, err3 := good.IndexReady(t.Context())
	given, err4 := good.Facets(t.Context())
	if err := errors.Join(err, err2, err3, err4); err != nil || n != 3 || text == nil || *text != "vaccine" || !ready || given != facets {
		t.Error(n, text, ready, given, err)
	}
	edges := good.Edges()
	for i, want := range []int{0, 1} { // fragments
		if s, err := edges[i].Snippet(t.Context()); err != nil || len(s) != want || edges[i].Cursor != page.Encode("id", string(edges[i].Node.ID)) {
			t.Error(i, s, err)
		}
	}
	if text, err := found(opportunity.Found{}, nil).CorrectedText(t.Context()); text != nil || err != nil {
		t.Error("words given are not a correction", text, err)
	}
	bad := found(opportunity.Found{Total: 3, Ready: true}, broken)
	_, err = bad.TotalCount(t.Context())
	_, err2 = bad.CorrectedText(t.Context())
	ready, err3 = bad.IndexReady(t.Context())
	_, err4 = bad.Facets(t.Context())
	for _, err := range []error{err, err2, err3, err4} {
		if !errors.Is(err, broken) || ready {
			t.Error(ready, err)
		}
	}
}
