package opportunity

import (
	"context"
	"reflect"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/day"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/organisation"
)

// Imported is an opportunity as a file of another system tells it.
type Imported struct {
	ExternalReference string // what it is known by there; mandatory
	OrganisationID    id.Organisation
	MarketID          id.Market
	Kind              Kind
	Title             string
	Summary           string
	Description       string
	Advantages        string
	Specification     string
	PartnerSought     string
	Technologies      []id.Technology
	Stage             *organisation.Stage
	TRL               *int
	IPR               *IPR
	Partnerships      []organisation.Partnership
	Requirements      []RequirementInput
	Deadline          *day.Date
	Language          string
	Confidential      bool
	PublishedAt       *time.Time // nil: now when new, as it was when known
	Expired           bool       // no longer open where it comes from
}

// UpsertImported writes an imported opportunity, or brings the one of its external reference up to date, in the caller's
// transaction. It is PUBLISHED, or EXPIRED when it is so there or its life is over; nobody reviewed it and nobody is its author.
// The rules are those of submission, every fault on its field. Kind and owner of a known one cannot change, and one withdrawn or
// put on hold here stays so. Created and changed tell what was done; neither means that all stood there already.
func (s *Service) UpsertImported(ctx context.Context, tx db.Q, in Imported) (oid id.Opportunity, created, changed bool, err error) {
	now := s.moment()
	if err := in.checkReference(); err != nil {
		return "", false, false, err
	}
	o, err := selectImported(ctx, tx, in.ExternalReference)
	created = fault.All(err) != nil && missingAt("", err) != err
	if err != nil && !created {
		return "", false, false, err
	}
	if created {
		o = &Opportunity{ID: id.New[id.Opportunity](now), Kind: in.Kind, OrganisationID: in.OrganisationID, Status: Published,
			Origin: organisation.Imported, ExternalReference: &in.ExternalReference, ListedAt: now, PublishedAt: &now, CreatedAt: now}
		if err := missingAt("organisation", selectOwner(ctx, tx, o)); err != nil {
			return "", false, false, err
		}
	}
	before := *o
	if err := o.takeOver(in, now); err != nil {
		return "", false, false, err
	}
	if !created && reflect.DeepEqual(before, *o) {
		return o.ID, false, false, nil
	}
	o.Version++
	o.UpdatedAt = now
	return o.ID, created, !created, s.storeImported(ctx, tx, o, created, now)
}

func (in Imported) checkReference() error {
	var c fault.Check
	c.Line("externalReference", in.ExternalReference, 1, 200)
	c.That(id.Valid(in.OrganisationID), "organisation", "There is no such item.")
	c.That(id.Valid(in.MarketID), "market", "There is no such item.")
	return c.Err()
}

// takeOver sets what the file says and checks it by the rules of submission.
func (o *Opportunity) takeOver(in Imported, now time.Time) error {
	var c fault.Check
	c.That(o.Kind == in.Kind, "kind", "The kind of a known opportunity cannot change.")
	c.That(o.OrganisationID == in.OrganisationID, "organisation", "The owner of a known opportunity cannot change.")
	o.MarketID = in.MarketID
	o.set(&c, Content{Title: &in.Title, Summary: &in.Summary, Description: &in.Description, Advantages: &in.Advantages,
		Specification: &in.Specification, PartnerSought: &in.PartnerSought, Language: &in.Language,
		Requirements: append([]RequirementInput{}, in.Requirements...), Confidential: &in.Confidential})
	o.TechnologyIDs = append(db.List[id.Technology]{}, in.Technologies...)
	o.PartnershipList = append(db.List[organisation.Partnership]{}, in.Partnerships...)
	o.Stage, o.TRL, o.IPR, o.Deadline = in.Stage, in.TRL, in.IPR, in.Deadline
	o.checkForm(&c)
	o.checkComplete(&c)
	if c.Err() != nil {
		return c.Err()
	}
	o.setLife(in, now)
	return nil
}

// setLife sets publication, end and, unless the portal's own people decided otherwise, status.
func (o *Opportunity) setLife(in Imported, now time.Time) {
	if in.PublishedAt != nil {
		published := in.PublishedAt.UTC().Truncate(time.Microsecond)
		o.PublishedAt, o.ListedAt = &published, published
	}
	expires := o.endOfLife(*o.PublishedAt)
	o.ExpiresAt = &expires
	switch {
	case o.Status != Published && o.Status != Expired:
	case in.Expired || !expires.After(now):
		o.Status = Expired
	default:
		o.Status = Published
	}
}

func (s *Service) storeImported(ctx context.Context, tx db.Q, o *Opportunity, created bool, now time.Time) (err error) {
	if created {
		if o.Reference, err = allocateReference(ctx, tx, o, now); err != nil {
			return err
		}
		err = insert(ctx, tx, o)
	} else {
		err = update(ctx, tx, o)
	}
	if err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Entry{At: now, Act: "importOpportunity", Subject: string(o.ID),
		Detail: map[string]any{"externalReference": *o.ExternalReference, "version": o.Version}})
}
