package mission

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// upsertFollowUp stores a form over the one of the expected version, 0 for none, and gives the new version.
func upsertFollowUp(ctx context.Context, q db.Q, f *FollowUp, expected int) (version int, err error) {
	err = q.GetContext(ctx, &version, `
		insert into follow_up as f (registration_id, people, submitted_by, submitted_at)
		select $1::text, $2::jsonb, $3::text, $4::timestamptz
		where $5::int = 0 or exists (select from follow_up where registration_id = $1)
		on conflict (registration_id) do update set people = excluded.people, submitted_by = excluded.submitted_by,
			submitted_at = excluded.submitted_at, version = f.version + 1 where f.version = $5
		returning version`, f.RegistrationID, f.PeopleOf, f.SubmittedBy, f.SubmittedAt, expected)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, otherVersion()
	}
	return version, db.Fault(err)
}

// selectFollowUps is MaySeeFollowUp in SQL, for members of o and for staff of c.
func selectFollowUps(ctx context.Context, q db.Q, o id.Organisation, c id.Cluster, ids []id.Registration) (list []*FollowUp, err error) {
	err = q.SelectContext(ctx, &list, `select f.registration_id, f.people, f.version, f.submitted_by, f.submitted_at
		from follow_up f join registration r on r.id = f.registration_id join mission m on m.id = r.mission_id
		where r.id = any($3) and (r.organisation_id = $1 or m.cluster_id = $2 or $2 = any(m.co_owner_ids))`, o, c, db.List[id.Registration](ids))
	return list, db.Fault(err)
}

// dropFollowUpOf forgets what a form tells of one delegate.
func dropFollowUpOf(ctx context.Context, q db.Q, r id.Registration, email string) error {
	_, err := q.ExecContext(ctx, `
		update follow_up set version = version + 1, people = coalesce((
			select jsonb_agg(p order by n) from jsonb_array_elements(people) with ordinality as e(p, n) where lower(p ->> 'email') <> lower($2)), '[]')
		where registration_id = $1`, r, email)
	return db.Fault(err)
}

// purgeFollowUps deletes forms whose time is over, days after the mission's last day in its own zone.
func purgeFollowUps(ctx context.Context, q db.Q, now time.Time, days int) (gone []id.Registration, err error) {
	err = q.SelectContext(ctx, &gone, `
		delete from follow_up f using registration r join mission m on m.id = r.mission_id
		where r.id = f.registration_id and (m.status = 'CANCELLED' or r.status not in ('CONFIRMED', 'OFFERED', 'ATTENDED', 'NO_SHOW')
			or m.ends_on + $2::int < ($1::timestamptz at time zone m.time_zone)::date)
		returning f.registration_id`, now, days)
	return gone, db.Fault(err)
}

// readDelegates lists who travels, whoever asks, in the order of the registration.
func readDelegates(ctx context.Context, q db.Q, r id.Registration) (list []*Delegate, err error) {
	err = q.SelectContext(ctx, &list, `select registration_id, name, email, role, checked_in_at from delegate where registration_id = $1 order by position`, r)
	return list, db.Fault(err)
}

// replaceDelegates writes who travels anew; whoever stays, by email, stays checked in.
func replaceDelegates(ctx context.Context, q db.Q, r id.Registration, delegates []DelegateInput) error {
	names, emails, roles := make(db.List[string], len(delegates)), make(db.List[string], len(delegates)), make(db.List[string], len(delegates))
	for i, d := range delegates {
		names[i], emails[i], roles[i] = d.Name, d.Email, d.Role
	}
	var before []*Delegate
	if err := q.SelectContext(ctx, &before, `delete from delegate where registration_id = $1 returning registration_id, name, email, role, checked_in_at`, r); err != nil {
		return db.Fault(err)
	}
	_, err := q.ExecContext(ctx, `
		insert into delegate (registration_id, position, name, email, role)
		select $1, n, name, email, role from unnest($2::text[], $3::text[], $4::text[]) with ordinality as d(name, email, role, n)`, r, names, emails, roles)
	if err != nil {
		return db.Fault(err)
	}
	for _, d := range before {
		if d.CheckedInAt != nil {
			if err := checkIn(ctx, q, r, d.Email, d.CheckedInAt); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkIn notes when a delegate arrived; nil forgets it.
func checkIn(ctx context.Context, q db.Q, r id.Registration, email string, when *time.Time) error {
	_, err := q.ExecContext(ctx, `update delegate set checked_in_at = $3 where registration_id = $1 and lower(email) = lower($2)`, r, email, when)
	return db.Fault(err)
}

func checkOutAll(ctx context.Context, q db.Q, r id.Registration) error {
	_, err := q.ExecContext(ctx, `update delegate set checked_in_at = null where registration_id = $1 and checked_in_at is not null`, r)
	return db.Fault(err)
}
