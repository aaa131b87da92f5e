package mission

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// upsertFeedback stores a form over the one of the expected version, 0 for none, and gives the new version.
func upsertFeedback(ctx context.Context, q db.Q, f *Feedback, expected int) (version int, err error) {
	err = q.GetContext(ctx, &version, `
		insert into feedback as f (registration_id, satisfaction, programme, meetings, organisation, comment, given_by, given_at)
		select $1::text, $2::int, $3::int, $4::int, $5::int, $6::text, $7::text, $8::timestamptz
		where $9::int = 0 or exists (select from feedback where registration_id = $1)
		on conflict (registration_id) do update set satisfaction = excluded.satisfaction, programme = excluded.programme,
			meetings = excluded.meetings, organisation = excluded.organisation, comment = excluded.comment,
			given_by = excluded.given_by, given_at = excluded.given_at, version = f.version + 1 where f.version = $9
		returning version`,
		f.RegistrationID, f.Satisfaction, f.Programme, f.Meetings, f.Organisation, f.Comment, f.GivenBy, f.GivenAt, expected)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, otherVersion()
	}
	return version, db.Fault(err)
}

func selectFeedback(ctx context.Context, q db.Q, all bool, o id.Organisation, c id.Cluster, ids []id.Registration) (list []*Feedback, err error) {
	err = q.SelectContext(ctx, &list, `
		select f.registration_id, f.satisfaction, f.programme, f.meetings, f.organisation, f.comment, f.version, f.given_by, f.given_at
		from feedback f join registration r on r.id = f.registration_id join mission m on m.id = r.mission_id
		where ($1 or r.organisation_id = $2 or m.cluster_id = $3 or $3 = any(m.co_owner_ids)) and r.id = any($4)`, all, o, c, db.List[id.Registration](ids))
	return list, db.Fault(err)
}

// dueReminder is a letter that a registration is to get now.
type dueReminder struct {
	Mission      id.Mission      `db:"mission_id"`
	Registration id.Registration `db:"id"`
	Kind         string          `db:"kind"`
}

// selectDueReminders lists the reminders that are due and were not sent. Days are counted in the mission's own zone.
func selectDueReminders(ctx context.Context, q db.Q, now time.Time, limit int) (list []dueReminder, err error) {
	err = q.SelectContext(ctx, &list, `
		with place as (
			select r.id, r.mission_id, m.status, r.status as place, m.starts_on - ($1::timestamptz at time zone m.time_zone)::date as days_left,
				($1::timestamptz at time zone m.time_zone)::date - m.ends_on as days_over,
				exists (select from delegate d where d.registration_id = r.id and not exists (
					select from follow_up f, jsonb_array_elements(f.people) p
					where f.registration_id = r.id and lower(p ->> 'email') = lower(d.email))) as untold
			from registration r join mission m on m.id = r.mission_id
			where r.status in ('CONFIRMED', 'ATTENDED') and m.status in ('OPEN', 'CLOSED', 'CONFIRMED', 'RUNNING', 'COMPLETED')
				and m.starts_on <= ($1::timestamptz + interval '23 days')::date and m.ends_on >= ($1::timestamptz - interval '32 days')::date),
		due as (
			select id, mission_id, 'FOLLOW_UP_21' as kind from place where place = 'CONFIRMED' and untold and days_left between 8 and 21
			union all
			select id, mission_id, 'FOLLOW_UP_7' from place where place = 'CONFIRMED' and untold and days_left between 1 and 7
			union all
			select id, mission_id, 'MISSION_7' from place where place = 'CONFIRMED' and days_left between 1 and 7
			union all
			select id, mission_id, 'FEEDBACK' from place where place = 'ATTENDED' and status = 'COMPLETED' and days_over between 1 and 30
				and not exists (select from feedback f where f.registration_id = place.id))
		select id, mission_id, kind from due
		where not exists (select from reminder s where s.registration_id = due.id and s.kind = due.kind)
		order by mission_id, id, kind limit $2`, now, limit)
	return list, db.Fault(err)
}

// claimReminder notes that a reminder is sent, and tells whether it was not before.
func claimReminder(ctx context.Context, q db.Q, r dueReminder, now time.Time) (bool, error) {
	res, err := q.ExecContext(ctx, `insert into reminder (registration_id, kind, sent_at) values ($1, $2, $3) on conflict do nothing`, r.Registration, r.Kind, now)
	if err != nil {
		return false, db.Fault(err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}
