package mission

import (
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/once"
	"github.com/bioxclusters/portal/internal/viewer"
)

// Register registers the viewer's organisation. FIRST_COME: CONFIRMED while there is a place for its cluster, else WAITLISTED;
// SELECTION: SUBMITTED. Those who come at once are decided on in the order in which they came to this process, and the
// processes in the order in which they get the mission's lock: that is the order of arrival.
func (s *Service) Register(ctx context.Context, v viewer.Viewer, in RegisterInput) (*Registration, error) {
	var c fault.Check
	if checkRegistration(&c, in.Delegates, in.Motivation); c.Err() != nil {
		return nil, c.Err()
	}
	switch {
	case !id.Valid(in.MissionID):
		return nil, fault.Missing("missionId")
	case !v.SignedIn():
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	return s.queue(ctx, in.MissionID, &newcomer{viewer: v, name: "registerForMission", key: text(in.IdempotencyKey), input: in,
		organisation: own(v), delegates: in.Delegates, motivation: text(in.Motivation)})
}

// Nominate registers an organisation of the viewer's cluster for a mission, another cluster's as a rule. The organisation must
// have agreed, since the clusters that run the mission see what it registers with; its people get letters, and may withdraw.
func (s *Service) Nominate(ctx context.Context, v viewer.Viewer, in NominateInput) (*Registration, error) {
	var c fault.Check
	checkRegistration(&c, in.Delegates, in.Motivation)
	if c.That(in.Agreed, "agreed", "Please ask the organisation first: the clusters that run the mission will see its registration."); c.Err() != nil {
		return nil, c.Err()
	}
	switch {
	case !id.Valid(in.MissionID):
		return nil, fault.Missing("missionId")
	case !id.Valid(in.OrganisationID):
		return nil, fault.Missing("organisationId")
	case !v.SignedIn():
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	return s.queue(ctx, in.MissionID, &newcomer{viewer: v, name: "nominateForMission", key: text(in.IdempotencyKey), input: in,
		organisation: in.OrganisationID, nominee: true, delegates: in.Delegates, motivation: text(in.Motivation)})
}

// Withdraw withdraws a registration of the viewer's organisation, or one that they nominated, until the mission runs. Its place is offered to the next.
func (s *Service) Withdraw(ctx context.Context, v viewer.Viewer, in WithdrawInput) (*Registration, error) {
	var c fault.Check
	if c.Text("reason", text(in.Reason), 0, mostReason); c.Err() != nil {
		return nil, c.Err()
	}
	const name = "withdrawRegistration"
	return s.decide(ctx, v, name, in.RegistrationID, in.IdempotencyKey, in, func(a *act, r *Registration) error {
		if err := CanWithdraw(v, r, a.mission); err != nil {
			return err
		}
		if err := a.move(ctx, r, RegistrationWithdrawn, text(in.Reason)); err != nil {
			return err
		}
		if err := a.letter(ctx, mail.RegistrationWithdrawn, r, nil); err != nil {
			return err
		}
		return a.serve(ctx)
	})
}

// AcceptOffer takes an offered place: OFFERED to CONFIRMED, until the offer lapses.
func (s *Service) AcceptOffer(ctx context.Context, v viewer.Viewer, in AcceptOfferInput) (*Registration, error) {
	const name = "acceptOffer"
	return s.decide(ctx, v, name, in.RegistrationID, in.IdempotencyKey, in, func(a *act, r *Registration) error {
		if err := CanAnswerOffer(v, r, a.mission, a.now); err != nil {
			return err
		}
		return a.answer(ctx, r, true)
	})
}

// DeclineOffer declines an offered place, which goes to the next on the list.
func (s *Service) DeclineOffer(ctx context.Context, v viewer.Viewer, in DeclineOfferInput) (*Registration, error) {
	const name = "declineOffer"
	return s.decide(ctx, v, name, in.RegistrationID, in.IdempotencyKey, in, func(a *act, r *Registration) error {
		if err := CanAnswerOffer(v, r, a.mission, a.now); err != nil {
			return err
		}
		return a.answer(ctx, r, false)
	})
}

// AnswerOffer accepts or declines an offered place with the token of its letter, whoever asks. The same answer again is
// answered the same; another comes too late.
func (s *Service) AnswerOffer(ctx context.Context, in AnswerOfferInput) (r *Registration, m *Mission, err error) {
	_, of, err := registrationOfOffer(ctx, s.db, hashed(in.Token))
	if err != nil {
		return nil, nil, err
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		a, err := s.begin(ctx, tx, of, "", "answerOffer")
		if err != nil {
			return err
		}
		reg, _, err := registrationOfOffer(ctx, tx, hashed(in.Token))
		if err != nil {
			return err
		}
		if r, err = readRegistration(ctx, tx, reg); err != nil {
			return err
		}
		m = a.mission
		if in.Accept && r.Status == RegistrationConfirmed || !in.Accept && r.Status == RegistrationDeclined {
			return nil
		}
		if err := canAnswer(r, m, a.now); err != nil {
			return err
		}
		if err := a.answer(ctx, r, in.Accept); err != nil {
			return err
		}
		r, err = readRegistration(ctx, tx, reg)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return r, m, nil
}

// perform runs a mutation of registrations once, in a transaction. A repeated one answers how things stand now.
func (s *Service) perform(ctx context.Context, v viewer.Viewer, name string, key *string, input any, do func(*db.Tx) (*Registration, error)) (*Registration, error) {
	if !v.SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "", "Please sign in.")
	}
	act := once.Act{User: v.User, Mutation: name, Key: text(key), Input: input, Now: s.now()}
	var made *Registration
	var node string
	err := s.db.InTx(ctx, func(tx *db.Tx) (err error) {
		made = nil
		node, _, err = once.Do(ctx, tx, act, func() (string, error) {
			if made, err = do(tx); err != nil {
				return "", err
			}
			return string(made.ID), nil
		})
		return err
	})
	if err != nil || made != nil {
		return made, err
	}
	return s.Registration(ctx, v, id.Registration(node))
}

// decide is perform on a registration that the viewer sees: decision gets it with its mission locked.
func (s *Service) decide(ctx context.Context, v viewer.Viewer, name string, reg id.Registration, key *string, input any, decision func(*act, *Registration) error) (*Registration, error) {
	seen, err := selectRegistrations(ctx, s.db, v, valid([]id.Registration{reg}))
	if err != nil {
		return nil, err
	}
	if len(seen) == 0 {
		return nil, fault.Missing("registrationId")
	}
	return s.perform(ctx, v, name, key, input, func(tx *db.Tx) (*Registration, error) {
		a, err := s.begin(ctx, tx, seen[0].MissionID, v.User, name)
		if err != nil {
			return nil, err
		}
		r, err := readRegistration(ctx, tx, reg)
		if err != nil {
			return nil, err
		}
		if err := decision(a, r); err != nil {
			return nil, err
		}
		return readRegistration(ctx, tx, reg)
	})
}
