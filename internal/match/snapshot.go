package match

import (
	"context"

	"github.com/bioxclusters/portal/internal/catalogue"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/technology"
)

// snapshot is everything that scores and their explanations depend on but the pair and the day: the model made of the statistics, the
// technology tree and the weights, and the names of technologies and markets. It is never changed.
type snapshot struct {
	reference    int64
	tree         *matching.Tree
	model        *matching.Model
	technologies map[id.Technology]*technology.Technology
	markets      map[id.Market]*market.Market
}

// fresh gives the snapshot of the catalogue as it is now, the same one while nothing that it depends on changes, and the catalogue.
func (s *Service) fresh(ctx context.Context) (*snapshot, *catalogue.State, error) {
	state, err := s.catalogue.Current(ctx)
	if err != nil {
		return nil, nil, err
	}
	known := s.current.Load()
	if known != nil && known.model == state.Model {
		return known, state, nil
	}
	made := &snapshot{reference: state.Reference(), tree: state.Tree, model: state.Model}
	if known != nil && known.reference == made.reference {
		made.technologies, made.markets = known.technologies, known.markets
	} else if err := s.readNames(ctx, made); err != nil {
		return nil, nil, err
	}
	s.current.Store(made)
	return made, state, nil
}

// readNames reads the names of technologies and markets.
func (s *Service) readNames(ctx context.Context, made *snapshot) error {
	technologies, err := s.technologies.All(ctx, nil)
	if err != nil {
		return err
	}
	markets, err := s.markets.All(ctx)
	if err != nil {
		return err
	}
	made.technologies, made.markets = map[id.Technology]*technology.Technology{}, map[id.Market]*market.Market{}
	for _, t := range technologies {
		made.technologies[t.ID] = t
	}
	for _, m := range markets {
		made.markets[m.ID] = m
	}
	return nil
}
