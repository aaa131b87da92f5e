// Package market knows the target markets. They are data: a new market is a row, never a change of code.
package market

import (
	"cmp"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// Status tells whether the clusters work on a market now.
type Status string

// The statuses of a market.
const (
	Active Status = "ACTIVE"
	Paused Status = "PAUSED" // no new activity is planned
)

// Valid tells whether there is such a status.
func (s Status) Valid() bool { return s == Active || s == Paused }

// Market is a target country or region.
type Market struct {
	ID                    id.Market                  `db:"id"`
	Code                  string                     `db:"code"`  // such as CN
	Names                 db.JSON[map[string]string] `db:"names"` // by language
	CountryList           db.List[string]            `db:"countries"`
	Currency              string                     `db:"currency"` // ISO 4217
	TimeZoneList          db.List[string]            `db:"time_zones"`
	LanguageList          db.List[string]            `db:"languages"`
	RegulatorAbbreviation string                     `db:"regulator_abbreviation"`
	RegulatorName         string                     `db:"regulator_name"`
	RegulatorWebsite      string                     `db:"regulator_website"`
	Guide                 string                     `db:"guide"` // Markdown
	Status                Status                     `db:"status"`
	Version               int                        `db:"version"` // 1 for as the portal's files have it
}

// Regulator is the authority that regulates devices and medicines in a market.
type Regulator struct {
	Abbreviation string // such as NMPA
	Name         string // in English
	Website      string
}

// NameIn is the name in a language, in English where there is none.
func (m *Market) NameIn(language string) string {
	return cmp.Or(m.Names.V[language], m.Names.V["en"], m.Code)
}

// Countries are ISO 3166-1 alpha-2 codes.
func (m *Market) Countries() []string { return m.CountryList }

// TimeZones are IANA names, that of the business centre first.
func (m *Market) TimeZones() []string { return m.TimeZoneList }

// Languages of business, ISO 639-1.
func (m *Market) Languages() []string { return m.LanguageList }

// Regulator is the market's regulatory authority.
func (m *Market) Regulator() *Regulator {
	return &Regulator{m.RegulatorAbbreviation, m.RegulatorName, m.RegulatorWebsite}
}
