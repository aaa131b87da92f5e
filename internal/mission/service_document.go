package mission

import (
	"cmp"
	"context"
	"crypto/sha256"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/once"
	"github.com/bioxclusters/portal/internal/viewer"
)

// AddDocument stores a file with a mission; for those who may change the mission.
func (s *Service) AddDocument(ctx context.Context, v viewer.Viewer, in AddDocumentInput) (*Document, error) {
	if !v.SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	media, err := in.check()
	if err != nil {
		return nil, err
	}
	if _, err := s.owned(ctx, v, in.MissionID); err != nil {
		return nil, err
	}
	now := s.now()
	hash := sha256.Sum256(in.Content)
	in.ContentHash = hash[:]
	d := &Document{ID: id.New[id.Document](now), MissionID: in.MissionID, FileName: fileName(in.FileName, media), MediaType: media,
		Audience: in.Audience, Size: len(in.Content), UploadedBy: &v.User, CreatedAt: now}
	d.Title = cmp.Or(in.Title, d.FileName)
	const name = "addDocument"
	var made string
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		made, _, err = once.Do(ctx, tx, once.Act{User: v.User, Mutation: name, Key: text(in.IdempotencyKey), Input: in, Now: now}, func() (string, error) {
			if _, err := lockMission(ctx, tx, in.MissionID); err != nil { // counts hold only under the lock
				return "", err
			}
			if n, err := countDocuments(ctx, tx, in.MissionID); err != nil || n >= mostDocuments {
				return "", cmp.Or(err, error(fault.New(fault.Conflict, "file", "A mission has at most %d documents.", mostDocuments)))
			}
			if err := insertDocument(ctx, tx, d, in.Content); err != nil {
				return "", err
			}
			detail := map[string]any{"mission": d.MissionID, "type": media, "size": d.Size, "audience": d.Audience}
			return string(d.ID), record(ctx, tx, now, v.User, name, string(d.ID), detail)
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Document(ctx, v, id.Document(made))
}

// RemoveDocument deletes a file of a mission, for good.
func (s *Service) RemoveDocument(ctx context.Context, v viewer.Viewer, in RemoveDocumentInput) (*Mission, error) {
	d, err := s.Document(ctx, v, in.DocumentID)
	if err != nil {
		return nil, at(err, "documentId")
	}
	m, err := s.Get(ctx, v, d.MissionID)
	switch {
	case err != nil:
		return nil, err
	case !v.SignedIn():
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	case !MayUpdate(v, m):
		return nil, fault.New(fault.Forbidden, "documentId", "Only staff of the mission's clusters can do this.")
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := deleteDocument(ctx, tx, d.ID); err != nil {
			return err
		}
		return record(ctx, tx, s.now(), v.User, "removeDocument", string(d.ID), map[string]any{"mission": d.MissionID})
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, v, d.MissionID)
}

// Document finds one document; NOT_FOUND when there is none that the viewer may see.
func (s *Service) Document(ctx context.Context, v viewer.Viewer, d id.Document) (*Document, error) {
	found, err := s.DocumentsByIDs(ctx, v, []id.Document{d})
	if err == nil && found[d] == nil {
		err = fault.Missing("")
	}
	return found[d], err
}

// DocumentFile is a document with its content; NOT_FOUND as for Document.
func (s *Service) DocumentFile(ctx context.Context, v viewer.Viewer, document id.Document) (*Document, []byte, error) {
	d, err := s.Document(ctx, v, document)
	if err != nil {
		return nil, nil, err
	}
	content, err := readContent(ctx, s.db, document)
	return d, content, err
}

// DocumentsByIDs finds documents that the viewer may see; ids of none are left out.
func (s *Service) DocumentsByIDs(ctx context.Context, v viewer.Viewer, ids []id.Document) (map[id.Document]*Document, error) {
	list, err := selectDocuments(ctx, s.db, valid(ids), nil)
	if err == nil {
		list, err = s.visibleDocuments(ctx, v, list)
	}
	return byKey(list, func(d *Document) id.Document { return d.ID }), err
}

// DocumentsOf lists the documents of missions, as far as the viewer may see them, oldest first.
func (s *Service) DocumentsOf(ctx context.Context, v viewer.Viewer, missions []id.Mission) (map[id.Mission][]*Document, error) {
	list, err := selectDocuments(ctx, s.db, nil, valid(missions))
	if err == nil {
		list, err = s.visibleDocuments(ctx, v, list)
	}
	return grouped(list, func(d *Document) id.Mission { return d.MissionID }), err
}

func (s *Service) visibleDocuments(ctx context.Context, v viewer.Viewer, list []*Document) (visible []*Document, err error) {
	if len(list) == 0 {
		return nil, nil
	}
	ids := make([]id.Mission, len(list))
	for i, d := range list {
		ids[i] = d.MissionID
	}
	missions, err := s.ByIDs(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	participates, err := participations(ctx, s.db, own(v), ids)
	for _, d := range list {
		if m := missions[d.MissionID]; m != nil && MaySeeDocument(v, m, d, participates[m.ID]) {
			visible = append(visible, d)
		}
	}
	return visible, err
}

// at puts a fault on a field of the input.
func at(err error, field string) error {
	if list := fault.All(err); len(list) == 1 && len(list[0].Field) == 0 {
		return list[0].At(field)
	}
	return err
}
