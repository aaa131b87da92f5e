package reference

import (
	"io/fs"
	"slices"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/reference/technologies"
	"github.com/bioxclusters/portal/internal/technology"
)

// node is a node of the tree as a file has it.
type node struct {
	Slug     string
	Kind     technology.Kind
	Labels   map[string]string
	Synonyms map[string][]string
	EEN      []string
	NACE     []string
	Children []node
}

// readTechnologies gives the nodes depth first, the files in the order of their names.
func readTechnologies() ([]*technology.Technology, error) {
	names, err := fs.Glob(technologies.Files, "*.yaml") // sorted
	if err != nil {
		return nil, err
	}
	var all []*technology.Technology
	for _, name := range names {
		root, err := decode[node](technologies.Files, name)
		if err != nil {
			return nil, err
		}
		all = root.appendTo(all, nil)
	}
	return all, nil
}

func (n node) appendTo(all []*technology.Technology, ancestors []id.Technology) []*technology.Technology {
	t := &technology.Technology{ID: TechnologyID(n.Slug), Slug: n.Slug, AncestorList: ancestors, Kind: n.Kind,
		LabelMap: db.JSON[map[string]string]{V: n.Labels}, SynonymMap: db.JSON[map[string][]string]{V: n.Synonyms},
		EENCodeList: n.EEN, NACECodeList: n.NACE, Position: technology.Gap * len(all)}
	if len(ancestors) > 0 {
		t.ParentID = &ancestors[len(ancestors)-1]
	}
	all = append(all, t)
	for _, child := range n.Children {
		all = child.appendTo(all, append(slices.Clone(ancestors), t.ID))
	}
	return all
}
