package mission

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

const missionColumns = `id, direction, status, admission, cluster_id, market_id, author_id, title, description, city, venue,
	time_zone, starts_on, ends_on, opens_at, closes_at, capacity, seats_per_organisation, offer_hours, fee_cents,
	travel_aid_cents, currency, agenda, co_owner_ids, contacts, eligibility, criteria,
	cancel_reason, withheld, last_arrival, version, created_at, updated_at`

// visibleMissions is MaySee in SQL; $1 to $3 are the arguments of sight.
const visibleMissions = `(status = 'OPEN' or $3 and status <> 'DRAFT' and not withheld or $1 or ` + ownedMissions + `)`

func sight(v viewer.Viewer) []any {
	all, cluster := runs(v)
	return []any{all, cluster, v.SignedIn()}
}

// ownedMissions are those that cluster $2 runs, alone or with others.
const ownedMissions = `(cluster_id = $2 or $2 = any(co_owner_ids))`

// runs gives whether the viewer runs every mission, and the cluster whose missions they run, "" for none.
func runs(v viewer.Viewer) (all bool, cluster id.Cluster) {
	if v.SignedIn() && v.IsStaffOf(v.Cluster) {
		cluster = v.Cluster
	}
	return v.SignedIn() && v.IsCoordinator(), cluster
}

func selectMissions(ctx context.Context, q db.Q, v viewer.Viewer, ids []id.Mission) (list []*Mission, err error) {
	err = q.SelectContext(ctx, &list, `select `+missionColumns+` from mission where `+visibleMissions+` and id = any($4)`,
		append(sight(v), db.List[id.Mission](ids))...)
	return list, db.Fault(err)
}

// readMissions reads missions whoever asks.
func readMissions(ctx context.Context, q db.Q, ids []id.Mission) (list []*Mission, err error) {
	err = q.SelectContext(ctx, &list, `select `+missionColumns+` from mission where id = any($1)`, db.List[id.Mission](ids))
	return list, db.Fault(err)
}

// lockMission reads a mission and keeps everybody else from deciding on it until the transaction ends.
func lockMission(ctx context.Context, q db.Q, m id.Mission) (*Mission, error) {
	var locked Mission
	err := q.GetContext(ctx, &locked, `select `+missionColumns+` from mission where id = $1 for update`, m)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.Missing("missionId")
	}
	return &locked, db.Fault(err)
}

// criteria is a Filter whose references are resolved; nil does not narrow.
type criteria struct {
	markets               *db.List[id.Market]
	clusters              *db.List[id.Cluster]
	statuses              *db.List[Status]
	direction             *Direction
	endsFrom, startsUntil *day.Date
	openOnly              bool
	now                   time.Time
}

const criteriaSQL = visibleMissions + `
	and ($4::text[] is null or market_id = any($4)) and ($5::text[] is null or cluster_id = any($5) or co_owner_ids && $5)
	and ($6::text[] is null or status = any($6)) and ($7::text is null or direction = $7)
	and ($8::date is null or ends_on >= $8) and ($9::date is null or starts_on <= $9)
	and (not $10 or status = 'OPEN' and opens_at <= $11 and closes_at > $11)`

func (c *criteria) args(v viewer.Viewer) []any {
	return append(sight(v), c.markets, c.clusters, c.statuses, c.direction, c.endsFrom, c.startsUntil, c.openOnly, c.now)
}

func listMissions(ctx context.Context, q db.Q, v viewer.Viewer, c *criteria, o ordering, after page.Cursor, limit int) (list []*Mission, err error) {
	var key, last *string
	if after != nil {
		key, last = &after[0], &after[1]
	}
	err = q.SelectContext(ctx, &list, fmt.Sprintf(`select `+missionColumns+` from mission where `+criteriaSQL+`
		and ($13::text is null or (%[1]s, id) %[2]s ($12::%[3]s, $13)) order by %[1]s %[4]s, id %[4]s limit $14`,
		o.column, o.compare, o.kind, o.direction), append(c.args(v), key, last, limit)...)
	return list, db.Fault(err)
}

func countMissions(ctx context.Context, q db.Q, v viewer.Viewer, c *criteria) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*) from mission where `+criteriaSQL, c.args(v)...)
	return n, db.Fault(err)
}

func insertMission(ctx context.Context, q db.Q, m *Mission) error {
	_, err := q.ExecContext(ctx, `insert into mission (`+missionColumns+`)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,'',false,0,1,$28,$28)`,
		m.ID, m.Direction, m.Status, m.Admission, m.ClusterID, m.MarketID, m.AuthorID, m.Title, m.Description, m.City, m.Venue,
		m.TimeZone, m.StartsOn, m.EndsOn, m.OpensAt, m.ClosesAt, m.Capacity, m.SeatsPerOrganisation, m.OfferHours, m.FeeCents,
		m.TravelAidCents, m.Currency, m.AgendaItems, m.CoOwnerIDs, m.ContactItems,
		m.RuleItems, m.CriterionItems, m.CreatedAt)
	return db.Fault(err)
}

// updateMission writes everything about a mission that an edit or a change of status may change.
func updateMission(ctx context.Context, q db.Q, m *Mission) error {
	_, err := q.ExecContext(ctx, `update mission set status = $2, title = $3, description = $4, city = $5, venue = $6,
		time_zone = $7, starts_on = $8, ends_on = $9, opens_at = $10, closes_at = $11, capacity = $12,
		seats_per_organisation = $13, offer_hours = $14, fee_cents = $15, travel_aid_cents = $16, currency = $17, agenda = $18,
		updated_at = $19, co_owner_ids = $20, contacts = $21, cancel_reason = $22, withheld = $23, eligibility = $24, criteria = $25, version = version + 1 where id = $1`,
		m.ID, m.Status, m.Title, m.Description, m.City, m.Venue, m.TimeZone, m.StartsOn, m.EndsOn, m.OpensAt, m.ClosesAt,
		m.Capacity, m.SeatsPerOrganisation, m.OfferHours, m.FeeCents, m.TravelAidCents, m.Currency, m.AgendaItems, m.UpdatedAt,
		m.CoOwnerIDs, m.ContactItems, m.CancelReason, m.Withheld, m.RuleItems, m.CriterionItems)
	return db.Fault(err)
}

// dueMissions lists the missions whose window is over while they are still OPEN.
func dueMissions(ctx context.Context, q db.Q, now time.Time) (ids []id.Mission, err error) {
	err = q.SelectContext(ctx, &ids, `select id from mission where status = 'OPEN' and closes_at <= $1 order by closes_at, id`, now)
	return ids, db.Fault(err)
}

// missionsToStart lists the missions whose first day has come while they are still CONFIRMED.
func missionsToStart(ctx context.Context, q db.Q, now time.Time) (ids []id.Mission, err error) {
	err = q.SelectContext(ctx, &ids, `select id from mission
		where status = 'CONFIRMED' and (starts_on::timestamp at time zone time_zone) <= $1 order by starts_on, id`, now)
	return ids, db.Fault(err)
}

func selectQuotas(ctx context.Context, q db.Q, ids []id.Mission) (list []*Quota, err error) {
	err = q.SelectContext(ctx, &list, `select mission_id, cluster_id, guaranteed, maximum from mission_quota
		where mission_id = any($1) order by mission_id, cluster_id`, db.List[id.Mission](ids))
	return list, db.Fault(err)
}

func replaceQuotas(ctx context.Context, q db.Q, m id.Mission, quotas []*Quota) error {
	if _, err := q.ExecContext(ctx, `delete from mission_quota where mission_id = $1`, m); err != nil {
		return db.Fault(err)
	}
	for _, quota := range quotas {
		_, err := q.ExecContext(ctx, `insert into mission_quota (mission_id, cluster_id, guaranteed, maximum) values ($1, $2, $3, $4)`,
			m, quota.ClusterID, quota.Guaranteed, quota.Maximum)
		if err != nil {
			return db.Fault(err)
		}
	}
	return nil
}

// placed are the registrations that take a place: the same as in the index registration_placed, and as RegistrationStatus.placed.
const placed = `status in ('CONFIRMED', 'OFFERED', 'ATTENDED', 'NO_SHOW')`

// selectStandings tells how the places of missions stand; the clusters of those who wait, it leaves to selectWaiting.
func selectStandings(ctx context.Context, q db.Q, missions []*Mission, now time.Time) (map[id.Mission]*Standing, error) {
	standings, ids := make(map[id.Mission]*Standing, len(missions)), make([]id.Mission, 0, len(missions))
	for _, m := range missions {
		ids = append(ids, m.ID)
		standings[m.ID] = &Standing{Capacity: m.Capacity, Guarantees: m.guarantees(now), Quotas: map[id.Cluster]*Quota{},
			Taken: map[id.Cluster]int{}, Waiting: map[id.Cluster]int{}}
	}
	var rows []*struct {
		Quota
		Taken *int `db:"taken"` // nil in a row that is a quota
		Queue *int `db:"queue"` // set in a row that is a mission's
	}
	err := q.SelectContext(ctx, &rows, `
		select mission_id, cluster_id, guaranteed, maximum, null::bigint as taken, null::bigint as queue
		from mission_quota where mission_id = any($1)
		union all
		select mission_id, cluster_id, 0, null, count(*), null from registration
		where mission_id = any($1) and `+placed+` group by mission_id, cluster_id
		union all
		select mission_id, '', 0, null, null, count(*) from registration
		where mission_id = any($1) and status = 'WAITLISTED' group by mission_id`, db.List[id.Mission](ids))
	for _, r := range rows {
		switch s := standings[r.MissionID]; {
		case r.Queue != nil:
			s.Queue = *r.Queue
		case r.Taken != nil:
			s.Taken[r.ClusterID] = *r.Taken
		default:
			s.Quotas[r.ClusterID] = &r.Quota
		}
	}
	return standings, db.Fault(err)
}

// selectWaiting counts who waits for a mission and may get a place, by cluster. It reads the whole list, so ask only when a place is free.
func selectWaiting(ctx context.Context, q db.Q, m id.Mission) (map[id.Cluster]int, error) {
	var rows []struct {
		Cluster id.Cluster `db:"cluster_id"`
		N       int        `db:"n"`
	}
	err := q.SelectContext(ctx, &rows, `select cluster_id, count(*) as n from registration
		where mission_id = $1 and status = 'WAITLISTED' and not `+suspended+` group by cluster_id`, m)
	waiting := make(map[id.Cluster]int, len(rows))
	for _, r := range rows {
		waiting[r.Cluster] = r.N
	}
	return waiting, db.Fault(err)
}

func selectPlaces(ctx context.Context, q db.Q, ids []id.Mission) (list []*Places, err error) {
	err = q.SelectContext(ctx, &list, `
		select mission_id, sum(taken)::bigint as taken, sum(waiting)::bigint as waiting from (
			select mission_id, count(*) as taken, 0 as waiting from registration where mission_id = any($1) and `+placed+` group by mission_id
			union all
			select mission_id, 0, count(*) from registration where mission_id = any($1) and status = 'WAITLISTED' group by mission_id) as counts
		group by mission_id`, db.List[id.Mission](ids))
	return list, db.Fault(err)
}

func selectBeats(ctx context.Context, q db.Q, missions []string) (map[string]int64, error) {
	var rows []struct {
		Mission string `db:"mission_id"`
		Beat    int64  `db:"beat"`
	}
	err := q.SelectContext(ctx, &rows, `select mission_id, beat from mission_beat where mission_id = any($1)`, db.List[string](missions))
	beats := make(map[string]int64, len(rows))
	for _, r := range rows {
		beats[r.Mission] = r.Beat
	}
	return beats, db.Fault(err)
}
