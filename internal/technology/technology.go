// Package technology knows the life-science technology tree: technologies, therapeutic areas and modalities, each a row.
package technology

import (
	"cmp"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// Kind is what kind of node it is.
type Kind string

// The kinds of node.
const (
	KindTechnology      Kind = "TECHNOLOGY" // a technology, a product or a service
	KindTherapeuticArea Kind = "THERAPEUTIC_AREA"
	KindModality        Kind = "MODALITY" // a kind of therapeutic agent
)

// Valid tells whether there is such a kind.
func (k Kind) Valid() bool {
	return k == KindTechnology || k == KindTherapeuticArea || k == KindModality
}

// Technology is a node of the tree.
type Technology struct {
	ID           id.Technology                `db:"id"`
	Slug         string                       `db:"slug"`      // its name for ever, such as monoclonal-antibodies
	ParentID     *id.Technology               `db:"parent_id"` // nil at a root
	AncestorList db.List[id.Technology]       `db:"ancestors"` // from the root down to the parent
	Kind         Kind                         `db:"kind"`
	LabelMap     db.JSON[map[string]string]   `db:"labels"`   // by language
	SynonymMap   db.JSON[map[string][]string] `db:"synonyms"` // by language
	EENCodeList  db.List[string]              `db:"een_codes"`
	NACECodeList db.List[string]              `db:"nace_codes"`
	Position     int                          `db:"position"` // in the depth-first order of the tree, by Gap in the portal's files
	Version      int                          `db:"version"`  // 1 for as the portal's files have it
}

// Gap is how far the positions of the portal's own nodes lie apart, so that others fit between them.
const Gap = 1000

// LabelIn is the label in a language, in English where there is none.
func (t *Technology) LabelIn(language string) string {
	return cmp.Or(t.LabelMap.V[language], t.LabelMap.V["en"], t.Slug)
}

// SynonymsIn are other words for the same in a language, in English where there are none; never nil.
func (t *Technology) SynonymsIn(language string) []string {
	for _, l := range []string{language, "en"} {
		if words := t.SynonymMap.V[l]; len(words) > 0 {
			return words
		}
	}
	return []string{}
}

// AncestorIDs are the nodes from the root down to the parent.
func (t *Technology) AncestorIDs() []id.Technology { return t.AncestorList }

// EENCodes are technology keyword codes of the Enterprise Europe Network that mean this node.
func (t *Technology) EENCodes() []string { return t.EENCodeList }

// NACECodes are NACE Rev. 2 classes that mean this node.
func (t *Technology) NACECodes() []string { return t.NACECodeList }
