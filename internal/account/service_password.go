package account

import (
	"context"
	"encoding/json"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/viewer"
)

const resetLife = 10 * time.Minute

// SignIn finds the person by address and password. An unknown address and a wrong password give the same fault after the
// same work; that an account is suspended, or its address not verified, learns only who knows the password.
func (s *Service) SignIn(ctx context.Context, email, password string, client Address) (*User, error) {
	var c fault.Check
	c.Line("email", email, 1, 254)
	c.That(password != "" && len(password) <= 4*maxPassword, "password", "Please give your password.")
	if c.Err() != nil {
		return nil, c.Err()
	}
	right, err := s.admitGuess(ctx, emailKey(email), client)
	if err != nil {
		return nil, err
	}
	u, err := userByKey(ctx, s.db, emailKey(email))
	if err != nil {
		return nil, db.Fault(err)
	}
	ok, err := u.hasPassword(ctx, password)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fault.New(fault.Unauthenticated, "", "The email address or the password is not right.")
	}
	if err := right(); err != nil {
		return nil, err
	}
	return u, maySignIn(u)
}

// hasPassword works for nobody too, and as long.
func (u *User) hasPassword(ctx context.Context, password string) (bool, error) {
	if u == nil {
		return passwordMatches(ctx, nil, password)
	}
	return passwordMatches(ctx, u.PasswordHash, password)
}

func maySignIn(u *User) error {
	switch {
	case u.Status != Active:
		return suspended()
	case !u.EmailVerified():
		return fault.New(fault.Forbidden, "", "Please verify your email address first, by the link in the letter that we sent you.")
	}
	return nil
}

func suspended() error {
	return fault.New(fault.Forbidden, "", "This account is suspended. Please write to your cluster.")
}

// ChangePasswordInput is the password in force and the new one.
type ChangePasswordInput struct{ OldPassword, NewPassword string }

// ChangePassword changes the viewer's password and ends the viewer's other sessions. A wrong old password counts as a guess.
func (s *Service) ChangePassword(ctx context.Context, v viewer.Viewer, client Address, in ChangePasswordInput) error {
	if !v.SignedIn() {
		return mustSignIn()
	}
	u, err := userByID(ctx, s.db, v.User)
	if err != nil {
		return db.Fault(err)
	}
	if u == nil {
		return mustSignIn()
	}
	var c fault.Check
	if checkPassword(&c, "newPassword", in.NewPassword, u.Email); c.Err() != nil {
		return c.Err()
	}
	if err := s.confirm(ctx, u, client, "oldPassword", in.OldPassword); err != nil {
		return err
	}
	hash, err := hashPassword(ctx, in.NewPassword)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		ok, err := setPassword(ctx, tx, u.ID, u.PasswordHash, hash, s.now())
		if err == nil && !ok {
			err = wrongPassword("oldPassword") // somebody has changed it since
		}
		if err != nil {
			return err
		}
		if err := endSessions(ctx, tx, u.ID, v.Session, s.now()); err != nil {
			return err
		}
		return s.record(ctx, tx, u.ID, "changePassword", string(u.ID), nil)
	})
}

// confirm checks a password that the input gives in field.
func (s *Service) confirm(ctx context.Context, u *User, client Address, field, password string) error {
	if len(password) > 4*maxPassword {
		return wrongPassword(field)
	}
	right, err := s.admitGuess(ctx, u.EmailKey, client)
	if err != nil {
		return err
	}
	ok, err := u.hasPassword(ctx, password)
	if err == nil && !ok {
		err = wrongPassword(field)
	}
	if err != nil {
		return err
	}
	return right()
}

func wrongPassword(field string) error {
	return fault.New(fault.Invalid, field, "This is not your password.")
}

// ConfirmPasswordInput is the password in force.
type ConfirmPasswordInput struct{ Password string }

// ConfirmPassword makes the viewer's session fresh, and gives until when. A wrong password counts as a guess.
func (s *Service) ConfirmPassword(ctx context.Context, v viewer.Viewer, client Address, in ConfirmPasswordInput) (time.Time, error) {
	if v.Session == "" {
		return time.Time{}, mustSignIn()
	}
	u, err := userByID(ctx, s.db, v.User)
	if err != nil {
		return time.Time{}, db.Fault(err)
	}
	if u == nil {
		return time.Time{}, mustSignIn()
	}
	if err := s.confirm(ctx, u, client, "password", in.Password); err != nil {
		return time.Time{}, err
	}
	v.Confirmed = s.now()
	until, _ := v.FreshUntil(v.Confirmed)
	return until, db.Fault(confirmSession(ctx, s.db, v.Session, v.Confirmed))
}

// RequestPasswordResetInput is whose password.
type RequestPasswordResetInput struct{ Email string }

// RequestPasswordReset has a letter sent, within moments, if there is such an account; the answer is the same if not.
func (s *Service) RequestPasswordReset(ctx context.Context, client Address, in RequestPasswordResetInput) error {
	var c fault.Check
	if c.Email("email", in.Email); c.Err() != nil {
		return c.Err()
	}
	if err := s.admit(ctx, clientLetters, client); err != nil {
		return err
	}
	return db.Fault(jobs.Enqueue(ctx, s.db, jobs.New{Kind: resetJob, Payload: emailKey(in.Email), Now: s.now()}))
}

func (s *Service) doRequestReset(ctx context.Context, j jobs.Job) error {
	var key string
	if err := json.Unmarshal(j.Payload, &key); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := jobs.Finish(ctx, tx, j); err != nil {
			return err
		}
		u, err := userByKey(ctx, tx, key)
		if err != nil || u == nil || u.Status != Active {
			return err
		}
		if ok, err := s.mayWrite(ctx, tx, key); err != nil || !ok {
			return err
		}
		token, hash := newSecret()
		if err := replaceToken(ctx, tx, reset, u.ID, hash, s.now().Add(resetLife)); err != nil {
			return err
		}
		return s.write(ctx, tx, u, mail.PasswordReset, s.link("reset/new", token))
	})
}

// ResetPasswordInput is the token of a letter and the new password.
type ResetPasswordInput struct{ Token, Password string }

// ResetPassword sets a new password by the token of a letter, once, and ends every session and personal access token. As the letter arrived, the
// address is verified too, and guesses counted against the account are forgotten.
func (s *Service) ResetPassword(ctx context.Context, in ResetPasswordInput) error {
	hash := hashOf(in.Token)
	user, err := tokenOwner(ctx, s.db, reset, hash, s.now()) // before the costly part, which is not for everybody
	if err != nil {
		return db.Fault(err)
	}
	if user == "" {
		return badLink()
	}
	u, err := userByID(ctx, s.db, user)
	if err != nil {
		return db.Fault(err)
	}
	if u == nil {
		return badLink()
	}
	var c fault.Check
	if checkPassword(&c, "password", in.Password, u.Email); c.Err() != nil {
		return c.Err()
	}
	password, err := hashPassword(ctx, in.Password)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error { return s.resetTo(ctx, tx, u, hash, password) })
}

func (s *Service) resetTo(ctx context.Context, tx db.Q, u *User, token []byte, password string) error {
	now := s.now()
	if user, err := useToken(ctx, tx, reset, token, now); err != nil {
		return err
	} else if user != u.ID {
		return badLink()
	}
	if _, err := setPassword(ctx, tx, u.ID, nil, password, now); err != nil {
		return err
	}
	if err := markVerified(ctx, tx, u.ID, now); err != nil {
		return err
	}
	if err := deleteTokens(ctx, tx, verification, u.ID); err != nil {
		return err
	}
	if err := endAccess(ctx, tx, u.ID, now); err != nil {
		return err
	}
	if err := forgetTries(ctx, tx, accountGuesses.key(u.EmailKey)); err != nil {
		return err
	}
	return s.record(ctx, tx, u.ID, "resetPassword", string(u.ID), nil)
}
