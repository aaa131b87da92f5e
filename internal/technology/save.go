package technology

import (
	"context"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/ref"
	"github.com/bioxclusters/portal/internal/viewer"
)

// SaveInput is a technology as a coordinator writes it. A node that is there keeps its place in the tree.
type SaveInput struct {
	Slug            string  // names the node; one that is not there is made
	ExpectedVersion *int    // that was read; nil or 0 for a new node
	Parent          *string // id or slug of the node above a new one
	Labels          []ref.Text
	Synonyms        []ref.Text // several of a language with semicolons
	EenCodes        []string
	NaceCodes       []string
}

// Save writes a technology; for coordinators. From then on the portal's files do not change it any more. Trees in memory, for
// matching and search, follow within seconds.
func (s *Service) Save(ctx context.Context, v viewer.Viewer, in SaveInput, now time.Time) (*Technology, error) {
	if err := viewer.MustCoordinate(v); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	t := &Technology{ID: id.Derived[id.Technology]("technology:" + in.Slug), Slug: in.Slug, LabelMap: db.JSON[map[string]string]{V: map[string]string{}},
		SynonymMap: db.JSON[map[string][]string]{V: map[string][]string{}}, EENCodeList: in.EenCodes, NACECodeList: in.NaceCodes, Version: ref.Next(in.ExpectedVersion)}
	for _, l := range in.Labels {
		t.LabelMap.V[l.Language] = l.Text
	}
	for _, l := range in.Synonyms {
		t.SynonymMap.V[l.Language] = separated(l.Text)
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := place(ctx, tx, t, in.Parent); err != nil {
			return err
		}
		if err := save(ctx, tx, t); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: now, Actor: v.User, Act: "saveTechnology", Subject: string(t.ID), Detail: map[string]any{"version": t.Version}})
	})
	if err != nil {
		return nil, err
	}
	return s.BySlug(ctx, in.Slug)
}

// place gives a new node its parent, and its place after all that is below that.
func place(ctx context.Context, tx db.Q, t *Technology, parent *string) error {
	there, err := selectByIDs(ctx, tx, []id.Technology{t.ID})
	if err != nil {
		return err
	}
	if old := there[t.ID]; old != nil {
		t.ParentID, t.AncestorList, t.Kind, t.Position = old.ParentID, old.AncestorList, old.Kind, old.Position
		return nil
	}
	if parent == nil {
		return fault.New(fault.Invalid, "parent", "Please fill this in.")
	}
	above, err := ResolveOne(ctx, tx, "parent", *parent)
	if err != nil {
		return err
	}
	nodes, err := selectByIDs(ctx, tx, []id.Technology{above})
	if err != nil {
		return err
	}
	node := nodes[above]
	if len(node.AncestorList) > 2 {
		return fault.New(fault.Invalid, "parent", "The tree has at most four levels.")
	}
	t.ParentID, t.AncestorList, t.Kind = &above, append(append(db.List[id.Technology]{}, node.AncestorList...), above), node.Kind
	last, err := lastBelow(ctx, tx, above)
	t.Position = last + 1
	return err
}

// separated are the words of a line that semicolons part.
func separated(line string) []string {
	words := []string{}
	for word := range strings.SplitSeq(line, ";") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

func (in *SaveInput) check() error {
	var c fault.Check
	c.Slug("slug", in.Slug)
	ref.CheckTexts(&c, "labels", in.Labels, 128)
	for i, l := range in.Synonyms {
		c.Line(fault.Item("synonyms", i, "text"), l.Text, 0, 1000)
	}
	for field, codes := range map[string][]string{"eenCodes": in.EenCodes, "naceCodes": in.NaceCodes} {
		c.Count(field, len(codes), 0, 50)
		for i, code := range codes {
			c.Line(fault.Item(field, i), code, 1, 16)
		}
	}
	return c.Err()
}
