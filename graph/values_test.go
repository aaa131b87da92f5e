package graph

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// world builds documents from the contract: values for its inputs, selections for its outputs.
type world struct{ schema *ast.Schema }

// Well-formed values that most mutations take as they are, by the name of the field. What is not here is made by type.
var plain = map[string]any{
	"missionId": "mis_0000000000000000000000000A", "organisationId": "org_0000000000000000000000000A", "opportunityId": "opp_0000000000000000000000000D",
	"registrationId": "reg_0000000000000000000000000B", "documentId": "doc_0000000000000000000000000A", "outcomeId": "out_0000000000000000000000000B",
	"proposalId": "prp_0000000000000000000000000B", "userId": "usr_0000000000000000000000000S", "tokenId": "tok_0000000000000000000000000A", "days": 30, "actorId": "usr_0000000000000000000000000S", "jobId": "job_0000000000000000000000000A", "missions": "mis_0000000000000000000000000A", "satisfaction": 4, "agreedOn": "2026-11-22",
	"partnerId": "org_0000000000000000000000000P", "cluster": "biocat", "clusters": "biocat", "market": "CN", "markets": "CN", "technologies": "monoclonal-antibodies",
	"under": "monoclonal-antibodies", "organisations": "org_0000000000000000000000000A", "id": "org_0000000000000000000000000A", "ids": "org_0000000000000000000000000A",
	"code": "CN", "slug": "biocat", "email": "secret-delegate@B.example", "password": "correct horse battery", "oldPassword": "correct horse battery", "newPassword": "battery horse correct",
	"privacyVersion": "2026-11", "language": "en", "languages": "en", "timeZone": "Europe/Madrid", "country": "ES", "region": "ES511", "naceCodes": "21.20", "website": "https://new.example", "expectedVersion": 1,
	"certifications": "GMP", "currency": "EUR", "startsOn": "2027-05-03", "endsOn": "2027-05-07", "opensAt": "2026-12-01T08:00:00Z", "closesAt": "2027-04-01T08:00:00Z",
	"startsAt": "2027-05-03T08:00:00Z", "endsAt": "2027-05-03T09:00:00Z", "capacity": 30, "seatsPerOrganisation": 2, "foundedYear": 2001, "accountsYear": 2025, "trl": 5, "min": 1, "max": 3,
	"field": "summary", "token": strings.Repeat("A", 43), "values": "GMP", "after": nil, "quotas": nil, "requirements": nil,
}

// value makes a plain value of a type for a field.
func (w world) value(name string, t *ast.Type) any {
	if t.Elem != nil {
		return []any{w.value(name, t.Elem)}
	}
	def := w.schema.Types[t.NamedType]
	switch {
	case def.Kind == ast.InputObject:
		return w.object(def)
	case def.Kind == ast.Enum:
		return def.EnumValues[0].Name
	}
	if v, ok := plain[name]; ok && v != nil && !(name == "market" && t.NamedType == "Int") { // a weight, not a market
		return v
	}
	switch t.NamedType {
	case "Int", "BigInt", "Float":
		return 7
	case "Boolean":
		return false
	case "Date":
		return "2027-05-03"
	case "DateTime":
		return "2027-05-03T08:00:00Z"
	}
	return "Plain words"
}

// object holds the mandatory fields of an input type, and those that say whom it is for.
func (w world) object(def *ast.Definition) map[string]any {
	all := map[string]any{}
	for _, f := range def.Fields {
		if f.Type.NonNull || slices.Contains([]string{"cluster", "organisationId", "motivation", "reason", "market", "partnerName"}, f.Name) {
			all[f.Name] = w.value(f.Name, f.Type)
		}
	}
	return all
}

// place is somewhere below the arguments of a root field where a value stands.
type place struct {
	path string
	typ  *ast.Type
	put  func(v any) map[string]any // the arguments with v there, all else plain
}

// places finds every argument and input field of a root field.
func (w world) places(field *ast.FieldDefinition) (all []place) {
	for _, arg := range field.Arguments {
		put := func(v any) map[string]any {
			args := map[string]any{}
			for _, other := range field.Arguments {
				if other.Type.NonNull {
					args[other.Name] = w.value(other.Name, other.Type)
				}
			}
			args[arg.Name] = v
			return args
		}
		all = append(all, w.below(place{arg.Name, arg.Type, put})...)
	}
	return all
}

func (w world) below(p place) []place {
	all := []place{p}
	if p.typ.Elem != nil {
		item := place{p.path + ".0", p.typ.Elem, func(v any) map[string]any { return p.put([]any{v}) }}
		return append(all, w.below(item)...)
	}
	def := w.schema.Types[p.typ.NamedType]
	if def.Kind != ast.InputObject {
		return all
	}
	for _, f := range def.Fields {
		field := place{p.path + "." + f.Name, f.Type, func(v any) map[string]any {
			object := w.object(def)
			object[f.Name] = v
			return p.put(object)
		}}
		all = append(all, w.below(field)...)
	}
	return all
}

// raw is a piece of JSON that is sent as it stands, even where it is none.
type raw string

const here = "@@here@@"

// body is a request for a root field whose arguments are as given; a raw among them is written as it stands.
func (w world) body(t *testing.T, kind string, field *ast.FieldDefinition, args map[string]any, put raw) []byte {
	t.Helper()
	var declared, given []string
	for _, a := range field.Arguments {
		if _, ok := args[a.Name]; ok {
			declared, given = append(declared, fmt.Sprintf("$%s: %s", a.Name, a.Type)), append(given, fmt.Sprintf("%[1]s: $%[1]s", a.Name))
		}
	}
	depth := map[string]int{"query": 0, "mutation": 1}[kind] // the noun of a payload stands one level down
	document := fmt.Sprintf("%s(%s) {%s(%s)%s}", kind, strings.Join(declared, ", "), field.Name, strings.Join(given, ", "), w.selection(field.Type, depth))
	whole, err := json.Marshal(map[string]any{"query": document, "variables": args})
	if err != nil {
		t.Fatal(err)
	}
	return []byte(strings.ReplaceAll(string(whole), `"`+here+`"`, string(put)))
}

// selection asks for all fields of a type that need no argument, objects below it to a depth; connections and pages are no level.
func (w world) selection(t *ast.Type, depth int) string {
	def := w.schema.Types[t.Name()]
	if def.IsLeafType() {
		return ""
	}
	if def.Kind == ast.Interface {
		return "{__typename id}"
	}
	var b strings.Builder
	b.WriteString("{__typename")
	for _, f := range def.Fields {
		b.WriteString(w.field(def, f, depth))
	}
	return b.String() + "}"
}

func (w world) field(of *ast.Definition, f *ast.FieldDefinition, depth int) string {
	below := w.schema.Types[f.Type.Name()]
	switch {
	case strings.HasPrefix(f.Name, "__"):
		return ""
	case below.IsLeafType():
		return " " + f.Name
	case strings.HasSuffix(of.Name, "Connection") && f.Name == "edges": // the same rows as nodes
		return " edges{cursor}"
	case below.Name == "PageInfo":
		return " pageInfo{startCursor endCursor hasNextPage}"
	case strings.HasSuffix(of.Name, "Connection") && f.Name == "nodes":
		return " nodes" + w.selection(f.Type, depth)
	case f.Name == "facets":
		return " facets" + w.selection(f.Type, 1)
	case depth > 0:
		return " " + f.Name + w.selection(f.Type, depth-1)
	}
	return ""
}
