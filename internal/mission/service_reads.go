package mission

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/page"
	"github.com/bioxclusters/portal/internal/viewer"
)

// RegistrationsByIDs finds registrations that the viewer may see; ids of none are left out.
func (s *Service) RegistrationsByIDs(ctx context.Context, v viewer.Viewer, ids []id.Registration) (map[id.Registration]*Registration, error) {
	list, err := selectRegistrations(ctx, s.db, v, valid(ids))
	if err == nil {
		err = s.explain(ctx, list)
	}
	return byKey(list, func(r *Registration) id.Registration { return r.ID }), err
}

// Registration finds one registration; NOT_FOUND when there is none that the viewer may see.
func (s *Service) Registration(ctx context.Context, v viewer.Viewer, r id.Registration) (*Registration, error) {
	found, err := s.RegistrationsByIDs(ctx, v, []id.Registration{r})
	if err == nil && found[r] == nil {
		err = fault.Missing("")
	}
	return found[r], err
}

// RegistrationsOf pages through a mission's registrations, by arrival, as far as the viewer may see them; nil for those who
// see no registrations of anybody.
func (s *Service) RegistrationsOf(ctx context.Context, v viewer.Viewer, m id.Mission, f *RegistrationFilter, args page.Args) (*page.Page[*Registration], error) {
	if !seesRegistrations(v) || !id.Valid(m) {
		return nil, nil
	}
	statuses, err := f.statuses()
	if err != nil {
		return nil, err
	}
	byArrival := registrationOrder{"registration arrival", validArrival, func(r *Registration) string { return strconv.FormatInt(r.Arrival, 10) }}
	return s.registrationPage(ctx, byArrival, args, func(after page.Cursor, limit int) ([]*Registration, error) {
		return listRegistrations(ctx, s.db, v, m, statuses, after, limit)
	})
}

// registrationOrder is an order of registrations: its name in cursors, what it orders by before the id, and how that is checked.
type registrationOrder struct {
	name  string
	valid func(key string) bool
	key   func(*Registration) string
}

// byCreation orders by when a registration was made.
func byCreation(name string) registrationOrder {
	return registrationOrder{name, validInstant, func(r *Registration) string { return instantKey(r.CreatedAt) }}
}

// registrationPage is a page of registrations, of which read gives at most limit after a cursor.
func (s *Service) registrationPage(ctx context.Context, order registrationOrder, args page.Args, read func(after page.Cursor, limit int) ([]*Registration, error)) (*page.Page[*Registration], error) {
	limit, err := args.Limit()
	if err != nil {
		return nil, err
	}
	after, err := cursor[id.Registration](args, order.name, order.valid)
	if err != nil {
		return nil, err
	}
	list, err := read(after, limit+1)
	if err == nil {
		err = s.explain(ctx, list)
	}
	if err != nil {
		return nil, err
	}
	return page.Of(list, limit, after, order.name, func(r *Registration) []string { return []string{order.key(r), string(r.ID)} }), nil
}

// CountRegistrationsOf counts what RegistrationsOf would page through.
func (s *Service) CountRegistrationsOf(ctx context.Context, v viewer.Viewer, m id.Mission, f *RegistrationFilter) (int, error) {
	statuses, err := f.statuses()
	if err != nil || !seesRegistrations(v) || !id.Valid(m) {
		return 0, err
	}
	return countRegistrations(ctx, s.db, v, m, statuses)
}

// RegistrationsOfOrganisation pages through the registrations of the viewer's own organisation, newest first.
func (s *Service) RegistrationsOfOrganisation(ctx context.Context, v viewer.Viewer, args page.Args) (*page.Page[*Registration], error) {
	return s.registrationPage(ctx, byCreation("registration newest"), args, func(after page.Cursor, limit int) ([]*Registration, error) {
		return listOfOrganisation(ctx, s.db, own(v), after, limit)
	})
}

// CountRegistrationsOfOrganisation counts the registrations of the viewer's own organisation.
func (s *Service) CountRegistrationsOfOrganisation(ctx context.Context, v viewer.Viewer) (int, error) {
	return countOfOrganisation(ctx, s.db, own(v))
}

// ViewerRegistration finds, for each mission, the live registration of the viewer's organisation, else its newest.
func (s *Service) ViewerRegistration(ctx context.Context, v viewer.Viewer, missions []id.Mission) (map[id.Mission]*Registration, error) {
	o := own(v)
	if o == "" {
		return nil, nil
	}
	list, err := newestOfOrganisation(ctx, s.db, o, valid(missions))
	if err == nil {
		err = s.explain(ctx, list)
	}
	return byKey(list, func(r *Registration) id.Mission { return r.MissionID }), err
}

// CannotRegister says, for each mission, why the viewer cannot register their organisation now; nil where they may.
func (s *Service) CannotRegister(ctx context.Context, v viewer.Viewer, missions []*Mission) (map[id.Mission]error, error) {
	ids := make([]id.Mission, len(missions))
	for i, m := range missions {
		ids[i] = m.ID
	}
	newest, err := s.ViewerRegistration(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	applicants, err := selectApplicants(ctx, s.db, []id.Organisation{own(v)})
	if err != nil {
		return nil, err
	}
	facts, err := selectFacts(ctx, s.db, []id.Organisation{own(v)})
	if err != nil {
		return nil, err
	}
	applicant := applicants[own(v)]
	why, now := make(map[id.Mission]error, len(missions)), s.now()
	for _, m := range missions {
		why[m.ID] = MayRegister(v, m, applicant, now)
		if r := newest[m.ID]; why[m.ID] == nil && r != nil && r.Status.Live() {
			why[m.ID] = registrationConstraints["registration_one_live"]
		}
		if why[m.ID] == nil && len(m.Eligibility()) > 0 {
			j, err := newJury(ctx, s.db, m.Eligibility())
			if err != nil {
				return nil, err
			}
			if why[m.ID] = j.refusal(ctx, s.db, m, facts[own(v)], v.Language); why[m.ID] != nil && fault.All(why[m.ID]) == nil {
				return nil, why[m.ID]
			}
		}
	}
	return why, nil
}

// Positions gives the positions of registrations that wait, 1 being next; the caller knows them to be visible.
func (s *Service) Positions(ctx context.Context, ids []id.Registration) (map[id.Registration]int, error) {
	list, err := selectPositions(ctx, s.db, valid(ids))
	positions := make(map[id.Registration]int, len(list))
	for _, p := range list {
		positions[p.ID] = p.Position
	}
	return positions, err
}

// DelegatesOf lists who travels, for registrations that the viewer may see.
func (s *Service) DelegatesOf(ctx context.Context, v viewer.Viewer, ids []id.Registration) (map[id.Registration][]*Delegate, error) {
	list, err := selectDelegates(ctx, s.db, v, valid(ids))
	return grouped(list, func(d *Delegate) id.Registration { return d.RegistrationID }), err
}

// HistoryOf lists every change of status, oldest first, for registrations that the viewer may see.
func (s *Service) HistoryOf(ctx context.Context, v viewer.Viewer, ids []id.Registration) (map[id.Registration][]*RegistrationChange, error) {
	list, err := selectHistory(ctx, s.db, v, valid(ids))
	return grouped(list, func(c *RegistrationChange) id.Registration { return c.RegistrationID }), err
}

// OrganisationsOf gives the organisations of registrations that the viewer sees: every one of them, listed or not, for by
// registering it consented to be shown where its registration is. What of it they may read, its fields' rules say.
func (s *Service) OrganisationsOf(ctx context.Context, v viewer.Viewer, ids []id.Registration) (map[id.Registration]*organisation.Organisation, error) {
	list, err := selectRegistrations(ctx, s.db, v, valid(ids))
	if err != nil {
		return nil, err
	}
	of := make([]id.Organisation, len(list))
	for i, r := range list {
		of[i] = r.OrganisationID
	}
	found, err := organisation.Read(ctx, s.db, of)
	organisations := make(map[id.Registration]*organisation.Organisation, len(list))
	for _, r := range list {
		organisations[r.ID] = found[r.OrganisationID]
	}
	return organisations, err
}

// AssessmentsOf lists what reviewers think of registrations, for staff of their missions; nothing for others.
func (s *Service) AssessmentsOf(ctx context.Context, v viewer.Viewer, ids []id.Registration) (map[id.Registration][]*Assessment, error) {
	list, err := selectRegistrations(ctx, s.db, v, valid(ids))
	if err != nil {
		return nil, err
	}
	missions, err := s.ByIDs(ctx, v, missionsOf(list))
	if err != nil {
		return nil, err
	}
	found := make(map[id.Registration][]*Assessment, len(list))
	for _, r := range list {
		if m := missions[r.MissionID]; m != nil && MayUpdate(v, m) {
			found[r.ID] = []*Assessment{}
		}
	}
	assessments, err := selectAssessments(ctx, s.db, slices.Collect(maps.Keys(found)))
	for _, a := range assessments {
		found[a.RegistrationID] = append(found[a.RegistrationID], a)
	}
	return found, err
}

func missionsOf(list []*Registration) []id.Mission {
	ids := make([]id.Mission, len(list))
	for i, r := range list {
		ids[i] = r.MissionID
	}
	return ids
}

// WaitingList is a mission's waiting list, without names or clusters: for those on it, staff of the mission's clusters and
// coordinators; nil for others.
func (s *Service) WaitingList(ctx context.Context, v viewer.Viewer, m *Mission) ([]*WaitingPlace, error) {
	if !MayUpdate(v, m) {
		mine, err := s.ViewerRegistration(ctx, v, []id.Mission{m.ID})
		if r := mine[m.ID]; err != nil || r == nil || r.Status != RegistrationWaitlisted {
			return nil, err
		}
	}
	standing, err := s.standing(ctx, s.db, m, s.now())
	if err != nil {
		return nil, err
	}
	list, err := waiters(ctx, s.db, m.ID)
	places := make([]*WaitingPlace, len(list))
	for i, w := range list {
		places[i] = &WaitingPlace{i + 1, w.Arrival, w.CreatedAt, w.Score, standing.WaitReason(w.ClusterID), w.Promotion, w.PromotedFor, v.BelongsTo(w.OrganisationID)}
	}
	return places, err
}

// explain states for those who wait why they wait now: it changes with every place that others take or leave.
func (s *Service) explain(ctx context.Context, list []*Registration) error {
	var missions []id.Mission
	for _, r := range list {
		if r.Status == RegistrationWaitlisted {
			missions = append(missions, r.MissionID)
		}
	}
	if missions == nil {
		return nil
	}
	found, err := readMissions(ctx, s.db, missions)
	if err != nil {
		return err
	}
	standings, err := selectStandings(ctx, s.db, found, s.now())
	for _, r := range list {
		if standing := standings[r.MissionID]; standing != nil && r.Status == RegistrationWaitlisted {
			why := standing.WaitReason(r.ClusterID)
			r.PlaceReason = &why
		}
	}
	return err
}

func (f *RegistrationFilter) statuses() (*db.List[RegistrationStatus], error) {
	if f == nil || f.Statuses == nil {
		return nil, nil
	}
	var c fault.Check
	c.Count("filter.statuses", len(f.Statuses), 0, 100)
	for i, s := range f.Statuses {
		c.That(s.Valid(), fault.Item("filter.statuses", i), "There is no such status.")
	}
	return (*db.List[RegistrationStatus])(&f.Statuses), c.Err()
}

// own is the organisation that the viewer belongs to, "" for none.
func own(v viewer.Viewer) id.Organisation {
	if v.SignedIn() && v.BelongsTo(v.Organisation) {
		return v.Organisation
	}
	return ""
}
