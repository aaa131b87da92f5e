package market

import (
	"cmp"
	"context"
	"slices"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/ref"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Service reads markets. They are few and everyone may read them, so every question reads the rows it needs anew.
type Service struct{ db *db.DB }

// NewService makes a Service over a database.
func NewService(d *db.DB) *Service { return &Service{d} }

// All lists the markets by their English names.
func (s *Service) All(ctx context.Context) ([]*Market, error) {
	all, err := selectAll(ctx, s.db)
	slices.SortFunc(all, func(a, b *Market) int {
		return cmp.Or(cmp.Compare(a.NameIn("en"), b.NameIn("en")), cmp.Compare(a.ID, b.ID))
	})
	return all, err
}

// ByIDs finds markets by id, whoever asks; ids of none are left out.
func (s *Service) ByIDs(ctx context.Context, _ viewer.Viewer, ids []id.Market) (map[id.Market]*Market, error) {
	return selectByIDs(ctx, s.db, slices.DeleteFunc(slices.Clone(ids), func(i id.Market) bool { return !id.Valid(i) }))
}

// ByCode finds a market by its code; NOT_FOUND when there is none.
func (s *Service) ByCode(ctx context.Context, code string) (*Market, error) {
	all, err := selectAll(ctx, s.db)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(m *Market) bool { return m.Code == code })
	if at < 0 {
		return nil, fault.Missing("")
	}
	return all[at], nil
}

// Resolve finds the market of each reference, an id or a code; INVALID on the items of field that name none.
func Resolve(ctx context.Context, q db.Q, field string, refs []string) ([]id.Market, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	names, err := selectNames(ctx, q)
	if err != nil {
		return nil, err
	}
	return ref.Resolve(names, field, refs)
}

// ResolveOne is Resolve for a single reference; INVALID on field when it names no market.
func ResolveOne(ctx context.Context, q db.Q, field, r string) (id.Market, error) {
	names, err := selectNames(ctx, q)
	if err != nil {
		return "", err
	}
	return ref.One(names, field, r)
}
