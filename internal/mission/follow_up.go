package mission

import (
	"slices"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/country"
	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// KeptDays is for how many days after a mission personal data of its delegates are kept.
const KeptDays = 90

// FollowUp is what an organisation with a confirmed place tells of its delegates for the journey: personal data, for the
// organisation itself and the mission's staff alone, deleted KeptDays after the mission.
type FollowUp struct {
	RegistrationID id.Registration            `db:"registration_id"`
	PeopleOf       db.JSON[[]*FollowUpPerson] `db:"people"`
	Version        int                        `db:"version"`
	SubmittedBy    *id.User                   `db:"submitted_by"`
	SubmittedAt    time.Time                  `db:"submitted_at"`
}

// People are the delegates of whom the form tells.
func (f *FollowUp) People() []*FollowUpPerson { return f.PeopleOf.V }

// FollowUpPerson is what is told of one delegate.
type FollowUpPerson struct {
	Email             string    `json:"email"`        // the delegate's
	PassportName      string    `json:"passportName"` // as the passport has it
	PassportNumber    string    `json:"passportNumber"`
	PassportExpiresOn *day.Date `json:"passportExpiresOn"`
	Nationality       string    `json:"nationality"` // ISO 3166-1 alpha-2, "" when not told
	NeedsVisa         bool      `json:"needsVisa"`
	Dietary           string    `json:"dietary"`
	Assistance        string    `json:"assistance"`
	EmergencyContact  string    `json:"emergencyContact"`
}

// SubmitFollowUpInput is the whole form; it replaces an earlier one.
type SubmitFollowUpInput struct {
	RegistrationID  id.Registration
	People          []FollowUpPersonInput
	ExpectedVersion *int // of the form that was read; nil or 0 when there was none
	IdempotencyKey  *string
}

// FollowUpPersonInput is what is told of one delegate.
type FollowUpPersonInput struct {
	Email             string
	PassportName      *string
	PassportNumber    *string
	PassportExpiresOn *day.Date
	Nationality       *string
	NeedsVisa         bool
	Dietary           *string
	Assistance        *string
	EmergencyContact  *string
}

// MaySeeFollowUp tells whether the viewer may read a follow-up form: the organisation's own members and those who work for
// the clusters that run the mission. Coordinators and the organisation's own cluster may not: these are personal data.
func MaySeeFollowUp(v viewer.Viewer, r *Registration, m *Mission) bool {
	return v.SignedIn() && (v.BelongsTo(r.OrganisationID) || slices.ContainsFunc(m.owners(), v.IsStaffOf))
}

// CanSubmitFollowUp says why the viewer cannot fill in the follow-up form now; nil when nothing stands against it.
func CanSubmitFollowUp(v viewer.Viewer, r *Registration, m *Mission) error {
	switch {
	case !v.BelongsTo(r.OrganisationID):
		return fault.New(fault.Forbidden, "", "Only the organisation's own members can do this.")
	case r.Status != RegistrationConfirmed:
		return fault.New(fault.Conflict, "", "The form is for confirmed places; this registration is %s.", r.Status)
	case m.Status == Cancelled:
		return fault.New(fault.Conflict, "", "It is too late for the form: the mission is %s.", m.Status)
	case m.Status == Completed:
		return fault.New(fault.Conflict, "", "It is too late for the form: the mission ended on %s.", m.dayInZone(m.EndsOn))
	}
	return nil
}

// missing counts the delegates of whom the form does not tell; f may be nil.
func (f *FollowUp) missing(delegates []*Delegate) (n int) {
	for _, d := range delegates {
		if f == nil || !slices.ContainsFunc(f.People(), func(p *FollowUpPerson) bool { return sameAddress(p.Email, d.Email) }) {
			n++
		}
	}
	return n
}

func (in *SubmitFollowUpInput) check(delegates []*Delegate) error {
	var c fault.Check
	c.Count("people", len(in.People), 1, mostSeats)
	seen := map[string]bool{}
	for i, p := range in.People[:min(len(in.People), mostSeats)] {
		at := func(field string) string { return fault.Item("people", i, field) }
		known := slices.ContainsFunc(delegates, func(d *Delegate) bool { return sameAddress(d.Email, p.Email) })
		c.That(known, at("email"), "None of your delegates has this address.")
		c.That(!seen[strings.ToLower(p.Email)], at("email"), "This address is named twice.")
		seen[strings.ToLower(p.Email)] = true
		p.check(&c, at)
	}
	return c.Err()
}

func (p *FollowUpPersonInput) check(c *fault.Check, at func(string) string) {
	c.Line(at("passportName"), text(p.PassportName), 0, 128)
	c.Line(at("passportNumber"), text(p.PassportNumber), 0, 32)
	c.Line(at("dietary"), text(p.Dietary), 0, 256)
	c.Text(at("assistance"), text(p.Assistance), 0, 1000)
	c.Line(at("emergencyContact"), text(p.EmergencyContact), 0, 256)
	c.That(p.PassportExpiresOn == nil || validDay(string(*p.PassportExpiresOn)), at("passportExpiresOn"), "Please give a day, such as 2026-11-23.")
	if n := text(p.Nationality); n != "" {
		c.That(country.Valid(n), at("nationality"), "Please give a country by its two letters, such as ES.")
	}
}

func (in *SubmitFollowUpInput) people() []*FollowUpPerson {
	people := make([]*FollowUpPerson, len(in.People))
	for i, p := range in.People {
		people[i] = &FollowUpPerson{p.Email, text(p.PassportName), text(p.PassportNumber), p.PassportExpiresOn, text(p.Nationality),
			p.NeedsVisa, text(p.Dietary), text(p.Assistance), text(p.EmergencyContact)}
	}
	return people
}

func sameAddress(a, b string) bool { return strings.EqualFold(a, b) }
