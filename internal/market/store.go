package market

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/ref"
)

const columns = `id, code, names, countries, currency, time_zones, languages,
	regulator_abbreviation, regulator_name, regulator_website, guide, status, version`

func selectAll(ctx context.Context, q db.Q) ([]*Market, error) {
	var all []*Market
	err := q.SelectContext(ctx, &all, `select `+columns+` from market`)
	return all, db.Fault(err)
}

func selectByIDs(ctx context.Context, q db.Q, ids []id.Market) (map[id.Market]*Market, error) {
	var rows []*Market
	err := q.SelectContext(ctx, &rows, `select `+columns+` from market where id = any($1)`, db.List[id.Market](ids))
	found := make(map[id.Market]*Market, len(rows))
	for _, m := range rows {
		found[m.ID] = m
	}
	return found, db.Fault(err)
}

func selectNames(ctx context.Context, q db.Q) ([]ref.Name[id.Market], error) {
	var names []ref.Name[id.Market]
	err := q.SelectContext(ctx, &names, `select id, code as name from market`)
	return names, db.Fault(err)
}

// Upsert writes markets as the reference files have them; rows of other ids stay, and those that coordinators have changed.
func Upsert(ctx context.Context, q db.Q, markets []*Market) error {
	for _, m := range markets {
		_, err := q.ExecContext(ctx, `insert into market (`+columns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,1)
			on conflict (id) do update set code = $2, names = $3, countries = $4, currency = $5, time_zones = $6, languages = $7,
				regulator_abbreviation = $8, regulator_name = $9, regulator_website = $10, guide = $11, status = $12
				where market.version = 1`,
			m.ID, m.Code, m.Names, m.CountryList, m.Currency, m.TimeZoneList, m.LanguageList,
			m.RegulatorAbbreviation, m.RegulatorName, m.RegulatorWebsite, m.Guide, m.Status)
		if err != nil {
			return db.Fault(err)
		}
	}
	return nil
}

// save writes a market over its version before, 0 for one that is new; CONFLICT when it stands at another.
func save(ctx context.Context, q db.Q, m *Market) error {
	done, err := q.ExecContext(ctx, `insert into market (`+columns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)
		on conflict (id) do update set names = $3, countries = $4, currency = $5, time_zones = $6, languages = $7,
			regulator_abbreviation = $8, regulator_name = $9, regulator_website = $10, guide = $11, status = $12, version = $13
			where market.version = $13 - 1`,
		m.ID, m.Code, m.Names, m.CountryList, m.Currency, m.TimeZoneList, m.LanguageList,
		m.RegulatorAbbreviation, m.RegulatorName, m.RegulatorWebsite, m.Guide, m.Status, m.Version)
	if err != nil {
		return db.Fault(err)
	}
	return ref.Written(done)
}
