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
	r.motivation, r.place_reason, r.offered_until, r.nominated_by, r.score, r.promotion, r.promotion_reason, r.version, r.created_at, r.updated_at`

var registrationConstraints = db.Constraints{
	"registration_one_live": fault.New(fault.Conflict, "missionId", "Your organisation is registered for this mission already."),
}

// decisionConstraints are broken by reversing a decision on an organisation that has registered anew since.
var decisionConstraints = db.Constraints{
	"registration_one_live": fault.New(fault.Conflict, "registrationId", "The organisation has registered anew since: decide on that registration."),
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

// selectApplicants reads what the rules need to know of organisations, whoever asks.
func selectApplicants(ctx context.Context, q db.Q, ids []id.Organisation) (map[id.Organisation]*Applicant, error) {
	var list []*Applicant
	err := q.SelectContext(ctx, &list, `select o.id, o.legal_name, o.cluster_id, c.name as cluster_name, o.market_id, o.status
		from organisation o join cluster c on c.id = o.cluster_id where o.id = any($1)`, db.List[id.Organisation](ids))
	return byKey(list, func(a *Applicant) id.Organisation { return a.ID }), db.Fault(err)
}

// liveIn tells which of the organisations have a live registration for the mission.
func liveIn(ctx context.Context, q db.Q, m id.Mission, among []id.Organisation) (map[id.Organisation]bool, error) {
	var list []id.Organisation
	err := q.SelectContext(ctx, &list, `select organisation_id from registration where mission_id = $1 and organisation_id = any($2) and status <> all($3)`,
		m, db.List[id.Organisation](among), db.List[RegistrationStatus](dead))
	live := make(map[id.Organisation]bool, len(list))
	for _, o := range list {
		live[o] = true
	}
	return live, db.Fault(err)
}

// insertRegistrations writes new registrations of a mission with their delegates and the beginnings of their histories, and the
// last arrival that the mission has given out.
func insertRegistrations(ctx context.Context, q db.Q, m *Mission, at time.Time, list []*Registration, delegates [][]DelegateInput) error {
	var ids, organisations, clusters, nominators, submitters, statuses, motivations, reasons, of, names, emails, roles db.List[string]
	var arrivals, places []int64
	for i, r := range list {
		ids, organisations, clusters = append(ids, string(r.ID)), append(organisations, string(r.OrganisationID)), append(clusters, string(r.ClusterID))
		nominators, submitters = append(nominators, string(or(r.NominatedBy, ""))), append(submitters, string(or(r.SubmittedBy, "")))
		statuses, motivations, reasons = append(statuses, string(r.Status)), append(motivations, r.Motivation), append(reasons, string(or(r.PlaceReason, "")))
		arrivals = append(arrivals, r.Arrival)
		for n, d := range delegates[i] {
			of, places = append(of, string(r.ID)), append(places, int64(n+1))
			names, emails, roles = append(names, d.Name), append(emails, d.Email), append(roles, d.Role)
		}
	}
	_, err := q.ExecContext(ctx, `
		with given as (
			update mission set last_arrival = $2 where id = $1),
		entry as (
			insert into registration (id, mission_id, organisation_id, cluster_id, nominated_by, submitted_by, status, arrival, motivation,
				place_reason, created_at, updated_at)
			select id, $1, organisation, cluster, nullif(nominator, ''), submitter, status, arrival, motivation, nullif(reason, ''), $3, $3
			from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::text[], $12::text[])
				as n(id, organisation, cluster, nominator, submitter, status, arrival, motivation, reason)
			returning id, submitted_by, status),
		people as (
			insert into delegate (registration_id, position, name, email, role)
			select * from unnest($13::text[], $14::bigint[], $15::text[], $16::text[], $17::text[]))
		insert into registration_change (registration_id, position, at, actor_id, to_status)
		select id, 1, $3, submitted_by, status from entry`,
		m.ID, m.LastArrival, at, ids, organisations, clusters, nominators, submitters, statuses, pq.Array(arrivals), motivations, reasons,
		of, pq.Array(places), names, emails, roles)
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
	whys    []string      // one a registration, for the history; nil for none
	at      time.Time
}

// moveRegistrations changes statuses and writes the history.
func moveRegistrations(ctx context.Context, q db.Q, m move) error {
	if m.reasons == nil {
		m.reasons = make([]PlaceReason, len(m.ids))
	}
	if len(m.ids) == 0 {
		return nil
	}
	_, err := q.ExecContext(ctx, `
		with chosen as (
			select id, nullif(reason, '') as reason, coalesce(why, '') as why, token
			from unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) as c(id, reason, why, token)),
		moved as (
			update registration r set status = $5, place_reason = c.reason,
				offered_until = case when $5 = 'LAPSED' then r.offered_until else $6 end, -- who answers too late reads until when they could have
				offer_token = coalesce(c.token, r.offer_token), version = version + 1, updated_at = $7,
				promotion = case when $5 = 'WAITLISTED' then promotion end,
				promotion_reason = case when $5 = 'WAITLISTED' then promotion_reason else '' end
			from chosen c where r.id = c.id)
		insert into registration_change (registration_id, position, at, actor_id, from_status, to_status, reason)
		select r.id, (select count(*) + 1 from registration_change h where h.registration_id = r.id), $7, nullif($8, ''), r.status, $5, c.why
		from registration r join chosen c on c.id = r.id`,
		db.List[id.Registration](m.ids), db.List[PlaceReason](m.reasons), db.List[string](m.whys), pq.ByteaArray(m.tokens), m.to, m.until, m.at, m.actor)
	return decisionConstraints.Fault(err)
}

// listOrder is the order of a waiting list: whom staff put at its head in the order in which they did, then by score, where there
// are scores, then by arrival. Arrivals differ within a mission.
const listOrder = `promotion nulls last, score desc nulls last, arrival`

// suspended is whether the organisation of a registration is.
const suspended = `exists (select from organisation o where o.id = registration.organisation_id and o.status = 'SUSPENDED')`

// waiters is the waiting list of a mission, in its order.
func waiters(ctx context.Context, q db.Q, m id.Mission) (list []Waiter, err error) {
	err = q.SelectContext(ctx, &list, `select id, cluster_id, organisation_id, submitted_by, arrival, score, promotion, promotion_reason, created_at,
			`+suspended+` as suspended from registration where mission_id = $1 and status = 'WAITLISTED' order by `+listOrder, m)
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
	RegistrationID id.Registration `db:"registration_id"` // "" for staff of the mission
	Organisation   string          `db:"organisation"`
	Email          string          `db:"email"`
	Name           string          `db:"name"`
	Language       string          `db:"language"`
	Travels        bool            `db:"travels"` // as a delegate, who need not have an account
}

// recipients are, of each registration, whoever submitted it, if they are still there, and the organisation's administrators; of one
// that staff submitted, whose organisation may have no people on the portal, these staff, or their colleagues once they are
// gone; and last the delegates of those with a place, in the language of whoever submitted.
func recipients(ctx context.Context, q db.Q, of []id.Registration) (list []recipient, err error) {
	err = q.SelectContext(ctx, &list, `
		with r as (
			select r.id, r.organisation_id, r.submitted_by, r.nominated_by, r.status, o.legal_name
			from registration r join organisation o on o.id = r.organisation_id where r.id = any($1))
		select registration_id, organisation, email, name, language, travels from (
		select r.id as registration_id, r.legal_name as organisation, u.email, u.name, u.language, false as travels, u.id as sorting
		from r join portal_user u on u.organisation_id = r.organisation_id
		where u.status = 'ACTIVE' and (u.organisation_role = 'ORGANISATION_ADMIN' or u.id = r.submitted_by)
		union all
		select r.id, r.legal_name, u.email, u.name, u.language, false, u.id
		from r join portal_user u on u.cluster_id = r.nominated_by
		where u.status = 'ACTIVE' and (u.id = r.submitted_by or not exists (
			select from portal_user n where n.id = r.submitted_by and n.status = 'ACTIVE' and n.cluster_id = r.nominated_by))
		union all
		select r.id, r.legal_name, d.email, d.name, coalesce(u.language, 'en'), true, d.email
		from r join delegate d on d.registration_id = r.id left join portal_user u on u.id = r.submitted_by
		where r.status in ('CONFIRMED', 'ATTENDED')) as person
		order by registration_id, travels, sorting`, db.List[id.Registration](of))
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

// undecided is what the viewer ($1, $2 of runs) has to decide on; $3 is an Undecided.
const undecided = ` from registration r join mission m on m.id = r.mission_id
	where ($1 or m.cluster_id = $2 or $2 = any(m.co_owner_ids)) and m.status in ('OPEN', 'CLOSED', 'CONFIRMED') and case $3
		when 'ELIGIBILITY' then r.status = 'SUBMITTED'
		when 'CHANGE' then exists (select from proposal p where p.registration_id = r.id and p.status = 'PROPOSED') end`

func selectUndecided(ctx context.Context, q db.Q, v viewer.Viewer, of Undecided, after page.Cursor, limit int) (list []*Registration, err error) {
	var created, last *string
	if after != nil {
		created, last = &after[0], &after[1]
	}
	all, cluster := runs(v)
	err = q.SelectContext(ctx, &list, `select `+registrationColumns+undecided+`
		and ($5::text is null or (r.created_at, r.id) > ($4::timestamptz, $5)) order by r.created_at, r.id limit $6`, all, cluster, of, created, last, limit)
	return list, db.Fault(err)
}

func countUndecidedOf(ctx context.Context, q db.Q, v viewer.Viewer, of Undecided) (n int, err error) {
	all, cluster := runs(v)
	err = q.GetContext(ctx, &n, `select count(*)`+undecided, all, cluster, of)
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
			select id, row_number() over (partition by mission_id order by `+listOrder+`) as position from registration
			where status = 'WAITLISTED' and mission_id in (select mission_id from registration where id = any($1))) as queue
		where id = any($1)`, db.List[id.Registration](ids))
	return list, db.Fault(err)
}

func selectDelegates(ctx context.Context, q db.Q, v viewer.Viewer, ids []id.Registration) (list []*Delegate, err error) {
	err = q.SelectContext(ctx, &list, `select d.registration_id, d.name, d.email, d.role, d.checked_in_at
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
