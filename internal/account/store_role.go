package account

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// lockRights lets one transaction at a time change what people may, over all processes: two coordinators who take each other's
// role at the same moment would otherwise leave none.
func lockRights(ctx context.Context, q db.Q) error {
	_, err := q.ExecContext(ctx, `select pg_advisory_xact_lock(hashtext('portal_user rights'))`)
	return err
}

func setRights(ctx context.Context, q db.Q, u *User, now time.Time) error {
	_, err := q.ExecContext(ctx, `
		update portal_user set organisation_id = $2, organisation_role = $3, cluster_id = $4, analyst = $5, coordinator = $6, status = $7,
			updated_at = $8, version = version + 1
		where id = $1`, u.ID, u.OrganisationID, u.OrganisationRole, u.ClusterID, u.Analyst, u.Coordinator, u.Status, now)
	return err
}

func otherCoordinators(ctx context.Context, q db.Q, than id.User) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*) from portal_user where coordinator and status = 'ACTIVE' and email_verified_at is not null and id <> $1`, than)
	return n, err
}

func organisationExists(ctx context.Context, q db.Q, o id.Organisation) (there bool, err error) {
	err = q.GetContext(ctx, &there, `select exists (select from organisation where id = $1)`, o)
	return there, err
}

func clusterExists(ctx context.Context, q db.Q, c id.Cluster) (there bool, err error) {
	err = q.GetContext(ctx, &there, `select exists (select from cluster where id = $1)`, c)
	return there, err
}
