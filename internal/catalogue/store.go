package catalogue

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
)

const selectRows = `select o.id, o.kind, o.status, o.organisation_id, o.market_id, o.title, o.summary, o.description, o.advantages,
	o.specification, o.partner_sought, o.technology_ids, o.stage, o.trl, o.ipr, o.partnerships, o.deadline, o.language, o.confidential,
	o.published_at, o.expires_at, g.status as owner_status, g.cluster_id as owner_cluster, g.market_id is not null as owner_partner`

const fromRows = ` from opportunity o join organisation g on g.id = o.organisation_id`

// selectAfter reads opportunities in the order of their ids.
func selectAfter(ctx context.Context, q db.Q, after id.Opportunity, limit int) ([]*row, error) {
	var rows []*row
	err := q.SelectContext(ctx, &rows, selectRows+fromRows+` where o.id > $1 order by o.id limit $2`, after, limit)
	return rows, db.Fault(err)
}

// selectChanged reads opportunities by their ids and by their owners'.
func selectChanged(ctx context.Context, q db.Q, ids []id.Opportunity, owners []id.Organisation) ([]*row, error) {
	var rows []*row
	err := q.SelectContext(ctx, &rows, selectRows+fromRows+` where o.id = any($1) union all `+selectRows+fromRows+
		` where o.organisation_id = any($2) and o.id <> all($1)`, db.List[id.Opportunity](ids), db.List[id.Organisation](owners))
	return rows, db.Fault(err)
}

// selectWhole reads an opportunity with what a pair is judged by.
func selectWhole(ctx context.Context, q db.Q, oid id.Opportunity) (*row, error) {
	var r row
	err := q.GetContext(ctx, &r, selectRows+`, o.requirements`+fromRows+` where o.id = $1`, oid)
	return &r, db.Fault(err)
}

// change is a line of the change log.
type change struct {
	Seq  *int64 `db:"seq"` // nil when there is none
	Noun string `db:"noun"`
	ID   string `db:"noun_id"`
	Xmin string `db:"xmin"` // the oldest transaction that may still commit: where to read from the next time
}

// selectChanges reads what transactions from xmin on have logged; what is read twice, its number tells.
func selectChanges(ctx context.Context, q db.Q, xmin string, limit int) ([]change, error) {
	var changes []change
	err := q.SelectContext(ctx, &changes, `select c.seq, coalesce(c.noun, '') as noun, coalesce(c.noun_id, '') as noun_id, s.xmin
		from (select pg_snapshot_xmin(pg_current_snapshot())::text as xmin) s left join change_log c on c.xid >= $1::text::xid8
		order by c.seq limit $2`, xmin, limit)
	return changes, db.Fault(err)
}

func selectXmin(ctx context.Context, q db.Q) (string, error) {
	var xmin string
	err := q.GetContext(ctx, &xmin, `select pg_snapshot_xmin(pg_current_snapshot())::text`)
	return xmin, db.Fault(err)
}

// Prune forgets changes older than a day: a process that did not follow for so long reads everything anew.
func Prune(ctx context.Context, q db.Q, now time.Time) error {
	_, err := q.ExecContext(ctx, `delete from change_log where at < $1`, now.Add(-keepChanges))
	return db.Fault(err)
}

// storedStatistics is a row of match_statistics.
type storedStatistics struct {
	Number        int64                     `db:"number"`
	Documents     int64                     `db:"documents"`
	AverageLength int64                     `db:"average_length"`
	Terms         []byte                    `db:"terms"`
	Technologies  db.JSON[map[string]int64] `db:"technologies"`
}

// selectStatistics reads the latest statistics of the analysis in force, nil when there are none.
func selectStatistics(ctx context.Context, q db.Q) (*matching.Statistics, error) {
	var rows []storedStatistics
	err := q.SelectContext(ctx, &rows, `select number, documents, average_length, terms, technologies from match_statistics
		where analysis = $1 order by number desc limit 1`, matching.AnalysisVersion)
	if err != nil || len(rows) == 0 {
		return nil, db.Fault(err)
	}
	terms, err := decodeTerms(rows[0].Terms)
	if err != nil {
		return nil, err
	}
	return &matching.Statistics{Number: rows[0].Number, Documents: rows[0].Documents, AverageLength: rows[0].AverageLength,
		Terms: terms, Technologies: rows[0].Technologies.V}, nil
}

// insertStatistics stores statistics unless some newer than known are there; it gives those now in force. Only the latest few are
// kept.
func insertStatistics(ctx context.Context, d *db.DB, s *matching.Statistics, known int64, now time.Time) (*matching.Statistics, error) {
	var stored *matching.Statistics
	err := d.InTx(ctx, func(tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, `select pg_advisory_xact_lock(hashtext('match_statistics'))`); err != nil {
			return err
		}
		var err error
		if stored, err = selectStatistics(ctx, tx); err != nil || stored != nil && stored.Number > known {
			return err
		}
		made := *s
		if err := tx.GetContext(ctx, &made.Number, `insert into match_statistics (analysis, documents, average_length, terms, technologies, taken_at)
			values ($1, $2, $3, $4, $5, $6) returning number`, matching.AnalysisVersion, s.Documents, s.AverageLength, encodeTerms(s.Terms),
			db.JSON[map[string]int64]{V: s.Technologies}, now); err != nil {
			return err
		}
		stored = &made
		_, err = tx.ExecContext(ctx, `delete from match_statistics where number <= $1`, made.Number-keepStatistics)
		return err
	})
	return stored, err
}

// Weights reads the latest version of the weights; Version1 while none is stored.
func Weights(ctx context.Context, q db.Q) (matching.Weights, error) {
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

// AddWeights stores a version of the weights unless it is stored already, and tells whether it was new: a version is never changed.
func AddWeights(ctx context.Context, q db.Q, w matching.Weights) (bool, error) {
	if err := w.Check(); err != nil {
		return false, err
	}
	done, err := q.ExecContext(ctx, `insert into match_weights (version, weights) values ($1, $2) on conflict do nothing`, w.Version,
		db.JSON[map[string]int]{V: map[string]int{matching.Technology: w.Technology, matching.Complement: w.Complement,
			matching.Text: w.Text, matching.Market: w.Market, matching.Stage: w.Stage, matching.Freshness: w.Freshness}})
	if err != nil {
		return false, db.Fault(err)
	}
	n, err := done.RowsAffected()
	return n > 0, err
}
