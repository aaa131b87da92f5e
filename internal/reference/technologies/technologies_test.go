package technologies

import (
	"bytes"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// languages are the portal's languages: every node has a label in each of them.
var languages = []string{"en", "es", "ca", "fr", "de", "it", "pt", "zh"}

var (
	slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	naceForm = regexp.MustCompile(`^\d{2}\.\d{1,2}$`)
	eenForm  = regexp.MustCompile(`^\d{5,9}$`)
	kindForm = regexp.MustCompile(`^(TECHNOLOGY|THERAPEUTIC_AREA|MODALITY)$`)
)

// node is one entry of a branch file.
type node struct {
	Slug     string              `yaml:"slug"`
	Kind     string              `yaml:"kind"`
	Labels   map[string]string   `yaml:"labels"`
	Synonyms map[string][]string `yaml:"synonyms"`
	EEN      []string            `yaml:"een"`
	NACE     []string            `yaml:"nace"`
	Children []node              `yaml:"children"`
	depth    int                 // 1 for a root
}

func TestTreeIsLargeEnough(t *testing.T) {
	if n := len(allNodes(t)); n < 150 {
		t.Errorf("tree has %d nodes, want at least 150", n)
	}
}

func TestSlugsAreUniqueAndWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, n := range allNodes(t) {
		if seen[n.Slug] {
			t.Errorf("slug %q is used twice", n.Slug)
		}
		if !slugForm.MatchString(n.Slug) {
			t.Errorf("slug %q is not kebab-case", n.Slug)
		}
		seen[n.Slug] = true
	}
}

func TestEveryNodeHasAKindAndAllLabels(t *testing.T) {
	for _, n := range allNodes(t) {
		if !kindForm.MatchString(n.Kind) {
			t.Errorf("%s: unknown kind %q", n.Slug, n.Kind)
		}
		for _, language := range languages {
			if strings.TrimSpace(n.Labels[language]) == "" {
				t.Errorf("%s: no label in %q", n.Slug, language)
			}
		}
		if len(n.Labels) != len(languages) {
			t.Errorf("%s: labels in languages that the portal does not speak: %v", n.Slug, n.Labels)
		}
	}
}

// A leaf lies two to four levels deep, so every root has children and none has great-great-grandchildren.
func TestTreeIsTwoToFourLevelsDeep(t *testing.T) {
	for _, n := range allNodes(t) {
		if n.depth > 4 || n.depth == 1 && len(n.Children) == 0 {
			t.Errorf("%s: level %d with %d children, want leaves on level 2..4", n.Slug, n.depth, len(n.Children))
		}
	}
}

// A word that led to two nodes would make mapping an imported text depend on the order of the files.
func TestTermsNameOneNodePerLanguage(t *testing.T) {
	type term struct{ language, text string }
	owner := map[term]string{}
	for _, n := range allNodes(t) {
		for language, texts := range termsOf(n) {
			for _, text := range texts {
				key := term{language, strings.ToLower(text)}
				if text == "" || text != strings.TrimSpace(text) {
					t.Errorf("%s: %s: %q is empty or padded", n.Slug, language, text)
				}
				if other, taken := owner[key]; taken {
					t.Errorf("%s: %s: %q already names %s", n.Slug, language, text, other)
				}
				owner[key] = n.Slug
			}
		}
	}
}

func TestSynonymsAreInKnownLanguages(t *testing.T) {
	for _, n := range allNodes(t) {
		for language := range n.Synonyms {
			if _, known := n.Labels[language]; !known {
				t.Errorf("%s: synonyms in unknown language %q", n.Slug, language)
			}
		}
	}
}

func TestCodesAreWellFormed(t *testing.T) {
	for _, n := range allNodes(t) {
		for _, code := range n.NACE {
			if !naceForm.MatchString(code) {
				t.Errorf("%s: %q is no NACE class code", n.Slug, code)
			}
		}
		for _, code := range n.EEN {
			if !eenForm.MatchString(code) {
				t.Errorf("%s: %q is no EEN keyword code", n.Slug, code)
			}
		}
	}
}

// termsOf gives a node's label and synonyms, per language.
func termsOf(n node) map[string][]string {
	terms := map[string][]string{}
	for language, label := range n.Labels {
		terms[language] = append(terms[language], label)
	}
	for language, synonyms := range n.Synonyms {
		terms[language] = append(terms[language], synonyms...)
	}
	return terms
}

// allNodes reads every branch, refusing unknown fields, and gives its nodes parents first.
func allNodes(t *testing.T) []node {
	t.Helper()
	names, err := fs.Glob(Files, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var nodes []node
	for _, name := range names {
		nodes = append(nodes, flatten(readBranch(t, name), 1)...)
	}
	return nodes
}

func readBranch(t *testing.T, name string) node {
	t.Helper()
	text, err := Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var root node
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&root); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return root
}

func flatten(n node, depth int) []node {
	n.depth = depth
	nodes := []node{n}
	for _, child := range n.Children {
		nodes = append(nodes, flatten(child, depth+1)...)
	}
	return nodes
}
