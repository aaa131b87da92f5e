package mission

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
)

// pool is the database, and tells of every transaction that committed.
type pool struct {
	*db.DB
	committed func() // nil while nobody wants to know
}

// InTx is db.DB's.
func (p *pool) InTx(ctx context.Context, fn func(tx *db.Tx) error) error {
	err := p.DB.InTx(ctx, fn)
	if err == nil && p.committed != nil {
		p.committed()
	}
	return err
}

// OnCommit has committed called after every transaction of this service that committed. Set it before the service is used.
func (s *Service) OnCommit(committed func()) { s.db.committed = committed }

// Beats gives a number a mission which grows with every change of the mission or of its registrations, in the transaction of
// the change; 0 for one that was never changed, or that is not there.
func (s *Service) Beats(ctx context.Context, missions []string) (map[string]int64, error) {
	return selectBeats(ctx, s.db, missions)
}
