package fault_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/language"
)

// TestCataloguesAreComplete demands a translation of every message that any package makes, and of every word of the domain
// that goes into one, with the same arguments; and nothing besides.
func TestCataloguesAreComplete(t *testing.T) {
	wanted := messages(t)
	for _, word := range domainWords(t) {
		wanted[word] = "schema.graphqls"
	}
	for _, lang := range language.All {
		if lang == language.Default {
			continue
		}
		raw, err := os.ReadFile(filepath.Join("catalogue", lang+".json"))
		if err != nil {
			t.Error(err)
			continue
		}
		var have map[string]string
		if err := json.Unmarshal(raw, &have); err != nil {
			t.Errorf("%s: %v", lang, err)
		}
		for message, where := range wanted {
			if have[message] == "" {
				t.Errorf("catalogue/%s.json lacks %q (%s)", lang, message, where)
			} else if d := cmp.Diff(verbs(message), verbs(have[message])); d != "" {
				t.Errorf("catalogue/%s.json: arguments of %q differ: %s", lang, have[message], d)
			}
		}
		for message := range have {
			if wanted[message] == "" {
				t.Errorf("catalogue/%s.json holds %q, which nothing says", lang, message)
			}
		}
	}
}

func TestMessagesAreInTheReadersLanguage(t *testing.T) {
	type status string
	e := fault.New(fault.Conflict, "missionId", "This mission can no longer be changed: it is %s.", status("CLOSED"))
	for lang, want := range map[string]string{
		"en": "This mission can no longer be changed: it is CLOSED.",
		"de": "Diese Reise kann nicht mehr geändert werden. Stand: geschlossen.",
		"zh": "此考察团已不能修改：其状态为“报名截止”。",
		"xx": "This mission can no longer be changed: it is CLOSED.",
	} {
		if got := e.In(lang); got != want {
			t.Errorf("%s: %s", lang, got)
		}
	}
	if got := fault.New(fault.Invalid, "", "Please accept the privacy notice in force, version %s.", "OPEN").In("de"); !strings.Contains(got, "OPEN") {
		t.Errorf("a plain string was taken for a word of the domain: %s", got)
	}
	if got := e.Error(); got != e.In("en") {
		t.Errorf("the fault was changed: %s", got)
	}
}

// messages are the formats of the whole project, each with a place where it is made. A format must be a literal where its
// fault is made, or this could not find it.
func messages(t *testing.T) map[string]string {
	t.Helper()
	found, files, root := map[string]string{}, token.NewFileSet(), filepath.Join("..", "..")
	for _, folder := range []string{"cmd", "graph", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			ours := strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && d.Name() != "generated.go"
			if err != nil || !ours {
				return err
			}
			file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok && makesFault(call, file.Name.Name) {
					where := files.Position(call.Pos()).String()
					if text, err := strconv.Unquote(literal(call.Args[2])); err == nil {
						if text != "" { // else only its code is compared with
							found[text] = where
						}
					} else if file.Name.Name != "fault" { // Check hands formats on
						t.Errorf("%s: the message is no literal", where)
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// makesFault tells whether a call is fault.New, or Add or That of a fault.Check: all take the format third.
func makesFault(call *ast.CallExpr, pkg string) bool {
	if len(call.Args) < 3 {
		return false
	}
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return pkg == "fault" && f.Name == "New"
	case *ast.SelectorExpr:
		x, ok := f.X.(*ast.Ident)
		return ok && (f.Sel.Name == "New" && x.Name == "fault" || f.Sel.Name == "Add" || f.Sel.Name == "That") // a check is a variable of its own
	}
	return false
}

func literal(e ast.Expr) string {
	if l, ok := e.(*ast.BasicLit); ok {
		return l.Value
	}
	return ""
}

// domainWords are the values of the schema's enums that messages name.
func domainWords(t *testing.T) []string {
	t.Helper()
	schema, err := os.ReadFile(filepath.Join("..", "..", "schema.graphqls"))
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, enum := range []string{"OrganisationStatus", "OpportunityStatus", "MissionStatus", "RegistrationStatus", "ProposalStatus"} {
		_, body, _ := strings.Cut(string(schema), "\nenum "+enum+" {")
		body, _, found := strings.Cut(body, "\n}")
		if !found {
			t.Fatalf("the schema has no enum %s", enum)
		}
		for line := range strings.Lines(body) {
			if word := strings.TrimSpace(line); word != "" && !strings.HasPrefix(word, `"`) {
				words = append(words, word)
			}
		}
	}
	return append(words, "MEMBER", "ORGANISATION_ADMIN") // invitations
}

var verb = regexp.MustCompile(`%(\[\d+\])?[a-z%]`)

// verbs are the arguments that a format takes, in order of the arguments.
func verbs(format string) []string {
	all := verb.FindAllString(format, -1)
	if strings.Contains(format, "%[") {
		slices.Sort(all)
		for i := range all {
			all[i] = "%" + all[i][strings.IndexByte(all[i], ']')+1:]
		}
	}
	return all
}

func TestChecksSpeakTheLanguage(t *testing.T) {
	var c fault.Check
	c.Text("title", "", 1, 256)
	var list fault.List
	if !errors.As(c.Err(), &list) || list[0].In("fr") != "Veuillez remplir ce champ." {
		t.Error(c.Err())
	}
}
