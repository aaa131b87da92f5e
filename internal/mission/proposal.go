package mission

import (
	"slices"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

// ChangeProposal is a change that an organisation wishes for its registration. While registration is open and no place confirmed,
// it takes effect at once; later the mission's staff decide.
type ChangeProposal struct {
	ID             id.Proposal              `db:"id"`
	RegistrationID id.Registration          `db:"registration_id"`
	Status         ProposalStatus           `db:"status"`
	DelegatesOf    db.JSON[[]DelegateInput] `db:"delegates"` // all as they are to be; nil leaves them
	Motivation     *string                  `db:"motivation"`
	Message        string                   `db:"message"`
	ProposedBy     *id.User                 `db:"proposed_by"`
	DecidedBy      *id.User                 `db:"decided_by"`
	Reason         string                   `db:"reason"`
	Version        int                      `db:"version"`
	CreatedAt      time.Time                `db:"created_at"`
	DecidedAt      *time.Time               `db:"decided_at"`
}

// Delegates are those who are to travel; nil when that does not change.
func (p *ChangeProposal) Delegates() []*Delegate {
	var list []*Delegate
	for _, d := range p.DelegatesOf.V {
		list = append(list, &Delegate{RegistrationID: p.RegistrationID, Name: d.Name, Email: d.Email, Role: d.Role})
	}
	return list
}

// ProposalStatus is where a proposal stands.
type ProposalStatus string

// The statuses of proposals.
const (
	ProposalOpen     ProposalStatus = "PROPOSED"
	ProposalAccepted ProposalStatus = "ACCEPTED"
	ProposalRefused  ProposalStatus = "REFUSED"
	ProposalReplaced ProposalStatus = "REPLACED" // the organisation proposed something else meanwhile
)

// ProposeChangeInput is what is to change; nil fields stay.
type ProposeChangeInput struct {
	RegistrationID id.Registration
	Delegates      []DelegateInput // all of them
	Motivation     *string
	Message        *string // to those who decide
	IdempotencyKey *string
}

// DecideProposalInput accepts or refuses a proposal.
type DecideProposalInput struct {
	ProposalID      id.Proposal
	ExpectedVersion int
	Accept          bool
	Reason          *string // needed to refuse
	IdempotencyKey  *string
}

// SubstituteDelegateInput sends somebody else in the place of a delegate.
type SubstituteDelegateInput struct {
	RegistrationID id.Registration
	Email          string // of whom stays at home
	Delegate       DelegateInput
	Reason         *string
	IdempotencyKey *string
}

// CanProposeChange says why the viewer cannot change, or propose to change, a registration; nil when nothing stands against it.
func CanProposeChange(v viewer.Viewer, r *Registration, m *Mission) error {
	switch {
	case !maySpeakFor(v, r):
		return fault.New(fault.Forbidden, "", "Only the organisation's own members can do this.")
	case m.tooLateForChanges() != nil:
		return m.tooLateForChanges()
	case !slices.Contains(withdrawable, r.Status):
		return fault.New(fault.Conflict, "", "This registration cannot be changed: it is %s.", r.Status)
	}
	return nil
}

// tooLateForChanges says why nothing about a mission's registrations can be changed any more; nil while it can.
func (m *Mission) tooLateForChanges() error {
	switch m.Status {
	case Completed:
		return fault.New(fault.Conflict, "", "It is too late for changes: the mission ended on %s.", m.dayInZone(m.EndsOn))
	case Cancelled:
		return fault.New(fault.Conflict, "", "It is too late for changes: the mission is %s.", m.Status)
	}
	return nil
}

// moderated tells whether staff decide on a change: once registration is over, or a place confirmed.
func moderated(r *Registration, m *Mission, now time.Time) bool {
	return m.Status != Open || !now.Before(m.ClosesAt) || r.Status == RegistrationConfirmed
}

// CanSubstitute says why the viewer cannot send somebody else; nil when nothing stands against it. Members may until the
// mission runs, its staff also while it does.
func CanSubstitute(v viewer.Viewer, r *Registration, m *Mission) error {
	staff := MayUpdate(v, m)
	switch {
	case !maySpeakFor(v, r) && !staff:
		return fault.New(fault.Forbidden, "", "Only the organisation's own members and the mission's staff can do this.")
	case r.Status != RegistrationConfirmed && !(staff && r.Status == RegistrationAttended):
		return fault.New(fault.Conflict, "", "Delegates are substituted in confirmed places; this registration is %s.", r.Status)
	case m.Status == Running && !staff:
		return fault.New(fault.Conflict, "", "The mission has been running since %s; please ask its staff.", m.dayInZone(m.StartsOn))
	case m.tooLateForChanges() != nil:
		return m.tooLateForChanges()
	}
	return nil
}

func (in *ProposeChangeInput) check(seats int) error {
	var c fault.Check
	c.That(in.Delegates != nil || in.Motivation != nil, "delegates", "Please say what is to change.")
	c.Text("motivation", text(in.Motivation), 0, 4000)
	c.Text("message", text(in.Message), 0, mostReason)
	if in.Delegates != nil {
		checkDelegates(&c, "delegates", in.Delegates)
	}
	if len(in.Delegates) > seats {
		c.Add(fault.Invalid, "delegates", "An organisation may send at most %d delegates.", seats)
	}
	return c.Err()
}

func (in *DecideProposalInput) check() error {
	var c fault.Check
	least := 1
	if in.Accept {
		least = 0
	}
	c.Text("reason", text(in.Reason), least, mostReason)
	return c.Err()
}

// substitute gives the delegates after the substitution.
func (in *SubstituteDelegateInput) substitute(delegates []*Delegate) ([]DelegateInput, error) {
	var c fault.Check
	c.Text("reason", text(in.Reason), 0, mostReason)
	leaves := slices.IndexFunc(delegates, func(d *Delegate) bool { return sameAddress(d.Email, in.Email) })
	c.That(leaves >= 0, "email", "None of your delegates has this address.")
	after := make([]DelegateInput, len(delegates))
	for i, d := range delegates {
		after[i] = DelegateInput{d.Name, d.Email, d.Role}
		if i != leaves {
			c.That(!sameAddress(d.Email, in.Delegate.Email), "delegate.email", "This address is named twice.")
		}
	}
	if leaves >= 0 {
		after[leaves] = in.Delegate
	}
	checkDelegate(&c, "delegate", in.Delegate)
	return after, c.Err()
}

func checkDelegates(c *fault.Check, field string, delegates []DelegateInput) {
	c.Count(field, len(delegates), 1, mostSeats)
	seen := map[string]bool{}
	for i, d := range delegates[:min(len(delegates), mostSeats)] {
		checkDelegate(c, fault.Item(field, i), d)
		key := strings.ToLower(d.Email)
		c.That(!seen[key], fault.Item(field, i, "email"), "This address is named twice.")
		seen[key] = true
	}
}

func checkDelegate(c *fault.Check, field string, d DelegateInput) {
	c.Line(field+".name", d.Name, 1, 128)
	c.Line(field+".role", d.Role, 1, 128)
	c.Email(field+".email", d.Email)
}
