package opportunity

import (
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
)

// Review is one decision of a reviewer; reviews are never changed.
type Review struct {
	ID            id.Review        `db:"id"`
	OpportunityID id.Opportunity   `db:"opportunity_id"`
	ReviewerID    id.User          `db:"reviewer_id"`
	Decision      ReviewDecision   `db:"decision"`
	IssueList     db.JSON[[]Issue] `db:"issues"`
	CreatedAt     time.Time        `db:"created_at"`
}

// Issues are what is to change.
func (r *Review) Issues() []Issue { return r.IssueList.V }

// Issue is what is to change in a field, in the reviewer's words.
type Issue struct {
	Severity Severity `json:"severity"`
	Field    string   `json:"field"` // as the schema spells it: partnerSought
	Message  string   `json:"message"`
}

// ReviewDecision is what a review can decide.
type ReviewDecision string

// The decisions.
const (
	DecidedChanges ReviewDecision = "CHANGES_REQUESTED"
	DecidedPublish ReviewDecision = "PUBLISHED"
	DecidedHold    ReviewDecision = "ON_HOLD"
)

// Severity is how grave an issue is.
type Severity string

// The severities.
const (
	Blocker Severity = "BLOCKER"
	Major   Severity = "MAJOR"
	Minor   Severity = "MINOR"
)

// Valid tells whether there is such a severity.
func (s Severity) Valid() bool { return s == Blocker || s == Major || s == Minor }

// reviewable are the fields that an issue can be about.
var reviewable = map[string]bool{
	"kind": true, "market": true, "title": true, "summary": true, "description": true, "advantages": true,
	"specification": true, "partnerSought": true, "technologies": true, "stage": true, "trl": true, "ipr": true,
	"partnerships": true, "requirements": true, "deadline": true, "language": true, "confidential": true,
}

// Bounds of a review.
const (
	maxIssues       = 50
	maxIssueMessage = 1000
)

// checkIssues checks the form of the issues of a review.
func checkIssues(issues []Issue) error {
	var c fault.Check
	c.Count("issues", len(issues), 1, maxIssues)
	for i, issue := range issues {
		c.That(issue.Severity.Valid(), fault.Item("issues", i, "severity"), "There is no such severity.")
		c.That(reviewable[issue.Field], fault.Item("issues", i, "field"), "An opportunity has no such field.")
		c.Text(fault.Item("issues", i, "message"), issue.Message, 1, maxIssueMessage)
	}
	return c.Err()
}
