// Package cluster knows the cluster organisations that run the project, and the regional agencies that work beside them.
package cluster

import "github.com/bioxclusters/portal/internal/id"

// Kind is what a cluster organisation is.
type Kind string

// The kinds of cluster organisation.
const (
	KindCluster        Kind = "CLUSTER"         // has member organisations
	KindRegionalAgency Kind = "REGIONAL_AGENCY" // has none of its own
)

// Valid tells whether there is such a kind.
func (k Kind) Valid() bool { return k == KindCluster || k == KindRegionalAgency }

// Cluster is a cluster organisation or a regional agency.
type Cluster struct {
	ID        id.Cluster `db:"id"`
	Slug      string     `db:"slug"` // such as biocat
	Kind      Kind       `db:"kind"`
	Name      string     `db:"name"`
	Country   string     `db:"country"`     // ISO 3166-1 alpha-2
	Region    string     `db:"region_name"` // in words
	NUTS      string     `db:"nuts"`
	City      string     `db:"city"`
	Website   string     `db:"website"`  // "" for none
	Latitude  float64    `db:"latitude"` // degrees, WGS 84
	Longitude float64    `db:"longitude"`
	StandsFor string     `db:"stands_for"`
	Lead      bool       `db:"lead"`    // leads the project
	Version   int        `db:"version"` // 1 for as the portal's files have it
}

// Coordinates are latitude and longitude in degrees, WGS 84.
func (c *Cluster) Coordinates() []float64 { return []float64{c.Latitude, c.Longitude} }
