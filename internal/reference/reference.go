// Package reference brings the reference data into the database: markets with their guides, clusters, the technology tree, gateway
// organisations, and the weights of matching.
//
// The files below this folder own these rows until a coordinator writes one: from version 2 on it is theirs. Exceptions are the status of
// a gateway and whether it is listed, which its cluster's staff decide, and weights, of which a version once written never changes.
// Rows that no file names any more stay, since others refer to them.
package reference

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/technology"
)

// Load writes the reference data in one transaction. It is safe to run at every start and by several processes at once; ids follow
// from codes and slugs and are the same everywhere. now is the time of making of what is new.
func Load(ctx context.Context, d *db.DB, now time.Time) error {
	all, err := read()
	if err != nil {
		return err
	}
	return d.InTx(ctx, func(tx *db.Tx) error { return all.write(ctx, tx, now.UTC().Truncate(time.Microsecond)) })
}

// MarketID is the id of the market with a code, such as CN.
func MarketID(code string) id.Market { return id.Derived[id.Market]("market:" + code) }

// ClusterID is the id of the cluster with a slug, such as biocat.
func ClusterID(slug string) id.Cluster { return id.Derived[id.Cluster]("cluster:" + slug) }

// TechnologyID is the id of the technology with a slug, such as monoclonal-antibodies.
func TechnologyID(slug string) id.Technology { return id.Derived[id.Technology]("technology:" + slug) }

// GatewayID is the id of the gateway organisation with a slug, such as wistar-institute.
func GatewayID(slug string) id.Organisation { return id.Derived[id.Organisation]("gateway:" + slug) }

// data is all that the files say.
type data struct {
	markets      []*market.Market
	clusters     []*cluster.Cluster
	technologies []*technology.Technology
	gateways     []organisation.Organisation // of which write makes copies
}

// read parses the embedded files, once.
var read = sync.OnceValues(func() (d data, err error) {
	if d.markets, err = readMarkets(); err != nil {
		return d, err
	}
	if d.clusters, err = readClusters(); err != nil {
		return d, err
	}
	if d.technologies, err = readTechnologies(); err != nil {
		return d, err
	}
	d.gateways, err = readGateways()
	return d, err
})

func (d data) write(ctx context.Context, tx db.Q, now time.Time) error {
	if err := market.Upsert(ctx, tx, d.markets); err != nil {
		return err
	}
	if err := cluster.Upsert(ctx, tx, d.clusters); err != nil {
		return err
	}
	if err := technology.Upsert(ctx, tx, d.technologies); err != nil {
		return err
	}
	for _, g := range d.gateways {
		g.CreatedAt, g.UpdatedAt = now, now
		if err := organisation.UpsertReference(ctx, tx, &g); err != nil {
			return err
		}
	}
	return insertWeights(ctx, tx, matching.Version1, now)
}

// oneLine undoes the line breaks that a folded YAML text keeps.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
