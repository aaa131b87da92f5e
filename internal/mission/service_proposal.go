package mission

import (
	"context"
	"slices"
	"strings"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/viewer"
)

// ProposeChange changes a registration of the viewer's organisation: at once while registration is open and no place is
// confirmed, else as a proposal for the mission's staff, in place of an earlier one that they have not decided on.
func (s *Service) ProposeChange(ctx context.Context, v viewer.Viewer, in ProposeChangeInput) (*Registration, error) {
	const name = "proposeChange"
	return s.decide(ctx, v, name, in.RegistrationID, in.IdempotencyKey, in, func(a *act, r *Registration) error {
		if err := CanProposeChange(v, r, a.mission); err != nil {
			return err
		}
		if err := in.check(a.mission.SeatsPerOrganisation); err != nil {
			return err
		}
		p := &ChangeProposal{ID: id.New[id.Proposal](a.now), RegistrationID: r.ID, Status: ProposalOpen, DelegatesOf: db.JSON[[]DelegateInput]{V: in.Delegates},
			Motivation: in.Motivation, Message: text(in.Message), ProposedBy: &v.User, CreatedAt: a.now}
		if err := replaceProposal(ctx, a.tx, p); err != nil {
			return err
		}
		if err := record(ctx, a.tx, a.now, v.User, name, string(r.ID), map[string]any{"proposal": p.ID, "delegates": len(in.Delegates)}); err != nil {
			return err
		}
		if !moderated(r, a.mission, a.now) {
			return a.settle(ctx, r, p, ProposalAccepted, "")
		}
		return a.staffLetter(ctx, mail.ChangeProposed, r)
	})
}

// DecideProposal accepts a proposal, which takes effect, or refuses it; for the mission's staff.
func (s *Service) DecideProposal(ctx context.Context, v viewer.Viewer, in DecideProposalInput) (*Registration, error) {
	p, err := s.proposal(ctx, v, in.ProposalID)
	if err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	const name = "decideProposal"
	return s.decide(ctx, v, name, p.RegistrationID, in.IdempotencyKey, in, func(a *act, r *Registration) error {
		if !MayUpdate(v, a.mission) {
			return fault.New(fault.Forbidden, "", "Only staff of the mission's clusters can do this.")
		}
		p, err := readProposal(ctx, a.tx, in.ProposalID) // as it is under the lock
		switch {
		case err != nil:
			return err
		case p.Version != in.ExpectedVersion:
			return otherVersion()
		case p.Status != ProposalOpen:
			return fault.New(fault.Conflict, "", "This was decided already: it is %s.", p.Status)
		case a.mission.tooLateForChanges() != nil:
			return a.mission.tooLateForChanges()
		case in.Accept && !slices.Contains(changeable, r.Status):
			return fault.New(fault.Conflict, "", "This registration cannot be changed: it is %s.", r.Status)
		case in.Accept && len(p.DelegatesOf.V) > a.mission.SeatsPerOrganisation:
			return fault.New(fault.Conflict, "", "An organisation may send at most %d delegates.", a.mission.SeatsPerOrganisation)
		}
		status, letter := ProposalRefused, mail.ChangeRefused
		if in.Accept {
			status, letter = ProposalAccepted, mail.ChangeAccepted
		}
		if err := a.settle(ctx, r, p, status, text(in.Reason)); err != nil {
			return err
		}
		detail := map[string]any{"proposal": p.ID, "status": status}
		if err := record(ctx, a.tx, a.now, v.User, name, string(r.ID), detail); err != nil {
			return err
		}
		return a.letter(ctx, letter, r, map[string]string{"reason": text(in.Reason)})
	})
}

// settle ends a proposal; one that is accepted takes effect.
func (a *act) settle(ctx context.Context, r *Registration, p *ChangeProposal, status ProposalStatus, reason string) error {
	if err := settleProposal(ctx, a.tx, p.ID, status, a.actor, reason, a.now); err != nil || status != ProposalAccepted {
		return err
	}
	if p.DelegatesOf.V != nil {
		if err := a.replaceDelegates(ctx, r, p.DelegatesOf.V); err != nil {
			return err
		}
	}
	return touchRegistration(ctx, a.tx, r.ID, p.Motivation, a.now)
}

// replaceDelegates writes who travels and forgets the personal data of those who no longer do.
func (a *act) replaceDelegates(ctx context.Context, r *Registration, after []DelegateInput) error {
	before, err := readDelegates(ctx, a.tx, r.ID)
	if err != nil {
		return err
	}
	stays := map[string]bool{}
	for _, d := range after {
		stays[strings.ToLower(d.Email)] = true
	}
	for _, d := range before {
		if !stays[strings.ToLower(d.Email)] {
			if err := dropFollowUpOf(ctx, a.tx, r.ID, d.Email); err != nil {
				return err
			}
		}
	}
	return replaceDelegates(ctx, a.tx, r.ID, after)
}

// SubstituteDelegate sends somebody else in the place of a delegate, at once: the seats stay as many. The other side gets a letter.
func (s *Service) SubstituteDelegate(ctx context.Context, v viewer.Viewer, in SubstituteDelegateInput) (*Registration, error) {
	const name = "substituteDelegate"
	return s.decide(ctx, v, name, in.RegistrationID, in.IdempotencyKey, in, func(a *act, r *Registration) error {
		if err := CanSubstitute(v, r, a.mission); err != nil {
			return err
		}
		delegates, err := readDelegates(ctx, a.tx, r.ID)
		if err != nil {
			return err
		}
		after, err := in.substitute(delegates)
		if err != nil {
			return err
		}
		if err := a.replaceDelegates(ctx, r, after); err != nil {
			return err
		}
		if err := touchRegistration(ctx, a.tx, r.ID, nil, a.now); err != nil {
			return err
		}
		if err := record(ctx, a.tx, a.now, v.User, name, string(r.ID), nil); err != nil {
			return err
		}
		if maySpeakFor(v, r) {
			return a.staffLetter(ctx, mail.DelegateSubstituted, r)
		}
		return a.letter(ctx, mail.DelegateSubstituted, r, nil)
	})
}

// ProposalsOf lists the proposals for registrations that the viewer may see, newest first.
func (s *Service) ProposalsOf(ctx context.Context, v viewer.Viewer, ids []id.Registration) (map[id.Registration][]*ChangeProposal, error) {
	list, err := selectProposals(ctx, s.db, v, nil, valid(ids))
	return grouped(list, func(p *ChangeProposal) id.Registration { return p.RegistrationID }), err
}

func (s *Service) proposal(ctx context.Context, v viewer.Viewer, p id.Proposal) (*ChangeProposal, error) {
	list, err := selectProposals(ctx, s.db, v, valid([]id.Proposal{p}), nil)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fault.Missing("proposalId")
	}
	return list[0], nil
}

// staffLetter writes to those who work for the mission's clusters about a registration.
func (a *act) staffLetter(ctx context.Context, kind mail.Kind, r *Registration) error {
	staff, err := staffOf(ctx, a.tx, a.mission.owners())
	if err != nil {
		return err
	}
	applicants, err := selectApplicants(ctx, a.tx, []id.Organisation{r.OrganisationID})
	if err != nil {
		return err
	}
	for i := range staff {
		staff[i].Organisation = applicants[r.OrganisationID].Name
	}
	return mail.Enqueue(ctx, a.tx, a.now, a.written(kind, nil, staff)...)
}
