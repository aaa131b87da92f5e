package organisation

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

const columns = `o.id, o.kind, o.status, o.listed, o.cluster_id, o.market_id, o.legal_name, o.name_key, o.country, o.region, o.city,
	o.founded_year, o.headcount, o.turnover, o.balance_total, o.accounts_year, o.independence, o.size_class, o.nace_codes, o.languages,
	o.certifications, o.website, o.description, o.origin, o.external_reference, o.version, o.created_at, o.updated_at`

// constraints names what the database decides, so that no check before a write can be raced.
var constraints = db.Constraints{
	"organisation_external_reference": fault.New(fault.Conflict, "externalReference", "There is an organisation with this reference already."),
}

func insert(ctx context.Context, q db.Q, o *Organisation) error {
	_, err := q.ExecContext(ctx, `insert into organisation (id, kind, status, listed, cluster_id, market_id, legal_name, name_key, country,
			region, city, founded_year, headcount, turnover, balance_total, accounts_year, independence, size_class, nace_codes, languages,
			certifications, website, description, origin, external_reference, version, created_at, updated_at, search)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,$28,$29::tsvector)`,
		o.ID, o.Kind, o.Status, o.Listed, o.ClusterID, o.MarketID, o.LegalName, o.NameKey, o.Country, o.Region, o.City, o.FoundedYear,
		o.Headcount, o.Turnover, o.BalanceTotal, o.AccountsYear, o.Independence, o.SizeClass, o.NACECodeList, o.LanguageList,
		o.CertificationList, o.Website, o.Description, o.Origin, o.ExternalReference, o.Version, o.CreatedAt, o.UpdatedAt,
		SearchVector(o))
	return constraints.Fault(err)
}

// update writes the profile and the status of a row that the transaction has locked, and raises its version.
func update(ctx context.Context, q db.Q, o *Organisation, now time.Time) error {
	_, err := q.ExecContext(ctx, `update organisation set kind = $2, status = $3, listed = $4, cluster_id = $5, market_id = $6,
			legal_name = $7, name_key = $8, country = $9, region = $10, city = $11, founded_year = $12, headcount = $13, turnover = $14,
			balance_total = $15, accounts_year = $16, independence = $17, size_class = $18, nace_codes = $19, languages = $20,
			certifications = $21, website = $22, description = $23, search = $24::tsvector, updated_at = $25, version = version + 1
		where id = $1`,
		o.ID, o.Kind, o.Status, o.Listed, o.ClusterID, o.MarketID, o.LegalName, o.NameKey, o.Country, o.Region, o.City, o.FoundedYear,
		o.Headcount, o.Turnover, o.BalanceTotal, o.AccountsYear, o.Independence, o.SizeClass, o.NACECodeList, o.LanguageList,
		o.CertificationList, o.Website, o.Description, SearchVector(o), now)
	return db.Fault(err)
}

// UpsertReference writes an organisation of the reference data, a gateway. The profile is the files'; status and whether it is listed
// count only when the row is new, since staff may suspend it. A row that is just so already keeps its version.
func UpsertReference(ctx context.Context, q db.Q, o *Organisation) error {
	o.complete()
	_, err := q.ExecContext(ctx, `insert into organisation as o (id, kind, cluster_id, market_id, legal_name, name_key, country, region, city,
			languages, website, description, origin, external_reference, search, status, listed, created_at, updated_at)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15::tsvector,$16,$17,$18,$18)
		on conflict (id) do update set kind = $2, cluster_id = $3, market_id = $4, legal_name = $5, name_key = $6, country = $7,
			region = $8, city = $9, languages = $10, website = $11, description = $12, origin = $13, external_reference = $14,
			search = $15::tsvector, updated_at = $18, version = o.version + 1
		where (o.kind, o.cluster_id, o.market_id, o.legal_name, o.name_key, o.country, o.region, o.city, o.languages, o.website,
				o.description, o.origin, o.external_reference)
			is distinct from ($2,$3,$4,$5,$6,$7,$8,$9,$10::text[],$11,$12,$13,$14)`,
		o.ID, o.Kind, o.ClusterID, o.MarketID, o.LegalName, o.NameKey, o.Country, o.Region, o.City, o.LanguageList, o.Website,
		o.Description, o.Origin, o.ExternalReference, SearchVector(o), o.Status, o.Listed, o.CreatedAt)
	return constraints.Fault(err)
}

// selectOne reads an organisation, whoever may see it; NOT_FOUND when there is none. With lock the row waits for the transaction.
func selectOne(ctx context.Context, q db.Q, organisation id.Organisation, lock bool) (*Organisation, error) {
	query := `select ` + columns + ` from organisation o where o.id = $1`
	if lock {
		query += ` for update`
	}
	var o Organisation
	if err := q.GetContext(ctx, &o, query, organisation); err != nil {
		return nil, db.Fault(err)
	}
	return &o, nil
}

func selectByIDs(ctx context.Context, q db.Q, v viewer.Viewer, ids []id.Organisation) (map[id.Organisation]*Organisation, error) {
	w := &where{}
	w.add(w.visibleSQL(v, Teaser))
	return w.readByIDs(ctx, q, ids)
}

// Read reads organisations whoever asks; whether the viewer may be told of them, the caller knows.
func Read(ctx context.Context, q db.Q, ids []id.Organisation) (map[id.Organisation]*Organisation, error) {
	return (&where{}).readByIDs(ctx, q, valid(ids))
}

func (w *where) readByIDs(ctx context.Context, q db.Q, ids []id.Organisation) (map[id.Organisation]*Organisation, error) {
	w.add("o.id = any(" + w.arg(db.List[id.Organisation](ids)) + ")")
	var rows []*Organisation
	err := q.SelectContext(ctx, &rows, `select `+columns+` from organisation o`+w.String(), w.args...)
	found := make(map[id.Organisation]*Organisation, len(rows))
	for _, o := range rows {
		found[o.ID] = o
	}
	return found, db.Fault(err)
}

// selectByReference locks and reads the organisation imported under a reference, if any.
func selectByReference(ctx context.Context, q db.Q, reference string) (*Organisation, error) {
	var rows []*Organisation
	err := q.SelectContext(ctx, &rows, `select `+columns+` from organisation o where o.external_reference = $1 for update`, reference)
	if err != nil || len(rows) == 0 {
		return nil, db.Fault(err)
	}
	return rows[0], nil
}

func countByCluster(ctx context.Context, q db.Q, v viewer.Viewer, clusters []id.Cluster) (map[id.Cluster]int, error) {
	w := &where{}
	w.add(w.visibleSQL(v, Teaser))
	w.add("o.cluster_id = any(" + w.arg(db.List[id.Cluster](clusters)) + ")")
	var rows []struct {
		Cluster id.Cluster `db:"cluster_id"`
		N       int        `db:"n"`
	}
	err := q.SelectContext(ctx, &rows, `select o.cluster_id, count(*) as n from organisation o`+w.String()+` group by o.cluster_id`, w.args...)
	counts := make(map[id.Cluster]int, len(rows))
	for _, r := range rows {
		counts[r.Cluster] = r.N
	}
	return counts, db.Fault(err)
}

func selectGateways(ctx context.Context, q db.Q, v viewer.Viewer, markets []id.Market) (map[id.Market][]*Organisation, error) {
	w := &where{}
	w.add(w.visibleSQL(v, Teaser))
	w.add("o.kind = 'GATEWAY' and o.market_id = any(" + w.arg(db.List[id.Market](markets)) + ")")
	var rows []*Organisation
	err := q.SelectContext(ctx, &rows, `select `+columns+` from organisation o`+w.String()+` order by lower(o.legal_name) collate "C", o.id`, w.args...)
	gateways := map[id.Market][]*Organisation{}
	for _, o := range rows {
		gateways[*o.MarketID] = append(gateways[*o.MarketID], o)
	}
	return gateways, db.Fault(err)
}
