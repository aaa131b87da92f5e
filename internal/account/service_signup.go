package account

import (
	"context"
	"encoding/json"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/jobs"
	"github.com/bioxclusters/portal/internal/mail"
)

// Whether an address has an account is looked up by a job, after the answer has gone: neither the answer nor the time it
// takes depends on it. The letter alone tells, and only the owner of the address reads that.
const (
	signUpJob = "account.signUp"
	resetJob  = "account.requestPasswordReset"
)

const verificationLife = 24 * time.Hour

// SignUpInput is who signs up.
type SignUpInput struct {
	Email          string
	Name           string
	Password       string
	Language       *string // default en
	PrivacyVersion string
}

// SignUp takes a sign-up from a client's address; the account, or a letter saying that there is one already, follows within
// moments. Nobody signs in before the address is verified. An address that was never verified goes to whoever signs up
// last, and links of earlier letters die: so nobody can lay an account in wait for the owner of an address.
func (s *Service) SignUp(ctx context.Context, client Address, in SignUpInput) error {
	language := "en"
	if in.Language != nil {
		language = *in.Language
	}
	var c fault.Check
	c.Email("email", in.Email)
	c.Line("name", in.Name, 1, maxName)
	checkPassword(&c, "password", in.Password, in.Email)
	checkLanguage(&c, language)
	checkPrivacy(&c, in.PrivacyVersion)
	if c.Err() != nil {
		return c.Err()
	}
	if err := s.admit(ctx, clientLetters, client); err != nil {
		return err
	}
	hash, err := hashPassword(ctx, in.Password)
	if err != nil {
		return err
	}
	now := s.now()
	return db.Fault(jobs.Enqueue(ctx, s.db, jobs.New{Kind: signUpJob, Now: now, Payload: newcomer{
		ID: id.New[id.User](now), Email: in.Email, Name: in.Name, PasswordHash: hash, Language: language,
		PrivacyVersion: in.PrivacyVersion, At: now}}))
}

// newcomer is a sign-up on its way; of the password it holds the hash alone.
type newcomer struct {
	ID                                                  id.User
	Email, Name, PasswordHash, Language, PrivacyVersion string
	At                                                  time.Time
}

func (n newcomer) user() *User {
	return &User{ID: n.ID, Email: n.Email, EmailKey: emailKey(n.Email), Name: n.Name, PasswordHash: &n.PasswordHash,
		Language: n.Language, PrivacyVersion: &n.PrivacyVersion, CreatedAt: n.At}
}

func (s *Service) doSignUp(ctx context.Context, j jobs.Job) error {
	var n newcomer
	if err := json.Unmarshal(j.Payload, &n); err != nil {
		return err
	}
	u := n.user()
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := jobs.Finish(ctx, tx, j); err != nil {
			return err
		}
		if ok, err := s.mayWrite(ctx, tx, u.EmailKey); err != nil || !ok {
			return err
		}
		fresh, err := insertUser(ctx, tx, u)
		if err == nil && !fresh {
			fresh, err = takeOver(ctx, tx, u)
		}
		if err != nil {
			return err
		}
		stored, err := userByKey(ctx, tx, u.EmailKey)
		if err != nil || stored == nil {
			return err
		}
		if !fresh {
			return s.write(ctx, tx, stored, mail.AlreadyRegistered, s.url+"/reset")
		}
		return s.sendVerification(ctx, tx, stored)
	})
}

func (s *Service) sendVerification(ctx context.Context, tx db.Q, u *User) error {
	token, hash := newSecret()
	if err := replaceToken(ctx, tx, verification, u.ID, hash, s.now().Add(verificationLife)); err != nil {
		return err
	}
	if err := s.write(ctx, tx, u, mail.VerifyEmail, s.link("verify", token)); err != nil {
		return err
	}
	return s.record(ctx, tx, u.ID, "signUp", string(u.ID), nil)
}

// VerifyEmailInput is the token of a letter.
type VerifyEmailInput struct{ Token string }

// VerifyEmail verifies an address by the token of a letter, once.
func (s *Service) VerifyEmail(ctx context.Context, in VerifyEmailInput) error {
	now := s.now()
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		user, err := useToken(ctx, tx, verification, hashOf(in.Token), now)
		if err != nil {
			return err
		}
		if user == "" {
			return badLink()
		}
		if err := markVerified(ctx, tx, user, now); err != nil {
			return err
		}
		return s.record(ctx, tx, user, "verifyEmail", string(user), nil)
	})
}

// write writes a letter to a person in their language.
func (s *Service) write(ctx context.Context, tx db.Q, u *User, kind mail.Kind, link string) error {
	return mail.Enqueue(ctx, tx, s.now(), mail.Letter{To: u.Email, Language: u.Language, Kind: kind,
		Data: map[string]string{"name": u.Name, "link": link}})
}

// tell writes to a person that the ways to sign in as them have changed, so that they learn it if it was somebody else.
func (s *Service) tell(ctx context.Context, tx db.Q, u *User, kind mail.Kind) error {
	return mail.Enqueue(ctx, tx, s.now(), mail.Letter{To: u.Email, Language: u.Language, Kind: kind,
		Data: map[string]string{"name": u.Name, "link": s.url + "/security", "reset": s.url + "/reset"}})
}

// link carries a token behind the #, which browsers keep to themselves: it shows in no log and no Referer.
func (s *Service) link(page, token string) string { return s.url + "/" + page + "#token=" + token }

func badLink() error {
	return fault.New(fault.Invalid, "token", "This link is not valid, or no longer. Please ask for a new one.")
}
