package market

import (
	"context"
	"regexp"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/country"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/language"
	"github.com/bioxclusters/portal/internal/ref"
	"github.com/bioxclusters/portal/internal/viewer"
)

// SaveInput is a market as a coordinator writes it, all of it.
type SaveInput struct {
	Code                  string // names the market; one that is not there is made
	ExpectedVersion       *int   // that was read; nil or 0 for a new market
	Names                 []ref.Text
	Countries             []string
	Currency              string
	TimeZones             []string
	Languages             []string
	RegulatorAbbreviation string
	RegulatorName         string
	RegulatorWebsite      string
	Guide                 string
	Status                Status
}

var (
	codeForm     = regexp.MustCompile(`^[A-Z]{2,8}$`)
	currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)
)

// Save writes a market; for coordinators. From then on the portal's files do not change it any more.
func (s *Service) Save(ctx context.Context, v viewer.Viewer, in SaveInput, now time.Time) (*Market, error) {
	if err := viewer.MustCoordinate(v); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	m := &Market{ID: id.Derived[id.Market]("market:" + in.Code), Code: in.Code, Names: db.JSON[map[string]string]{V: map[string]string{}},
		CountryList: in.Countries, Currency: in.Currency, TimeZoneList: in.TimeZones, LanguageList: in.Languages, RegulatorAbbreviation: in.RegulatorAbbreviation,
		RegulatorName: in.RegulatorName, RegulatorWebsite: in.RegulatorWebsite, Guide: in.Guide, Status: in.Status, Version: ref.Next(in.ExpectedVersion)}
	for _, n := range in.Names {
		m.Names.V[n.Language] = n.Text
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := save(ctx, tx, m); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: now, Actor: v.User, Act: "saveMarket", Subject: string(m.ID), Detail: map[string]any{"version": m.Version}})
	})
	if err != nil {
		return nil, err
	}
	return m, nil
}

func (in *SaveInput) check() error {
	var c fault.Check
	c.That(codeForm.MatchString(in.Code), "code", "Please give 2 to 8 capital letters, such as CN.")
	ref.CheckTexts(&c, "names", in.Names, 128)
	c.Count("countries", len(in.Countries), 1, 50)
	for i, k := range in.Countries {
		c.That(country.Valid(k), fault.Item("countries", i), "Please give a country by its two-letter code, such as ES.")
	}
	c.That(currencyForm.MatchString(in.Currency), "currency", "Please give a currency as ISO 4217 writes it, such as EUR.")
	c.Count("timeZones", len(in.TimeZones), 1, 20)
	for i, z := range in.TimeZones {
		_, err := time.LoadLocation(z)
		c.That(z != "" && err == nil, fault.Item("timeZones", i), "Please give a time zone such as Asia/Shanghai.")
	}
	c.Count("languages", len(in.Languages), 1, 20)
	for i, l := range in.Languages {
		c.That(language.ISO639(l), fault.Item("languages", i), "Please give a language as ISO 639-1 writes it, such as en.")
	}
	c.Line("regulatorAbbreviation", in.RegulatorAbbreviation, 1, 32)
	c.Line("regulatorName", in.RegulatorName, 1, 256)
	c.Line("regulatorWebsite", in.RegulatorWebsite, 1, 512)
	c.Website("regulatorWebsite", in.RegulatorWebsite)
	c.Text("guide", in.Guide, 0, 40_000)
	c.That(in.Status.Valid(), "status", "There is no such status.")
	return c.Err()
}
