package graph

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/bioxclusters/portal/internal/budget"
	"github.com/bioxclusters/portal/internal/viewer"
)

// price reckons a document's cost.
func price(t *testing.T, schema *ast.Schema, document string, variables map[string]any) int {
	t.Helper()
	doc, errs := gqlparser.LoadQuery(schema, document)
	if errs != nil {
		t.Fatalf("%v in %s", errs, document)
	}
	return costOf(schema, &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: variables}, viewer.Viewer{})
}

func TestCosts(t *testing.T) {
	schema := contract(t)
	for document, want := range map[string]int{
		"{__typename}":                                                         0,
		"{viewer{roles}}":                                                      1,
		"{market(code:\"CN\"){code name}}":                                     1,
		"{markets{code}}":                                                      5,
		"{markets{code gateways{id}}}":                                         5 * (1 + 5),
		"{opportunities{totalCount}}":                                          1,
		"{opportunities{nodes{id}}}":                                           1 + 20,
		"{opportunities(first:3){nodes{id market{code}}}}":                     1 + 3*2,
		"{opportunities(first:0){nodes{id}}}":                                  1,
		"{opportunities(first:-1){nodes{id}}}":                                 1 + 100,
		"{opportunities(first:1000){nodes{id}}}":                               1 + 100,
		"{opportunities(first:7){edges{cursor}}}":                              1 + 7,
		"{opportunities(first:7){edges{node{id market{code}} snippet{text}}}}": 1 + 7*(2+1),
		"{opportunities(first:2){pageInfo{hasNextPage} facets{kinds{count}} nodes{technologies{id}}}}": 1 + 1 + 5 + 2*(1+3),
		`{nodes(ids:["a","b","c"]){id}}`:                 3,
		`{node(id:"a"){id ...on Mission{market{code}}}}`: 2,
		"{a:markets{code} b:markets{code}}":              10,
		"{...A ...A} fragment A on Query{markets{code}}": 5,
		"{opportunities(first:3){...P} missions{...M}} fragment P on OpportunityConnection{nodes{id}} fragment M on MissionConnection{nodes{id}}": 1 + 3 + 1 + 20,
		"{a:opportunities(first:3){...P} b:opportunities(first:5){...P}} fragment P on OpportunityConnection{nodes{id}}":                          1 + 3 + 1 + 5,
		"{__schema{types{name}}}": 50,
		everything():              50,
		`mutation{verifyEmail(input:{token:"x"}){verified userErrors{message}}}`: 1,
	} {
		if got := price(t, schema, document, nil); got != want {
			t.Errorf("%d, want %d: %.200s", got, want, document)
		}
	}
	const page = "query($n:Int){opportunities(first:$n){nodes{id}}}"
	for given, want := range map[any]int{nil: 21, int64(4): 5, "x": 101} {
		if got := price(t, schema, page, map[string]any{"n": given}); got != want {
			t.Errorf("first: %v: %d, want %d", given, got, want)
		}
	}
	deep := "{technologies" + strings.Repeat("{children", 11) + "{id}" + strings.Repeat("}", 11) + "}"
	if got := price(t, schema, deep, nil); got != ceiling {
		t.Errorf("a sum ran over, or stopped short: %d", got)
	}
}

func TestListsSayTheirSize(t *testing.T) {
	schema := contract(t)
	own(schema, func(def *ast.Definition) {
		if def.Kind != ast.Object || isConnection(def) {
			return
		}
		for _, f := range def.Fields {
			below := schema.Types[f.Type.Name()]
			if f.Type.Elem == nil || below.IsLeafType() || below.Name == "UserError" || f.Arguments.ForName("ids") != nil {
				continue
			}
			if f.Directives.ForName("listSize") == nil && below.Directives.ForName("listSize") == nil {
				t.Errorf("%s.%s does not say how long it is (@listSize)", def.Name, f.Name)
			}
		}
	})
}

func TestSecretsAreGuardedFromManyGuesses(t *testing.T) {
	schema := contract(t)
	for _, m := range schema.Mutation.Fields {
		secret := slices.ContainsFunc(schema.Types[m.Arguments[0].Type.Name()].Fields, func(f *ast.FieldDefinition) bool {
			return slices.Contains([]string{"password", "oldPassword", "token", "totp", "secret"}, f.Name)
		})
		if secret && m.Directives.ForName("guarded") == nil {
			t.Errorf("%s takes a secret and is not @guarded", m.Name)
		}
	}
}

var tagged = regexp.MustCompile("graphql\\(`([^`]+)`\\)")

// clientDocuments are the client's operations by name, each with the fragments that it needs.
func clientDocuments(t *testing.T, schema *ast.Schema) map[string]string {
	t.Helper()
	operations, fragments := map[string]string{}, map[string]string{}
	err := filepath.WalkDir("../web/src", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(file, "/gql/") || strings.Contains(file, ".test.") || !strings.HasPrefix(filepath.Ext(file), ".ts") {
			return err
		}
		raw, err := os.ReadFile(file)
		for _, m := range tagged.FindAllSubmatch(raw, -1) {
			words := strings.FieldsFunc(string(m[1]), func(r rune) bool { return strings.ContainsRune(" \n\t({$", r) })
			if words[0] == "fragment" {
				fragments[words[1]] = string(m[1])
			} else {
				operations[words[1]] = string(m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	spreads := regexp.MustCompile(`\.\.\.\s*([A-Z]\w*)`)
	for name, text := range operations {
		have := map[string]bool{}
		for again := true; again; {
			again = false
			for _, m := range spreads.FindAllStringSubmatch(text, -1) {
				if !have[m[1]] && fragments[m[1]] != "" {
					have[m[1]], again, text = true, true, text+"\n"+fragments[m[1]]
				}
			}
		}
		operations[name] = text
	}
	return operations
}

// Documents of public fields that the client asks on pages for members, or for staff, only.
var (
	ofMembers = []string{"TechnologyChoices", "Candidates"}
	ofStaff   = []string{"StaffQueue", "StaffProposals", "StaffMissions", "SelectionPage", "PeoplePage", "TechnologiesPage"}
)

// TestTheClientFitsItsBudgets reckons every document of the client for the least of those who use it.
func TestTheClientFitsItsBudgets(t *testing.T) {
	schema := contract(t)
	documents := clientDocuments(t, schema)
	if len(documents) < 20 {
		t.Fatalf("found %d documents only", len(documents))
	}
	limits := budget.Default
	for name, text := range documents {
		doc, errs := gqlparser.LoadQuery(schema, text)
		if errs != nil {
			t.Errorf("%s: %v", name, errs)
			continue
		}
		public := !slices.Contains(slices.Concat(ofMembers, ofStaff), name)
		for _, selection := range doc.Operations[0].SelectionSet {
			public = public && selection.(*ast.Field).Definition.Directives.ForName("public") != nil
		}
		oc := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: map[string]any{}}
		allowance, cost := limits.Member, costOf(schema, oc, viewer.Viewer{User: "usr_x"})
		m := measure{fragments: map[*ast.FragmentDefinition]size{}}
		s := m.set(oc.Operation.SelectionSet)
		if slices.Contains(ofStaff, name) {
			allowance = limits.Analyst
		} else if cost > allowance.Question {
			t.Errorf("%s costs members %d", name, cost)
		}
		if public {
			allowance, cost = limits.Visitor, costOf(schema, oc, viewer.Viewer{})
		}
		if cost > allowance.Question || s.fields > documentLimits.Fields || s.depth > documentLimits.Depth || s.aliases > documentLimits.Aliases {
			t.Errorf("%s costs %d of %d; it is %d deep, of %d fields and %d aliases", name, cost, allowance.Question, s.depth, s.fields, s.aliases)
		}
		t.Logf("%4d/%4d %s", cost, allowance.Question, name)
	}
}

// TestBudgets asks more than there is.
func TestBudgets(t *testing.T) {
	h := newHouse(t)
	s := h.services
	s.Limits = budget.Limits{Visitor: budget.Allowance{Question: 20, Minute: 50}, Member: budget.Allowance{Question: 200, Minute: 200}, Analyst: budget.Default.Analyst}
	s.Ledger = budget.NewLedger(h.db, s.Now)
	h.handler = NewHandler(s)
	const ask = "{rateLimit{question minute cost remaining resetAt} opportunities(first:10){nodes{id}}}" // 12 objects
	for left := 38; left >= 2; left -= 12 {
		a := h.post(t, "visitor", request(t, ask, nil))
		want := `"extensions":{"cost":{"remaining":` + strconv.Itoa(left) + `,"requested":12,"resetAt":"2026-11-23T12:00:`
		if !strings.Contains(string(a.body), want) || !strings.Contains(string(a.body), `{"question":20,"minute":50,"cost":12,"remaining":`+strconv.Itoa(left)+`,`) {
			t.Fatalf("%s\nwanted %s", a.body, want)
		}
	}
	a := h.post(t, "visitor", request(t, ask, nil), "Accept: "+mediaResponse)
	if errs, _ := a.read(t); a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" || len(errs) != 1 || errs[0].Extensions.Code != "LIMITED" ||
		!strings.Contains(string(a.body), `"cost":{"remaining":2,`) {
		t.Errorf("more than the minute: %d %s", a.status, a.body)
	}
	if a := h.post(t, "visitor", request(t, "{market(code:\"CN\"){code}}", nil)); !strings.Contains(string(a.body), `"data"`) {
		t.Errorf("what is left cannot be spent: %s", a.body)
	}
	for person, more := range map[string]bool{"anna": true, "visitor": false} {
		a := h.post(t, person, request(t, "{opportunities(first:50){nodes{id}}}", nil), "Accept: "+mediaResponse)
		if (a.status == http.StatusOK) != more {
			t.Errorf("%s: %d %s", person, a.status, a.body)
		}
	}
	if a := h.post(t, "bru", request(t, "{opportunities(first:100){nodes{id}}}", nil)); !strings.Contains(string(a.body), `"remaining":99,`) {
		t.Errorf("one member pays for another: %s", a.body)
	}
	if a := h.post(t, "yara", request(t, everything(), nil)); !strings.Contains(string(a.body), `"requested":50,`) {
		t.Errorf("introspection: %.300s", a.body)
	}
}
