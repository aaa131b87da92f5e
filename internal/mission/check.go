package mission

import (
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
)

const (
	mostMoney  = 2_000_000_000 // cents
	mostPlaces = 10_000
	mostSeats  = 50
	mostAgenda = 200
	mostQuotas = 200
	mostReason = 1000
	mostPeople = 20 // contacts
	mostOwners = 20 // co-owning clusters
)

// check notes whatever is wrong with a mission as it is to be stored, quotas apart.
func (m *Mission) check(c *fault.Check) {
	c.Line("title", m.Title, 1, 256)
	c.Text("description", m.Description, 0, 8000)
	c.Line("city", m.City, 0, 256)
	c.Line("venue", m.Venue, 0, 256)
	c.Range("capacity", m.Capacity, 1, mostPlaces)
	c.Range("seatsPerOrganisation", m.SeatsPerOrganisation, 1, mostSeats)
	c.Range("offerHours", m.OfferHours, 1, 720)
	c.Range("feeCents", m.FeeCents, 0, mostMoney)
	c.Range("travelAidCents", m.TravelAidCents, 0, mostMoney)
	c.That(len(m.Currency) == 3 && strings.Trim(m.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "", "currency", "Please give a currency by ISO 4217, such as EUR.")
	m.checkContacts(c)
	checkCriteria(c, m.Criteria())
	if m.checkDates(c) {
		m.checkAgenda(c)
	}
}

// checkDates notes what is wrong with time zone, days and window, and tells whether the days can be reckoned with.
func (m *Mission) checkDates(c *fault.Check) bool {
	zone, err := time.LoadLocation(m.TimeZone)
	zoned := err == nil && m.TimeZone != "" && m.TimeZone != "Local" && len(m.TimeZone) <= 64
	c.That(zoned, "timeZone", "Please give a time zone, such as Asia/Shanghai.")
	_, err = day.Parse(string(m.StartsOn))
	starts := err == nil
	c.That(starts, "startsOn", "Please give a day, such as 2026-11-23.")
	_, err = day.Parse(string(m.EndsOn))
	ends := err == nil
	c.That(ends, "endsOn", "Please give a day, such as 2026-11-23.")
	instants := checkInstant(c, "opensAt", m.OpensAt)
	instants = checkInstant(c, "closesAt", m.ClosesAt) && instants
	if !zoned || !starts || !ends || !instants {
		return false
	}
	c.That(m.StartsOn <= m.EndsOn, "endsOn", "The last day cannot be before the first.")
	c.That(m.OpensAt.Before(m.ClosesAt), "closesAt", "Registration must close after it opens.")
	c.That(!m.ClosesAt.After(m.StartsOn.Add(1).Begin(zone)), "closesAt", "Registration must close before the first day ends.")
	return true
}

func (m *Mission) checkAgenda(c *fault.Check) {
	items := m.Agenda()
	c.Count("agenda", len(items), 0, mostAgenda)
	first, last := m.StartsOn.Begin(m.Zone()), m.EndsOn.Add(1).Begin(m.Zone())
	for i, item := range items[:min(len(items), mostAgenda)] {
		at := func(field string) string { return fault.Item("agenda", i, field) }
		c.Line(at("title"), item.Title, 1, 256)
		c.Line(at("place"), item.Place, 0, 256)
		c.That(!item.StartsAt.Before(first) && item.StartsAt.Before(last), at("startsAt"), "This is not within the mission's days, %s to %s.", m.StartsOn, m.EndsOn)
		c.That(item.StartsAt.Before(item.EndsAt) && !item.EndsAt.After(last), at("endsAt"), "This must be after the beginning and within the mission's days.")
	}
}

func (m *Mission) checkContacts(c *fault.Check) {
	c.Count("contacts", len(m.Contacts()), 0, mostPeople)
	for i, p := range m.Contacts()[:min(len(m.Contacts()), mostPeople)] {
		c.Line(fault.Item("contacts", i, "name"), p.Name, 1, 128)
		c.Line(fault.Item("contacts", i, "role"), p.Role, 0, 128)
		c.Line(fault.Item("contacts", i, "phone"), p.Phone, 0, 40)
		c.Email(fault.Item("contacts", i, "email"), p.Email)
	}
}

func checkInstant(c *fault.Check, field string, t time.Time) bool {
	ok := t.Year() >= 1900 && t.Year() <= 9998
	c.That(ok, field, "Please give a date and time.")
	return ok
}

// checkQuotas notes what is wrong with quotas by themselves: their form, a cluster named twice, more guaranteed than there is.
func checkQuotas(c *fault.Check, quotas []*Quota, capacity int) {
	seen, sum := map[id.Cluster]bool{}, 0
	for i, q := range quotas {
		c.That(!seen[q.ClusterID], fault.Item("quotas", i, "cluster"), "This cluster is named twice.")
		seen[q.ClusterID] = true
		c.Range(fault.Item("quotas", i, "guaranteed"), q.Guaranteed, 0, mostPlaces)
		if q.Maximum != nil {
			c.Range(fault.Item("quotas", i, "maximum"), *q.Maximum, 0, mostPlaces)
			c.That(*q.Maximum >= q.Guaranteed, fault.Item("quotas", i, "maximum"), "The maximum cannot be below what is guaranteed.")
		}
		sum += min(max(q.Guaranteed, 0), mostPlaces)
	}
	c.That(sum <= capacity, "quotas", "%d places are guaranteed, but there are only %d.", sum, capacity)
}

// checkRegistration notes what is wrong with a registration's form; how many seats there are, the mission knows.
func checkRegistration(c *fault.Check, delegates []DelegateInput, motivation *string) {
	checkDelegates(c, "delegates", delegates)
	c.Text("motivation", text(motivation), 0, 4000)
}

// text is what an optional text says.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
