package match

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/catalogue"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/viewer"
)

// SetWeightsInput is a new version of the weights, in thousandths of the whole.
type SetWeightsInput struct {
	ExpectedVersion int // the version in force when it was read
	Technology      int
	Complement      int
	Text            int
	Market          int
	Stage           int
	Freshness       int
}

// Weights are the weights in force; for analysts and coordinators, nil for others.
func (s *Service) Weights(ctx context.Context, v viewer.Viewer) (*matching.Weights, error) {
	if !MayReadFeedback(v) {
		return nil, nil
	}
	w, err := catalogue.Weights(ctx, s.db)
	return &w, err
}

// SetWeights puts a new version of the weights in force; for coordinators. Versions before stay stored: matches name theirs.
func (s *Service) SetWeights(ctx context.Context, v viewer.Viewer, in SetWeightsInput, now time.Time) (*matching.Weights, error) {
	if err := viewer.MustCoordinate(v); err != nil {
		return nil, err
	}
	w := matching.Weights{Version: in.ExpectedVersion + 1, Technology: in.Technology, Complement: in.Complement, Text: in.Text, Market: in.Market, Stage: in.Stage, Freshness: in.Freshness}
	var c fault.Check
	sum := 0
	for field, n := range map[string]int{"technology": w.Technology, "complement": w.Complement, "text": w.Text, "market": w.Market, "stage": w.Stage, "freshness": w.Freshness} {
		c.Range(field, n, 0, matching.FullWeight)
		sum += n
	}
	c.That(sum == matching.FullWeight, "technology", "The weights add up to %d; they must add up to %d.", sum, matching.FullWeight)
	if c.Err() != nil {
		return nil, c.Err()
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		before, err := catalogue.Weights(ctx, tx)
		if err != nil {
			return err
		}
		stored := false
		if before.Version == in.ExpectedVersion {
			stored, err = catalogue.AddWeights(ctx, tx, w)
		}
		if err == nil && !stored {
			err = fault.New(fault.Conflict, "expectedVersion", "Somebody else changed this meanwhile. Please read it again.")
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: now, Actor: v.User, Act: "setWeights", Subject: "weights", Detail: map[string]any{"version": w.Version}})
	})
	if err != nil {
		return nil, err
	}
	return &w, nil
}
