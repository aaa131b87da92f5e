package graph

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// hostile gives values, as JSON, that no field of a type should choke on. Some of them are good ones.
func (w world) hostile(t *ast.Type) []raw {
	if t.Elem != nil {
		return []raw{"[]", "[null]", "[[]]", "{}", `"x"`}
	}
	def := w.schema.Types[t.NamedType]
	switch {
	case def.Kind == ast.InputObject:
		return []raw{"{}", "[]", `"x"`, `{"__proto__":1}`}
	case def.Kind == ast.Enum:
		return []raw{`"NOPE"`, `""`, "1", `"\u0000"`, raw(`"` + strings.ToLower(def.EnumValues[0].Name) + `"`)}
	}
	texts := []raw{nul, `"\ud800"`, "\"\xff\xfe\xc0\x80\"", long, `""`, `"   "`, `"NaN"`, `"'; drop table event; --"`, `"%_\\"`, `"\ufeff\uffff\u202e"`, `"a & | ! <-> :* ("`}
	switch t.NamedType {
	case "Int", "BigInt", "Float":
		return []raw{"-1", "0", "2147483647", "2147483648", "-2147483649", "9007199254740992", "9007199254740993", "9223372036854775808", "1e400", "-1e-400", "1.5", `"NaN"`, `"Infinity"`, `"7"`, "true"}
	case "Boolean":
		return []raw{`"true"`, "1", "[]"}
	case "Date":
		return []raw{`"0000-00-00"`, `"9999-99-99"`, `"0001-01-01"`, `"9999-12-31"`, `"10000-01-01"`, `"-4713-01-01"`, `"2026-02-30"`, `"infinity"`, nul, "5", `""`}
	case "DateTime":
		return []raw{`"0001-01-01T00:00:00Z"`, `"9999-12-31T23:59:59Z"`, `"2026-11-23T25:00:00Z"`, `"2026-11-23T12:00:00+99:00"`, `"2026-11-23"`, `"infinity"`, nul, "5", `""`}
	case "ID":
		return append(texts, `"org_0000000000000000000000000Z"`, `"org_0000000000000000000000000\u0000"`, `"usr_0000000000000000000000000A"`, `"tec_0"`, `"mis_zzzzzzzzzzzzzzzzzzzzzzzzzz"`, `"_"`, "7", "-9223372036854775809")
	}
	return texts
}

const nul raw = `"a\u0000b"`

var long = raw(`"` + strings.Repeat("x", 60000) + `"`)

// driversText tells whether an answer shows what a database, or Go, says of its own.
func driversText(answer []byte) bool {
	return slices.ContainsFunc([]string{"pq:", "SQLSTATE", "syntax error at", "invalid input syntax", "violates", "goroutine", ".go:"},
		func(s string) bool { return bytes.Contains(answer, []byte(s)) })
}

// TestBadInput sends hostile values to every argument and every input field of the schema.
func TestBadInput(t *testing.T) {
	t.Parallel()
	h, w := newHouse(t), world{contract(t)}
	h.keep(t)
	for kind, root := range map[string]*ast.Definition{"query": w.schema.Query, "mutation": w.schema.Mutation} {
		for _, field := range root.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			t.Run(field.Name, func(t *testing.T) {
				var side sync.WaitGroup
				for _, p := range w.places(field) {
					for i, value := range w.attacks(p) {
						if kind == "mutation" { // one after the other, to see who wrote
							h.attack(t, w, kind, field, p, value, i)
							continue
						}
						side.Go(func() { h.attack(t, w, kind, field, p, value, i) })
					}
					side.Wait()
				}
				h.settle(t, "queries", false)
			})
		}
	}
}

// attacks are the hostile values of a place, and of a list a thousand items.
func (w world) attacks(p place) []raw {
	all := w.hostile(p.typ)
	if !p.typ.NonNull {
		all = append(all, "null")
	}
	if p.typ.Elem != nil && w.schema.Types[p.typ.Elem.Name()].IsLeafType() {
		item := fmt.Sprintf("%q", fmt.Sprint(w.value(p.path[strings.LastIndex(p.path, ".")+1:], p.typ.Elem)))
		all = append(all, raw("["+strings.Repeat(item+",", 999)+item+"]"))
	}
	return all
}

// attack sends a value to a place as the coordinator, who may most, and as others by turns.
func (h *house) attack(t *testing.T, w world, kind string, field *ast.FieldDefinition, p place, value raw, turn int) {
	t.Helper()
	body := w.body(t, kind, field, p.put(here), value)
	if len(body) > maxBody {
		return
	}
	people := []string{"zoe", "anna", "visitor"}[:1+turn%3]
	if kind == "mutation" && field.Directives.ForName("public") == nil {
		people = people[:1+turn%2] // for visitors see TestVisitorsMayNotAct
	}
	for _, person := range people {
		a := h.post(t, person, body)
		what := fmt.Sprintf("%s: %s = %.40s", person, p.path, value)
		if a.status >= 500 || bytes.Contains(a.body, []byte(`"INTERNAL"`)) || driversText(a.body) || a.took > operationTime {
			t.Errorf("%s: status %d after %s: %.400s", what, a.status, a.took, a.body)
		}
		refused := checkProblems(t, w, field, what, a)
		if kind == "mutation" && !refused && (value == nul || value == long) {
			t.Errorf("%s: taken: %.300s", what, a.body)
		}
		if kind == "mutation" {
			h.settle(t, what, !refused)
		}
	}
}

// checkProblems tells whether the answer holds an error, and that each has a code and a mutation's a field of its input.
func checkProblems(t *testing.T, w world, field *ast.FieldDefinition, what string, a answered) bool {
	t.Helper()
	errs, data := a.read(t)
	for _, e := range errs {
		if e.Extensions.Code == "" {
			t.Errorf("%s: an error without a code: %.300s", what, a.body)
		}
	}
	payload, _ := data[field.Name].(map[string]any)
	mend, _ := payload["userErrors"].([]any)
	for _, m := range mend {
		code, path := m.(map[string]any)["code"], m.(map[string]any)["field"]
		steps, _ := path.([]any)
		known := len(steps) > 0 && w.schema.Types[field.Arguments[0].Type.Name()].Fields.ForName(fmt.Sprint(steps[0])) != nil ||
			len(steps) > 0 && strings.HasPrefix(field.Name, "submit") // it tells what the thing itself lacks
		if (len(steps) > 0 || code == "INVALID") && !known {
			t.Errorf("%s: %v on %v, which is no field of the input", what, code, path)
		}
	}
	return len(errs) > 0 || len(mend) > 0
}

// TestVisitorsMayNotAct tries every mutation that is not public as a visitor.
func TestVisitorsMayNotAct(t *testing.T) {
	h, w := newHouse(t), world{contract(t)}
	before := h.tables(t)
	for _, field := range w.schema.Mutation.Fields {
		if field.Directives.ForName("public") != nil {
			continue
		}
		args := map[string]any{"input": w.value("input", field.Arguments[0].Type)}
		errs, _ := h.post(t, "visitor", w.body(t, "mutation", field, args, "")).read(t)
		if !slices.ContainsFunc(errs, func(e problem) bool { return e.Extensions.Code == "UNAUTHENTICATED" }) {
			t.Errorf("%s: %v", field.Name, errs)
		}
	}
	h.unchanged(t, before, "visitors' mutations")
}
