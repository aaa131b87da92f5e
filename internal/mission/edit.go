package mission

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/cluster"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/market"
	"github.com/bioxclusters/portal/internal/viewer"
)

// draft makes a mission out of what a person gave, and checks it, and that they may.
func (s *Service) draft(ctx context.Context, v viewer.Viewer, in CreateInput, now time.Time) (*Mission, []*Quota, error) {
	m := &Mission{
		ID: id.New[id.Mission](now), Direction: in.Direction, Status: Draft, Admission: in.Admission, AuthorID: &v.User,
		Title: in.Title, Description: text(in.Description), City: text(in.City), Venue: text(in.Venue), TimeZone: in.TimeZone,
		StartsOn: in.StartsOn, EndsOn: in.EndsOn, OpensAt: instant(in.OpensAt), ClosesAt: instant(in.ClosesAt),
		Capacity: in.Capacity, SeatsPerOrganisation: in.SeatsPerOrganisation, OfferHours: or(in.OfferHours, 72),
		FeeCents: or(in.FeeCents, 0), TravelAidCents: or(in.TravelAidCents, 0), Currency: or(in.Currency, "EUR"),
		CreatedAt: now,
	}
	m.AgendaItems.V, m.ContactItems.V, m.CriterionItems.V = agenda(in.Agenda), contacts(in.Contacts), criteriaOf(in.Criteria)
	var c fault.Check
	c.That(in.Direction.Valid(), "direction", "There is no such direction.")
	c.That(in.Admission.Valid(), "admission", "There is no such way to give places.")
	m.check(&c)
	if err := c.Err(); err != nil {
		return nil, nil, err
	}
	var err error
	if m.ClusterID, err = s.runner(ctx, v, in.Cluster); err != nil {
		return nil, nil, err
	}
	if m.MarketID, err = market.ResolveOne(ctx, s.db, "market", in.Market); err != nil {
		return nil, nil, err
	}
	named, err := s.resolve(ctx, m, in.Quotas, in.CoOwners, in.Eligibility)
	if err != nil {
		return nil, nil, err
	}
	m.CoOwnerIDs, m.RuleItems.V = named.coOwners, append([]*Rule{}, named.rules...)
	checkQuotas(&c, named.quotas, m.Capacity)
	return m, named.quotas, c.Err()
}

// runner is the cluster that is to run a new mission; the viewer must be of its staff, or a coordinator.
func (s *Service) runner(ctx context.Context, v viewer.Viewer, named *string) (id.Cluster, error) {
	c := v.Cluster
	if named != nil {
		var err error
		if c, err = cluster.ResolveOne(ctx, s.db, "cluster", *named); err != nil {
			return "", err
		}
	}
	switch {
	case !mayRun(v, c):
		return "", fault.New(fault.Forbidden, "cluster", "Only staff of a cluster can write missions, for their own cluster.")
	case c == "":
		return "", fault.New(fault.Invalid, "cluster", "Please name the cluster that runs it.")
	}
	return c, nil
}

// resolved is what an input names, found; what it does not name is nil.
type resolved struct {
	quotas   []*Quota
	coOwners db.List[id.Cluster]
	rules    []*Rule
}

func (s *Service) resolve(ctx context.Context, m *Mission, quotas []QuotaInput, coOwners []string, rules []RuleInput) (r resolved, err error) {
	if r.quotas, err = s.quotas(ctx, m.ID, quotas); err != nil {
		return r, err
	}
	if r.coOwners, err = s.coOwners(ctx, m.ClusterID, coOwners); err != nil {
		return r, err
	}
	r.rules, err = s.rules(ctx, rules)
	return r, err
}

// quotas resolves the clusters of quotas; nil stays nil.
func (s *Service) quotas(ctx context.Context, m id.Mission, in []QuotaInput) ([]*Quota, error) {
	var c fault.Check
	if c.Count("quotas", len(in), 0, mostQuotas); c.Err() != nil || in == nil {
		return nil, c.Err()
	}
	quotas := make([]*Quota, len(in))
	for i, q := range in {
		found, err := cluster.ResolveOne(ctx, s.db, fault.Item("quotas", i, "cluster"), q.Cluster)
		if err != nil {
			return nil, err
		}
		quotas[i] = &Quota{m, found, q.Guaranteed, q.Maximum}
	}
	return quotas, nil
}

// coOwners resolves the clusters that are to run a mission together with owner; nil stays nil.
func (s *Service) coOwners(ctx context.Context, owner id.Cluster, in []string) (db.List[id.Cluster], error) {
	var c fault.Check
	if c.Count("coOwners", len(in), 0, mostOwners); c.Err() != nil || in == nil {
		return nil, c.Err()
	}
	found, err := cluster.Resolve(ctx, s.db, "coOwners", in)
	if err != nil {
		return nil, err
	}
	c.That(!slices.Contains(found, owner), "coOwners", "This cluster runs the mission already.")
	return append(db.List[id.Cluster]{}, found...), c.Err()
}

// edit applies an input to the mission, checks the whole and stores it. named is what in names.
func (a *act) edit(ctx context.Context, in UpdateInput, named resolved) error {
	m, before, quotas := a.mission, *a.mission, named.quotas
	switch {
	case m.Version != in.ExpectedVersion:
		return fault.New(fault.Conflict, "expectedVersion", "Somebody else changed this meanwhile: it is at version %d now.", m.Version)
	case m.Status == Completed || m.Status == Cancelled:
		return fault.New(fault.Conflict, "missionId", "This mission can no longer be changed: it is %s.", m.Status)
	}
	var c fault.Check
	in.apply(m, &c)
	if named.coOwners != nil {
		m.CoOwnerIDs = named.coOwners
	}
	if named.rules != nil {
		m.RuleItems.V = named.rules
	}
	m.check(&c)
	if err := c.Err(); err != nil {
		return err
	}
	if quotas == nil && !slices.Contains(in.Clear, "quotas") {
		for _, q := range a.standing.Quotas {
			quotas = append(quotas, q)
		}
		slices.SortFunc(quotas, byCluster)
	}
	checkQuotas(&c, quotas, m.Capacity)
	a.checkWindow(&c, &before)
	if err := c.Err(); err != nil {
		return err
	}
	if err := a.checkTaken(ctx, quotas, &before); err != nil {
		return err
	}
	if err := a.checkScored(ctx, &before); err != nil {
		return err
	}
	if err := replaceQuotas(ctx, a.tx, m.ID, quotas); err != nil {
		return err
	}
	return a.store(ctx, map[string]any{"capacity": m.Capacity, "quotas": quotas, "version": m.Version + 1})
}

// checkWindow notes changes of a window that is over, or to one that would be.
func (a *act) checkWindow(c *fault.Check, before *Mission) {
	m := a.mission
	moved := !m.ClosesAt.Equal(before.ClosesAt)
	if !moved && m.OpensAt.Equal(before.OpensAt) || m.Status == Draft {
		return
	}
	field := "opensAt"
	if moved {
		field = "closesAt"
	}
	switch {
	case m.Status != Open:
		c.Add(fault.Conflict, field, "Registration is over: this mission is %s.", m.Status)
	case !a.now.Before(before.ClosesAt):
		c.Add(fault.Conflict, field, "Registration is over: it closed on %s.", before.inZone(before.ClosesAt))
	case !a.now.Before(m.ClosesAt):
		c.Add(fault.Invalid, field, "This is past already. Close the mission to end registration at once.")
	}
}

// checkTaken refuses whatever would take away a place or a seat, or promise what is no longer there; then the new capacity
// and quotas are the standing's.
func (a *act) checkTaken(ctx context.Context, quotas []*Quota, before *Mission) error {
	m, s := a.mission, a.standing
	s.Capacity, s.Guarantees = m.Capacity, m.guarantees(a.now)
	s.Quotas = byKey(quotas, func(q *Quota) id.Cluster { return q.ClusterID })
	var c fault.Check
	if n := s.taken(); n > m.Capacity {
		c.Add(fault.Conflict, "capacity", "%d places are taken already.", n)
	} else if !s.keepsGuarantees() {
		c.Add(fault.Conflict, "quotas", "Too many places are taken already to guarantee so many: %d are taken, %d more would be held, and there are %d.", n, s.heldForOthers(""), m.Capacity)
	}
	for i, q := range quotas {
		if q.Maximum != nil && s.Taken[q.ClusterID] > *q.Maximum {
			c.Add(fault.Conflict, fault.Item("quotas", i, "maximum"), "This cluster has %d places already.", s.Taken[q.ClusterID])
		}
	}
	if m.SeatsPerOrganisation < before.SeatsPerOrganisation {
		n, err := mostDelegates(ctx, a.tx, m.ID)
		if err != nil {
			return err
		}
		if n > m.SeatsPerOrganisation {
			c.Add(fault.Conflict, "seatsPerOrganisation", "An organisation has registered %d delegates already.", n)
		}
	}
	return c.Err()
}

// checkScored refuses other criteria once somebody has scored by those there were.
func (a *act) checkScored(ctx context.Context, before *Mission) error {
	same := func(a, b *Criterion) bool { return *a == *b }
	if slices.EqualFunc(a.mission.Criteria(), before.Criteria(), same) {
		return nil
	}
	n, err := countScored(ctx, a.tx, a.mission.ID)
	if err == nil && n > 0 {
		return fault.New(fault.Conflict, "criteria", "Candidates were scored on these criteria already.")
	}
	return err
}

// apply carries what was given over to the mission.
func (in *UpdateInput) apply(m *Mission, c *fault.Check) {
	set(&m.Title, in.Title)
	set(&m.Description, in.Description)
	set(&m.City, in.City)
	set(&m.Venue, in.Venue)
	set(&m.TimeZone, in.TimeZone)
	set(&m.StartsOn, in.StartsOn)
	set(&m.EndsOn, in.EndsOn)
	set(&m.OpensAt, in.OpensAt)
	set(&m.ClosesAt, in.ClosesAt)
	m.OpensAt, m.ClosesAt = instant(m.OpensAt), instant(m.ClosesAt)
	set(&m.Capacity, in.Capacity)
	set(&m.SeatsPerOrganisation, in.SeatsPerOrganisation)
	set(&m.OfferHours, in.OfferHours)
	set(&m.FeeCents, in.FeeCents)
	set(&m.TravelAidCents, in.TravelAidCents)
	set(&m.Currency, in.Currency)
	if in.Agenda != nil {
		m.AgendaItems.V = agenda(in.Agenda)
	}
	if in.Contacts != nil {
		m.ContactItems.V = contacts(in.Contacts)
	}
	if in.Criteria != nil {
		m.CriterionItems.V = criteriaOf(in.Criteria)
	}
	for _, field := range in.Clear {
		switch field {
		case "description":
			m.Description = ""
		case "city":
			m.City = ""
		case "venue":
			m.Venue = ""
		case "agenda":
			m.AgendaItems.V = []*AgendaItem{}
		case "contacts":
			m.ContactItems.V = []*Contact{}
		case "eligibility":
			m.RuleItems.V = []*Rule{}
		case "criteria":
			m.CriterionItems.V = []*Criterion{}
		case "coOwners":
			m.CoOwnerIDs = nil
		case "quotas": // edit sees to them
		default:
			c.Add(fault.Invalid, field, "This cannot be empty.")
		}
	}
}

func agenda(in []AgendaItemInput) []*AgendaItem {
	items := make([]*AgendaItem, len(in))
	for i, a := range in {
		items[i] = &AgendaItem{instant(a.StartsAt), instant(a.EndsAt), a.Title, text(a.Place)}
	}
	return items
}

func contacts(in []ContactInput) []*Contact {
	people := make([]*Contact, len(in))
	for i, p := range in {
		people[i] = &Contact{p.Name, text(p.Role), p.Email, text(p.Phone)}
	}
	return people
}

// instant is a time as the database keeps it.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func set[T any](field *T, given *T) {
	if given != nil {
		*field = *given
	}
}

func or[T any](given *T, otherwise T) T {
	if given == nil {
		return otherwise
	}
	return *given
}

func byCluster(a, b *Quota) int { return strings.Compare(string(a.ClusterID), string(b.ClusterID)) }
