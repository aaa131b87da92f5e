package organisation

import (
	"context"
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Submit hands a complete DRAFT to the staff of its cluster; INVALID on every field that is still missing.
func (s *Service) Submit(ctx context.Context, v viewer.Viewer, in SubmitInput) (*Organisation, error) {
	return s.change(ctx, v, in.OrganisationID, MayUpdate, func(tx db.Q, o *Organisation, now time.Time) error {
		if err := o.mustBe(Draft); err != nil {
			return err
		}
		capabilities, err := selectCapabilities(ctx, tx, o.ID)
		if err != nil {
			return err
		}
		if err := o.lacking(len(capabilities)); err != nil {
			return err
		}
		return move(ctx, tx, v, now, "submitOrganisation", o, UnderReview)
	})
}

// Verify makes an organisation VERIFIED that is UNDER_REVIEW or SUSPENDED, and tells its people.
func (s *Service) Verify(ctx context.Context, v viewer.Viewer, in VerifyInput) (*Organisation, error) {
	return s.change(ctx, v, in.OrganisationID, MayReview, func(tx db.Q, o *Organisation, now time.Time) error {
		if err := o.mustBe(UnderReview, Suspended); err != nil {
			return err
		}
		if err := move(ctx, tx, v, now, "verifyOrganisation", o, Verified); err != nil {
			return err
		}
		return s.tell(ctx, tx, now, o, mail.OrganisationVerified, "")
	})
}

// Suspend makes an organisation SUSPENDED that is UNDER_REVIEW or VERIFIED, and tells its people why. Its opportunities are then no
// longer open, and nobody but its own side sees it, until it is verified again.
func (s *Service) Suspend(ctx context.Context, v viewer.Viewer, in SuspendInput) (*Organisation, error) {
	var c fault.Check
	if c.Text("reason", in.Reason, 1, 2000); c.Err() != nil {
		return nil, c.Err()
	}
	return s.change(ctx, v, in.OrganisationID, MayReview, func(tx db.Q, o *Organisation, now time.Time) error {
		if err := o.mustBe(UnderReview, Verified); err != nil {
			return err
		}
		if err := move(ctx, tx, v, now, "suspendOrganisation", o, Suspended); err != nil {
			return err
		}
		return s.tell(ctx, tx, now, o, mail.OrganisationSuspended, in.Reason)
	})
}

func (o *Organisation) mustBe(allowed ...Status) error {
	if slices.Contains(allowed, o.Status) {
		return nil
	}
	return fault.New(fault.Conflict, "", "This is not possible for an organisation that is %s.", o.Status)
}

// move writes the new status and the line of the log.
func move(ctx context.Context, tx db.Q, v viewer.Viewer, now time.Time, act string, o *Organisation, to Status) error {
	from := o.Status
	o.Status = to
	if err := update(ctx, tx, o, now); err != nil {
		return err
	}
	return record(ctx, tx, v, now, act, o, map[string]any{"from": from, "to": to})
}

// tell writes a letter to everyone of the organisation.
func (s *Service) tell(ctx context.Context, tx db.Q, now time.Time, o *Organisation, kind mail.Kind, reason string) error {
	people, err := account.EmailsOf(ctx, tx, o.ID)
	if err != nil {
		return db.Fault(err)
	}
	for _, p := range people {
		err := mail.Enqueue(ctx, tx, now, mail.Letter{To: p.Email, Language: p.Language, Kind: kind, Data: map[string]string{
			"name": p.Name, "organisation": o.LegalName, "reason": reason, "link": s.publicURL + "/organisations/" + string(o.ID)}})
		if err != nil {
			return err
		}
	}
	return nil
}
