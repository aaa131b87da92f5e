package technology

import (
	"context"
	"slices"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/ref"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Service reads the tree: a few hundred rows that everyone may read, read anew for every question.
type Service struct{ db *db.DB }

// NewService makes a Service over a database.
func NewService(d *db.DB) *Service { return &Service{d} }

// Filter narrows a list of technologies; what is absent does not narrow.
type Filter struct {
	Text  *string // words in a label, a synonym or a code, in any language
	Kinds []Kind
	Under *string // id or slug: only this node and what is below it
}

// All lists the nodes depth first that pass the filter, of which nil lets all pass. Faults are on fields below "filter".
func (s *Service) All(ctx context.Context, f *Filter) ([]*Technology, error) {
	if f == nil {
		return selectAll(ctx, s.db)
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	var under id.Technology
	if f.Under != nil {
		var err error
		if under, err = ResolveOne(ctx, s.db, "filter.under", *f.Under); err != nil {
			return nil, err
		}
	}
	all, err := selectAll(ctx, s.db)
	return slices.DeleteFunc(all, func(t *Technology) bool { return !f.passes(t, under) }), err
}

// ByIDs finds technologies by id, whoever asks; ids of none are left out.
func (s *Service) ByIDs(ctx context.Context, _ viewer.Viewer, ids []id.Technology) (map[id.Technology]*Technology, error) {
	return selectByIDs(ctx, s.db, slices.DeleteFunc(slices.Clone(ids), func(i id.Technology) bool { return !id.Valid(i) }))
}

// BySlug finds a technology by its slug; NOT_FOUND when there is none.
func (s *Service) BySlug(ctx context.Context, slug string) (*Technology, error) {
	all, err := selectAll(ctx, s.db)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(t *Technology) bool { return t.Slug == slug })
	if at < 0 {
		return nil, fault.Missing("")
	}
	return all[at], nil
}

// Children finds the nodes right below each of the given ones, in the order of the tree; nodes without any are left out.
func (s *Service) Children(ctx context.Context, parents []id.Technology) (map[id.Technology][]*Technology, error) {
	rows, err := selectChildren(ctx, s.db, slices.DeleteFunc(slices.Clone(parents), func(i id.Technology) bool { return !id.Valid(i) }))
	children := map[id.Technology][]*Technology{}
	for _, t := range rows {
		children[*t.ParentID] = append(children[*t.ParentID], t)
	}
	return children, err
}

// Tree is the tree as matching.NewTree takes it.
type Tree struct {
	Parents map[string]string // id -> id of the parent, "" at a root
	Aliases map[string]string // slug, EEN or NACE code -> id; a code that means several nodes is none
}

// Tree gives the shape of the whole tree.
func (s *Service) Tree(ctx context.Context) (*Tree, error) {
	all, err := selectAll(ctx, s.db)
	if err != nil {
		return nil, err
	}
	t := &Tree{Parents: map[string]string{}, Aliases: map[string]string{}}
	uses := map[string]int{}
	for _, n := range all {
		t.Parents[string(n.ID)] = ""
		if n.ParentID != nil {
			t.Parents[string(n.ID)] = string(*n.ParentID)
		}
		for _, alias := range slices.Concat([]string{n.Slug}, n.EENCodeList, n.NACECodeList) {
			t.Aliases[alias] = string(n.ID)
			uses[alias]++
		}
	}
	for alias, n := range uses {
		if n > 1 {
			delete(t.Aliases, alias)
		}
	}
	return t, nil
}

// Descendants gives the nodes themselves and everything below them, for filters: whoever asks for a branch means its twigs too.
func Descendants(ctx context.Context, q db.Q, ids []id.Technology) ([]id.Technology, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return selectDescendants(ctx, q, ids)
}

// Resolve finds the technology of each reference, an id or a slug; INVALID on the items of field that name none.
func Resolve(ctx context.Context, q db.Q, field string, refs []string) ([]id.Technology, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	names, err := selectNames(ctx, q)
	if err != nil {
		return nil, err
	}
	return ref.Resolve(names, field, refs)
}

// ResolveOne is Resolve for a single reference; INVALID on field when it names no technology.
func ResolveOne(ctx context.Context, q db.Q, field, r string) (id.Technology, error) {
	names, err := selectNames(ctx, q)
	if err != nil {
		return "", err
	}
	return ref.One(names, field, r)
}
