package graph

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// bomb is a document of n fragments that each spread the one before twice: 2^n fields in n lines.
func bomb(n int, leaf string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "{markets{...F%d}} fragment F0 on Market{%s}", n, leaf)
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, " fragment F%d on Market{a%d:name ...F%d ...F%d}", i, i, i-1, i-1)
	}
	return b.String()
}

// introspectionBomb spreads fragments over the schema's own types.
func introspectionBomb(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `{__type(name:"Query"){...F%d}} fragment F0 on __Type{name}`, n)
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, " fragment F%d on __Type{fields{type{...F%d}} interfaces{...F%d}}", i, i-1, i-1)
	}
	return b.String()
}

// TestLimits sends documents that cost much to answer, or to refuse.
func TestLimits(t *testing.T) {
	h := newHouse(t)
	nested := func(n int) string {
		return "{technologies{" + strings.Repeat("parent{", n) + "id" + strings.Repeat("}", n) + "}}"
	}
	cases := []struct {
		name, document string
		refused        string // part of the message, "" when the document is allowed
	}{
		{"fragments 2^30", bomb(30, "code"), "fields"},
		{"fragments 2^60", bomb(60, "code"), "fields"},
		{"fragments 2^80", bomb(80, "code"), "token"},
		{"fragments of introspection", introspectionBomb(40), "introspection"},
		{"fragments in a circle", "{markets{...A}} fragment A on Market{...B} fragment B on Market{...A}", "Cannot spread fragment"},
		{"fragments unused", "{markets{code}}" + strings.Repeat(" fragment A on Market{code}", 120), "never used"},
		{"a field 10,000 times", "{markets{" + strings.Repeat("code ", 10000) + "}}", "token"},
		{"a field 1,150 times", "{markets{" + strings.Repeat("code ", 1150) + "}}", "token"},
		{"a field 1,200 times in fragments", "{markets{" + strings.Repeat("...A ", 3) + "}} fragment A on Market{" + strings.Repeat("code ", 400) + "}", "fields"},
		{"a field 900 times", "{markets{" + strings.Repeat("code ", 900) + "}}", ""},
		{"2,000 aliases", "{" + numbered(2000, "a%d:markets{code}") + "}", "token"},
		{"150 aliases", "{" + numbered(150, "a%d:markets{code}") + "}", "aliases"},
		{"31 aliases below", "{markets{" + numbered(31, "a%d:code ") + "}}", "aliases"},
		{"30 aliases", "{markets{" + numbered(30, "a%d:code ") + "}}", ""},
		{"11 root fields", "{" + numbered(11, "a%d:markets{code}") + "}", "root"},
		{"10 root fields", "{" + numbered(10, "a%d:markets{code}") + "}", ""},
		{"11 mutations", "mutation{" + numbered(11, `a%d:verifyEmail(input:{token:"x"}){verified}`) + "}", "root"},
		{"two guesses", `mutation{a:verifyEmail(input:{token:"x"}){verified} b:verifyEmail(input:{token:"y"}){verified}}`, "password or a token"},
		{"two guesses of two kinds", `mutation{verifyEmail(input:{token:"x"}){verified} resetPassword(input:{token:"y",password:"correct horse battery"}){done}}`, "password or a token"},
		{"root fields in fragments", "{...A ...A} fragment A on Query{" + numbered(6, "a%d:markets{code}") + "}", "root"},
		{"12 deep", nested(10), ""},
		{"13 deep", nested(11), "deep"},
		{"280 deep", nested(280), "deep"},
		{"deep lists of a value", `{nodes(ids:` + strings.Repeat("[", 450) + strings.Repeat("]", 450) + `){id}}`, "ID"},
		{"deep objects of a value", `{opportunities(filter:` + strings.Repeat("{text:", 230) + "1" + strings.Repeat("}", 230) + `){totalCount}}`, "String"},
		{"an object for a text", `{opportunities(after:{}){totalCount}}`, "of type String"},
		{"an object for a text in a list", `{opportunities(filter:{markets:[{}]}){totalCount}}`, "of type ID"},
		{"an object for a text by default", `query($a:String={}){opportunities(after:$a){totalCount}}`, "String"},
		{"a long name of a field", "{" + strings.Repeat("a", 60000) + "}", "Cannot query field"},
		{"a long name of a type", "query($a:" + strings.Repeat("a", 60000) + "){markets{code}}", "Unknown type"},
		{"many unknown fields", "{markets{" + numbered(900, "codex%d ") + "}}", "Cannot query field"},
		{"many unknown arguments", "{markets{" + strings.Repeat("name(languag:1) ", 150) + "}}", "Unknown argument"},
		{"many directives", "{markets" + strings.Repeat("@skip(if:false)", 140) + "{code}}", "directive"},
		{"many variables", "query(" + numbered(230, "$a%d:Int ") + "){markets{code}}", "never used"},
		{"many operations", numbered(120, "query A%d{markets{code}} "), "operation"},
		{"introspection of 13 lists", "{__schema{types{" + strings.Repeat("fields{type{", 12) + "name" + strings.Repeat("}}", 12) + "}}}", "introspection"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			body := request(t, c.document, nil)
			if len(body) > maxBody {
				t.Fatal("the body limit would answer this one")
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			a := h.post(t, "visitor", body)
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; c.refused != "" && used > 32<<20 {
				t.Errorf("it took %d MB to refuse", used>>20)
			}
			for tries := 0; c.refused != "" && a.took > slowest && tries < 5; tries++ { // others may use the machine just now
				a = h.post(t, "visitor", body)
			}
			errs, _ := a.read(t)
			switch {
			case c.refused == "":
				if len(errs) > 0 {
					t.Errorf("refused: %.300s", a.body)
				}
			case len(errs) == 0 || !strings.Contains(errs[0].Message, c.refused):
				t.Errorf("not refused for its %s: %.300s", c.refused, a.body)
			case a.took > slowest:
				t.Errorf("it took %s to refuse", a.took)
			case len(a.body) > 4*maxBody:
				t.Errorf("the answer has %d bytes", len(a.body))
			}
		})
	}
}

// slowest is how long a refusal may take.
const slowest = 100 * time.Millisecond * slowdown

func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// everything is what clients such as GraphiQL ask about a schema when they open: all of it, types nine wrappings deep.
func everything() string {
	const value = "{name description isDeprecated deprecationReason defaultValue type{...Wrapped}}"
	return `query Everything {
		__schema {description queryType{name kind} mutationType{name kind} subscriptionType{name kind} types{...Whole}
			directives{name description isRepeatable locations args(includeDeprecated: true)` + value + `}}
	}
	fragment Whole on __Type {kind name description specifiedByURL
		fields(includeDeprecated: true){name description isDeprecated deprecationReason type{...Wrapped} args(includeDeprecated: true)` + value + `}
		inputFields(includeDeprecated: true)` + value + `
		enumValues(includeDeprecated: true){name description isDeprecated deprecationReason}
		interfaces{...Wrapped} possibleTypes{...Wrapped}}
	fragment Wrapped on __Type {kind name ` + strings.Repeat("ofType{kind name ", 9) + strings.Repeat("}", 9) + "}"
}

func TestIntrospectionIsForEveryone(t *testing.T) {
	h := newHouse(t)
	for _, person := range []string{"visitor", "anna"} {
		errs, data := h.post(t, person, request(t, everything(), nil)).read(t)
		schema, _ := data["__schema"].(map[string]any)
		if types, _ := schema["types"].([]any); len(errs) > 0 || len(types) < 100 {
			t.Errorf("%s: %v, %d types", person, errs, len(types))
		}
	}
}
