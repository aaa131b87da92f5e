package match

import (
	"context"
	"slices"

	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/viewer"
)

// One scores and explains a single pair for those who may read the organisation's matches, as the list of its matches does, in time
// that does not grow with the list. NOT_FOUND where the list could not hold the pair: the opportunity is not open, of the same
// side, or hidden from the organisation.
func (s *Service) One(ctx context.Context, v viewer.Viewer, p Pair) (*Match, error) {
	g, o, err := s.pair(ctx, v, p)
	if err != nil {
		return nil, err
	}
	if organisation.ViewOf(v, g) < organisation.Personal || !opposite(o, g) || !o.OpenForInterest(s.now()) {
		return nil, fault.Missing("")
	}
	owners, opportunities, err := s.hidden(ctx, g.ID)
	if err != nil {
		return nil, err
	}
	if slices.Contains(owners, o.OrganisationID) || slices.Contains(opportunities, o.ID) {
		return nil, fault.Missing("")
	}
	m, err := s.score(ctx, g, o)
	if err != nil {
		return nil, err
	}
	snap, _, err := s.fresh(ctx)
	if err != nil {
		return nil, err
	}
	return explained(m, o, v.Language, snap.namer(v.Language)), nil
}
