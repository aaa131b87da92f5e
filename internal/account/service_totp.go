package account

import (
	"cmp"
	"context"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/viewer"
)

// BeginTOTPInput is the password that codes are to stand beside.
type BeginTOTPInput struct{ Password string }

// ConfirmTOTPInput is the first code that the app shows.
type ConfirmTOTPInput struct{ TOTP string }

// RemoveTOTPInput is the password, and a code of the app or a recovery code.
type RemoveTOTPInput struct{ Password, TOTP string }

// RenewRecoveryCodesInput is the password, and a code of the app or a recovery code.
type RenewRecoveryCodesInput struct{ Password, TOTP string }

// ResetTOTPInput says whose.
type ResetTOTPInput struct{ UserID id.User }

// TOTP gives the viewer's authenticator app, nil when there is none that counts.
func (s *Service) TOTP(ctx context.Context, v viewer.Viewer) (*TOTP, error) {
	if !v.SignedIn() {
		return nil, mustSignIn()
	}
	row, err := totpOf(ctx, s.db, v.User)
	if err != nil || row == nil || row.ConfirmedAt == nil {
		return nil, db.Fault(err)
	}
	return &TOTP{ConfirmedAt: *row.ConfirmedAt, RecoveryCodesLeft: row.CodesLeft}, nil
}

// BeginTOTP gives a new key for the viewer's app, this once; it counts only after ConfirmTOTP. A wrong password counts as a guess.
func (s *Service) BeginTOTP(ctx context.Context, v viewer.Viewer, client Address, in BeginTOTPInput) (key TOTPKey, err error) {
	u, err := s.self(ctx, v)
	if err != nil {
		return TOTPKey{}, err
	}
	if u.HasTOTP {
		return TOTPKey{}, hasTOTP()
	}
	if err := s.confirm(ctx, u, client, in.Password, ""); err != nil {
		return TOTPKey{}, err
	}
	key, secret, err := newTOTPKey(u)
	if err != nil {
		return TOTPKey{}, err
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if ok, err := beginTOTP(ctx, tx, u.ID, secret, s.now()); err != nil || !ok {
			return cmp.Or(err, hasTOTP())
		}
		return s.record(ctx, tx, u.ID, "beginTotp", string(u.ID), nil)
	})
	return key, err
}

// ConfirmTOTP makes the viewer's app count from now on, ends the viewer's other sessions, and gives recovery codes, this once. A wrong code
// counts as a guess.
func (s *Service) ConfirmTOTP(ctx context.Context, v viewer.Viewer, client Address, in ConfirmTOTPInput) (codes []string, err error) {
	u, err := s.self(ctx, v)
	if err != nil {
		return nil, err
	}
	row, err := totpOf(ctx, s.db, u.ID)
	if err != nil {
		return nil, db.Fault(err)
	}
	if row == nil || row.ConfirmedAt != nil {
		return nil, nothingBegun()
	}
	right, err := s.admitGuess(ctx, u.EmailKey, client)
	if err != nil {
		return nil, err
	}
	step, ok := stepOf(row.Secret, plainCode(in.TOTP), s.now())
	if !ok {
		return nil, wrongTOTP(fault.Invalid)
	}
	r, err := newRecovery(ctx)
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if ok, err := confirmTOTP(ctx, tx, row, step, s.now()); err != nil || !ok {
			return cmp.Or(err, nothingBegun())
		}
		if _, err := setRecovery(ctx, tx, u.ID, r); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, u.ID, v.Session, s.now()); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, u, mail.TotpAdded); err != nil {
			return err
		}
		return s.record(ctx, tx, u.ID, "confirmTotp", string(u.ID), nil)
	})
	if err != nil {
		return nil, err
	}
	return r.codes, right()
}

// RenewRecoveryCodes gives the viewer new recovery codes, this once; the old ones no longer count. What is wrong counts as a guess.
func (s *Service) RenewRecoveryCodes(ctx context.Context, v viewer.Viewer, client Address, in RenewRecoveryCodesInput) (codes []string, err error) {
	u, err := s.withTOTP(ctx, v, client, in.Password, in.TOTP)
	if err != nil {
		return nil, err
	}
	r, err := newRecovery(ctx)
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		if ok, err := setRecovery(ctx, tx, u.ID, r); err != nil || !ok {
			return cmp.Or(err, noTOTP(""))
		}
		return s.record(ctx, tx, u.ID, "renewRecoveryCodes", string(u.ID), nil)
	})
	return r.codes, err
}

// RemoveTOTP takes the viewer's app and recovery codes away. What is wrong counts as a guess.
func (s *Service) RemoveTOTP(ctx context.Context, v viewer.Viewer, client Address, in RemoveTOTPInput) error {
	u, err := s.withTOTP(ctx, v, client, in.Password, in.TOTP)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if ok, err := deleteTOTP(ctx, tx, u.ID); err != nil || !ok {
			return cmp.Or(err, noTOTP(""))
		}
		if err := s.tell(ctx, tx, u, mail.TotpRemoved); err != nil {
			return err
		}
		return s.record(ctx, tx, u.ID, "removeTotp", string(u.ID), nil)
	})
}

// ResetTOTP takes another person's app and recovery codes away, for coordinators, when both are lost; it ends the person's sessions.
func (s *Service) ResetTOTP(ctx context.Context, v viewer.Viewer, in ResetTOTPInput) (*User, error) {
	if err := MayAdminister(v, s.now()); err != nil {
		return nil, err
	}
	switch {
	case !id.Valid(in.UserID):
		return nil, fault.Missing("userId")
	case in.UserID == v.User:
		return nil, fault.New(fault.Conflict, "userId", "Please remove your own authenticator app on the page on security.")
	}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		u, err := userByID(ctx, tx, in.UserID)
		if err != nil || u == nil {
			return cmp.Or(err, error(fault.Missing("userId")))
		}
		if ok, err := deleteTOTP(ctx, tx, u.ID); err != nil || !ok {
			return cmp.Or(err, noTOTP("userId"))
		}
		if err := endSessions(ctx, tx, u.ID, "", s.now()); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, u, mail.TotpRemoved); err != nil {
			return err
		}
		return s.record(ctx, tx, v.User, "resetTotp", string(u.ID), nil)
	})
	if err != nil {
		return nil, err
	}
	return s.Get(ctx, v, in.UserID)
}

// withTOTP is the viewer, who has an app and proves with password and code to be the one who has.
func (s *Service) withTOTP(ctx context.Context, v viewer.Viewer, client Address, password, totp string) (*User, error) {
	u, err := s.self(ctx, v)
	switch {
	case err != nil:
		return nil, err
	case !u.HasTOTP:
		return nil, noTOTP("")
	}
	return u, s.confirm(ctx, u, client, password, totp)
}

func hasTOTP() error {
	return fault.New(fault.Conflict, "", "You have set up an authenticator app already. Please remove it first.")
}

func nothingBegun() error {
	return fault.New(fault.Conflict, "", "Please begin again: no authenticator app is being set up.")
}

func noTOTP(field string) error {
	return fault.New(fault.Conflict, field, "There is no authenticator app.")
}
