package reference

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/reference/places"
)

// decode reads a YAML file, of which every key must have a place in T.
func decode[T any](files fs.FS, name string) (v T, err error) {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return v, err
	}
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(&v); err != nil {
		return v, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}

func readMarkets() ([]*market.Market, error) {
	type entry struct {
		Code      string
		Countries []string
		Names     map[string]string
		Regulator struct{ Abbreviation, Name, Website string }
		Currency  string
		TimeZones []string `yaml:"timeZones"`
		Languages []string
		Status    market.Status
	}
	entries, err := decode[[]entry](places.Files, "markets.yaml")
	if err != nil {
		return nil, err
	}
	markets := make([]*market.Market, len(entries))
	for i, e := range entries {
		guide, err := fs.ReadFile(places.Files, "guides/"+strings.ToLower(e.Code)+".en.md")
		if err != nil {
			return nil, err
		}
		markets[i] = &market.Market{ID: MarketID(e.Code), Code: e.Code, Names: db.JSON[map[string]string]{V: e.Names},
			CountryList: e.Countries, Currency: e.Currency, TimeZoneList: e.TimeZones, LanguageList: e.Languages,
			RegulatorAbbreviation: e.Regulator.Abbreviation, RegulatorName: e.Regulator.Name, RegulatorWebsite: e.Regulator.Website,
			Guide: string(guide), Status: e.Status}
	}
	return markets, nil
}

func readClusters() ([]*cluster.Cluster, error) {
	type entry struct {
		Slug       string
		Kind       cluster.Kind
		Lead       bool
		Name       string
		Country    string
		RegionName string `yaml:"regionName"`
		NUTS       string
		City       string
		Website    string
		Latitude   float64
		Longitude  float64
		StandsFor  string `yaml:"standsFor"`
	}
	entries, err := decode[[]entry](places.Files, "clusters.yaml")
	if err != nil {
		return nil, err
	}
	clusters := make([]*cluster.Cluster, len(entries))
	for i, e := range entries {
		clusters[i] = &cluster.Cluster{ID: ClusterID(e.Slug), Slug: e.Slug, Kind: e.Kind, Name: e.Name, Country: e.Country,
			Region: e.RegionName, NUTS: e.NUTS, City: e.City, Website: e.Website, Latitude: e.Latitude, Longitude: e.Longitude,
			StandsFor: oneLine(e.StandsFor), Lead: e.Lead}
	}
	return clusters, nil
}

func readGateways() ([]organisation.Organisation, error) {
	type entry struct {
		Slug         string
		Name         string
		Country      string
		Market       string
		City         string
		Website      string
		Languages    []string
		Description  string
		InvitedBy    string `yaml:"invitedBy"` // slug of a cluster
		Technologies []string
	}
	entries, err := decode[[]entry](places.Files, "gateways.yaml")
	if err != nil {
		return nil, err
	}
	gateways := make([]organisation.Organisation, len(entries))
	for i, e := range entries {
		gateways[i] = organisation.Organisation{ID: GatewayID(e.Slug), Kind: organisation.Gateway, Status: organisation.Verified, Listed: true,
			ClusterID: ClusterID(e.InvitedBy), MarketID: pointer(MarketID(e.Market)), LegalName: e.Name, Country: e.Country, City: e.City,
			LanguageList: e.Languages, Website: e.Website, Description: oneLine(e.Description), Origin: organisation.Portal,
			ExternalReference: pointer("gateway:" + e.Slug)}
	}
	return gateways, nil
}

func pointer[T string | id.Market](v T) *T { return &v }
