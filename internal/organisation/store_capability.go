package organisation

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

const capabilityColumns = `c.id, c.organisation_id, c.position, c.direction, c.technology_ids, c.text, c.language, c.stage, c.partnerships, c.market_ids`

// replaceCapabilities writes all capabilities of an organisation whose row the transaction has locked.
func replaceCapabilities(ctx context.Context, q db.Q, organisation id.Organisation, all []*Capability) error {
	if _, err := q.ExecContext(ctx, `delete from capability where organisation_id = $1`, organisation); err != nil {
		return db.Fault(err)
	}
	for i, c := range all {
		_, err := q.ExecContext(ctx, `insert into capability (id, organisation_id, position, direction, technology_ids, text, language, stage,
				partnerships, market_ids) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
			c.ID, organisation, i, c.Direction, c.TechnologyList, c.Text, c.Language, c.Stage, c.PartnershipList, c.MarketList)
		if err != nil {
			return db.Fault(err)
		}
	}
	return nil
}

// selectCapabilities reads those of one organisation, whoever may see them.
func selectCapabilities(ctx context.Context, q db.Q, organisation id.Organisation) ([]*Capability, error) {
	var all []*Capability
	err := q.SelectContext(ctx, &all, `select `+capabilityColumns+` from capability c where c.organisation_id = $1 order by c.position`, organisation)
	return all, db.Fault(err)
}

func selectCapabilitiesOf(ctx context.Context, q db.Q, v viewer.Viewer, organisations []id.Organisation) (map[id.Organisation][]*Capability, error) {
	w := &where{}
	w.add(w.visibleSQL(v, Listed))
	w.add("o.id = any(" + w.arg(db.List[id.Organisation](organisations)) + ")")
	var rows []*Capability
	err := q.SelectContext(ctx, &rows, `select `+capabilityColumns+` from capability c join organisation o on o.id = c.organisation_id`+
		w.String()+` order by c.organisation_id, c.position`, w.args...)
	found := map[id.Organisation][]*Capability{}
	for _, c := range rows {
		found[c.OrganisationID] = append(found[c.OrganisationID], c)
	}
	return found, db.Fault(err)
}

func selectTechnologiesOf(ctx context.Context, q db.Q, v viewer.Viewer, organisations []id.Organisation) (map[id.Organisation][]id.Technology, error) {
	w := &where{}
	w.add(w.visibleSQL(v, Teaser))
	w.add("o.id = any(" + w.arg(db.List[id.Organisation](organisations)) + ")")
	var rows []struct {
		Organisation id.Organisation `db:"organisation_id"`
		Technology   id.Technology   `db:"technology_id"`
	}
	err := q.SelectContext(ctx, &rows, `select c.organisation_id, t.id as technology_id
		from capability c join organisation o on o.id = c.organisation_id join technology t on t.id = any(c.technology_ids)`+
		w.String()+` group by c.organisation_id, t.id, t.position order by c.organisation_id, t.position, t.id`, w.args...)
	found := map[id.Organisation][]id.Technology{}
	for _, r := range rows {
		found[r.Organisation] = append(found[r.Organisation], r.Technology)
	}
	return found, db.Fault(err)
}
