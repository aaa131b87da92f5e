package mission

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// selectFigures counts a mission's organisations; column, join and group say by what. Of several registrations of one
// organisation the live one counts, else the newest.
func selectFigures[T any](ctx context.Context, q db.Q, m id.Mission, column, join, group string) (list []*T, err error) {
	err = q.SelectContext(ctx, &list, `
		with place as (
			select distinct on (r.organisation_id) r.organisation_id, r.cluster_id, r.status, o.size_class,
				(select count(*) from delegate d where d.registration_id = r.id) as people
			from registration r join organisation o on o.id = r.organisation_id where r.mission_id = $1
			order by r.organisation_id, r.status <> all($2) desc, r.arrival desc)
		select `+column+` count(*) as registered,
			count(*) filter (where status in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')) as confirmed,
			count(*) filter (where status = 'ATTENDED') as attended, count(*) filter (where status = 'NO_SHOW') as no_show,
			coalesce(sum(people) filter (where status in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')), 0)::int as delegates
		from place `+join+` `+group, m, db.List[RegistrationStatus](dead))
	return list, db.Fault(err)
}

func selectSatisfaction(ctx context.Context, q db.Q, m id.Mission) (*Satisfaction, error) {
	var s Satisfaction
	err := q.GetContext(ctx, &s, `
		select count(*) filter (where r.status = 'ATTENDED') as asked, count(f.satisfaction) as answers,
			round(100 * avg(f.satisfaction))::int as average, round(100 * avg(f.programme))::int as programme,
			round(100 * avg(f.meetings))::int as meetings, round(100 * avg(f.organisation))::int as organisation,
			to_jsonb(array[count(*) filter (where f.satisfaction = 1), count(*) filter (where f.satisfaction = 2),
				count(*) filter (where f.satisfaction = 3), count(*) filter (where f.satisfaction = 4), count(*) filter (where f.satisfaction = 5)]) as scores
		from registration r left join feedback f on f.registration_id = r.id where r.mission_id = $1`, m)
	return &s, db.Fault(err)
}
