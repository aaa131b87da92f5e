package graph

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func contract(t *testing.T) *ast.Schema {
	t.Helper()
	raw, err := os.ReadFile("../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(raw)})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// own visits the definitions that the portal wrote.
func own(schema *ast.Schema, visit func(*ast.Definition)) {
	for name, def := range schema.Types {
		if !def.BuiltIn && !strings.HasPrefix(name, "__") {
			visit(def)
		}
	}
}

func TestEverythingInTheSchemaIsDescribed(t *testing.T) {
	// plumbing that the schema's comment and its conventions explain: connections, edges, payloads, inputs of one mutation
	plumbing := regexp.MustCompile(`(Connection|Edge|Payload|Input|Filter|Order)$`)
	own(contract(t), func(def *ast.Definition) {
		if def.Description == "" && !plumbing.MatchString(def.Name) && def.Name != "Query" && def.Name != "Mutation" && def.Name != "Subscription" {
			t.Errorf("%s has no description", def.Name)
		}
		for _, f := range def.Fields {
			if f.Description == "" && !strings.HasPrefix(f.Name, "__") {
				t.Errorf("%s.%s has no description", def.Name, f.Name)
			}
			for _, a := range f.Arguments {
				if a.Description == "" && !strings.HasPrefix(f.Name, "__") {
					t.Errorf("%s.%s(%s:) has no description", def.Name, f.Name, a.Name)
				}
			}
		}
		for _, v := range def.EnumValues {
			if v.Description == "" {
				t.Errorf("%s.%s has no description", def.Name, v.Name)
			}
		}
	})
}

func TestEveryFieldHasAnAccessRule(t *testing.T) {
	own(contract(t), func(def *ast.Definition) {
		if def.Kind != ast.Object || def.Name == "Query" || def.Name == "Mutation" || def.Name == "Subscription" {
			return // root fields are closed unless @public, see rootRule and subscribable
		}
		if def.Directives.ForName("readableBy") == nil {
			t.Errorf("%s does not say who may read it (@readableBy)", def.Name)
		}
		for _, f := range def.Fields {
			if f.Directives.ForName("access") != nil && f.Type.NonNull {
				t.Errorf("%s.%s carries @access, so it must be nullable", def.Name, f.Name)
			}
		}
	})
}

func TestMutationsFollowTheConventions(t *testing.T) {
	schema := contract(t)
	verbNoun := regexp.MustCompile(`^[a-z]+([A-Z][a-z]*)+$`)
	for _, m := range schema.Mutation.Fields {
		want := strings.ToUpper(m.Name[:1]) + m.Name[1:]
		if !verbNoun.MatchString(m.Name) {
			t.Errorf("%s is not verbNoun", m.Name)
		}
		if m.Type.String() != want+"Payload!" || len(m.Arguments) != 1 || m.Arguments[0].Name != "input" || m.Arguments[0].Type.String() != want+"Input!" {
			t.Errorf("%s should take input: %sInput! and give %sPayload!", m.Name, want, want)
		}
		payload := schema.Types[want+"Payload"]
		if payload == nil || payload.Fields.ForName("userErrors") == nil || payload.Fields.ForName("userErrors").Type.String() != "[UserError!]!" {
			t.Errorf("%s's payload has no userErrors", m.Name)
		}
	}
}

func TestPersonalDataIsNeverPublic(t *testing.T) {
	schema := contract(t)
	for _, name := range []string{"User", "Delegate", "Contact", "Assessment", "SelectionProposal", "Match", "Viewer"} {
		rule := schema.Types[name].Directives.ForName("readableBy").Arguments.ForName("rule").Value.Raw
		if rule != "PERSONAL" && rule != "SELF" {
			t.Errorf("%s is readable by %s", name, rule)
		}
	}
}
