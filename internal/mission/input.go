package mission

import (
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/page"
)

// CreateInput is a new mission; absent fields take the defaults that the schema states.
type CreateInput struct {
	Direction            Direction
	Admission            Admission
	Market               string  // id or code
	Cluster              *string // id or slug; nil means the viewer's
	Title                string
	Description          *string
	City                 *string
	Venue                *string
	TimeZone             string
	StartsOn             day.Date
	EndsOn               day.Date
	OpensAt              time.Time
	ClosesAt             time.Time
	Capacity             int
	SeatsPerOrganisation int
	OfferHours           *int
	FeeCents             *int
	TravelAidCents       *int
	Currency             *string
	Quotas               []QuotaInput
	Agenda               []AgendaItemInput
	CoOwners             []string // ids or slugs
	Contacts             []ContactInput
	Eligibility          []RuleInput
	Criteria             []CriterionInput
	IdempotencyKey       *string
}

// UpdateInput changes a mission; nil fields stay as they are.
type UpdateInput struct {
	MissionID            id.Mission
	ExpectedVersion      int
	Title                *string
	Description          *string
	City                 *string
	Venue                *string
	TimeZone             *string
	StartsOn             *day.Date
	EndsOn               *day.Date
	OpensAt              *time.Time
	ClosesAt             *time.Time
	Capacity             *int
	SeatsPerOrganisation *int
	OfferHours           *int
	FeeCents             *int
	TravelAidCents       *int
	Currency             *string
	Quotas               []QuotaInput
	Agenda               []AgendaItemInput
	CoOwners             []string // ids or slugs
	Contacts             []ContactInput
	Eligibility          []RuleInput
	Criteria             []CriterionInput
	Clear                []string // fields to empty: description, city, venue, and every list
}

// QuotaInput is what a cluster is guaranteed, and may have at most.
type QuotaInput struct {
	Cluster    string // id or slug
	Guaranteed int
	Maximum    *int
}

// AgendaItemInput is a line of the programme.
type AgendaItemInput struct {
	StartsAt time.Time
	EndsAt   time.Time
	Title    string
	Place    *string
}

// ContactInput is a person to ask about a mission.
type ContactInput struct {
	Name  string
	Role  *string
	Email string
	Phone *string
}

// RuleInput is a condition of participation; Mandatory is true unless said otherwise.
type RuleInput struct {
	Kind      RuleKind
	Values    []string // ids, or slugs and codes; size classes
	Min       *int
	Max       *int
	Mandatory *bool
}

// CriterionInput is what reviewers score candidates on.
type CriterionInput struct {
	Name   string
	Weight int
}

// OpenInput names the mission to open.
type OpenInput struct{ MissionID id.Mission }

// CloseInput names the mission to close.
type CloseInput struct{ MissionID id.Mission }

// ConfirmInput names the mission whose list is final.
type ConfirmInput struct{ MissionID id.Mission }

// RunInput names the mission to start.
type RunInput struct{ MissionID id.Mission }

// CompleteInput names the mission that is over.
type CompleteInput struct{ MissionID id.Mission }

// CancelInput calls a mission off; the letters give the reason.
type CancelInput struct {
	MissionID id.Mission
	Reason    string
}

// CloneInput makes a new DRAFT like a mission; days, window and programme move with StartsOn.
type CloneInput struct {
	MissionID      id.Mission
	Cluster        *string // id or slug; nil means the viewer's, else the mission's
	Title          *string // nil keeps it
	StartsOn       day.Date
	IdempotencyKey *string
}

// RegisterInput registers the viewer's organisation.
type RegisterInput struct {
	MissionID      id.Mission
	Delegates      []DelegateInput
	Motivation     *string
	IdempotencyKey *string
}

// NominateInput registers an organisation of the viewer's cluster, which agreed to it.
type NominateInput struct {
	MissionID      id.Mission
	OrganisationID id.Organisation
	Agreed         bool
	Delegates      []DelegateInput
	Motivation     *string
	IdempotencyKey *string
}

// DelegateInput is a person who is to travel.
type DelegateInput struct{ Name, Email, Role string }

// WithdrawInput withdraws a registration; staff of the mission read the reason.
type WithdrawInput struct {
	RegistrationID id.Registration
	Reason         *string
	IdempotencyKey *string
}

// AcceptOfferInput takes an offered place.
type AcceptOfferInput struct {
	RegistrationID id.Registration
	IdempotencyKey *string
}

// DeclineOfferInput declines an offered place.
type DeclineOfferInput struct {
	RegistrationID id.Registration
	IdempotencyKey *string
}

// ScoreInput is what the viewer thinks of a candidate: points by criterion, in the mission's order.
type ScoreInput struct {
	RegistrationID id.Registration
	Points         []int
	Comment        *string
}

// DeclareConflictInput names the candidate in whom the viewer has an interest.
type DeclareConflictInput struct{ RegistrationID id.Registration }

// JudgeInput says whether a candidate may be chosen; reasons are for those who may not.
type JudgeInput struct {
	RegistrationID id.Registration
	Eligible       bool
	Reasons        []string
}

// ProposeInput names the mission to find the best list for.
type ProposeInput struct{ MissionID id.Mission }

// ConfirmSelectionInput decides on every candidate of a mission: those whom it does not name wait.
type ConfirmSelectionInput struct {
	MissionID      id.Mission
	Confirmed      []id.Registration
	Rejected       []RejectionInput
	IdempotencyKey *string
}

// RejectionInput is a candidate who is not chosen, and why.
type RejectionInput struct {
	RegistrationID id.Registration
	Reason         string
}

// RejectInput rejects a registration.
type RejectInput struct {
	RegistrationID id.Registration
	Reason         string
	IdempotencyKey *string
}

// ReverseInput reverses a decision.
type ReverseInput struct {
	RegistrationID id.Registration
	To             RegistrationStatus
	Reason         string
	IdempotencyKey *string
}

// PromoteInput puts a registration at the head of the waiting list.
type PromoteInput struct {
	RegistrationID id.Registration
	Reason         string
	IdempotencyKey *string
}

// AnswerOfferInput answers an offer with the token of its letter.
type AnswerOfferInput struct {
	Token  string
	Accept bool
}

// Filter narrows a list of missions; nil fields do not.
type Filter struct {
	Markets     []string // ids or codes
	Clusters    []string // ids or slugs
	Statuses    []Status
	Direction   *Direction
	EndsFrom    *day.Date
	StartsUntil *day.Date
	OpenOnly    *bool
}

// RegistrationFilter narrows a list of registrations.
type RegistrationFilter struct{ Statuses []RegistrationStatus }

// Order says how a list of missions runs; nil Direction means ascending.
type Order struct {
	Field     OrderField
	Direction *page.Direction
}

// OrderField is by what missions are ordered.
type OrderField string

// The orders.
const (
	StartsOn OrderField = "STARTS_ON"
	ClosesAt OrderField = "CLOSES_AT"
)

// Valid tells whether f is one of the orders.
func (f OrderField) Valid() bool { return f == StartsOn || f == ClosesAt }
