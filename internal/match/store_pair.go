package match

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// hidden gives whom an organisation is never matched with: owners that block it, and opportunities that belong to owners it blocks or
// that either side of the pair declined with thanks. One look-up in five indexes; nobody learns which side it was.
//
// A confidential opportunity stays although the organisation blocks its owner: if it went away with the block, blocking one
// organisation after the other would tell whose it is.
func (s *Service) hidden(ctx context.Context, g id.Organisation) (owners []id.Organisation, opportunities []id.Opportunity, err error) {
	var row struct {
		Owners        db.List[id.Organisation] `db:"owners"`
		Opportunities db.List[id.Opportunity]  `db:"opportunities"`
	}
	err = s.db.GetContext(ctx, &row, `select
		array(select organisation_id from organisation_block where blocked_id = $1) as owners,
		array(select o.id from organisation_block b join opportunity o on o.organisation_id = b.blocked_id
				where b.organisation_id = $1 and o.status = 'PUBLISHED' and not o.confidential
			union select opportunity_id from match_rating where organisation_id = $1 and reason = 'NO_THANKS') as opportunities`, g)
	return row.Owners, row.Opportunities, db.Fault(err)
}

// hiddenFrom is hidden read from the other side: the organisations that an opportunity of an owner is never matched with. Its owner may
// know everything, so either side's block counts for a confidential one too.
func (s *Service) hiddenFrom(ctx context.Context, o id.Opportunity, owner id.Organisation) ([]id.Organisation, error) {
	var organisations []id.Organisation
	err := s.db.SelectContext(ctx, &organisations, `select blocked_id from organisation_block where organisation_id = $2
		union select organisation_id from organisation_block where blocked_id = $2
		union select organisation_id from match_rating where opportunity_id = $1 and reason = 'NO_THANKS'`, o, owner)
	return organisations, db.Fault(err)
}

// block is an organisation that another one will not meet.
type block struct {
	ID id.Organisation `db:"blocked_id"`
	At time.Time       `db:"created_at"`
}

// insertBlock tells whether the block is new.
func insertBlock(ctx context.Context, q db.Q, by, blocked id.Organisation, who id.User, now time.Time) (bool, error) {
	return changed(q.ExecContext(ctx, `insert into organisation_block (organisation_id, blocked_id, created_by, created_at)
		values ($1, $2, $3, $4) on conflict do nothing`, by, blocked, who, now))
}

// deleteBlock tells whether there was one.
func deleteBlock(ctx context.Context, q db.Q, by, blocked id.Organisation) (bool, error) {
	return changed(q.ExecContext(ctx, `delete from organisation_block where organisation_id = $1 and blocked_id = $2`, by, blocked))
}

func changed(result interface{ RowsAffected() (int64, error) }, err error) (bool, error) {
	if err != nil {
		return false, db.Fault(err)
	}
	n, err := result.RowsAffected()
	return n > 0, db.Fault(err)
}

// selectBlocks reads the blocks of an organisation, the latest first; at most maxBlocks.
func selectBlocks(ctx context.Context, q db.Q, by id.Organisation) ([]block, error) {
	var rows []block
	err := q.SelectContext(ctx, &rows, `select blocked_id, created_at from organisation_block where organisation_id = $1
		order by created_at desc, blocked_id desc`, by)
	return rows, db.Fault(err)
}

// lockOwn makes acts of one organisation that count what it has wait for each other.
func lockOwn(ctx context.Context, q db.Q, g id.Organisation) error {
	var one int
	return db.Fault(q.GetContext(ctx, &one, `select 1 from organisation where id = $1 for no key update`, g))
}
