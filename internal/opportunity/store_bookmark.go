package opportunity

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

const bookmarks = tables + ` join bookmark b on b.opportunity_id = o.id`

func insertBookmark(ctx context.Context, q db.Q, u id.User, o id.Opportunity, now time.Time) error {
	_, err := q.ExecContext(ctx, `insert into bookmark (user_id, opportunity_id, created_at) values ($1, $2, $3)
		on conflict do nothing`, u, o, now)
	return db.Fault(err)
}

func deleteBookmark(ctx context.Context, q db.Q, u id.User, o id.Opportunity) error {
	_, err := q.ExecContext(ctx, `delete from bookmark where user_id = $1 and opportunity_id = $2`, u, o)
	return db.Fault(err)
}

// bookmarksOf are the conditions of what a viewer remembers and may read.
func bookmarksOf(v viewer.Viewer) *conditions {
	w := &conditions{}
	w.visible(v)
	w.add("b.user_id = " + w.arg(v.User))
	return w
}

func selectBookmarks(ctx context.Context, q db.Q, v viewer.Viewer, after page.Cursor, limit int) ([]*bookmarked, error) {
	w := bookmarksOf(v)
	if after != nil {
		w.add("(b.created_at, b.opportunity_id) < (" + w.arg(after[0]) + "::timestamptz, " + w.arg(after[1]) + "::text)")
	}
	var rows []*bookmarked
	err := q.SelectContext(ctx, &rows, `select `+columns+`, b.created_at as bookmarked_at`+bookmarks+w.sql()+
		` order by b.created_at desc, b.opportunity_id desc limit `+w.arg(limit+1), w.args...)
	return rows, db.Fault(err)
}

func countBookmarks(ctx context.Context, q db.Q, v viewer.Viewer) (int, error) {
	w := bookmarksOf(v)
	var n int
	err := q.GetContext(ctx, &n, `select count(*)`+bookmarks+w.sql(), w.args...)
	return n, db.Fault(err)
}

func selectBookmarked(ctx context.Context, q db.Q, u id.User, ids []id.Opportunity) ([]id.Opportunity, error) {
	var rows []id.Opportunity
	err := q.SelectContext(ctx, &rows, `select opportunity_id from bookmark where user_id = $1 and opportunity_id = any($2)`,
		u, db.List[id.Opportunity](ids))
	return rows, db.Fault(err)
}
