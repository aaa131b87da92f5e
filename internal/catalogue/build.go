package catalogue

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
)

// chunk is how many opportunities are read at once, some 10 kB each.
const chunk = 1000

// analysts work beside each other while everything is read.
const analysts = 2

// build reads everything. Statistics are those in the database; where there are none, or those there are too far from what was read,
// new ones are taken and stored.
func (c *Catalogue) build(ctx context.Context) (*State, *position, error) {
	xmin, err := selectXmin(ctx, c.db) // first: what commits from here on is read again
	if err != nil {
		return nil, nil, err
	}
	s := &State{reference: c.references.Add(1)}
	if s.Tree, err = c.tree(ctx); err != nil {
		return nil, nil, err
	}
	if s.weights, err = Weights(ctx, c.db); err != nil {
		return nil, nil, err
	}
	builder, err := c.read(ctx, s.Tree)
	if err != nil {
		return nil, nil, err
	}
	known, err := selectStatistics(ctx, c.db)
	if err != nil {
		return nil, nil, err
	}
	if taken := builder.Statistics(); stale(known, taken.Documents) {
		if s.Statistics, err = c.store(ctx, taken, known); err != nil {
			return nil, nil, err
		}
	} else {
		s.Statistics = known
	}
	s.Index = builder.Index(s.Statistics.AverageLength)
	s.Model = matching.NewModel(s.Tree, s.Statistics, s.weights)
	return s, &position{xmin: xmin, seen: map[int64]bool{}}, nil
}

func (c *Catalogue) tree(ctx context.Context) (*matching.Tree, error) {
	tree, err := c.technologies.Tree(ctx)
	if err != nil {
		return nil, err
	}
	return matching.NewTree(tree.Parents, tree.Aliases), nil
}

// read reads and analyses all opportunities.
func (c *Catalogue) read(ctx context.Context, tree *matching.Tree) (*matching.Builder, error) {
	group, ctx := errgroup.WithContext(ctx)
	chunks, entries := make(chan []*row, analysts), make(chan []*matching.Entry, analysts)
	group.Go(func() error {
		defer close(chunks)
		for after := id.Opportunity(""); ; {
			rows, err := selectAfter(ctx, c.db, after, chunk)
			if err != nil || len(rows) == 0 {
				return err
			}
			after = rows[len(rows)-1].ID
			if !send(ctx, chunks, rows) {
				return ctx.Err()
			}
		}
	})
	workers, _ := errgroup.WithContext(ctx)
	for range analysts {
		workers.Go(func() error {
			analyst := matching.NewAnalyst(tree)
			for rows := range chunks {
				if !send(ctx, entries, c.analyse(analyst, rows)) {
					return ctx.Err()
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		defer close(entries)
		return workers.Wait()
	})
	builder := matching.NewBuilder(tree)
	group.Go(func() error {
		for list := range entries {
			for _, e := range list {
				builder.Add(e)
			}
		}
		return nil
	})
	return builder, group.Wait()
}

func send[T any](ctx context.Context, to chan<- T, value T) bool {
	select {
	case to <- value:
		return true
	case <-ctx.Done():
		return false
	}
}

func (c *Catalogue) analyse(analyst *matching.Analyst, rows []*row) []*matching.Entry {
	documents := make([]matching.Document, len(rows))
	for i, r := range rows {
		documents[i] = r.document()
	}
	entries := make([]*matching.Entry, len(rows))
	now := c.now()
	for i, d := range analyst.ForIndex(documents) {
		entries[i] = rows[i].entry(d, now)
	}
	return entries
}
