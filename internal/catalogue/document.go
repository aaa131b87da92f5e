package catalogue

import (
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
)

// row is what the catalogue reads of an opportunity and of its owner. Nothing of an owner but its id goes into a score, and nothing
// of it is searched.
type row struct {
	ID            id.Opportunity         `db:"id"`
	Kind          string                 `db:"kind"`
	Status        string                 `db:"status"`
	OwnerID       id.Organisation        `db:"organisation_id"`
	MarketID      string                 `db:"market_id"`
	Title         string                 `db:"title"`
	Summary       string                 `db:"summary"`
	Description   string                 `db:"description"`
	Advantages    string                 `db:"advantages"`
	Specification string                 `db:"specification"`
	PartnerSought string                 `db:"partner_sought"`
	Technologies  db.List[string]        `db:"technology_ids"`
	Stage         *string                `db:"stage"`
	TRL           *int                   `db:"trl"`
	IPR           *string                `db:"ipr"`
	Partnerships  db.List[string]        `db:"partnerships"`
	Deadline      *day.Date              `db:"deadline"`
	Language      string                 `db:"language"`
	Confidential  bool                   `db:"confidential"`
	PublishedAt   *time.Time             `db:"published_at"`
	ExpiresAt     *time.Time             `db:"expires_at"`
	OwnerStatus   string                 `db:"owner_status"`
	OwnerCluster  string                 `db:"owner_cluster"`
	OwnerPartner  bool                   `db:"owner_partner"`
	Requirements  db.JSON[[]requirement] `db:"requirements"`
}

// requirement is what an opportunity asks of a partner, as its row has it.
type requirement struct {
	Kind      string   `json:"kind"`
	Values    []string `json:"values"`
	Min       *int     `json:"min"`
	Max       *int     `json:"max"`
	Mandatory bool     `json:"mandatory"`
}

// document writes an opportunity as the engine reads it. Scores count whole days in UTC, so that what one page of a list says
// holds for the next.
func (r *row) document() matching.Document {
	d := matching.Document{
		ID: string(r.ID), OwnerID: string(r.OwnerID), Kind: r.Kind, Title: r.Title, Summary: r.Summary,
		Text:     strings.Join([]string{r.Description, r.Advantages, r.Specification, r.PartnerSought}, "\n"),
		Language: r.Language, Technologies: r.Technologies, MarketID: r.MarketID,
		Partnerships: r.Partnerships, Stage: value(r.Stage), TRL: value(r.TRL), IPR: value(r.IPR),
	}
	if r.PublishedAt != nil {
		d.Published = *r.PublishedAt
	}
	if r.Deadline != nil {
		d.Deadline = r.Deadline.Begin(time.UTC)
	}
	if r.ExpiresAt != nil {
		d.Expires = *r.ExpiresAt
	}
	for _, q := range r.Requirements.V {
		d.Requirements = append(d.Requirements, matching.Requirement{Kind: q.Kind, Values: q.Values, Min: q.Min, Max: q.Max, Mandatory: q.Mandatory})
	}
	return d
}

func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// Tags that opportunities are found by. Seen is for others than the owner's side: nobody else sees what a suspended owner wrote.
const (
	statusTag  = "status "
	seenTag    = "seen "
	clusterTag = "cluster "
	// Named tags opportunities whose profile names its owner.
	Named = "named"
)

// Status tags opportunities in a state, Seen those in it whose owner is not suspended, Cluster those whose owner a cluster is
// responsible for.
func Status(status string) string { return statusTag + status }
func Seen(status string) string   { return seenTag + status }
func Cluster(c id.Cluster) string { return clusterTag + string(c) }

// entry files an analysed opportunity: open, as opportunity.OpenForInterest says it, unless it closed before now.
func (r *row) entry(d *matching.AnalysedDocument, now time.Time) *matching.Entry {
	e := &matching.Entry{AnalysedDocument: d, Partner: r.OwnerPartner, Tags: []string{Status(r.Status), clusterTag + r.OwnerCluster}}
	if r.OwnerStatus != "SUSPENDED" {
		e.Tags = append(e.Tags, Seen(r.Status))
	}
	if !r.Confidential {
		e.Tags = append(e.Tags, Named)
	}
	if r.Status == "PUBLISHED" && r.OwnerStatus == "VERIFIED" && r.ExpiresAt != nil {
		e.Until = *r.ExpiresAt
		if r.Deadline != nil {
			if end := r.Deadline.Add(1).Begin(time.UTC); end.Before(e.Until) {
				e.Until = end
			}
		}
		e.Open = e.Until.After(now)
	}
	return e
}
