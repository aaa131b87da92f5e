package statistics

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// counts give, by subject, a row for each market, root technology and cluster of everything counted.
var counts = map[Subject]string{
	Opportunities: `select o.id, o.market_id, coalesce(t.ancestors[1], t.id) as technology_id, g.cluster_id
		from opportunity o join organisation g on g.id = o.organisation_id
		left join technology t on t.id = any(o.technology_ids) where o.status = 'PUBLISHED'`,
	Organisations: `select g.id, coalesce(g.market_id, m.id) as market_id, coalesce(t.ancestors[1], t.id) as technology_id, g.cluster_id
		from organisation g left join capability c on c.organisation_id = g.id
		left join technology t on t.id = any(c.technology_ids)
		left join market m on g.market_id is null and (c.market_ids = '{}' or m.id = any(c.market_ids)) where g.status = 'VERIFIED'`,
	Registrations: `select r.id, n.market_id, coalesce(t.ancestors[1], t.id) as technology_id, g.cluster_id
		from registration r join mission n on n.id = r.mission_id join organisation g on g.id = r.organisation_id
		left join capability c on c.organisation_id = g.id left join technology t on t.id = any(c.technology_ids)
		where r.status in ('SUBMITTED', 'ELIGIBLE', 'CONFIRMED', 'WAITLISTED', 'OFFERED', 'ATTENDED', 'NO_SHOW')`,
	Matches: `select p.organisation_id || p.opportunity_id as id, o.market_id, coalesce(t.ancestors[1], t.id) as technology_id, g.cluster_id
		from match_sample_pair p join opportunity o on o.id = p.opportunity_id join organisation g on g.id = p.organisation_id
		left join technology t on t.id = any(o.technology_ids) where p.day = (select max(day) from match_sample)`,
}

func count(ctx context.Context, q db.Q, of Subject, market, technology, cluster bool) ([]*Row, error) {
	rows := []*Row{}
	err := q.SelectContext(ctx, &rows, `with cell as (`+counts[of]+`)
		select case when $1::boolean then market_id end as market_id, case when $2::boolean then technology_id end as technology_id,
			case when $3::boolean then cluster_id end as cluster_id, count(distinct id) as n
		from cell group by 1, 2, 3 order by n desc, 1, 2, 3`, market, technology, cluster)
	return rows, db.Fault(err)
}

// latestSample is nil when there is none.
func latestSample(ctx context.Context, q db.Q) (*Sample, error) {
	var s Sample
	err := q.GetContext(ctx, &s, `select day::text as day, taken_at, organisations, population, weights_version from match_sample order by match_sample.day desc limit 1`)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &s, db.Fault(err)
}

// draw draws verified organisations of the clusters, as the day decides, and says how many there are.
func draw(ctx context.Context, q db.Q, today day.Date, size int) (drawn []id.Organisation, population int, err error) {
	if err := q.GetContext(ctx, &population, `select count(*) from organisation where status = 'VERIFIED' and market_id is null`); err != nil {
		return nil, 0, db.Fault(err)
	}
	err = q.SelectContext(ctx, &drawn, `select id from organisation where status = 'VERIFIED' and market_id is null order by md5(id || $1), id limit $2`, string(today), size)
	return drawn, population, db.Fault(err)
}

type pair struct {
	organisation id.Organisation
	opportunity  id.Opportunity
	tenths       int
}

// storeSample stores a sample unless its day has one; those before are gone with it.
func storeSample(ctx context.Context, d *db.DB, s *Sample, pairs []pair) error {
	var organisations, opportunities, scores db.List[string]
	for _, p := range pairs {
		organisations, opportunities, scores = append(organisations, string(p.organisation)), append(opportunities, string(p.opportunity)), append(scores, strconv.Itoa(p.tenths))
	}
	return d.InTx(ctx, func(tx *db.Tx) error {
		done, err := tx.ExecContext(ctx, `insert into match_sample (day, taken_at, organisations, population, weights_version) values ($1::date, $2, $3, $4, $5)
			on conflict do nothing`, string(s.Day), s.TakenAt, s.Organisations, s.Population, s.WeightsVersion)
		if err != nil {
			return db.Fault(err)
		}
		if n, err := done.RowsAffected(); n == 0 || err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `insert into match_sample_pair (day, organisation_id, opportunity_id, score)
			select $1::date, x.org, x.opp, x.score::int from unnest($2::text[], $3::text[], $4::text[]) as x(org, opp, score)`, string(s.Day), organisations, opportunities, scores); err != nil {
			return db.Fault(err)
		}
		_, err = tx.ExecContext(ctx, `delete from match_sample where day < $1::date`, string(s.Day))
		return db.Fault(err)
	})
}
