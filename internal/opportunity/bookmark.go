package opportunity

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// bookmarked is an opportunity with when the viewer took note of it.
type bookmarked struct {
	Opportunity
	At time.Time `db:"bookmarked_at"`
}

// bookmarkOrder names the cursors of bookmarks.
const bookmarkOrder = "bookmark"

// AddBookmark remembers an opportunity for the viewer; once is enough.
func (s *Service) AddBookmark(ctx context.Context, v viewer.Viewer, in AddBookmarkInput) (*Opportunity, error) {
	o, err := s.bookmarkable(ctx, v, in.OpportunityID)
	if err != nil {
		return nil, err
	}
	return o, insertBookmark(ctx, s.db, v.User, o.ID, s.moment())
}

// RemoveBookmark forgets a bookmark, whether there was one or not.
func (s *Service) RemoveBookmark(ctx context.Context, v viewer.Viewer, in RemoveBookmarkInput) (*Opportunity, error) {
	o, err := s.bookmarkable(ctx, v, in.OpportunityID)
	if err != nil {
		return nil, err
	}
	return o, deleteBookmark(ctx, s.db, v.User, o.ID)
}

func (s *Service) bookmarkable(ctx context.Context, v viewer.Viewer, oid id.Opportunity) (*Opportunity, error) {
	if !v.SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	o, err := s.Get(ctx, v, oid)
	if err != nil {
		return nil, missingAt("opportunityId", err)
	}
	return o, nil
}

// Bookmarks pages through what the viewer remembers and may still read, the latest first.
func (s *Service) Bookmarks(ctx context.Context, v viewer.Viewer, args page.Args) (*page.Page[*Opportunity], error) {
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	after, err := args.From(bookmarkOrder, 2)
	if err != nil {
		return nil, err
	}
	if after != nil && (!validTimeKey(after[0]) || !id.Valid(id.Opportunity(after[1]))) {
		return nil, fault.New(fault.Invalid, "after", "This cursor is not one of this list.")
	}
	rows, err := selectBookmarks(ctx, s.db, v, after, limit)
	if err != nil {
		return nil, err
	}
	found := page.Of(rows, limit, after, bookmarkOrder, func(b *bookmarked) []string { return []string{timeKey(b.At), string(b.ID)} })
	p := &page.Page[*Opportunity]{Cursors: found.Cursors, HasNext: found.HasNext, After: found.After}
	for _, b := range found.Nodes {
		p.Nodes = append(p.Nodes, &b.Opportunity)
	}
	return p, nil
}

// CountBookmarks says how many there are in all.
func (s *Service) CountBookmarks(ctx context.Context, v viewer.Viewer) (int, error) {
	return countBookmarks(ctx, s.db, v)
}

// BookmarkedIDs tells which of the opportunities the viewer remembers.
func (s *Service) BookmarkedIDs(ctx context.Context, v viewer.Viewer, ids []id.Opportunity) (map[id.Opportunity]bool, error) {
	rows, err := selectBookmarked(ctx, s.db, v.User, wellFormed(ids))
	found := make(map[id.Opportunity]bool, len(rows))
	for _, oid := range rows {
		found[oid] = true
	}
	return found, err
}
