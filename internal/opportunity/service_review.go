package opportunity

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/viewer"
)

// RequestChanges sends a submitted opportunity back with issues and tells its author.
func (s *Service) RequestChanges(ctx context.Context, v viewer.Viewer, in RequestChangesInput) (*Opportunity, error) {
	if err := checkIssues(in.Issues); err != nil {
		return nil, err
	}
	return s.change(ctx, v, "requestChanges", in.OpportunityID, func(tx db.Q, o *Opportunity, now time.Time) error {
		if err := MayReview(v, o); err != nil {
			return err
		}
		o.Status = ChangesRequested
		if err := s.review(ctx, tx, v, o, DecidedChanges, in.Issues, now); err != nil {
			return err
		}
		return s.tellAuthor(ctx, tx, o, mail.OpportunityChangesRequested, now)
	})
}

// Publish opens a submitted opportunity for interest: for 365 days, a research request to its deadline. What it needs is checked
// once more, as days have passed. Its author is told.
func (s *Service) Publish(ctx context.Context, v viewer.Viewer, in PublishInput) (*Opportunity, error) {
	return s.change(ctx, v, "publishOpportunity", in.OpportunityID, func(tx db.Q, o *Opportunity, now time.Time) error {
		if err := MayPublish(v, o); err != nil {
			return err
		}
		if err := o.ready(now); err != nil {
			return err
		}
		expires := o.endOfLife(now)
		o.Status, o.ListedAt, o.PublishedAt, o.ExpiresAt = Published, now, &now, &expires
		if err := s.review(ctx, tx, v, o, DecidedPublish, nil, now); err != nil {
			return err
		}
		return s.tellAuthor(ctx, tx, o, mail.OpportunityPublished, now)
	})
}

func (s *Service) review(ctx context.Context, tx db.Q, v viewer.Viewer, o *Opportunity, d ReviewDecision, issues []Issue, now time.Time) error {
	return insertReview(ctx, tx, &Review{id.New[id.Review](now), o.ID, v.User, d, db.JSON[[]Issue]{V: append([]Issue{}, issues...)}, now})
}

// tellStaff writes to everyone who reviews for the owner's cluster.
func (s *Service) tellStaff(ctx context.Context, tx db.Q, o *Opportunity, now time.Time) error {
	staff, err := selectStaff(ctx, tx, o.OwnerClusterID)
	if err != nil {
		return err
	}
	owner, err := selectOwnerName(ctx, tx, o.OrganisationID)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, staff, mail.OpportunitySubmitted, map[string]string{"title": o.Title, "organisation": owner, "link": s.link(o)}, now)
}

// tellAuthor writes to whoever wrote the opportunity, as long as they have an account.
func (s *Service) tellAuthor(ctx context.Context, tx db.Q, o *Opportunity, kind mail.Kind, now time.Time) error {
	author, err := selectAuthor(ctx, tx, o.ID)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, author, kind, map[string]string{"title": o.Title, "link": s.link(o)}, now)
}

func (s *Service) tell(ctx context.Context, tx db.Q, people []person, kind mail.Kind, data map[string]string, now time.Time) error {
	for _, p := range people {
		data["name"] = p.Name
		if err := mail.Enqueue(ctx, tx, now, mail.Letter{To: p.Email, Language: p.Language, Kind: kind, Data: data}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) link(o *Opportunity) string { return s.publicURL + "/opportunities/" + string(o.ID) }
