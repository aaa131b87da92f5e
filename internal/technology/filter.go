package technology

import (
	"slices"
	"strings"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
)

func (f *Filter) check() error {
	var c fault.Check
	if f.Text != nil {
		c.Text("filter.text", *f.Text, 0, 256)
	}
	for i, k := range f.Kinds {
		c.That(k.Valid(), fault.Item("filter.kinds", i), "There is no such choice.")
	}
	return c.Err()
}

// passes tells whether a node passes the filter, with Under resolved.
func (f *Filter) passes(t *Technology, under id.Technology) bool {
	return (len(f.Kinds) == 0 || slices.Contains(f.Kinds, t.Kind)) &&
		(under == "" || t.ID == under || slices.Contains(t.AncestorList, under)) &&
		(f.Text == nil || t.matches(matching.Fold(*f.Text)))
}

// matches tells whether one label, synonym or code holds a word that begins with each of the words asked for; asking for no
// word at all lets every node pass. Case and diacritics do not count.
func (t *Technology) matches(asked []string) bool {
	terms := slices.Concat(t.EENCodeList, t.NACECodeList)
	for _, label := range t.LabelMap.V {
		terms = append(terms, label)
	}
	for _, synonyms := range t.SynonymMap.V {
		terms = append(terms, synonyms...)
	}
	return len(asked) == 0 || slices.ContainsFunc(terms, func(term string) bool {
		words := matching.Fold(term)
		return !slices.ContainsFunc(asked, func(a string) bool {
			return !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, a) })
		})
	})
}
