package account

import (
	"context"
	"strings"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// narrowed is a filter of people, checked; what is empty does not narrow.
type narrowed struct {
	viewer        viewer.Viewer
	text          string
	roles         db.List[viewer.Role]
	statuses      db.List[Status]
	organisations db.List[id.Organisation]
	clusters      db.List[id.Cluster]
}

// narrowedSQL is MaySee and a filter in SQL; a test compares it with MaySee.
const narrowedSQL = `where ($1 or u.id = $2 or u.organisation_id = $3 or u.cluster_id = $4 or o.cluster_id = $4)
	and ($5 = '' or lower(u.name) like $5 or u.email_key like $5)
	and (cardinality($6::text[]) = 0 or u.organisation_role = any($6) or 'STAFF' = any($6) and u.cluster_id is not null
		or 'ANALYST' = any($6) and u.analyst or 'COORDINATOR' = any($6) and u.coordinator)
	and (cardinality($7::text[]) = 0 or u.status = any($7))
	and (cardinality($8::text[]) = 0 or u.organisation_id = any($8))
	and (cardinality($9::text[]) = 0 or u.cluster_id = any($9) or o.cluster_id = any($9)) `

func (n narrowed) args() []any {
	v := n.viewer
	var organisation *id.Organisation
	var staff *id.Cluster
	if v.BelongsTo(v.Organisation) {
		organisation = &v.Organisation
	}
	if v.IsStaffOf(v.Cluster) {
		staff = &v.Cluster
	}
	like := ""
	if n.text != "" {
		like = "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(n.text)) + "%"
	}
	return []any{v.IsCoordinator(), v.User, organisation, staff, like, n.roles, n.statuses, n.organisations, n.clusters}
}

func listUsers(ctx context.Context, q db.Q, n narrowed, after page.Cursor, limit int) (list []*User, err error) {
	var name, last *string
	if after != nil {
		name, last = &after[0], &after[1]
	}
	err = q.SelectContext(ctx, &list, selectUser+narrowedSQL+`
		and ($10::text is null or (lower(u.name) collate "C", u.id) > (lower($10::text) collate "C", $11))
		order by lower(u.name) collate "C", u.id limit $12`, append(n.args(), name, last, limit)...)
	return list, err
}

func countUsers(ctx context.Context, q db.Q, n narrowed) (count int, err error) {
	err = q.GetContext(ctx, &count, `select count(*) from portal_user u left join organisation o on o.id = u.organisation_id `+narrowedSQL, n.args()...)
	return count, err
}
