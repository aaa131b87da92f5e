package mission

import (
	"context"
	"time"

	"github.com/lib/pq"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// countScored counts the assessments with points of a mission's candidates.
func countScored(ctx context.Context, q db.Q, m id.Mission) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*) from assessment a join registration r on r.id = a.registration_id
		where r.mission_id = $1 and not a.conflict`, m)
	return n, db.Fault(err)
}

// upsertAssessment writes what a reviewer thinks now. A conflict of interest stays.
func upsertAssessment(ctx context.Context, q db.Q, a *Assessment) error {
	_, err := q.ExecContext(ctx, `insert into assessment (registration_id, reviewer_id, conflict, points, comment, at)
		values ($1, $2, $3, $4, $5, $6)
		on conflict (registration_id, reviewer_id) do update
		set conflict = excluded.conflict, points = excluded.points, comment = excluded.comment, at = excluded.at`,
		a.RegistrationID, a.ReviewerID, a.Conflict, pq.Int64Array(append([]int64{}, a.PointList...)), a.Comment, a.At)
	return db.Fault(err)
}

// selectAssessments lists what reviewers think of candidates, oldest first, whoever asks.
func selectAssessments(ctx context.Context, q db.Q, ids []id.Registration) (list []*Assessment, err error) {
	err = q.SelectContext(ctx, &list, `select registration_id, reviewer_id, u.name as reviewer_name, conflict, points, comment, at
		from assessment a join portal_user u on u.id = a.reviewer_id where registration_id = any($1) order by registration_id, at, reviewer_id`, db.List[id.Registration](ids))
	return list, db.Fault(err)
}

func setScore(ctx context.Context, q db.Q, r id.Registration, score *int, at time.Time) error {
	_, err := q.ExecContext(ctx, `update registration set score = $2, version = version + 1, updated_at = $3 where id = $1`, r, score, at)
	return db.Fault(err)
}

// selectCandidates lists the eligible candidates of a mission.
func selectCandidates(ctx context.Context, q db.Q, m id.Mission) (list []Candidate, err error) {
	err = q.SelectContext(ctx, &list, `select r.id, r.cluster_id, r.score, r.arrival,
			(select count(*) from assessment a where a.registration_id = r.id and not a.conflict) as reviews
		from registration r where r.mission_id = $1 and r.status = 'ELIGIBLE' order by r.arrival`, m)
	return list, db.Fault(err)
}

// demote puts a registration back to where it stood on the list before it was promoted.
func demote(ctx context.Context, q db.Q, r *Registration) error {
	_, err := q.ExecContext(ctx, `update registration set promotion = null, promotion_reason = '' where id = $1`, r.ID)
	return db.Fault(err)
}

// promote puts a registration behind those who stand at the head of the list by promotion.
func promote(ctx context.Context, q db.Q, r *Registration, why string) error {
	_, err := q.ExecContext(ctx, `update registration set promotion_reason = $3,
			promotion = (select coalesce(max(promotion), 0) + 1 from registration where mission_id = $2)
		where id = $1`, r.ID, r.MissionID, why)
	return db.Fault(err)
}
