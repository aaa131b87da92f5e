package cluster

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/ref"
)

const columns = `id, slug, kind, name, country, region_name, nuts, city, website, latitude, longitude, stands_for, lead, version`

func selectAll(ctx context.Context, q db.Q) ([]*Cluster, error) {
	var all []*Cluster
	err := q.SelectContext(ctx, &all, `select `+columns+` from cluster`)
	return all, db.Fault(err)
}

func selectByIDs(ctx context.Context, q db.Q, ids []id.Cluster) (map[id.Cluster]*Cluster, error) {
	var rows []*Cluster
	err := q.SelectContext(ctx, &rows, `select `+columns+` from cluster where id = any($1)`, db.List[id.Cluster](ids))
	found := make(map[id.Cluster]*Cluster, len(rows))
	for _, c := range rows {
		found[c.ID] = c
	}
	return found, db.Fault(err)
}

func selectNames(ctx context.Context, q db.Q) ([]ref.Name[id.Cluster], error) {
	var names []ref.Name[id.Cluster]
	err := q.SelectContext(ctx, &names, `select id, slug as name from cluster`)
	return names, db.Fault(err)
}

// selectKind is the kind of the cluster with this id.
func selectKind(ctx context.Context, q db.Q, c id.Cluster) (Kind, error) {
	var kind Kind
	err := q.GetContext(ctx, &kind, `select kind from cluster where id = $1`, c)
	return kind, db.Fault(err)
}

// Upsert writes clusters as the reference files have them; rows of other ids stay, and those that coordinators have changed.
func Upsert(ctx context.Context, q db.Q, clusters []*Cluster) error {
	for _, c := range clusters {
		_, err := q.ExecContext(ctx, `insert into cluster (`+columns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,1)
			on conflict (id) do update set slug = $2, kind = $3, name = $4, country = $5, region_name = $6, nuts = $7, city = $8,
				website = $9, latitude = $10, longitude = $11, stands_for = $12, lead = $13
				where cluster.version = 1`,
			c.ID, c.Slug, c.Kind, c.Name, c.Country, c.Region, c.NUTS, c.City, c.Website, c.Latitude, c.Longitude, c.StandsFor, c.Lead)
		if err != nil {
			return db.Fault(err)
		}
	}
	return nil
}

// save writes a cluster over its version before, 0 for one that is new; CONFLICT when it stands at another.
func save(ctx context.Context, q db.Q, c *Cluster) error {
	done, err := q.ExecContext(ctx, `insert into cluster (`+columns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)
		on conflict (id) do update set kind = $3, name = $4, country = $5, region_name = $6, nuts = $7, city = $8,
			website = $9, latitude = $10, longitude = $11, stands_for = $12, version = $14 where cluster.version = $14 - 1`,
		c.ID, c.Slug, c.Kind, c.Name, c.Country, c.Region, c.NUTS, c.City, c.Website, c.Latitude, c.Longitude, c.StandsFor, c.Lead, c.Version)
	if err != nil {
		return db.Fault(err)
	}
	return ref.Written(done)
}
