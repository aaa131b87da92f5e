package importer

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Maps are the maps that the portal brings along, NAME.yaml.
//
//go:embed maps/*.yaml
var Maps embed.FS

// Map says which columns of a file feed which fields; docs/import.md teaches how to write one. It has either Opportunity and Owner
// or Organisation.
type Map struct {
	Name         string              `yaml:"name"`     // what it is for, shown in reports
	Cluster      string              `yaml:"cluster"`  // slug of the responsible cluster, "lead" for the one that leads the project
	Required     []string            `yaml:"required"` // fields that must be filled, beside those that the portal demands anyway
	Opportunity  *OpportunityFields  `yaml:"opportunity"`
	Owner        *OrganisationFields `yaml:"owner"`
	Organisation *OrganisationFields `yaml:"organisation"`
	Technologies *TechnologyRules    `yaml:"technologies"`
	PerMarket    *MarketRules        `yaml:"perMarket"`
}

// OpportunityFields say where the fields of an opportunity come from.
type OpportunityFields struct {
	ExternalReference *Source `yaml:"externalReference"`
	Kind              *Source `yaml:"kind"`
	Market            *Source `yaml:"market"` // unless PerMarket finds it
	Status            *Source `yaml:"status"` // PUBLISHED or EXPIRED
	Title             *Source `yaml:"title"`
	Summary           *Source `yaml:"summary"`
	Description       *Source `yaml:"description"`
	Advantages        *Source `yaml:"advantages"`
	Specification     *Source `yaml:"specification"`
	PartnerSought     *Source `yaml:"partnerSought"`
	Stage             *Source `yaml:"stage"`
	TRL               *Source `yaml:"trl"`
	IPR               *Source `yaml:"ipr"`
	Partnerships      *Source `yaml:"partnerships"`
	Deadline          *Source `yaml:"deadline"`
	PublishedOn       *Source `yaml:"publishedOn"`
	Language          *Source `yaml:"language"`
	Confidential      *Source `yaml:"confidential"`
}

// OrganisationFields say where the fields of an organisation come from. Offers and Seeks each make one capability, with the
// technologies of the map.
type OrganisationFields struct {
	ExternalReference *Source `yaml:"externalReference"`
	Kind              *Source `yaml:"kind"`
	LegalName         *Source `yaml:"legalName"`
	Cluster           *Source `yaml:"cluster"`
	Market            *Source `yaml:"market"`
	Country           *Source `yaml:"country"`
	Region            *Source `yaml:"region"`
	City              *Source `yaml:"city"`
	FoundedYear       *Source `yaml:"foundedYear"`
	Headcount         *Source `yaml:"headcount"`
	Turnover          *Source `yaml:"turnover"`
	BalanceTotal      *Source `yaml:"balanceTotal"`
	AccountsYear      *Source `yaml:"accountsYear"`
	Independence      *Source `yaml:"independence"`
	NACECodes         *Source `yaml:"naceCodes"`
	Languages         *Source `yaml:"languages"`
	Certifications    *Source `yaml:"certifications"`
	Website           *Source `yaml:"website"`
	Description       *Source `yaml:"description"`
	Listed            *Source `yaml:"listed"`
	Offers            *Source `yaml:"offers"`
	Seeks             *Source `yaml:"seeks"`
}

// TechnologyRules say in which columns technologies stand and what to do with those that the tree does not know.
type TechnologyRules struct {
	Columns   []*Source    `yaml:"columns"` // each value one technology or condition; those that the tree does not know are listed
	AlsoIn    []*Source    `yaml:"alsoIn"`  // texts in which technologies may be named; nothing is listed
	Translate Translations `yaml:"translate"`
	Default   []string     `yaml:"default"` // slugs, when nothing is found; without them such a record is refused
}

// MarketRules make one opportunity of a record for every market that is found in it.
type MarketRules struct {
	In    *Source             `yaml:"in"`    // places, each ending in the name of a country
	Names map[string][]string `yaml:"names"` // code of a market -> names of its countries; those not named here go by the portal's names
}

// Load reads a map: one of the portal's own by its name, such as clinicaltrials, else a file.
func Load(nameOrPath string) (*Map, error) {
	text, err := Maps.ReadFile("maps/" + nameOrPath + ".yaml")
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		text, err = os.ReadFile(nameOrPath)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the map %q is neither a file nor one of the portal's own: %s", nameOrPath, strings.Join(names(), ", "))
	}
	if err != nil {
		return nil, err
	}
	m, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the map %s: %w", nameOrPath, err)
	}
	return m, nil
}

func names() []string {
	entries, _ := Maps.ReadDir("maps") // embedded: cannot fail
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".yaml")
	}
	return names
}

// maxMap bounds a map's text in bytes.
const maxMap = 1 << 20

// Parse reads a map and checks it. Keys that no map has are refused, with their line.
func Parse(text []byte) (*Map, error) {
	if len(text) > maxMap {
		return nil, fmt.Errorf("it is longer than %d KiB", maxMap>>10)
	}
	var m Map
	if err := yaml.UnmarshalWithOptions(text, &m, yaml.Strict()); err != nil {
		return nil, inWords(err)
	}
	return &m, m.check()
}

// inWords takes the excerpt off a YAML error and leaves line and message.
func inWords(err error) error {
	var e yaml.Error
	if errors.As(err, &e) && e.GetToken() != nil {
		return fmt.Errorf("line %d: %s", e.GetToken().Position.Line, e.GetMessage())
	}
	return err
}

// check checks what the form of YAML cannot.
func (m *Map) check() error {
	switch {
	case (m.Opportunity == nil) == (m.Organisation == nil):
		return errors.New("give either opportunity and owner, or organisation")
	case (m.Opportunity == nil) != (m.Owner == nil):
		return errors.New("opportunity and owner belong together")
	case m.Organisation != nil && m.PerMarket != nil:
		return errors.New("perMarket is for opportunities")
	case m.Opportunity != nil && (m.PerMarket == nil) == (m.Opportunity.Market == nil):
		return errors.New("give either perMarket or opportunity.market")
	case m.PerMarket != nil && m.PerMarket.In == nil:
		return errors.New("perMarket.in is missing")
	}
	fields := m.fields()
	for _, name := range m.Required {
		if !slices.ContainsFunc(fields, func(f field) bool { return f.name == name }) {
			return fmt.Errorf("required names %q, which this map does not fill", name)
		}
	}
	for _, f := range fields {
		if err := f.source.check(); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return nil
}
