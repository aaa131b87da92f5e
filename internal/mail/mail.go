// Package mail writes and delivers the portal's letters. A letter is rendered when it is enqueued, in the transaction of
// the change that causes it, and stored with its text: however often it is delivered, it says the same.
package mail

import (
	"context"
	"encoding/json"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/jobs"
)

// Kind is what a letter is about.
type Kind string

// The letters, each with the fields of Data that it needs. All need name: the person's, for the greeting.
const (
	VerifyEmail                 Kind = "VERIFY_EMAIL"                  // link
	AlreadyRegistered           Kind = "ALREADY_REGISTERED"            // link (where a new password is asked for)
	PasswordReset               Kind = "PASSWORD_RESET"                // link
	PasswordChanged             Kind = "PASSWORD_CHANGED"              // link, reset (where a new password is asked for)
	TotpAdded                   Kind = "TOTP_ADDED"                    // link, reset
	TotpRemoved                 Kind = "TOTP_REMOVED"                  // link, reset
	PasskeyAdded                Kind = "PASSKEY_ADDED"                 // link, reset
	PasskeyRemoved              Kind = "PASSKEY_REMOVED"               // link, reset
	Invitation                  Kind = "INVITATION"                    // link, organisation, inviter; no name
	OrganisationVerified        Kind = "ORGANISATION_VERIFIED"         // link, organisation
	OrganisationSuspended       Kind = "ORGANISATION_SUSPENDED"        // link, organisation, reason
	OpportunitySubmitted        Kind = "OPPORTUNITY_SUBMITTED"         // link, organisation, title; for staff
	OpportunityChangesRequested Kind = "OPPORTUNITY_CHANGES_REQUESTED" // link, title
	OpportunityPublished        Kind = "OPPORTUNITY_PUBLISHED"         // link, title
	ChangeProposed              Kind = "CHANGE_PROPOSED"               // link, organisation, mission; for staff
	ChangeAccepted              Kind = "CHANGE_ACCEPTED"               // link, organisation, mission
	ChangeRefused               Kind = "CHANGE_REFUSED"                // link, organisation, mission, reason
	DelegateSubstituted         Kind = "DELEGATE_SUBSTITUTED"          // link, organisation, mission
	FollowUpReminder            Kind = "FOLLOW_UP_REMINDER"            // link, organisation, mission, day
	MissionReminder             Kind = "MISSION_REMINDER"              // link, organisation, mission, day
	FeedbackRequested           Kind = "FEEDBACK_REQUESTED"            // link, organisation, mission
	RegistrationConfirmed       Kind = "REGISTRATION_CONFIRMED"        // link, organisation, mission
	RegistrationWaitlisted      Kind = "REGISTRATION_WAITLISTED"       // link, organisation, mission, position
	RegistrationReceived        Kind = "REGISTRATION_RECEIVED"         // link, organisation, mission
	PlaceOffered                Kind = "PLACE_OFFERED"                 // link, organisation, mission, until, accept, decline (links)
	OfferLapsed                 Kind = "OFFER_LAPSED"                  // link, organisation, mission
	RegistrationWithdrawn       Kind = "REGISTRATION_WITHDRAWN"        // link, organisation, mission
	RegistrationRejected        Kind = "REGISTRATION_REJECTED"         // link, organisation, mission, reason
	RegistrationIneligible      Kind = "REGISTRATION_INELIGIBLE"       // link, organisation, mission, reason
	RegistrationNominated       Kind = "REGISTRATION_NOMINATED"        // link, organisation, mission, cluster
	DecisionReversed            Kind = "DECISION_REVERSED"             // link, organisation, mission, reason
	MissionCancelled            Kind = "MISSION_CANCELLED"             // link, mission, reason
)

// JobKind is the kind of the jobs that Handler delivers.
const JobKind = "letter"

// Letter is a letter to be written.
type Letter struct {
	To       string // one address; the form is checked
	Language string // one of Languages; anything else means English
	Kind     Kind
	Data     map[string]string // by field; a value stands on one line, whatever it was before
	// Attachments go along as they are.
	Attachments []Attachment
}

// Attachment is a file that goes with a letter: text, such as a calendar.
type Attachment struct {
	Name    string `json:"name"`
	Type    string `json:"type"` // media type
	Content string `json:"content"`
}

// Rendered is a letter as it is stored and sent: plain text in UTF-8.
type Rendered struct {
	To      string    `json:"to"`
	Kind    Kind      `json:"kind"`
	Subject string    `json:"subject"`
	Body    string    `json:"body"`
	At      time.Time `json:"at"` // when it was written; its Date
	// Attachments are the letter's.
	Attachments []Attachment `json:"attachments,omitempty"`
}

// Enqueue writes letters in the caller's transaction; they leave if and only if that commits. A missing field or a malformed
// address is an error of the caller's making. Until it has left, a letter's text, links included, stands in its job's row.
func Enqueue(ctx context.Context, tx db.Q, now time.Time, letters ...Letter) error {
	work := make([]jobs.New, len(letters))
	for i, l := range letters {
		r, err := Render(now, l)
		if err != nil {
			return err
		}
		work[i] = jobs.New{Kind: JobKind, Payload: r, Now: now}
	}
	return jobs.Enqueue(ctx, tx, work...)
}

// Deliverer hands a letter over. The id is the same each time the same letter is delivered.
type Deliverer interface {
	Deliver(ctx context.Context, id string, r Rendered) error
}

// Handler delivers the letters among the jobs, at least once each.
func Handler(d Deliverer) jobs.Handler {
	return func(ctx context.Context, j jobs.Job) error {
		var r Rendered
		if err := json.Unmarshal(j.Payload, &r); err != nil {
			return err
		}
		return d.Deliver(ctx, string(j.ID), r)
	}
}
