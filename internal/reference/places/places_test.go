package places

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones must load on a machine without a zone database

	"github.com/goccy/go-yaml"
)

var (
	languages = []string{"en", "es", "ca", "fr", "de", "it", "pt", "zh"}
	sections  = []string{
		"Regulatory route for medical devices", "Regulatory route for medicines", "Intellectual property",
		"Reimbursement and procurement", "Business practice", "Sources",
	}
	slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	nutsForm = regexp.MustCompile(`^[A-Z]{2}[0-9A-Z]{1,3}$`)
)

type market struct {
	Code      string            `yaml:"code"`
	Countries []string          `yaml:"countries"`
	Names     map[string]string `yaml:"names"`
	Regulator struct {
		Abbreviation string `yaml:"abbreviation"`
		Name         string `yaml:"name"`
		Website      string `yaml:"website"`
	} `yaml:"regulator"`
	Currency  string   `yaml:"currency"`
	TimeZones []string `yaml:"timeZones"`
	Languages []string `yaml:"languages"`
	Status    string   `yaml:"status"`
}

type cluster struct {
	Slug       string  `yaml:"slug"`
	Kind       string  `yaml:"kind"`
	Name       string  `yaml:"name"`
	Country    string  `yaml:"country"`
	RegionName string  `yaml:"regionName"`
	NUTS       string  `yaml:"nuts"`
	City       string  `yaml:"city"`
	Website    string  `yaml:"website"`
	Latitude   float64 `yaml:"latitude"`
	Longitude  float64 `yaml:"longitude"`
	StandsFor  string  `yaml:"standsFor"`
	Lead       bool    `yaml:"lead"`
}

type gateway struct {
	Slug         string   `yaml:"slug"`
	Name         string   `yaml:"name"`
	Country      string   `yaml:"country"`
	Market       string   `yaml:"market"`
	City         string   `yaml:"city"`
	Website      string   `yaml:"website"`
	Languages    []string `yaml:"languages"`
	Description  string   `yaml:"description"`
	InvitedBy    string   `yaml:"invitedBy"`
	Technologies []string `yaml:"technologies"`
}

func load[T any](t *testing.T, name string) []T {
	t.Helper()
	text, err := Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var list []T
	if err := yaml.UnmarshalWithOptions(text, &list, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return list
}

func TestMarketsAreComplete(t *testing.T) {
	markets := load[market](t, "markets.yaml")
	if len(markets) != 3 {
		t.Fatalf("%d markets, want 3", len(markets))
	}
	for _, m := range markets {
		for _, language := range languages {
			if m.Names[language] == "" {
				t.Errorf("%s: no name in %s", m.Code, language)
			}
		}
		for _, zone := range m.TimeZones {
			if _, err := time.LoadLocation(zone); err != nil {
				t.Errorf("%s: %v", m.Code, err)
			}
		}
		if len(m.Countries) == 0 || len(m.TimeZones) == 0 || len(m.Languages) == 0 || len(m.Currency) != 3 || m.Status != "ACTIVE" {
			t.Errorf("%s is incomplete: %+v", m.Code, m)
		}
		if r := m.Regulator; r.Abbreviation == "" || r.Name == "" || !strings.HasPrefix(r.Website, "https://") {
			t.Errorf("%s: regulator is incomplete: %+v", m.Code, r)
		}
	}
}

func TestEveryMarketHasAGuide(t *testing.T) {
	for _, m := range load[market](t, "markets.yaml") {
		name := "guides/" + strings.ToLower(m.Code) + ".en.md"
		guide, err := Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := string(guide)
		if words := len(strings.Fields(text)); words < 550 || words > 800 {
			t.Errorf("%s: %d words, want 550 to 800", name, words)
		}
		var found []string
		for line := range strings.Lines(text) {
			if title, ok := strings.CutPrefix(line, "## "); ok {
				found = append(found, strings.TrimSpace(title))
			}
		}
		if !slices.Equal(found, sections) {
			t.Errorf("%s: sections %q, want %q", name, found, sections)
		}
		if !strings.Contains(text, "not legal advice; ask your cluster.") {
			t.Errorf("%s: does not say that it is not legal advice", name)
		}
	}
}

func TestClustersAreComplete(t *testing.T) {
	clusters := load[cluster](t, "clusters.yaml")
	if len(clusters) != 5 {
		t.Fatalf("%d clusters, want 5", len(clusters))
	}
	var leads []string
	for _, c := range clusters {
		if c.Lead {
			leads = append(leads, c.Slug)
		}
		if !slugForm.MatchString(c.Slug) || c.Name == "" || c.RegionName == "" || c.City == "" || c.StandsFor == "" {
			t.Errorf("%s is incomplete: %+v", c.Slug, c)
		}
		if !nutsForm.MatchString(c.NUTS) || !strings.HasPrefix(c.NUTS, c.Country) {
			t.Errorf("%s: NUTS %q is not a region of %s", c.Slug, c.NUTS, c.Country)
		}
		if c.Kind != "CLUSTER" && c.Kind != "REGIONAL_AGENCY" {
			t.Errorf("%s: kind %q", c.Slug, c.Kind)
		}
		if c.Latitude < 35 || c.Latitude > 60 || c.Longitude < -10 || c.Longitude > 20 {
			t.Errorf("%s: %v, %v is not in western Europe", c.Slug, c.Latitude, c.Longitude)
		}
	}
	if !slices.Equal(leads, []string{"lyonbiopole"}) {
		t.Errorf("lead %q, want lyonbiopole alone", leads)
	}
}

func TestGatewaysPointToKnownMarketsAndClusters(t *testing.T) {
	markets, clusters := map[string][]string{}, map[string]bool{}
	for _, m := range load[market](t, "markets.yaml") {
		markets[m.Code] = m.Countries
	}
	for _, c := range load[cluster](t, "clusters.yaml") {
		clusters[c.Slug] = true
	}
	gateways := load[gateway](t, "gateways.yaml")
	if len(gateways) != 5 {
		t.Fatalf("%d gateways, want 5", len(gateways))
	}
	for _, g := range gateways {
		if !slugForm.MatchString(g.Slug) || g.Name == "" || g.Description == "" || len(g.Languages) == 0 {
			t.Errorf("%s is incomplete: %+v", g.Slug, g)
		}
		if !slices.Contains(markets[g.Market], g.Country) {
			t.Errorf("%s: %s is not a country of market %q", g.Slug, g.Country, g.Market)
		}
		if !clusters[g.InvitedBy] {
			t.Errorf("%s: invited by unknown cluster %q", g.Slug, g.InvitedBy)
		}
	}
}
