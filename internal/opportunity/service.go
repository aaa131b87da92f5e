package opportunity

import (
	"context"
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/audit"
	"github.com/bioxclusters/portal/internal/catalogue"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/once"
	"github.com/bioxclusters/portal/internal/organisation"
	"github.com/bioxclusters/portal/internal/technology"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Service does what people do with opportunities. It is safe for concurrent use.
type Service struct {
	db            *db.DB
	now           func() time.Time
	organisations *organisation.Service
	publicURL     string // without a slash at its end
	catalogue     *catalogue.Catalogue
}

// NewService makes a Service; publicURL is the portal's address, for links in letters.
func NewService(d *db.DB, now func() time.Time, organisations *organisation.Service, publicURL string) *Service {
	return &Service{d, now, organisations, publicURL, catalogue.New(d, now, technology.NewService(d))}
}

// Catalogue is the catalogue of opportunities that lists are counted and searched by. Whoever serves lets it Run.
func (s *Service) Catalogue() *catalogue.Catalogue { return s.catalogue }

// moment is the time as the database keeps it: in microseconds.
func (s *Service) moment() time.Time { return s.now().UTC().Truncate(time.Microsecond) }

// Create writes a new DRAFT for the viewer's organisation, or for one that the viewer writes for: staff for those of their
// cluster, coordinators for all. A suspended organisation gets none.
func (s *Service) Create(ctx context.Context, v viewer.Viewer, in CreateInput) (*Opportunity, error) {
	if !v.SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	act := once.Act{User: v.User, Mutation: "createOpportunity", Input: in, Now: s.moment()}
	if in.IdempotencyKey != nil {
		act.Key = *in.IdempotencyKey
		if act.Key == "" {
			return nil, fault.New(fault.Invalid, "idempotencyKey", "Please fill this in.")
		}
	}
	var node string
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		node, _, err = once.Do(ctx, tx, act, func() (string, error) {
			oid, err := create(ctx, tx, v, in, act.Now)
			return string(oid), err
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, v, id.Opportunity(node))
}

// create checks and stores a new opportunity and gives it its reference.
func create(ctx context.Context, tx db.Q, v viewer.Viewer, in CreateInput, now time.Time) (id.Opportunity, error) {
	o := &Opportunity{ID: id.New[id.Opportunity](now), Kind: in.Kind, Status: Draft, Language: "en", AuthorID: &v.User,
		Origin: organisation.Portal, ListedAt: now, Version: 1, CreatedAt: now, UpdatedAt: now}
	if err := o.fill(ctx, tx, in.Content, &in.Market); err != nil {
		return "", err
	}
	if err := o.setOwner(ctx, tx, v, in.OrganisationID); err != nil {
		return "", err
	}
	var err error
	if o.Reference, err = allocateReference(ctx, tx, o, now); err != nil {
		return "", err
	}
	if err := insert(ctx, tx, o); err != nil {
		return "", err
	}
	return o.ID, audit.Record(ctx, tx, audit.Entry{At: now, Actor: v.User, Act: "createOpportunity", Subject: string(o.ID),
		Detail: map[string]any{"reference": o.Reference, "organisation": o.OrganisationID}})
}

// setOwner decides whose opportunity a new one is and reads what the rules need of the owner.
func (o *Opportunity) setOwner(ctx context.Context, tx db.Q, v viewer.Viewer, asked *id.Organisation) error {
	o.OrganisationID = v.Organisation
	if asked != nil {
		o.OrganisationID = *asked
	} else if o.OrganisationID == "" {
		return fault.New(fault.Invalid, "organisationId", "Please say for which organisation.")
	}
	if !id.Valid(o.OrganisationID) {
		return fault.Missing("organisationId")
	}
	if err := selectOwner(ctx, tx, o); err != nil {
		return missingAt("organisationId", err)
	}
	if organisation.ViewOf(v, o.owner()) == organisation.None {
		return fault.Missing("organisationId")
	}
	if err := mayWriteFor(v, o); err != nil {
		return err
	}
	return ownerActive(o)
}

// ownerActive refuses new steps towards the market while the owner is suspended.
func ownerActive(o *Opportunity) error {
	if o.OwnerStatus == organisation.Suspended {
		return fault.New(fault.Conflict, "", "The organisation is %s.", o.OwnerStatus)
	}
	return nil
}

// missingAt names the field at fault when err says that a thing is missing.
func missingAt(field string, err error) error {
	if all := fault.All(err); len(all) == 1 && all[0].Code == fault.NotFound {
		return fault.Missing(field)
	}
	return err
}

// Update changes the content of a draft, or of one with changes requested.
func (s *Service) Update(ctx context.Context, v viewer.Viewer, in UpdateInput) (*Opportunity, error) {
	return s.change(ctx, v, "updateOpportunity", in.OpportunityID, func(tx db.Q, o *Opportunity, now time.Time) error {
		if err := MayUpdate(v, o); err != nil {
			return err
		}
		if o.Version != in.ExpectedVersion {
			return fault.New(fault.Conflict, "expectedVersion", "Somebody changed this meanwhile: it is version %d now.", o.Version)
		}
		if err := o.clear(in.Clear); err != nil {
			return err
		}
		return o.fill(ctx, tx, in.Content, nil)
	})
}

// Submit hands an opportunity over for review and tells the staff of the owner's cluster.
func (s *Service) Submit(ctx context.Context, v viewer.Viewer, in SubmitInput) (*Opportunity, error) {
	return s.change(ctx, v, "submitOpportunity", in.OpportunityID, func(tx db.Q, o *Opportunity, now time.Time) error {
		if err := MayUpdate(v, o); err != nil {
			return err
		}
		if err := o.ready(now); err != nil {
			return err
		}
		o.Status = Submitted
		return s.tellStaff(ctx, tx, o, now)
	})
}

// ready checks everything that must be there before others read an opportunity.
func (o *Opportunity) ready(now time.Time) error {
	if err := ownerActive(o); err != nil {
		return err
	}
	var c fault.Check
	o.checkComplete(&c)
	o.checkAhead(&c, now)
	return c.Err()
}

// Withdraw takes an opportunity back, from any state in which it still lives; it does not return.
func (s *Service) Withdraw(ctx context.Context, v viewer.Viewer, in WithdrawInput) (*Opportunity, error) {
	return s.change(ctx, v, "withdrawOpportunity", in.OpportunityID, func(_ db.Q, o *Opportunity, _ time.Time) error {
		if err := MayWithdraw(v, o); err != nil {
			return err
		}
		o.Status = Withdrawn
		return nil
	})
}

// change runs fn on an opportunity whose row it holds, stores what fn made of it under the next version, writes the log, and reads
// the opportunity again as the viewer sees it. What the viewer may not read is missing.
func (s *Service) change(ctx context.Context, v viewer.Viewer, act string, oid id.Opportunity,
	fn func(tx db.Q, o *Opportunity, now time.Time) error) (*Opportunity, error) {
	if !id.Valid(oid) {
		return nil, fault.Missing("opportunityId")
	}
	now := s.moment()
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		o, err := selectForUpdate(ctx, tx, oid)
		if err != nil || !MayRead(v, o) {
			return missingUnless(err)
		}
		was := o.Status
		if err := fn(tx, o, now); err != nil {
			return err
		}
		o.Version++
		o.UpdatedAt = now
		if err := update(ctx, tx, o); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{At: now, Actor: v.User, Act: act, Subject: string(oid),
			Detail: map[string]any{"from": was, "to": o.Status, "version": o.Version}})
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, v, oid)
}

// missingUnless is the answer for an opportunity that is absent or invisible, unless the database failed otherwise.
func missingUnless(err error) error {
	if err == nil {
		return fault.Missing("opportunityId")
	}
	return missingAt("opportunityId", err)
}

// ExpireDue moves PUBLISHED opportunities past their life to EXPIRED, at most 1,000 at a time, and says how many. Until it has
// run they already count as closed.
func (s *Service) ExpireDue(ctx context.Context, now time.Time) (int, error) {
	now = now.UTC().Truncate(time.Microsecond)
	total := 0
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		ids, err := expire(ctx, tx, now, 1000)
		if err != nil {
			return err
		}
		total = len(ids)
		slices.Sort(ids)
		for _, oid := range ids {
			entry := audit.Entry{At: now, Act: "expireOpportunity", Subject: string(oid)}
			if err := audit.Record(ctx, tx, entry); err != nil {
				return err
			}
		}
		return nil
	})
	return total, err
}
