package mission

import (
	"context"

	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Undecided is what of a registration waits for the staff of its mission.
type Undecided string

// What staff decide on.
const (
	UndecidedEligibility Undecided = "ELIGIBILITY" // may it be chosen?
	UndecidedChange      Undecided = "CHANGE"      // may it change as its organisation wishes?
)

// UndecidedRegistrations pages through the registrations that wait for the viewer's decision in the missions that the viewer runs,
// longest waiting first; none for those who run no missions.
func (s *Service) UndecidedRegistrations(ctx context.Context, v viewer.Viewer, of Undecided, args page.Args) (*page.Page[*Registration], error) {
	return s.registrationPage(ctx, byCreation("undecided "+string(of)), args, func(after page.Cursor, limit int) ([]*Registration, error) {
		return selectUndecided(ctx, s.db, v, of, after, limit)
	})
}

// CountUndecidedRegistrations counts what UndecidedRegistrations would page through.
func (s *Service) CountUndecidedRegistrations(ctx context.Context, v viewer.Viewer, of Undecided) (int, error) {
	return countUndecidedOf(ctx, s.db, v, of)
}
