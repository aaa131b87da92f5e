package account

import (
	"cmp"
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

// Credentials are what somebody signs in with.
type Credentials struct {
	Email, Password string
	TOTP            string // a code of the authenticator app, or a recovery code; "" for none
}

// SignIn finds the person by address and password and, where they have an authenticator app, a code of it. An unknown address and a wrong
// password give the same fault after the same work; that an account is suspended, its address not verified, or a code needed, learns only
// who knows the password.
func (s *Service) SignIn(ctx context.Context, in Credentials, client Address) (*User, error) {
	var c fault.Check
	c.Line("email", in.Email, 1, 254)
	c.That(in.Password != "" && len(in.Password) <= 4*maxPassword, "password", "Please give your password.")
	if c.Err() != nil {
		return nil, c.Err()
	}
	right, err := s.admitGuess(ctx, emailKey(in.Email), client)
	if err != nil {
		return nil, err
	}
	u, err := userByKey(ctx, s.db, emailKey(in.Email))
	if err != nil {
		return nil, db.Fault(err)
	}
	wrong := fault.New(fault.Unauthenticated, "", "The email address or the password is not right.")
	if err := s.prove(ctx, u, in.Password, in.TOTP, wrong, right); err != nil {
		return nil, err
	}
	return u, maySignIn(u)
}

// prove checks a password and, where the person has an authenticator app, a code: one guess, which the caller has admitted.
func (s *Service) prove(ctx context.Context, u *User, password, totp string, wrong *fault.Error, right func() error) error {
	ok, err := u.hasPassword(ctx, password)
	switch {
	case err != nil:
		return err
	case !ok:
		return wrong
	case u.HasTOTP && totp == "":
		return cmp.Or(right(), needsTOTP(wrong.Code)) // nothing wrong was given
	case u.HasTOTP:
		if ok, err := s.redeem(ctx, u.ID, totp); err != nil || !ok {
			return cmp.Or(err, wrongTOTP(wrong.Code))
		}
	}
	return right()
}

// hasPassword works for nobody too, and as long.
func (u *User) hasPassword(ctx context.Context, password string) (bool, error) {
	if len(password) > 4*maxPassword {
		return false, nil // nobody's, and too much to hash
	}
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
	u, err := s.self(ctx, v)
	if err != nil {
		return err
	}
	var c fault.Check
	if checkPassword(&c, "newPassword", in.NewPassword, u.Email); c.Err() != nil {
		return c.Err()
	}
	right, err := s.admitGuess(ctx, u.EmailKey, client)
	if err != nil {
		return err
	}
	if ok, err := u.hasPassword(ctx, in.OldPassword); err != nil || !ok {
		return cmp.Or(err, error(wrongPassword("oldPassword")))
	}
	if err := right(); err != nil {
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
		if err := s.tell(ctx, tx, u, mail.PasswordChanged); err != nil {
			return err
		}
		return s.record(ctx, tx, u.ID, "changePassword", string(u.ID), nil)
	})
}

// self is the viewer as stored.
func (s *Service) self(ctx context.Context, v viewer.Viewer) (*User, error) {
	if v.Session == "" {
		return nil, mustSignIn()
	}
	u, err := userByID(ctx, s.db, v.User)
	if err == nil && u == nil {
		err = mustSignIn()
	}
	return u, db.Fault(err)
}

// confirm checks the password that an input gives and, where the person has an authenticator app, a code: one guess.
func (s *Service) confirm(ctx context.Context, u *User, client Address, password, totp string) error {
	right, err := s.admitGuess(ctx, u.EmailKey, client)
	if err != nil {
		return err
	}
	return s.prove(ctx, u, password, totp, wrongPassword("password"), right)
}

func wrongPassword(field string) *fault.Error {
	return fault.New(fault.Invalid, field, "This is not your password.")
}

// ConfirmPasswordInput is the password in force and, for whoever has an authenticator app, a code of it or a recovery code.
type ConfirmPasswordInput struct {
	Password string
	TOTP     *string
}

// ConfirmPassword makes the viewer's session fresh, and gives until when. A wrong password or code counts as a guess.
func (s *Service) ConfirmPassword(ctx context.Context, v viewer.Viewer, client Address, in ConfirmPasswordInput) (time.Time, error) {
	u, err := s.self(ctx, v)
	if err != nil {
		return time.Time{}, err
	}
	if err := s.confirm(ctx, u, client, in.Password, deref(in.TOTP)); err != nil {
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
	if err := s.tell(ctx, tx, u, mail.PasswordChanged); err != nil {
		return err
	}
	return s.record(ctx, tx, u.ID, "resetPassword", string(u.ID), nil)
}
