package match

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
)

const ratingColumns = `r.organisation_id, r.opportunity_id, r.side, r.relevant, r.reason, r.note, r.score, r.weights_version, r.snapshot,
	r.rated_by, r.rated_at`

// ratedBy selects the ratings r of an organisation, $1, on either side.
const ratedBy = ` from match_rating r where (r.side = 'ORGANISATION' and r.organisation_id = $1
	or r.side = 'OWNER' and r.opportunity_id in (select id from opportunity where organisation_id = $1))`

func upsertRating(ctx context.Context, q db.Q, r *Rating) error {
	_, err := q.ExecContext(ctx, `insert into match_rating (organisation_id, opportunity_id, side, relevant, reason, note, score,
			weights_version, snapshot, rated_by, rated_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)
		on conflict (organisation_id, opportunity_id, side) do update set relevant = $4, reason = $5, note = $6, score = $7,
			weights_version = $8, snapshot = $9, rated_by = $10, rated_at = $11`,
		r.OrganisationID, r.OpportunityID, r.Side, r.Relevant, r.Reason, r.Note, r.Tenths, r.WeightsVersion, r.Snapshot, r.RatedBy, r.RatedAt)
	return db.Fault(err)
}

// deleteRating tells whether there was one.
func deleteRating(ctx context.Context, q db.Q, p Pair, side Side) (bool, error) {
	return changed(q.ExecContext(ctx, `delete from match_rating where organisation_id = $1 and opportunity_id = $2 and side = $3`,
		p.Organisation, p.Opportunity, side))
}

// selectRatingsOf reads what an organisation said of pairs.
func selectRatingsOf(ctx context.Context, q db.Q, by id.Organisation, pairs []Pair) ([]*Rating, error) {
	var organisations db.List[id.Organisation]
	var opportunities db.List[id.Opportunity]
	for _, p := range pairs {
		organisations, opportunities = append(organisations, p.Organisation), append(opportunities, p.Opportunity)
	}
	var rows []*Rating
	err := q.SelectContext(ctx, &rows, `select `+ratingColumns+ratedBy+`
		and (r.organisation_id, r.opportunity_id) in (select * from unnest($2::text[], $3::text[]))`, by, organisations, opportunities)
	return rows, db.Fault(err)
}

func selectRatings(ctx context.Context, q db.Q, by id.Organisation, after page.Cursor, limit int) ([]*Rating, error) {
	query, args := `select `+ratingColumns+ratedBy, []any{by, limit}
	if after != nil {
		query += ` and (r.rated_at, r.organisation_id, r.opportunity_id) < ($3::timestamptz, $4::text, $5::text)`
		args = append(args, after[0], after[1], after[2])
	}
	var rows []*Rating
	err := q.SelectContext(ctx, &rows, query+` order by r.rated_at desc, r.organisation_id desc, r.opportunity_id desc limit $2`, args...)
	return rows, db.Fault(err)
}

func countRatings(ctx context.Context, q db.Q, by id.Organisation) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*)`+ratedBy, by)
	return n, db.Fault(err)
}

// selectFeedback counts ratings by version of the weights and band of ten points, in this order; a score of 100 is in the band from 90.
func selectFeedback(ctx context.Context, q db.Q) ([]*Band, error) {
	var rows []*Band
	err := q.SelectContext(ctx, &rows, `select weights_version, least(score / 100, 9) * 10 as from_score, count(*) as rated,
		count(*) filter (where relevant) as relevant from match_rating group by 1, 2 order by 1, 2`)
	return rows, db.Fault(err)
}
