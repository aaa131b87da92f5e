package mission

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/lib/pq"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

const registrationColumns = `r.id, r.mission_id, r.organisation_id, r.cluster_id, r.submitted_by, r.status, r.arrival,
	r.motivation, r.place_reason, r.offered_until, r.version, r.created_at, r.updated_at`

var registrationConstraints = db.Constraints{
	"registration_one_live": fault.New(fault.Conflict, "missionId", "Your organisation is registered for this mission already."),
}

// visibleRegistrations is MaySeeRegistration in SQL; $1 to $3 are the arguments of reach.
const visibleRegistrations = `($1 or r.organisation_id = $2 or r.cluster_id = $3
	or r.mission_id in (select id from mission where cluster_id = $3 or $3 = any(co_owner_ids)))`

func reach(v viewer.Viewer) []any {
	all, cluster := runs(v)
	return []any{all, own(v), cluster}
}

func selectRegistrations(ctx context.Context, q db.Q, v viewer.Viewer, ids []id.Registration) (list []*Registration, err error) {
	err = q.SelectContext(ctx, &list, `select `+registrationColumns+` from registration r
		where `+visibleRegistrations+` and r.id = any($4)`, append(reach(v), db.List[id.Registration](ids))...)
	return list, db.Fault(err)
}

// readRegistration reads one whoever asks; after its mission was locked nobody else changes it.
func readRegistration(ctx context.Context, q db.Q, r id.Registration) (*Registration, error) {
	var found Registration
	err := q.GetContext(ctx, &found, `select `+registrationColumns+` from registration r where id = $1`, r)
	return &found, db.Fault(err)
}

// registrationsIn lists the registrations of a mission in any of the statuses, by arrival, whoever asks.
func registrationsIn(ctx context.Context, q db.Q, m id.Mission, in ...RegistrationStatus) (list []*Registration, err error) {
	err = q.SelectContext(ctx, &list, `select `+registrationColumns+` from registration r
		where r.mission_id = $1 and r.status = any($2) order by r.arrival`, m, db.List[RegistrationStatus](in))
	return list, db.Fault(err)
}

// registrationOfOffer finds the registration whose last offer's letter held the token, and its mission; INVALID when there is none.
func registrationOfOffer(ctx context.Context, q db.Q, tokenHash []byte) (id.Registration, id.Mission, error) {
	var row struct {
		ID      id.Registration `db:"id"`
		Mission id.Mission      `db:"mission_id"`
	}
	err := q.GetContext(ctx, &row, `select id, mission_id from registration where offer_token = $1`, tokenHash)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", fault.New(fault.Invalid, "token", "This link is not valid, or no longer.")
	}
	return row.ID, row.Mission, db.Fault(err)
}

// countUndecided counts the registrations that staff have not decided on.
func countUndecided(ctx context.Context, q db.Q, m id.Mission) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*) from registration where mission_id = $1 and status in ('SUBMITTED', 'ELIGIBLE')`, m)
	return n, db.Fault(err)
}

func selectApplicant(ctx context.Context, q db.Q, o id.Organisation) (*Applicant, error) {
	var a []*Applicant
	err := q.SelectContext(ctx, &a, `select id, legal_name, cluster_id, market_id, status from organisation where id = $1`, o)
	if err != nil || len(a) == 0 {
		return nil, db.Fault(err)
	}
	return a[0], nil
}

// insertRegistration writes a registration with its delegates and the beginning of its history, and gives it the mission's
// next arrival.
func insertRegistration(ctx context.Context, q db.Q, r *Registration, delegates []DelegateInput) error {
	names, emails, roles := make(db.List[string], len(delegates)), make(db.List[string], len(delegates)), make(db.List[string], len(delegates))
	for i, d := range delegates {
		names[i], emails[i], roles[i] = d.Name, d.Email, d.Role
	}
	err := q.GetContext(ctx, &r.Arrival, `
		with next as (
			update mission set last_arrival = last_arrival + 1 where id = $2 returning last_arrival),
		entry as (
			insert into registration (id, mission_id, organisation_id, cluster_id, submitted_by, status, arrival, motivation, place_reason, created_at, updated_at)
			select $1, $2, $3, $4, $5, $6, last_arrival, $7, $8, $9, $9 from next returning arrival),
		people as (
			insert into delegate (registration_id, position, name, email, role)
			select $1, n, name, email, role from unnest($10::text[], $11::text[], $12::text[]) with ordinality as d(name, email, role, n)),
		history as (
			insert into registration_change (registration_id, position, at, actor_id, to_status) values ($1, 1, $9, $5, $6))
		select arrival from entry`,
		r.ID, r.MissionID, r.OrganisationID, r.ClusterID, r.SubmittedBy, r.Status, r.Motivation, r.PlaceReason, r.CreatedAt,
		names, emails, roles)
	return registrationConstraints.Fault(err)
}

// move is a change of status of one or many registrations.
type move struct {
	ids     []id.Registration
	to      RegistrationStatus
	reasons []PlaceReason // one a registration; nil for none
	until   *time.Time    // of offers
	tokens  [][]byte      // of offers: SHA-256 of the tokens in their letters; nil keeps what was
	actor   id.User       // "" for the portal itself
	why     string
	at      time.Time
}

// moveRegistrations changes statuses and writes the history.
func moveRegistrations(ctx context.Context, q db.Q, m move) error {
	if m.reasons == nil {
		m.reasons = make([]PlaceReason, len(m.ids))
	}
	_, err := q.ExecContext(ctx, `
		with chosen as (
			select id, nullif(reason, '') as reason, token from unnest($1::text[], $2::text[], $8::bytea[]) as c(id, reason, token)),
		moved as (
			update registration r set status = $3, place_reason = c.reason, offered_until = $4,
				offer_token = coalesce(c.token, r.offer_token), version = version + 1, updated_at = $5
			from chosen c where r.id = c.id)
		insert into registration_change (registration_id, position, at, actor_id, from_status, to_status, reason)
		select r.id, (select count(*) + 1 from registration_change h where h.registration_id = r.id), $5, nullif($6, ''), r.status, $3, $7
		from registration r join chosen c on c.id = r.id`,
		db.List[id.Registration](m.ids), db.List[PlaceReason](m.reasons), m.to, m.until, m.at, m.actor, m.why, pq.ByteaArray(m.tokens))
	return db.Fault(err)
}

// waiters is the waiting list of a mission, in its order.
func waiters(ctx context.Context, q db.Q, m id.Mission) (list []Waiter, err error) {
	err = q.SelectContext(ctx, &list, `select id, cluster_id, organisation_id, submitted_by, created_at from registration
		where mission_id = $1 and status = 'WAITLISTED' order by arrival`, m)
	return list, db.Fault(err)
}

// overdueOffers lists the offers that nobody answered in time.
func overdueOffers(ctx context.Context, q db.Q, now time.Time) (ids []id.Registration, err error) {
	err = q.SelectContext(ctx, &ids, `select id from registration where status = 'OFFERED' and offered_until <= $1 order by offered_until, id`, now)
	return ids, db.Fault(err)
}

// mostDelegates is the greatest number of delegates that a live registration of the mission has.
func mostDelegates(ctx context.Context, q db.Q, m id.Mission) (n int, err error) {
	err = q.GetContext(ctx, &n, `select coalesce(max(position), 0) from delegate where registration_id in (
		select id from registration where mission_id = $1 and status <> all($2))`, m, db.List[RegistrationStatus](dead))
	return n, db.Fault(err)
}

// recipient is a person to write to about a registration.
type recipient struct {
	OrganisationID id.Organisation `db:"organisation_id"` // "" of staff
	Organisation   string          `db:"organisation"`
	Email          string          `db:"email"`
	Name           string          `db:"name"`
	Language       string          `db:"language"`
}

// recipients are those who submitted registrations of the organisations, if they are still there, and the administrators.
func recipients(ctx context.Context, q db.Q, of []id.Organisation, submitters []id.User) (list []recipient, err error) {
	err = q.SelectContext(ctx, &list, `
		select (select legal_name from organisation where id = organisation_id) as organisation, organisation_id, email, name, language
		from portal_user where organisation_id = any($1) and status = 'ACTIVE'
			and (organisation_role = 'ORGANISATION_ADMIN' or id = any($2)) order by id`, db.List[id.Organisation](of), db.List[id.User](submitters))
	return list, db.Fault(err)
}

// staffOf are the people who work for any of the clusters.
func staffOf(ctx context.Context, q db.Q, clusters []id.Cluster) (list []recipient, err error) {
	err = q.SelectContext(ctx, &list, `select c.name as organisation, u.email, u.name, u.language
		from portal_user u join cluster c on c.id = u.cluster_id
		where c.id = any($1) and u.status = 'ACTIVE' order by u.id`, db.List[id.Cluster](clusters))
	return list, db.Fault(err)
}

const ofMission = ` from registration r where ` + visibleRegistrations + ` and r.mission_id = $4 and ($5::text[] is null or r.status = any($5))`

func listRegistrations(ctx context.Context, q db.Q, v viewer.Viewer, m id.Mission, statuses *db.List[RegistrationStatus], after page.Cursor, limit int) (list []*Registration, err error) {
	var arrival, last *string
	if after != nil {
		arrival, last = &after[0], &after[1]
	}
	err = q.SelectContext(ctx, &list, `select `+registrationColumns+ofMission+`
		and ($7::text is null or (r.arrival, r.id) > ($6::bigint, $7)) order by r.arrival, r.id limit $8`,
		append(reach(v), m, statuses, arrival, last, limit)...)
	return list, db.Fault(err)
}

func countRegistrations(ctx context.Context, q db.Q, v viewer.Viewer, m id.Mission, statuses *db.List[RegistrationStatus]) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*)`+ofMission, append(reach(v), m, statuses)...)
	return n, db.Fault(err)
}

func listOfOrganisation(ctx context.Context, q db.Q, o id.Organisation, after page.Cursor, limit int) (list []*Registration, err error) {
	var created, last *string
	if after != nil {
		created, last = &after[0], &after[1]
	}
	err = q.SelectContext(ctx, &list, `select `+registrationColumns+` from registration r where r.organisation_id = $1
		and ($3::text is null or (r.created_at, r.id) < ($2::timestamptz, $3)) order by r.created_at desc, r.id desc limit $4`,
		o, created, last, limit)
	return list, db.Fault(err)
}

func countOfOrganisation(ctx context.Context, q db.Q, o id.Organisation) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*) from registration where organisation_id = $1`, o)
	return n, db.Fault(err)
}

// newestOfOrganisation finds, for each mission, the organisation's live registration, else its newest.
func newestOfOrganisation(ctx context.Context, q db.Q, o id.Organisation, missions []id.Mission) (list []*Registration, err error) {
	err = q.SelectContext(ctx, &list, `select distinct on (r.mission_id) `+registrationColumns+` from registration r
		where r.organisation_id = $1 and r.mission_id = any($2) order by r.mission_id, r.status <> all($3) desc, r.arrival desc`,
		o, db.List[id.Mission](missions), db.List[RegistrationStatus](dead))
	return list, db.Fault(err)
}

// place is a registration's position on its waiting list.
type place struct {
	ID       id.Registration `db:"id"`
	Position int             `db:"position"`
}

func selectPositions(ctx context.Context, q db.Q, ids []id.Registration) (list []place, err error) {
	err = q.SelectContext(ctx, &list, `
		select id, position from (
			select id, row_number() over (partition by mission_id order by arrival) as position from registration
			where status = 'WAITLISTED' and mission_id in (select mission_id from registration where id = any($1))) as queue
		where id = any($1)`, db.List[id.Registration](ids))
	return list, db.Fault(err)
}

func selectDelegates(ctx context.Context, q db.Q, v viewer.Viewer, ids []id.Registration) (list []*Delegate, err error) {
	err = q.SelectContext(ctx, &list, `select d.registration_id, d.name, d.email, d.role
		from delegate d join registration r on r.id = d.registration_id
		where `+visibleRegistrations+` and r.id = any($4) order by d.registration_id, d.position`,
		append(reach(v), db.List[id.Registration](ids))...)
	return list, db.Fault(err)
}

func selectHistory(ctx context.Context, q db.Q, v viewer.Viewer, ids []id.Registration) (list []*RegistrationChange, err error) {
	err = q.SelectContext(ctx, &list, `select h.registration_id, h.at, h.actor_id, h.from_status, h.to_status, h.reason
		from registration_change h join registration r on r.id = h.registration_id
		where `+visibleRegistrations+` and r.id = any($4) order by h.registration_id, h.position`,
		append(reach(v), db.List[id.Registration](ids))...)
	return list, db.Fault(err)
}
