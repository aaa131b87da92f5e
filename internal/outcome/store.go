package outcome

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

const columns = `o.id, o.kind, o.mission_id, o.organisation_id, o.partner_organisation_id, o.partner_name, o.market_id, o.cluster_id,
	o.agreed_on, o.value_band, o.evidence, o.once_key, o.recorded_by, o.version, o.created_at, o.retracted_at, o.retracted_because,
	case when m.id is not null then m.cluster_id || m.co_owner_ids end as mission_owners`

var constraints = db.Constraints{
	"outcome_once": fault.New(fault.Conflict, "", "This was recorded already, for this day and these two parties. It is counted once."),
}

// visible is MaySee in SQL; $1 to $3 are the arguments of reach.
const visible = ` from outcome o left join mission m on m.id = o.mission_id
	where ($1 or o.organisation_id = $2 or o.partner_organisation_id = $2 or o.cluster_id = $3 or m.cluster_id = $3 or $3 = any(m.co_owner_ids))`

func reach(v viewer.Viewer) []any {
	all := v.SignedIn() && (v.IsCoordinator() || v.Has(viewer.Analyst))
	var organisation id.Organisation
	if v.SignedIn() && v.BelongsTo(v.Organisation) {
		organisation = v.Organisation
	}
	var cluster id.Cluster
	if v.SignedIn() && v.IsStaffOf(v.Cluster) {
		cluster = v.Cluster
	}
	return []any{all, organisation, cluster}
}

func selectByIDs(ctx context.Context, q db.Q, v viewer.Viewer, ids []id.Outcome) (list []*Outcome, err error) {
	err = q.SelectContext(ctx, &list, `select `+columns+visible+` and o.id = any($4)`, append(reach(v), db.List[id.Outcome](ids))...)
	return list, db.Fault(err)
}

const narrowed = visible + ` and o.retracted_at is null
	and ($4::text[] is null or o.mission_id = any($4)) and ($5::text[] is null or o.kind = any($5))`

func (f *Filter) args() []any {
	var missions *db.List[id.Mission]
	var kinds *db.List[Kind]
	if f != nil && f.Missions != nil {
		missions = (*db.List[id.Mission])(&f.Missions)
	}
	if f != nil && f.Kinds != nil {
		kinds = (*db.List[Kind])(&f.Kinds)
	}
	return []any{missions, kinds}
}

func selectPage(ctx context.Context, q db.Q, v viewer.Viewer, f *Filter, after page.Cursor, limit int) (list []*Outcome, err error) {
	var last *string
	if after != nil {
		last = &after[0]
	}
	args := append(append(reach(v), f.args()...), last, limit)
	err = q.SelectContext(ctx, &list, `select `+columns+narrowed+` and ($6::text is null or o.id < $6) order by o.id desc limit $7`, args...)
	return list, db.Fault(err)
}

func count(ctx context.Context, q db.Q, v viewer.Viewer, f *Filter) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*)`+narrowed, append(reach(v), f.args()...)...)
	return n, db.Fault(err)
}

func countOfMission(ctx context.Context, q db.Q, m id.Mission) (list []Count, err error) {
	err = q.SelectContext(ctx, &list, `select kind, value_band, count(*) as number from outcome
		where mission_id = $1 and retracted_at is null group by 1, 2 order by 1, 2`, m)
	return list, db.Fault(err)
}

func insert(ctx context.Context, q db.Q, o *Outcome) error {
	_, err := q.ExecContext(ctx, `insert into outcome (id, kind, mission_id, organisation_id, partner_organisation_id, partner_name, market_id,
			cluster_id, agreed_on, value_band, evidence, once_key, recorded_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		o.ID, o.Kind, o.MissionID, o.OrganisationID, o.PartnerOrganisationID, o.PartnerName, o.MarketID, o.ClusterID, o.AgreedOn,
		o.ValueBand, o.Evidence, o.OnceKey, o.RecordedBy, o.CreatedAt)
	return constraints.Fault(err)
}

func retract(ctx context.Context, q db.Q, in RetractInput, now time.Time) error {
	res, err := q.ExecContext(ctx, `update outcome set retracted_at = $3, retracted_because = $4, version = version + 1
		where id = $1 and version = $2 and retracted_at is null`, in.OutcomeID, in.ExpectedVersion, now, in.Reason)
	if err != nil {
		return db.Fault(err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fault.New(fault.Conflict, "expectedVersion", "Somebody else changed this meanwhile. Please read it again.")
}

// selectParty reads an organisation whoever asks; nil when there is none.
func selectParty(ctx context.Context, q db.Q, o id.Organisation) (*party, error) {
	var list []*party
	err := q.SelectContext(ctx, &list, `select id, legal_name, cluster_id, market_id from organisation where id = $1`, o)
	if err != nil || len(list) == 0 {
		return nil, db.Fault(err)
	}
	return list[0], nil
}

// partyByName finds the one organisation of that name; "" when there is none, or several.
func partyByName(ctx context.Context, q db.Q, key string) (id.Organisation, error) {
	var list []id.Organisation
	err := q.SelectContext(ctx, &list, `select id from organisation where name_key = $1 limit 2`, key)
	if err != nil || len(list) != 1 {
		return "", db.Fault(err)
	}
	return list[0], nil
}

// takesPart tells whether an organisation has, or had, a confirmed place in a mission.
func takesPart(ctx context.Context, q db.Q, m id.Mission, o id.Organisation) (yes bool, err error) {
	err = q.GetContext(ctx, &yes, `select exists (select from registration where mission_id = $1 and organisation_id = $2 and status in ('CONFIRMED', 'ATTENDED'))`, m, o)
	return yes, db.Fault(err)
}
