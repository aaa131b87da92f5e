package opportunity

import (
	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
)

// Content is what people write in an opportunity; absent fields are nil.
type Content struct {
	Title         *string
	Summary       *string
	Description   *string
	Advantages    *string
	Specification *string
	PartnerSought *string
	Technologies  []string // ids or slugs
	Stage         *organisation.Stage
	TRL           *int
	IPR           *IPR
	Partnerships  []organisation.Partnership
	Requirements  []RequirementInput
	Deadline      *day.Date
	Language      *string // ISO 639-1; en when absent from a new one
	Confidential  *bool
}

// CreateInput is a new opportunity; a draft needs only kind, market and title.
type CreateInput struct {
	Kind           Kind
	Market         string // id or code
	OrganisationID *id.Organisation
	Content
	IdempotencyKey *string
}

// UpdateInput changes a draft, or one with changes requested. Clear names the fields to be emptied.
type UpdateInput struct {
	OpportunityID   id.Opportunity
	ExpectedVersion int
	Content
	Clear []string
}

// SubmitInput, PublishInput, WithdrawInput and the two of bookmarks name an opportunity.
type (
	SubmitInput         struct{ OpportunityID id.Opportunity }
	PublishInput        struct{ OpportunityID id.Opportunity }
	WithdrawInput       struct{ OpportunityID id.Opportunity }
	AddBookmarkInput    struct{ OpportunityID id.Opportunity }
	RemoveBookmarkInput struct{ OpportunityID id.Opportunity }
)

// RequestChangesInput sends an opportunity back with 1 to 50 issues.
type RequestChangesInput struct {
	OpportunityID id.Opportunity
	Issues        []Issue
}
