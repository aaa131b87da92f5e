package match

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
)

// open selects what is open for interest, as opportunity.OpenForInterest says it: $1 is the moment, $2 its day.
const open = ` from opportunity o join organisation g on g.id = o.organisation_id
	where o.status = 'PUBLISHED' and g.status = 'VERIFIED' and o.expires_at > $1 and (o.deadline is null or o.deadline >= $2::date)`

// entryKey tells one state of an open opportunity from any other, as far as scores depend on it.
const entryKey = `hashtextextended(o.id || ' ' || o.version || ' ' || (g.market_id is not null), 0)`

// newest bounds what open selects to the $3 newest.
const newest = ` order by o.listed_at desc, o.id desc limit $3`

// fingerprint is what the scores of all pairs depend on, in short: two states of the database with the same fingerprint
// have the same open opportunities, technologies, markets and weights, but for one chance in 2^64.
type fingerprint struct {
	Open      int   `db:"open"`
	Content   int64 `db:"content"`
	Reference int64 `db:"reference"`
}

func selectFingerprint(ctx context.Context, q db.Q, now time.Time, most int) (fingerprint, error) {
	var f fingerprint
	err := q.GetContext(ctx, &f, `select count(*) as open, coalesce(bit_xor(key), 0) as content,
		(select coalesce(bit_xor(hashtextextended(t::text, 0)), 0) from technology t) #
		(select coalesce(bit_xor(hashtextextended(t::text, 1)), 0) from market t) #
		(select coalesce(bit_xor(hashtextextended(t::text, 2)), 0) from match_weights t) as reference
		from (select `+entryKey+` as key`+open+newest+`) entries`, now, day.Of(now, time.UTC), most)
	return f, db.Fault(err)
}

// entry is an open opportunity by its id, and which side its owner is on.
type entry struct {
	ID      id.Opportunity `db:"id"`
	Version int            `db:"version"`
	Partner bool           `db:"partner"` // its owner is a partner in a market
	Key     int64          `db:"key"`
}

const entryColumns = `select o.id, o.version, g.market_id is not null as partner, ` + entryKey + ` as key`

func selectEntries(ctx context.Context, q db.Q, now time.Time, most int) ([]entry, error) {
	var entries []entry
	err := q.SelectContext(ctx, &entries, entryColumns+open+newest, now, day.Of(now, time.UTC), most)
	return entries, db.Fault(err)
}

// selectBranch is selectEntries for those of one side that name one of the technologies.
func selectBranch(ctx context.Context, q db.Q, now time.Time, most int, partner bool, technologies []id.Technology) ([]entry, error) {
	var entries []entry
	err := q.SelectContext(ctx, &entries, entryColumns+open+` and (g.market_id is not null) = $4 and o.technology_ids && $5`+newest,
		now, day.Of(now, time.UTC), most, partner, db.List[id.Technology](technologies))
	return entries, db.Fault(err)
}

// selectDocuments reads opportunities whoever owns them; nothing of an owner but its id goes into a score.
func selectDocuments(ctx context.Context, q db.Q, ids []id.Opportunity) ([]*opportunity.Opportunity, error) {
	var rows []*opportunity.Opportunity
	err := q.SelectContext(ctx, &rows, `select id, version, kind, organisation_id, market_id, title, summary, description, advantages,
		specification, partner_sought, technology_ids, stage, trl, ipr, partnerships, requirements, deadline, language, published_at,
		expires_at from opportunity where id = any($1)`, db.List[id.Opportunity](ids))
	return rows, db.Fault(err)
}

func selectCapabilities(ctx context.Context, q db.Q, org id.Organisation) ([]organisation.Capability, error) {
	var rows []organisation.Capability
	err := q.SelectContext(ctx, &rows, `select id, organisation_id, position, direction, technology_ids, text, language, stage,
		partnerships, market_ids from capability where organisation_id = $1 order by position`, org)
	return rows, db.Fault(err)
}

// selectWeights reads the latest version of the weights; Version1 while none is stored.
func selectWeights(ctx context.Context, q db.Q) (matching.Weights, error) {
	var rows []struct {
		Version int                     `db:"version"`
		Weights db.JSON[map[string]int] `db:"weights"`
	}
	err := q.SelectContext(ctx, &rows, `select version, weights from match_weights order by version desc limit 1`)
	if err != nil || len(rows) == 0 {
		return matching.Version1, db.Fault(err)
	}
	w := rows[0].Weights.V
	weights := matching.Weights{Version: rows[0].Version, Technology: w[matching.Technology], Complement: w[matching.Complement],
		Text: w[matching.Text], Market: w[matching.Market], Stage: w[matching.Stage], Freshness: w[matching.Freshness]}
	return weights, weights.Check()
}

// StoreWeights stores a version of the weights unless it is stored already: a version is never changed.
func StoreWeights(ctx context.Context, q db.Q, w matching.Weights) error {
	if err := w.Check(); err != nil {
		return err
	}
	_, err := q.ExecContext(ctx, `insert into match_weights (version, weights) values ($1, $2) on conflict do nothing`, w.Version,
		db.JSON[map[string]int]{V: map[string]int{matching.Technology: w.Technology, matching.Complement: w.Complement,
			matching.Text: w.Text, matching.Market: w.Market, matching.Stage: w.Stage, matching.Freshness: w.Freshness}})
	return db.Fault(err)
}
