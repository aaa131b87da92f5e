package importer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/language"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/technology"
)

// maxTechnologies is how many technologies an opportunity or a capability may have.
const maxTechnologies = 5

// vocabulary finds the nodes of the technology tree by what people call them.
type vocabulary struct {
	nodes   []*technology.Technology
	aliases map[string]int      // slug, EEN or NACE code -> node; the deepest of several
	phrases map[string][]phrase // by their first word, longest first, then the deepest node
}

// phrase is a label or synonym as folded words. One of a single word may be anything in another language: "sein" is a breast in
// French and a verb in German. Within longer texts such phrases count only in their own language.
type phrase struct {
	words    []string
	language string
	node     int
}

func newVocabulary(nodes []*technology.Technology) *vocabulary {
	v := &vocabulary{nodes: nodes, aliases: map[string]int{}, phrases: map[string][]phrase{}}
	for i, n := range nodes {
		for _, alias := range slices.Concat([]string{n.Slug}, n.EENCodeList, n.NACECodeList) {
			if old, known := v.aliases[alias]; !known || v.depth(i) > v.depth(old) {
				v.aliases[alias] = i
			}
		}
		for _, l := range language.All {
			for _, name := range append([]string{n.LabelMap.V[l]}, n.SynonymMap.V[l]...) {
				v.add(name, l, i)
			}
		}
	}
	for _, list := range v.phrases {
		slices.SortStableFunc(list, func(a, b phrase) int {
			return cmp.Or(cmp.Compare(len(b.words), len(a.words)), cmp.Compare(v.depth(b.node), v.depth(a.node)))
		})
	}
	return v
}

func (v *vocabulary) add(name, language string, node int) {
	if words := foldedWords(name); len(words) > 0 {
		v.phrases[words[0]] = append(v.phrases[words[0]], phrase{words, language, node})
	}
}

func (v *vocabulary) depth(node int) int { return len(v.nodes[node].AncestorList) }

// foldedWords are the words of a text without case, diacritics and the plural's s.
func foldedWords(text string) []string {
	words := matching.Fold(text)
	for i, w := range words {
		if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "is") {
			words[i] = w[:len(w)-1]
		}
	}
	return words
}

// find gives the nodes that a text names: by an alias that is the whole text, else by the phrases in it. Of phrases within longer
// ones and of nodes above others found, none is given.
func (v *vocabulary) find(text, lang string) []int {
	if node, ok := v.aliases[strings.TrimSpace(text)]; ok {
		return []int{node}
	}
	words := foldedWords(text)
	var found []int
	end := 0 // of the phrases so far
	for i := range words {
		for _, p := range v.phrases[words[i]] {
			if !begins(words[i:], p.words) || !p.countsIn(words, lang) {
				continue
			}
			if i+len(p.words) > end { // else it lies within one found before
				end = i + len(p.words)
				found = append(found, p.node)
			}
			break
		}
	}
	return v.lowest(found)
}

func begins(words, phrase []string) bool {
	return len(words) >= len(phrase) && slices.Equal(words[:len(phrase)], phrase)
}

// countsIn tells whether a phrase counts in a text of a language: all do of several words, or when they are the whole text.
func (p phrase) countsIn(words []string, lang string) bool {
	if len(p.words) > 1 || len(words) == 1 {
		return true
	}
	return (p.language == lang || p.language == language.Default) && len(p.words[0]) > 2
}

// lowest leaves out doubles and nodes above others.
func (v *vocabulary) lowest(found []int) []int {
	var kept []int
	for _, n := range found {
		above := slices.ContainsFunc(found, func(m int) bool { return slices.Contains(v.nodes[m].AncestorList, v.nodes[n].ID) })
		if !above && !slices.Contains(kept, n) {
			kept = append(kept, n)
		}
	}
	return kept
}

// technologies finds the technologies of a record by the rules of the map and notes what the tree does not know. When nothing is
// found, the map's default is given, with a warning.
func (r *row) technologies(rules *TechnologyRules, v *vocabulary, lang string, unmapped func(string)) []id.Technology {
	if rules == nil {
		return nil
	}
	var found []int
	for _, s := range rules.Columns {
		for _, item := range r.list("technologies", s) {
			nodes, known := rules.nodesOf(item, v, lang)
			if !known {
				unmapped(item)
			}
			found = append(found, nodes...)
		}
	}
	for _, s := range rules.AlsoIn {
		for _, text := range r.list("technologies", s) {
			found = append(found, v.find(text, lang)...)
		}
	}
	if found = v.lowest(found); len(found) == 0 && len(rules.Default) > 0 {
		found = v.named(rules.Default)
		r.warn("technologies", "none found: the map's default is taken")
	}
	return v.ids(r, found)
}

// nodesOf maps one item; known tells whether the map or the tree knows it, if only as no technology.
func (t *TechnologyRules) nodesOf(item string, v *vocabulary, lang string) (nodes []int, known bool) {
	if to, ok := t.Translate.of(item); ok {
		return v.named(strings.Split(to, ",")), true
	}
	nodes = v.find(item, lang)
	return nodes, len(nodes) > 0
}

// named finds nodes by their slugs, which were checked before.
func (v *vocabulary) named(slugs []string) []int {
	var nodes []int
	for _, s := range slugs {
		if n, ok := v.aliases[strings.TrimSpace(s)]; ok {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// ids gives the ids of at most five nodes, the deepest if there are more.
func (v *vocabulary) ids(r *row, nodes []int) []id.Technology {
	if len(nodes) > maxTechnologies {
		r.warn("technologies", "more than five found: the most specific five are taken")
		slices.SortStableFunc(nodes, func(a, b int) int { return cmp.Compare(v.depth(b), v.depth(a)) })
		nodes = nodes[:maxTechnologies]
	}
	ids := make([]id.Technology, len(nodes))
	for i, n := range nodes {
		ids[i] = v.nodes[n].ID
	}
	return ids
}

// check finds a slug in the rules that the tree does not have.
func (t *TechnologyRules) check(v *vocabulary) error {
	if t == nil {
		return nil
	}
	for _, list := range append(t.Translate.targets(), t.Default...) {
		for slug := range strings.SplitSeq(list, ",") {
			if slug = strings.TrimSpace(slug); slug != "" && !slices.ContainsFunc(v.nodes, func(n *technology.Technology) bool { return n.Slug == slug }) {
				return fmt.Errorf("technologies: there is no technology %q", slug)
			}
		}
	}
	return nil
}
