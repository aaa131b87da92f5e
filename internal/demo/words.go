package demo

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed words/*.yaml
var wordFiles embed.FS

// phrases are the sentences of profiles in one language. Those by side are keyed "cluster" and "market", those by domain as
// domains names them; benefit and twist are fragments, the rest whole sentences or titles.
type phrases struct {
	Language      string
	In            map[string]string // by a market's code: where
	Intro         []template
	Focus         []template
	Close         []template
	Others        map[string][]template // of organisations of kinds other than companies
	Offers        []template
	Seeks         []template
	Titles        map[string]map[string][]template // by side and kind
	Summary       map[string][]template            // by gesture
	Context       []template
	Substance     []template
	Plan          []template
	Need          []template
	Advantages    []template
	Specification []template
	Wish          map[string][]template // by type of partnership
	Role          []template
	Proof         map[string][]template // by domain
	Benefit       map[string][]string
	Twist         map[string][]string
	Motivation    []template
}

// domains says of each branch of the technology tree whose words it uses.
var domains = map[string]string{
	"medicines": "drug", "development-services": "service", "diagnostics": "test", "medical-devices": "device",
	"digital-health": "software", "research-tools": "bio", "industrial-agri-food-biotech": "bio", "manufacturing-packaging": "service",
}

// vocabulary is all that the word files say.
type vocabulary struct {
	products map[string][]string // by a technology's slug
	suiting  map[string][]string // areas that suit a technology, by slug; those of others suit all
	phrases  map[string]*phrases // by language
}

// readWords parses the word files, once.
var readWords = sync.OnceValues(func() (vocabulary, error) {
	v := vocabulary{map[string][]string{}, map[string][]string{}, map[string]*phrases{}}
	names, err := fs.Glob(wordFiles, "words/*.yaml")
	if err != nil {
		return v, err
	}
	for _, name := range names {
		raw, err := wordFiles.ReadFile(name)
		if err != nil {
			return v, err
		}
		switch {
		case name == "words/areas.yaml":
			err = yaml.Unmarshal(raw, &v.suiting)
		case strings.HasPrefix(name, "words/products-"):
			var products map[string][]string
			err = yaml.Unmarshal(raw, &products)
			maps.Copy(v.products, products)
		default:
			p := &phrases{}
			err = yaml.UnmarshalWithOptions(raw, p, yaml.Strict())
			v.phrases[p.Language] = p
		}
		if err != nil {
			return v, fmt.Errorf("%s: %w", name, err)
		}
	}
	return v, nil
})

// template is a sentence with {slots}, taken apart.
type template struct {
	parts    []part
	needArea bool // it speaks of a therapeutic area
}

// part is a piece of text, or a slot.
type part struct{ text, slot string }

// UnmarshalYAML reads a template from a string.
func (t *template) UnmarshalYAML(unmarshal func(any) error) error {
	var s string
	if err := unmarshal(&s); err != nil {
		return err
	}
	for s != "" {
		text, rest, found := strings.Cut(s, "{")
		if text != "" {
			t.parts = append(t.parts, part{text: text})
		}
		if s = rest; !found {
			break
		}
		slot, after, closed := strings.Cut(s, "}")
		if !closed {
			return fmt.Errorf("a slot is not closed: %.40q", s)
		}
		t.parts, s = append(t.parts, part{slot: slot}), after
		t.needArea = t.needArea || slot == "area"
	}
	return nil
}
