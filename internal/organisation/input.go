package organisation

import "github.com/bioxclusters/portal/internal/id"

// Profile is what people write about an organisation; what is nil was not given.
type Profile struct {
	LegalName      *string
	Country        *string
	Region         *string
	City           *string
	FoundedYear    *int
	Headcount      *int
	Turnover       *int64
	BalanceTotal   *int64
	AccountsYear   *int
	Independence   *Independence
	NACECodes      []string
	Languages      []string
	Certifications []string
	Website        *string
	Description    *string
	Listed         *bool
}

// CreateInput is what a new organisation is made of.
type CreateInput struct {
	Kind    Kind
	Cluster string  // id or slug
	Market  *string // id or code, for a partner in a market
	Profile
	NotADuplicate  *bool
	IdempotencyKey *string
}

// UpdateInput is what changes about an organisation; what is nil stays, and what Clear names as the schema does is emptied.
type UpdateInput struct {
	OrganisationID  id.Organisation
	ExpectedVersion int
	Profile
	Clear []string
}

// SetCapabilitiesInput is all that an organisation offers and seeks.
type SetCapabilitiesInput struct {
	OrganisationID  id.Organisation
	ExpectedVersion int
	Capabilities    []CapabilityInput
}

// CapabilityInput is one thing that an organisation offers or seeks.
type CapabilityInput struct {
	Direction    Direction
	Technologies []string // ids or slugs
	Text         string
	Language     *string // nil means en
	Stage        *Stage
	Partnerships []Partnership
	Markets      []string // ids or codes; empty means all
}

// SubmitInput names an organisation to submit for verification.
type SubmitInput struct{ OrganisationID id.Organisation }

// VerifyInput names an organisation to verify.
type VerifyInput struct{ OrganisationID id.Organisation }

// SuspendInput names an organisation to suspend, and says why.
type SuspendInput struct {
	OrganisationID id.Organisation
	Reason         string // its team reads it
}

// CreateResult is a new organisation, or those that it may already be.
type CreateResult struct {
	Organisation       *Organisation
	PossibleDuplicates []*Organisation // visible to the viewer
}

// Import is an organisation of a file, known by its reference there.
type Import struct {
	ExternalReference string
	Kind              Kind
	Cluster           string  // id or slug
	Market            *string // id or code, of a partner in a market
	Profile
	Capabilities []CapabilityInput // nil leaves what is there
}

// ImportResult is what became of one organisation of a file; when neither flag is set it was there already, just so.
type ImportResult struct {
	ID      id.Organisation
	Created bool
	Changed bool
}
