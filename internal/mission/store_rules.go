package mission

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// selectFacts reads what rules judge organisations by, whoever asks.
func selectFacts(ctx context.Context, q db.Q, organisations []id.Organisation) (map[id.Organisation]*Facts, error) {
	var list []*Facts
	err := q.SelectContext(ctx, &list, `
		select o.id, o.cluster_id, coalesce(o.size_class, '') as size_class, o.status,
			coalesce((select array_agg(distinct t order by t) from capability c, unnest(c.technology_ids) t where c.organisation_id = o.id), '{}') as technologies,
			coalesce((select array_agg(m.market_id order by m.id) from registration r join mission m on m.id = r.mission_id
				where r.organisation_id = o.id and (r.status = 'ATTENDED' or r.status = 'CONFIRMED' and m.status = 'COMPLETED')), '{}') as participated
		from organisation o where o.id = any($1)`, db.List[id.Organisation](organisations))
	return byKey(list, func(f *Facts) id.Organisation { return f.OrganisationID }), db.Fault(err)
}

// selectNames gives the names of clusters, technologies and markets in a language, in English where there is none.
func selectNames(ctx context.Context, q db.Q, ids []string, lang string) (map[string]string, error) {
	var rows []struct{ ID, Name string }
	err := q.SelectContext(ctx, &rows, `
		select id, name from cluster where id = any($1)
		union all select id, coalesce(labels ->> $2, labels ->> 'en', slug) from technology where id = any($1)
		union all select id, coalesce(names ->> $2, names ->> 'en', code) from market where id = any($1)`, db.List[string](ids), lang)
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, db.Fault(err)
}
