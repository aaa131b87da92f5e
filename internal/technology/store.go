package technology

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/ref"
)

const columns = `id, slug, parent_id, ancestors, kind, labels, synonyms, een_codes, nace_codes, position, version`

func selectAll(ctx context.Context, q db.Q) ([]*Technology, error) {
	all := []*Technology{}
	err := q.SelectContext(ctx, &all, `select `+columns+` from technology order by position, id`)
	return all, db.Fault(err)
}

func selectByIDs(ctx context.Context, q db.Q, ids []id.Technology) (map[id.Technology]*Technology, error) {
	var rows []*Technology
	err := q.SelectContext(ctx, &rows, `select `+columns+` from technology where id = any($1)`, db.List[id.Technology](ids))
	found := make(map[id.Technology]*Technology, len(rows))
	for _, t := range rows {
		found[t.ID] = t
	}
	return found, db.Fault(err)
}

func selectChildren(ctx context.Context, q db.Q, parents []id.Technology) ([]*Technology, error) {
	var rows []*Technology
	err := q.SelectContext(ctx, &rows, `select `+columns+` from technology where parent_id = any($1) order by position, id`, db.List[id.Technology](parents))
	return rows, db.Fault(err)
}

func selectDescendants(ctx context.Context, q db.Q, ids []id.Technology) ([]id.Technology, error) {
	var all []id.Technology
	err := q.SelectContext(ctx, &all, `select id from technology where id = any($1) or ancestors && $1 order by position, id`, db.List[id.Technology](ids))
	return all, db.Fault(err)
}

func selectNames(ctx context.Context, q db.Q) ([]ref.Name[id.Technology], error) {
	var names []ref.Name[id.Technology]
	err := q.SelectContext(ctx, &names, `select id, slug as name from technology`)
	return names, db.Fault(err)
}

// Upsert writes technologies as the reference files have them, parents before children; rows of other ids stay, and those
// that coordinators have changed.
func Upsert(ctx context.Context, q db.Q, technologies []*Technology) error {
	for _, t := range technologies {
		_, err := q.ExecContext(ctx, `insert into technology (`+columns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,1)
			on conflict (id) do update set slug = $2, parent_id = $3, ancestors = $4, kind = $5, labels = $6, synonyms = $7,
				een_codes = $8, nace_codes = $9, position = $10
				where technology.version = 1`,
			t.ID, t.Slug, t.ParentID, t.AncestorList, t.Kind, t.LabelMap, t.SynonymMap, t.EENCodeList, t.NACECodeList, t.Position)
		if err != nil {
			return db.Fault(err)
		}
	}
	return nil
}

// save writes a technology over its version before, 0 for one that is new; CONFLICT when it stands at another. What is there keeps
// its parent, kind and place.
func save(ctx context.Context, q db.Q, t *Technology) error {
	done, err := q.ExecContext(ctx, `insert into technology (`+columns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)
		on conflict (id) do update set labels = $6, synonyms = $7, een_codes = $8, nace_codes = $9, version = $11 where technology.version = $11 - 1`,
		t.ID, t.Slug, t.ParentID, t.AncestorList, t.Kind, t.LabelMap, t.SynonymMap, t.EENCodeList, t.NACECodeList, t.Position, t.Version)
	if err != nil {
		return db.Fault(err)
	}
	return ref.Written(done)
}

// lastBelow is the position of the last node of a branch.
func lastBelow(ctx context.Context, q db.Q, branch id.Technology) (int, error) {
	var last int
	err := q.GetContext(ctx, &last, `select max(position) from technology where id = $1 or ancestors @> array[$1]`, branch)
	return last, db.Fault(err)
}
