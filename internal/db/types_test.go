package db_test

import (
	"strings"
	"testing"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/dbtest"
	"github.com/google/go-cmp/cmp"
)

type word string

func TestListAndJSONRoundTrip(t *testing.T) {
	d := dbtest.New(t)
	type thing struct {
		Name string            `json:"name"`
		Tags []string          `json:"tags"`
		Of   map[string]*thing `json:"of,omitempty"`
	}
	type row struct {
		L db.List[word]   `db:"l"`
		N *db.List[word]  `db:"n"`
		J db.JSON[*thing] `db:"j"`
	}
	for _, c := range []struct {
		name string
		in   row
	}{
		{"empty", row{L: db.List[word]{}}},
		{"quotes and the like", row{L: db.List[word]{`"`, `'`, `\`, `,`, `{}`, `a "b" \c, {d}`, ` `, ``, "\n\t", "NULL", "null"}}},
		{"unicode", row{L: db.List[word]{"é", "生命科学", "🧬", "\u0301", "\u202e"}}},
		{"nested", row{L: db.List[word]{"x"}, N: &db.List[word]{"y", `"`}, J: db.JSON[*thing]{&thing{Name: `"\'`, Tags: []string{"🧬"}, Of: map[string]*thing{"a": {}}}}}},
		{"long", row{L: db.List[word]{word(strings.Repeat("ä", 100_000))}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			const echo = "select $1::text[] as l, $2::text[] as n, $3::jsonb as j"
			var got row
			must(t, d.GetContext(t.Context(), &got, echo, c.in.L, c.in.N, c.in.J))
			if diff := cmp.Diff(c.in, got); diff != "" {
				t.Error("sent (-) and read back (+): ", diff)
			}
			statement, err := d.Preparex(echo) // whose answers come in another format
			must(t, err)
			defer statement.Close()
			must(t, statement.Get(&got, c.in.L, c.in.N, c.in.J))
			if diff := cmp.Diff(c.in, got); diff != "" {
				t.Error("prepared: sent (-) and read back (+): ", diff)
			}
		})
	}
}

func TestListAndJSONOfNothing(t *testing.T) {
	d := dbtest.New(t)
	list, obj := db.List[word]{"before"}, db.JSON[map[string]int]{V: map[string]int{"before": 1}}
	must(t, d.QueryRowx("select null::text[], null::jsonb").Scan(&list, &obj))
	if list != nil || obj.V != nil {
		t.Errorf("NULL was read as %v, %v", list, obj)
	}
	var text string
	if must(t, d.Get(&text, "select $1::text[]::text", db.List[word](nil))); text != "{}" {
		t.Errorf("a nil list is stored as %s, want {}", text)
	}
	if err := d.Get(&list, "select array['a', null]"); err == nil {
		t.Error("a NULL element was read")
	}
	var n int
	if must(t, d.Get(&n, "select count(*) from unnest(array['a','b','c']) x where x = any($1)", db.List[word]{"a", "c", `"`})); n != 2 {
		t.Errorf("any() found %d, want 2", n)
	}
}
