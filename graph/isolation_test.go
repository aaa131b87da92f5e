package graph

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/bioxclusters/portal/internal/id"
)

const (
	signedIn = "anna bru carla sol ping sara theo luc pia yara zoe"
	everyone = "visitor " + signedIn
)

// secrets are texts of the fixture and who may read them; nobody else ever does, in whatever answer. By domain.md, section 5:
// Arbre (A, listed), Brisa (B, unlisted) and Duna (D, under review) are Biocat's, as is the partner Puxi (P), Chiemsee (C, unlisted) is
// BioM's; Biocat runs the mission for which B and C are registered, and has suspended Fonts (F). Luc and Pia are the staff of the
// other two clusters.
var secrets = map[string]string{
	"Brisa Diagnostics SL":               "bru sara yara zoe",
	"SECRET-unlisted Catalan":            "bru sara yara zoe",
	"SECRET-unlisted Bavarian":           "carla theo yara zoe",
	"Chiemsee Therapeutics GmbH":         "carla sara theo yara zoe", // Biocat's staff see by its registration who it is, and no more
	"SECRET-draft organisation":          "sara zoe",
	"Duna Devices SL":                    "sara yara zoe",
	"from discovery to clinical supply":  "anna bru carla sol sara theo luc pia yara zoe", // listed view: no visitor, no partner
	"clinical-grade cell lines":          "anna bru carla sol sara theo luc pia yara zoe",
	"Contract development of antibodies": signedIn, // a partner's listed view
	"SECRET-draft of Arbre":              "anna sara zoe",
	"Antibody reagents for laboratories": "anna sara yara zoe",
	"SECRET-review":                      "anna sara zoe",
	"SECRET-description":                 signedIn,
	"SECRET-draft mission":               "theo zoe",
	"SECRET-motivation of Arbre":         "anna sara zoe",
	"delegate@arbre.example":             "anna sara zoe",
	"SECRET-motivation of Brisa":         "bru sara zoe",
	"SECRET-motivation of Chiemsee":      "carla sara theo zoe", // Chiemsee consented to the mission's staff when it registered
	"secret-delegate@B.example":          "bru sara zoe",
	"secret-delegate@C.example":          "carla sara theo zoe",
	"SECRET-delegate":                    "bru carla sara theo zoe",
	"SECRET-note of Puxi":                "ping", // to their own side alone, whoever else works for the portal
	"SECRET-note of Arbre":               "anna",
	"Antibodies in Shanghai 2027":        everyone,
	"anna@arbre.example":                 "anna sara zoe",
	"bru@brisa.example":                  "bru sara zoe",
	"carla@chiemsee.example":             "carla theo zoe",
	"ping@puxi.example":                  "ping sara zoe",
	"sara@biocat.example":                "anna bru sol ping sara zoe", // the contact of those whom her cluster is responsible for
	"theo@biom.example":                  "carla theo zoe",
	"yara@analysis.example":              "yara zoe",
	"zoe@coordination.example":           "zoe",
	"Confidential linker technology":     everyone,
	"org_0000000000000000000000000B":     "bru sara yara zoe",
	"usr_0000000000000000000000000A":     "anna sara zoe",
	"mis_0000000000000000000000000B":     "theo zoe",
	"opp_0000000000000000000000000D":     "anna sara zoe",
	"reg_0000000000000000000000000B":     "bru sara zoe",
	"reg_0000000000000000000000000C":     "carla sara theo zoe",
	"SECRET-passport of Brisa":           "bru sara", // personal data: for the organisation itself and the mission's staff alone
	"SECRET-message of Brisa":            "bru sara zoe",
	"SECRET-comment of Brisa":            "bru sara zoe",
	"SECRET-hotel list":                  "bru sara zoe",
	"SECRET-budget":                      "sara zoe",
	"Programme for all":                  everyone,
	"out_0000000000000000000000000B":     "bru ping sara yara zoe",
	"SECRET-evidence of Brisa":           "bru sara zoe",
	"secret-recipient@away.example":      "zoe",
	"SECRET-error":                       "zoe",
	"SECRET-link":                        "",
	"SECRET-event":                       "zoe",
	"SECRET-token of Arbre":              "anna",
	"SECRET-suspended Fonts":             "sol sara yara zoe",
	"SECRET-suspended description":       "sol sara yara zoe",
	"SECRET-suspended offer":             "sol sara zoe",
	"SECRET-suspended summary":           "sol sara zoe",
	"sol@fonts.example":                  "sol sara zoe",
	"luc@lyonbiopole.example":            "luc zoe",
	"pia@biopmed.example":                "pia zoe",
	"192.0.2.77":                         "zoe",
}

// nodeTypes maps the prefix of an id to its type.
var nodeTypes = map[string]string{"mkt": "Market", "clu": "Cluster", "tec": "Technology", "org": "Organisation", "opp": "Opportunity",
	"mis": "Mission", "reg": "Registration", "doc": "Document", "out": "Outcome", "usr": "User"}

// fixtureIDs are all ids that the fixture made, and one of each kind of reference data.
func (h *house) fixtureIDs(t *testing.T) []string {
	t.Helper()
	var ids []string
	if err := h.chief.Select(&ids, `select id from organisation union select id from opportunity union select id from mission union
		select id from registration union select id from document union select id from outcome union select id from portal_user order by id`); err != nil {
		t.Fatal(err)
	}
	return append(ids, string(id.Derived[id.Market]("market:CN")), string(id.Derived[id.Cluster]("cluster:biocat")))
}

// questions ask for everything that can be reached from a type, a document for each of its fields.
func (w world) questions(typ string, wrap func(selection string) string) []string {
	def := w.schema.Types[typ]
	all := []string{wrap(w.selection(&ast.Type{NamedType: typ}, 0))}
	for _, f := range def.Fields {
		if below := w.schema.Types[f.Type.Name()]; !below.IsLeafType() && !strings.HasPrefix(f.Name, "__") {
			all = append(all, wrap("{"+w.field(def, f, 2)+"}"))
		}
	}
	return all
}

// TestSecretsStayWithThoseWhoMayReadThem asks everybody's everything and looks for secrets of others.
func TestSecretsStayWithThoseWhoMayReadThem(t *testing.T) {
	t.Parallel()
	h, w := newHouse(t), world{contract(t)}
	var documents, closed []string // closed are for those signed in
	for _, node := range h.fixtureIDs(t) {
		typ := nodeTypes[id.Kind(node)]
		documents = append(documents, w.questions(typ, func(s string) string { return fmt.Sprintf("{node(id:%q){...on %s%s}}", node, typ, s) })...)
	}
	for _, root := range w.schema.Query.Fields {
		if strings.HasPrefix(root.Name, "__") || root.Arguments.ForName("id") != nil || root.Name == "nodes" || root.Name == "technologies" {
			continue
		}
		name := root.Name
		if args := map[string]string{"market": `(code:"CN")`, "cluster": `(slug:"biocat")`, "technology": `(slug:"monoclonal-antibodies")`}; args[name] != "" {
			name += args[name]
		}
		questions := w.questions(root.Type.Name(), func(s string) string { return "{" + name + s + "}" })
		if root.Directives.ForName("public") == nil {
			closed = append(closed, questions...)
		} else {
			documents = append(documents, questions...)
		}
	}
	for person := range h.people {
		t.Run(person, func(t *testing.T) {
			t.Parallel()
			read, documents := map[string]bool{}, documents
			if person != "visitor" {
				documents = slices.Concat(documents, closed)
			}
			for _, document := range documents {
				a := h.post(t, person, request(t, document, nil))
				if errs, _ := a.read(t); len(errs) > 0 {
					t.Fatalf("%.500s\n%.500s", a.body, document)
				}
				for secret, readers := range secrets {
					if !bytes.Contains(a.body, []byte(secret)) {
						continue
					}
					read[secret] = true
					if !slices.Contains(strings.Fields(readers), person) {
						t.Errorf("%q is shown by %.300s", secret, document)
					}
				}
			}
			for secret, readers := range secrets {
				if slices.Contains(strings.Fields(readers), person) && !read[secret] {
					t.Errorf("%q is not shown, although it may be read", secret)
				}
			}
		})
	}
}

// TestForeignIsMissing asks for what a person may not see and for what is not there: the answers are the same, byte for byte.
func TestForeignIsMissing(t *testing.T) {
	t.Parallel()
	h, w := newHouse(t), world{contract(t)}
	before := h.tables(t)
	fields := map[*ast.FieldDefinition]string{}
	for _, f := range w.schema.Query.Fields {
		fields[f] = "query"
	}
	for _, f := range w.schema.Mutation.Fields {
		fields[f] = "mutation"
	}
	kinds := map[string]string{"organisationId": "org", "opportunityId": "opp", "missionId": "mis", "registrationId": "reg", "documentId": "doc", "outcomeId": "out", "userId": "usr", "actorId": "usr", "missions": "mis", "organisations": "org", "id": "any", "ids": "any"}
	asked := 0
	for person := range h.people {
		for _, foreign := range h.invisible(t, person) {
			missing := foreign[:len(foreign)-4] + "ZZZZ"
			for field, kind := range fields {
				for _, p := range w.places(field) {
					name := p.path[strings.LastIndex(strings.TrimSuffix(p.path, ".0"), ".")+1:]
					name = strings.TrimSuffix(name, ".0")
					if of := kinds[name]; p.typ.Elem != nil || of != "any" && of != id.Kind(foreign) {
						continue
					}
					asked++
					ask := func(node string) []byte {
						a := h.post(t, person, w.body(t, kind, field, p.put(here), raw(fmt.Sprintf("%q", node))))
						return bytes.ReplaceAll(a.body, []byte(node), []byte("ID"))
					}
					if got, want := ask(foreign), ask(missing); !bytes.Equal(got, want) {
						t.Errorf("%s, %s %s=%s: %.300s\nwhere nothing is: %.300s", person, field.Name, p.path, foreign, got, want)
					}
				}
			}
		}
	}
	if asked < 500 {
		t.Errorf("asked %d times only", asked)
	}
	h.unchanged(t, before, "acts on what cannot be seen")
}

// invisible are the ids of the fixture that a person does not see.
func (h *house) invisible(t *testing.T, person string) []string {
	t.Helper()
	ids := h.fixtureIDs(t)
	raw, _ := json.Marshal(ids)
	_, data := h.post(t, person, request(t, fmt.Sprintf("{nodes(ids:%s){id}}", raw), nil)).read(t)
	nodes := data["nodes"].([]any)
	return slices.DeleteFunc(ids, func(s string) bool { return nodes[slices.Index(ids, s)] != nil })
}

// TestCountsAreNoOracle narrows lists to what cannot be seen, by everything that narrows.
func TestCountsAreNoOracle(t *testing.T) {
	h := newHouse(t)
	const opportunities = `{opportunities(filter:{%s}){totalCount nodes{id} facets{markets{count} kinds{count} technologies{count} stages{count}}}}`
	const none = `{"data":{"opportunities":{"totalCount":0,"nodes":[],"facets":{"markets":[],"kinds":[],"technologies":[],"stages":[]}}}}`
	const count, nothing = `{opportunities(filter:{%s}){totalCount nodes{id}}}`, `{"data":{"opportunities":{"totalCount":0,"nodes":[]}}}` // facets leave out their own filter
	const organisations, noOrganisation = `{organisations(filter:{%s}){totalCount nodes{id}}}`, `{"data":{"organisations":{"totalCount":0,"nodes":[]}}}`
	const missions, noMission = `{missions(filter:{%s}){totalCount nodes{id}}}`, `{"data":{"missions":{"totalCount":0,"nodes":[]}}}`
	cases := []struct{ document, narrow, want, others string }{
		{opportunities, `text:"SECRET-draft"`, none, "anna sara zoe"},
		{opportunities, `statuses:[DRAFT]`, none, "anna sara zoe"},
		{opportunities, `statuses:[SUBMITTED]`, none, "anna sara yara zoe"},
		{opportunities, `text:"reagents"`, none, "anna sol sara yara zoe"},
		{count, `markets:["US"]`, nothing, "anna sol sara yara zoe"},
		{count, `kinds:[BUSINESS_OFFER]`, nothing, "anna sol sara yara zoe"},
		{opportunities, `text:"Puxi"`, none, ""}, // the owner's name is no text of the opportunity
		{count, `organisations:["org_0000000000000000000000000F"]`, nothing, "sol sara zoe"},
		{count, `organisations:["org_0000000000000000000000000P"],kinds:[TECHNOLOGY_OFFER]`, nothing, "ping sara zoe"},
		{opportunities, `organisations:["org_0000000000000000000000000P"],text:"linker"`, none, "ping sara zoe"},
		{opportunities, `text:"SECRET-suspended"`, none, "sol sara zoe"},
		{organisations, `text:"Fonts"`, noOrganisation, "sol sara yara zoe"},
		{organisations, `statuses:[SUSPENDED]`, noOrganisation, "sol sara yara zoe"},
		{organisations, `text:"Brisa"`, noOrganisation, "bru sara yara zoe"},
		{organisations, `text:"Chiemsee"`, noOrganisation, "carla theo yara zoe"},
		{organisations, `text:"Duna"`, noOrganisation, "sara yara zoe"},
		{organisations, `statuses:[UNDER_REVIEW]`, noOrganisation, "sara yara zoe"},
		{organisations, `statuses:[DRAFT]`, noOrganisation, "sara zoe"},
		{organisations, `text:"discovery"`, noOrganisation, "anna bru carla sol sara theo luc pia yara zoe"}, // words of a description that they cannot read
		{organisations, `clusters:["biom"],kinds:[COMPANY],text:"Therapeutics"`, noOrganisation, "carla theo yara zoe"},
		{missions, `statuses:[DRAFT]`, noMission, "theo zoe"},
		{missions, `markets:["US"]`, noMission, "theo zoe"},
		{missions, `clusters:["biom"]`, noMission, "theo zoe"},
	}
	for _, c := range cases {
		for person := range h.people {
			if slices.Contains(strings.Fields(c.others), person) {
				continue
			}
			if got := h.ask(t, person, fmt.Sprintf(c.document, c.narrow), nil); string(got) != c.want {
				t.Errorf("%s, %s: %s", person, c.narrow, got)
			}
		}
	}
}

// TestOrdersShowTheSame asks for every list of everything in each of its orders: the same rows, whatever they are ordered by.
func TestOrdersShowTheSame(t *testing.T) {
	t.Parallel()
	h, w := newHouse(t), world{contract(t)}
	lists := 0
	for _, root := range w.schema.Query.Fields {
		by := root.Arguments.ForName("orderBy")
		if by == nil {
			continue
		}
		lists++
		for person := range h.people {
			if person == "visitor" && root.Directives.ForName("public") == nil {
				continue
			}
			rows := func(order string) []string {
				errs, data := h.post(t, person, request(t, fmt.Sprintf("{%s(first:100%s){nodes{id}}}", root.Name, order), nil)).read(t)
				if len(errs) > 0 {
					t.Fatal(person, root.Name, order, errs)
				}
				var ids []string
				for _, node := range data[root.Name].(map[string]any)["nodes"].([]any) {
					ids = append(ids, node.(map[string]any)["id"].(string))
				}
				slices.Sort(ids)
				return ids
			}
			want := rows("")
			for _, value := range w.schema.Types[w.schema.Types[by.Type.Name()].Fields.ForName("field").Type.Name()].EnumValues {
				for _, direction := range []string{"ASC", "DESC"} {
					if value.Name == "RELEVANCE" && direction == "ASC" { // INVALID: the most relevant come first
						continue
					}
					if got := rows(fmt.Sprintf(",orderBy:{field:%s,direction:%s}", value.Name, direction)); !slices.Equal(got, want) {
						t.Errorf("%s, %s by %s %s: %v, not %v", person, root.Name, value.Name, direction, got, want)
					}
				}
			}
		}
	}
	if lists < 3 {
		t.Errorf("%d lists can be ordered", lists)
	}
}

// TestStreamsKeepSecrets subscribes to everything of every mission as everybody, and looks for secrets of others.
func TestStreamsKeepSecrets(t *testing.T) {
	h, url := newLive(t)
	w := world{contract(t)}
	var documents []string
	for _, node := range h.fixtureIDs(t) {
		if id.Kind(node) == "mis" {
			documents = append(documents, w.questions("Mission", func(s string) string { return fmt.Sprintf("subscription{missionChanged(id:%q)%s}", node, s) })...)
		}
	}
	for person := range h.people {
		if person == "visitor" { // nobody's socket is closed at once
			continue
		}
		socket, shown := dial(t, url, person), 0
		socket.say(`{"type":"connection_init"}`)
		socket.want(`"connection_ack"`)
		for i, document := range documents {
			name := fmt.Sprint("s", i)
			socket.subscribe(name, document)
			said := socket.hear()
			if strings.Contains(said, `"next"`) {
				shown++
				socket.say(fmt.Sprintf(`{"type":"complete","id":%q}`, name))
			} else if !strings.Contains(said, `"NOT_FOUND"`) {
				t.Fatalf("%s: %.300s\n%.300s", person, said, document)
			}
			for secret, readers := range secrets {
				if strings.Contains(said, secret) && !slices.Contains(strings.Fields(readers), person) {
					t.Errorf("%s: %q is shown by %.300s", person, secret, document)
				}
			}
		}
		if shown < len(documents)/3 {
			t.Errorf("%s saw %d of %d streams", person, shown, len(documents))
		}
	}
}
