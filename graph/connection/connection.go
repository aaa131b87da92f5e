// Package connection gives the portal's pages the shape of Relay connections
// (https://relay.dev/graphql/connections.htm): one generic type, an alias a noun.
package connection

import (
	"context"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/match"
	"github.com/bioxclusters/portal/internal/matching"
	"github.com/bioxclusters/portal/internal/mission"
	"github.com/bioxclusters/portal/internal/opportunity"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/outcome"
	"github.com/bioxclusters/portal/internal/page"
)

// The connections of the nouns, and their edges.
type (
	// Organisations is a page of organisations.
	Organisations = Connection[*organisation.Organisation]
	// OrganisationEdge is a row of it.
	OrganisationEdge = Edge[*organisation.Organisation]
	// Bookmarks is a page of opportunities that a viewer remembers.
	Bookmarks = Connection[*opportunity.Opportunity]
	// BookmarkEdge is a row of it.
	BookmarkEdge = Edge[*opportunity.Opportunity]
	// Missions is a page of missions.
	Missions = Connection[*mission.Mission]
	// MissionEdge is a row of it.
	MissionEdge = Edge[*mission.Mission]
	// Registrations is a page of registrations.
	Registrations = Connection[*mission.Registration]
	// RegistrationEdge is a row of it.
	RegistrationEdge = Edge[*mission.Registration]
	// Outcomes is a page of outcomes.
	Outcomes = Connection[*outcome.Outcome]
	// OutcomeEdge is a row of it.
	OutcomeEdge = Edge[*outcome.Outcome]
	// Users is a page of people.
	Users = Connection[*account.User]
	// UserEdge is a row of it.
	UserEdge = Edge[*account.User]
	// AuditEvents is a page of the audit log.
	AuditEvents = Connection[*audit.Event]
	// AuditEventEdge is a row of it.
	AuditEventEdge = Edge[*audit.Event]
	// DeadJobs is a page of work that was given up.
	DeadJobs = Connection[*jobs.Dead]
	// DeadJobEdge is a row of it.
	DeadJobEdge = Edge[*jobs.Dead]
	// MatchEdge is a row of it.
	MatchEdge = Edge[*match.Match]
	// Ratings is a page of ratings.
	Ratings = Connection[*match.Rating]
	// RatingEdge is a row of it.
	RatingEdge = Edge[*match.Rating]
)

// Matches is a page of matches.
type Matches struct {
	Connection[*match.Match]
	IndexReady bool
}

// Opportunities is a page of opportunities with what their list finds in all.
type Opportunities struct {
	Connection[*opportunity.Opportunity]
	Find     func(context.Context) (*opportunity.Found, error)                     // asked as often as fields need it
	Snippets func(context.Context) (map[id.Opportunity][]matching.Fragment, error) // likewise
}

// TotalCount counts the whole list for the viewer.
func (c *Opportunities) TotalCount(ctx context.Context) (int, error) {
	found, err := c.Find(ctx)
	if err != nil {
		return 0, err
	}
	return found.Total, nil
}

// Facets counts by facet.
func (c *Opportunities) Facets(ctx context.Context) (*opportunity.Facets, error) {
	found, err := c.Find(ctx)
	if err != nil {
		return nil, err
	}
	return found.Facets, nil
}

// CorrectedText is what was searched for instead of the words given; nil when these were.
func (c *Opportunities) CorrectedText(ctx context.Context) (*string, error) {
	found, err := c.Find(ctx)
	if err != nil || found.Corrected == "" {
		return nil, err
	}
	return &found.Corrected, nil
}

// IndexReady tells whether the portal can search and count yet.
func (c *Opportunities) IndexReady(ctx context.Context) (bool, error) {
	found, err := c.Find(ctx)
	return err == nil && found.Ready, err
}

// Edges returns the rows with their cursors and snippets.
func (c *Opportunities) Edges() []*OpportunityEdge {
	edges := make([]*OpportunityEdge, len(c.page.Nodes))
	for i, e := range c.Connection.Edges() {
		edges[i] = &OpportunityEdge{e, c.Snippets}
	}
	return edges
}

// OpportunityEdge is a row of Opportunities.
type OpportunityEdge struct {
	*Edge[*opportunity.Opportunity]
	snippets func(context.Context) (map[id.Opportunity][]matching.Fragment, error)
}

// Snippet is the passage that answers the words searched for; nil without words, or when only the title answers.
func (e *OpportunityEdge) Snippet(ctx context.Context) ([]matching.Fragment, error) {
	found, err := e.snippets(ctx)
	return found[e.Node.ID], err
}

// Connection is a page and a way to count the list it is from.
type Connection[T any] struct {
	page  *page.Page[T]
	count func(context.Context) (int, error)
}

// Edge is a row with its cursor.
type Edge[T any] struct {
	Cursor string
	Node   T
}

// PageInfo says where a page stands.
type PageInfo struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       *string
}

// New makes a connection of a page; count runs only when a client asks for totalCount.
func New[T any](p *page.Page[T], count func(context.Context) (int, error)) *Connection[T] {
	return &Connection[T]{page: p, count: count}
}

// Nodes returns the rows.
func (c *Connection[T]) Nodes() []T { return c.page.Nodes }

// Edges returns the rows with their cursors.
func (c *Connection[T]) Edges() []*Edge[T] {
	edges := make([]*Edge[T], len(c.page.Nodes))
	for i, n := range c.page.Nodes {
		edges[i] = &Edge[T]{Cursor: c.page.Cursors[i], Node: n}
	}
	return edges
}

// PageInfo says where the page stands.
func (c *Connection[T]) PageInfo() *PageInfo {
	info := &PageInfo{HasNextPage: c.page.HasNext, HasPreviousPage: c.page.After}
	if n := len(c.page.Cursors); n > 0 {
		info.StartCursor, info.EndCursor = &c.page.Cursors[0], &c.page.Cursors[n-1]
	}
	return info
}

// TotalCount counts the whole list for the viewer.
func (c *Connection[T]) TotalCount(ctx context.Context) (int, error) { return c.count(ctx) }

// Node is whatever has an id: any noun that the schema says implements Node.
type Node any
