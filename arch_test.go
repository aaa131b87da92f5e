package portal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/bioxclusters/portal/"

// ladder orders the nouns: each imports only nouns before it.
var ladder = []string{"market", "cluster", "technology", "catalogue", "account", "organisation", "opportunity", "match", "mission", "outcome", "report", "statistics"}

// words know nothing of the portal but each other; engines know nothing of it but words.
var (
	words   = []string{"id", "fault", "page", "viewer", "day", "language", "country"}
	engines = []string{"matching"}
	floor   = []string{"db", "embeddedpg", "dbtest", "ref", "budget"}
	work    = []string{"audit", "jobs", "live", "mail", "once"}
)

func TestNobodyImportsAbove(t *testing.T) {
	eachFile(t, func(file string, imports []string, _ string) {
		from := room(path.Dir(file))
		for _, imported := range imports {
			if to, ours := strings.CutPrefix(imported, module); ours && !strings.HasSuffix(file, "_test.go") && !mayImport(from, room(to)) {
				t.Errorf("%s (%s) imports %s", file, from, to)
			}
			if strings.Contains(imported, "gqlgen") && !strings.HasPrefix(file, "graph/") {
				t.Errorf("%s knows GraphQL; only graph/ does", file)
			}
		}
	})
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	said := map[string]bool{}
	eachFile(t, func(file string, _ []string, doc string) {
		if !strings.HasSuffix(file, "_test.go") {
			said[path.Dir(file)] = said[path.Dir(file)] || doc != ""
		}
	})
	for dir, ok := range said {
		if !ok {
			t.Errorf("package %s has no doc comment", dir)
		}
	}
}

// room is the last part of the house that counts: internal/mission -> mission, graph/scalar -> graph.
func room(dir string) string {
	parts := strings.Split(dir, "/")
	if parts[0] == "internal" {
		return parts[1]
	}
	return parts[0]
}

func mayImport(from, to string) bool {
	rank := func(r string) int {
		switch {
		case slices.Contains(words, r):
			return 0
		case slices.Contains(engines, r), slices.Contains(floor, r), r == "config":
			return 1
		case slices.Contains(work, r):
			return 2
		case slices.Contains(ladder, r):
			return 3 + slices.Index(ladder, r)
		case r == "reference", r == "importer", r == "demo":
			return 20
		case r == "graph", r == "web":
			return 30
		case r == "server":
			return 40
		default: // cmd
			return 50
		}
	}
	if from == "graph" && to == "graph" || from == to || rank(from) == 0 && rank(to) == 0 {
		return true
	}
	if from == "server" && to == "graph" { // server is handed graph's handler; it need not know it
		return false
	}
	return rank(from) >= rank(to)
}

func eachFile(t *testing.T, visit func(file string, imports []string, doc string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && file != "." || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if path.Ext(file) != ".go" {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		var imports []string
		for _, i := range f.Imports {
			imports = append(imports, strings.Trim(i.Path.Value, `"`))
		}
		doc := ""
		if f.Doc != nil {
			doc = f.Doc.Text()
		}
		visit(filepath.ToSlash(file), imports, doc)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
