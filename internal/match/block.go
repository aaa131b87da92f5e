package match

import (
	"context"
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// maxBlocks bounds how many organisations one can block.
const maxBlocks = 1000

// BlockInput names whom to block.
type BlockInput struct{ OrganisationID id.Organisation }

// UnblockInput names whom to block no longer.
type UnblockInput struct{ OrganisationID id.Organisation }

// Block hides the viewer's organisation and another one from each other in matches, candidates and their counts, whoever reads them;
// once is enough. The other one is not told, and nothing that it may read says so; see hidden for confidential opportunities.
func (s *Service) Block(ctx context.Context, v viewer.Viewer, in BlockInput) (*organisation.Organisation, error) {
	return s.setBlock(ctx, v, in.OrganisationID, "blockOrganisation", func(tx db.Q, now time.Time) (bool, error) {
		if in.OrganisationID == v.Organisation {
			return false, fault.New(fault.Invalid, "organisationId", "This is your own organisation.")
		}
		if err := lockOwn(ctx, tx, v.Organisation); err != nil {
			return false, err
		}
		known, err := selectBlocks(ctx, tx, v.Organisation)
		if err != nil {
			return false, err
		}
		if len(known) >= maxBlocks && !slices.ContainsFunc(known, func(b block) bool { return b.ID == in.OrganisationID }) {
			return false, fault.New(fault.Limited, "organisationId", "Please give at most %d of these.", maxBlocks)
		}
		return insertBlock(ctx, tx, v.Organisation, in.OrganisationID, v.User, now)
	})
}

// Unblock takes a block back, whether there was one or not. What the other side hides stays hidden.
func (s *Service) Unblock(ctx context.Context, v viewer.Viewer, in UnblockInput) (*organisation.Organisation, error) {
	return s.setBlock(ctx, v, in.OrganisationID, "unblockOrganisation", func(tx db.Q, _ time.Time) (bool, error) {
		return deleteBlock(ctx, tx, v.Organisation, in.OrganisationID)
	})
}

// setBlock writes a block, or its end, and notes in the log what changed.
func (s *Service) setBlock(ctx context.Context, v viewer.Viewer, other id.Organisation, act string, write func(db.Q, time.Time) (bool, error)) (*organisation.Organisation, error) {
	if !v.SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	found, err := s.organisations.Get(ctx, v, other)
	if err != nil {
		return nil, missingAt("organisationId", err)
	}
	if err := mayBlock(v); err != nil {
		return nil, err
	}
	now := s.moment()
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		written, err := write(tx, now)
		if err != nil || !written {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: now, Actor: v.User, Act: act, Subject: string(other),
			Detail: map[string]any{"organisation": v.Organisation}})
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// moment is the time as the database keeps it: in microseconds.
func (s *Service) moment() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// missingAt names the field at fault when err says that a thing is missing.
func missingAt(field string, err error) error {
	if all := fault.All(err); len(all) == 1 && all[0].Code == fault.NotFound {
		return fault.Missing(field)
	}
	return err
}

// blockOrder names the cursors of blocks.
const blockOrder = "block"

// Blocks pages through the organisations that the viewer's own blocks and that the viewer may see, the latest first; none for those
// who belong to no organisation.
func (s *Service) Blocks(ctx context.Context, v viewer.Viewer, args page.Args) (*page.Page[*organisation.Organisation], error) {
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	after, err := args.From(blockOrder, 2)
	if err != nil {
		return nil, err
	}
	if after != nil && !validPlace(after[0], after[1]) {
		return nil, fault.New(fault.Invalid, "after", "This cursor is not one of this list.")
	}
	rows, err := s.blocked(ctx, v)
	if err != nil {
		return nil, err
	}
	at := map[id.Organisation]string{}
	var list []*organisation.Organisation
	for _, b := range rows {
		at[b.ID] = timeKey(b.At)
		if key := at[b.ID]; after == nil || key < after[0] || key == after[0] && string(b.ID) < after[1] {
			list = append(list, b.seen)
		}
	}
	return page.Of(list[:min(len(list), limit+1)], limit, after, blockOrder, func(g *organisation.Organisation) []string {
		return []string{at[g.ID], string(g.ID)}
	}), nil
}

// keyLayout writes times so that text sorts as they do.
const keyLayout = "2006-01-02T15:04:05.000000Z"

func timeKey(t time.Time) string { return t.UTC().Format(keyLayout) }

// validPlace tells whether a cursor's time and organisation have the right form.
func validPlace(at, g string) bool {
	_, err := time.Parse(keyLayout, at)
	return err == nil && id.Valid(id.Organisation(g))
}

// CountBlocks counts what Blocks pages through.
func (s *Service) CountBlocks(ctx context.Context, v viewer.Viewer) (int, error) {
	rows, err := s.blocked(ctx, v)
	return len(rows), err
}

// seenBlock is a block with the organisation as the viewer sees it.
type seenBlock struct {
	block
	seen *organisation.Organisation
}

// blocked reads the blocks of the viewer's organisation, without organisations that the viewer may not see.
func (s *Service) blocked(ctx context.Context, v viewer.Viewer) ([]seenBlock, error) {
	if mayBlock(v) != nil {
		return nil, nil
	}
	rows, err := selectBlocks(ctx, s.db, v.Organisation)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	ids := make([]id.Organisation, len(rows))
	for i, b := range rows {
		ids[i] = b.ID
	}
	visible, err := s.organisations.ByIDs(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	var seen []seenBlock
	for _, b := range rows {
		if g := visible[b.ID]; g != nil {
			seen = append(seen, seenBlock{b, g})
		}
	}
	return seen, nil
}

// BlockedIDs tells which of the organisations the viewer's own blocks.
func (s *Service) BlockedIDs(ctx context.Context, v viewer.Viewer, ids []id.Organisation) (map[id.Organisation]bool, error) {
	if mayBlock(v) != nil {
		return nil, nil
	}
	rows, err := selectBlocks(ctx, s.db, v.Organisation)
	found := map[id.Organisation]bool{}
	for _, b := range rows {
		if slices.Contains(ids, b.ID) {
			found[b.ID] = true
		}
	}
	return found, err
}
