package ref

import (
	"slices"
	"strings"
	"testing"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
)

func TestResolve(t *testing.T) {
	a, b := id.Derived[id.Market]("A"), id.Derived[id.Market]("B")
	names := []Name[id.Market]{{a, "A"}, {b, "B"}}
	if got, err := Resolve(names, "markets", []string{"B", string(a), "A", "B"}); err != nil || !slices.Equal(got, []id.Market{b, a}) {
		t.Errorf("%v %v", got, err)
	}
	for _, c := range []struct{ refs, fields []string }{
		{[]string{"A", "C", "", "a"}, []string{"markets.1", "markets.2", "markets.3"}},
		{make([]string, Max+1), []string{"markets"}},
	} {
		_, err := Resolve(names, "markets", c.refs)
		var fields []string
		for _, e := range fault.All(err) {
			if e.Code == fault.Invalid {
				fields = append(fields, strings.Join(e.Field, "."))
			}
		}
		if !slices.Equal(fields, c.fields) {
			t.Errorf("%v, want %v", fields, c.fields)
		}
	}
	if got, err := One(names, "market", "A"); err != nil || got != a {
		t.Error(got, err)
	}
	if _, err := One(names, "market", "\xff\x00"); len(fault.All(err)) != 1 || fault.All(err)[0].Field[0] != "market" {
		t.Error(err)
	}
}
