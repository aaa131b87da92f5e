package match

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
)

// stamp changes whenever an organisation is made or changed: every change raises a version, and rows are not deleted while the portal
// serves. It is read from an index alone.
type stamp struct {
	Organisations int   `db:"organisations"`
	Versions      int64 `db:"versions"`
}

func selectStamp(ctx context.Context, q db.Q) (stamp, error) {
	var st stamp
	err := q.GetContext(ctx, &st, `select count(*) as organisations, coalesce(sum(version), 0) as versions from organisation`)
	return st, db.Fault(err)
}

// version is an organisation in one of its versions.
type version struct {
	ID      id.Organisation `db:"id"`
	Version int             `db:"version"`
}

func selectVersions(ctx context.Context, q db.Q) ([]version, error) {
	var rows []version
	err := q.SelectContext(ctx, &rows, `select id, version from organisation`)
	return rows, db.Fault(err)
}

// selectProfiles reads organisations and what they offer and seek, whoever may see them.
func selectProfiles(ctx context.Context, q db.Q, ids []id.Organisation) ([]*organisation.Organisation, map[id.Organisation][]organisation.Capability, error) {
	var rows []*organisation.Organisation
	err := q.SelectContext(ctx, &rows, `select id, kind, status, listed, cluster_id, market_id, country, region, founded_year, size_class,
		languages, certifications, description, version from organisation where id = any($1)`, db.List[id.Organisation](ids))
	if err != nil {
		return nil, nil, db.Fault(err)
	}
	capabilities, err := selectCapabilitiesOf(ctx, q, ids)
	return rows, capabilities, err
}

func selectCapabilitiesOf(ctx context.Context, q db.Q, ids []id.Organisation) (map[id.Organisation][]organisation.Capability, error) {
	var rows []organisation.Capability
	err := q.SelectContext(ctx, &rows, `select id, organisation_id, position, direction, technology_ids, text, language, stage,
		partnerships, market_ids from capability where organisation_id = any($1) order by organisation_id, position`, db.List[id.Organisation](ids))
	found := map[id.Organisation][]organisation.Capability{}
	for _, c := range rows {
		found[c.OrganisationID] = append(found[c.OrganisationID], c)
	}
	return found, db.Fault(err)
}
