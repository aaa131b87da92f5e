package cluster

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/country"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/ref"
	"github.com/bioxclusters/portal/internal/viewer"
)

// SaveInput is a cluster as a coordinator writes it, all of it but whether it leads the project.
type SaveInput struct {
	Slug            string // names the cluster; one that is not there is made
	ExpectedVersion *int   // that was read; nil or 0 for a new cluster
	Kind            Kind
	Name            string
	Country         string
	Region          string
	Nuts            string
	City            string
	Website         string
	Latitude        float64
	Longitude       float64
	StandsFor       string
}

// Save writes a cluster; for coordinators. From then on the portal's files do not change it any more.
func (s *Service) Save(ctx context.Context, v viewer.Viewer, in SaveInput, now time.Time) (*Cluster, error) {
	if err := viewer.MustCoordinate(v); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	made := &Cluster{ID: id.Derived[id.Cluster]("cluster:" + in.Slug), Slug: in.Slug, Kind: in.Kind, Name: in.Name, Country: in.Country, Region: in.Region, NUTS: in.Nuts,
		City: in.City, Website: in.Website, Latitude: in.Latitude, Longitude: in.Longitude, StandsFor: in.StandsFor, Version: ref.Next(in.ExpectedVersion)}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := save(ctx, tx, made); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: now, Actor: v.User, Act: "saveCluster", Subject: string(made.ID), Detail: map[string]any{"version": made.Version}})
	})
	if err != nil {
		return nil, err
	}
	return s.BySlug(ctx, in.Slug)
}

func (in *SaveInput) check() error {
	var c fault.Check
	c.Slug("slug", in.Slug)
	c.That(in.Kind.Valid(), "kind", "There is no such choice.")
	c.Line("name", in.Name, 1, 128)
	c.That(country.Valid(in.Country), "country", "Please give a country by its two-letter code, such as ES.")
	c.Line("region", in.Region, 1, 128)
	c.That(country.NUTS(in.Nuts) && country.Holds(in.Country, in.Nuts), "nuts", "Please give a NUTS code within the country, such as ES51.")
	c.Line("city", in.City, 1, 128)
	c.Website("website", in.Website)
	c.That(in.Latitude >= -90 && in.Latitude <= 90, "latitude", "Please give degrees, -90 to 90.")
	c.That(in.Longitude >= -180 && in.Longitude <= 180, "longitude", "Please give degrees, -180 to 180.")
	c.Text("standsFor", in.StandsFor, 0, 1000)
	return c.Err()
}
