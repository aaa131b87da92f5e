package importer

import (
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// Every map that the portal brings along can be read, and the tree has the technologies that it names.
func TestShippedMaps(t *testing.T) {
	im, _ := newImporter(t)
	for _, name := range names() {
		r, err := im.prepare(t.Context(), Options{Map: loadMap(t, name), Cluster: "biom"})
		if err != nil || r.Cluster != "biom" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

const smallMap = `
name: Small
cluster: lead
opportunity: {externalReference: Id, market: Market, title: Title}
owner: {externalReference: Id, legalName: Name}
`

func TestMapsThatAreWrong(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"unknown key":      {"name: x\ncolour: red\n" + smallMap[6:], `line 2: unknown field "colour"`},
		"unknown field":    {smallMap + "perMarket: {in: Sites}\norganisation:\n  nickname: Nick\n", `line 8: unknown field "nickname"`},
		"unknown within":   {strings.Replace(smallMap, "title: Title", "title: {colum: Title}", 1), `line 4: unknown field "colum"`},
		"key twice":        {smallMap + "name: again\n", `line 6: mapping key "name" already defined at [2:1]`},
		"no YAML":          {"a: [", ""},
		"both targets":     {smallMap + "organisation: {legalName: Name}\n", "give either opportunity and owner, or organisation"},
		"no target":        {"name: x\n", "give either opportunity and owner, or organisation"},
		"no owner":         {"opportunity: {market: M, title: T}\n", "opportunity and owner belong together"},
		"two markets":      {smallMap + "perMarket: {in: Sites}\n", "give either perMarket or opportunity.market"},
		"no places":        {strings.Replace(smallMap, "market: Market, ", "", 1) + "perMarket: {names: {CN: [China]}}\n", "perMarket.in is missing"},
		"required unknown": {smallMap + "required: [summary]\n", `required names "summary", which this map does not fill`},
		"two origins":      {strings.Replace(smallMap, "title: Title", "title: {column: A, value: b}", 1), "title: give one of column, value, from, join"},
		"no origin":        {strings.Replace(smallMap, "title: Title", "title: {split: x}", 1), "title: give one of column, value, from, join"},
		"bad expression":   {strings.Replace(smallMap, "title: Title", "title: {column: A, extract: '('}", 1), "title: extract: error parsing regexp: missing closing ): `(`"},
		"bad pattern":      {strings.Replace(smallMap, "title: Title", "title: {column: A, translate: {'/(/': x}}", 1), "translate: error parsing regexp: missing closing ): `(?i)(`"},
		"bad as":           {strings.Replace(smallMap, "title: Title", "title: {column: A, as: town}", 1), `title: as: "town" is none of country, key`},
		"bad pick":         {strings.Replace(smallMap, "title: Title", "title: {from: [A, {column: B, pick: any}]}", 1), `title: pick: "any" is none of first, only, commonest`},
		"bad format":       {strings.Replace(smallMap, "title: Title", "deadline: {column: A, formats: [2006-01-02]}", 1), `deadline: formats: "2006-01-02" is not made of YYYY, MM (M, MMM, MMMM) and DD (D)`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse([]byte(c.text)); err == nil || c.want != "" && err.Error() != c.want {
				t.Errorf("%v", err)
			}
		})
	}
	if _, err := Parse([]byte(smallMap)); err != nil {
		t.Error(err)
	}
	if _, err := Load("no-such-map"); err == nil || !strings.Contains(err.Error(), "clinicaltrials, een, organisations") {
		t.Error(err)
	}
}

// The maps that the documentation shows can be read: the whole one, and the parts within a map that has the rest.
func TestDocumentedMaps(t *testing.T) {
	raw, err := os.ReadFile("../../docs/import.md")
	if err != nil {
		t.Fatal(err)
	}
	whole := 0
	for i, block := range strings.Split(string(raw), "```yaml\n")[1:] {
		text, _, _ := strings.Cut(block, "```")
		switch {
		case strings.HasPrefix(text, "name:"):
			whole++
		case strings.HasPrefix(text, "  "):
			var fields map[string]*Source
			if err := yaml.UnmarshalWithOptions([]byte(text), &fields, yaml.Strict()); err != nil {
				t.Errorf("block %d: %v", i, err)
			}
			for name, s := range fields {
				if err := s.check(); err != nil {
					t.Errorf("block %d: %s: %v", i, name, err)
				}
			}
			continue
		case strings.HasPrefix(text, "perMarket:"):
			text = strings.Replace(smallMap, "market: Market, ", "", 1) + text
		default:
			text = smallMap + text
		}
		if _, err := Parse([]byte(text)); err != nil {
			t.Errorf("block %d: %v", i, err)
		}
	}
	if whole != 1 {
		t.Errorf("%d whole maps", whole)
	}
}

func TestMapsThatDoNotFitThePortal(t *testing.T) {
	im, _ := newImporter(t)
	for rules, want := range map[string]string{
		"technologies: {default: [alchemy]}":                              `technologies: there is no technology "alchemy"`,
		"technologies: {columns: [A], translate: {x: 'vaccines, magic'}}": `technologies: there is no technology "magic"`,
	} {
		m, err := Parse([]byte(smallMap + rules))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := im.prepare(t.Context(), Options{Map: m}); err == nil || err.Error() != want {
			t.Error(err)
		}
	}
	m := loadMap(t, "clinicaltrials")
	m.PerMarket.Names["XX"] = []string{"Nowhere"}
	if _, err := im.prepare(t.Context(), Options{Map: m}); err == nil || err.Error() != `perMarket.names: there is no market "XX"` {
		t.Error(err)
	}
}
