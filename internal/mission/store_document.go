package mission

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// selectDocuments finds documents by their own ids, or by their missions'.
func selectDocuments(ctx context.Context, q db.Q, ids []id.Document, missions []id.Mission) (list []*Document, err error) {
	err = q.SelectContext(ctx, &list, `select id, mission_id, title, file_name, media_type, audience, size, uploaded_by, created_at
		from document where id = any($1) or mission_id = any($2) order by id`, db.List[id.Document](ids), db.List[id.Mission](missions))
	return list, db.Fault(err)
}

func readContent(ctx context.Context, q db.Q, d id.Document) (content []byte, err error) {
	err = q.GetContext(ctx, &content, `select content from document where id = $1`, d)
	return content, db.Fault(err)
}

func countDocuments(ctx context.Context, q db.Q, m id.Mission) (n int, err error) {
	err = q.GetContext(ctx, &n, `select count(*) from document where mission_id = $1`, m)
	return n, db.Fault(err)
}

func insertDocument(ctx context.Context, q db.Q, d *Document, content []byte) error {
	_, err := q.ExecContext(ctx, `
		insert into document (id, mission_id, title, file_name, media_type, audience, size, content, uploaded_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		d.ID, d.MissionID, d.Title, d.FileName, d.MediaType, d.Audience, d.Size, content, d.UploadedBy, d.CreatedAt)
	return db.Fault(err)
}

func deleteDocument(ctx context.Context, q db.Q, d id.Document) error {
	_, err := q.ExecContext(ctx, `delete from document where id = $1`, d)
	return db.Fault(err)
}

// participations tells in which missions an organisation has, or had, a confirmed place.
func participations(ctx context.Context, q db.Q, o id.Organisation, missions []id.Mission) (map[id.Mission]bool, error) {
	if o == "" {
		return nil, nil
	}
	var in []id.Mission
	err := q.SelectContext(ctx, &in, `select distinct mission_id from registration
		where organisation_id = $1 and mission_id = any($2) and status in ('CONFIRMED', 'ATTENDED')`, o, db.List[id.Mission](missions))
	found := make(map[id.Mission]bool, len(in))
	for _, m := range in {
		found[m] = true
	}
	return found, db.Fault(err)
}
