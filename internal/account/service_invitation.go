package account

import (
	"context"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/viewer"
)

const invitationLife = 7 * 24 * time.Hour

// InviteMemberInput is who is invited, as what.
type InviteMemberInput struct {
	Email string
	Role  viewer.Role // viewer.Member or viewer.OrganisationAdmin
}

// InviteMember invites a person by letter into the viewer's own organisation. An earlier invitation of the same address
// dies. Whether the address has an account is not told.
func (s *Service) InviteMember(ctx context.Context, v viewer.Viewer, in InviteMemberInput) error {
	var c fault.Check
	c.Email("email", in.Email)
	c.That(in.Role == viewer.Member || in.Role == viewer.OrganisationAdmin, "role", "Please choose %s or %s.", viewer.Member, viewer.OrganisationAdmin)
	if err := MayInvite(v); err != nil {
		return err
	}
	if c.Err() != nil {
		return c.Err()
	}
	if err := s.mayJoin(ctx, v, in.Email); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if ok, err := s.take(ctx, tx, invitations, string(v.Organisation)); err != nil {
			return err
		} else if !ok {
			return fault.New(fault.Limited, "", "Your organisation has sent many invitations today. Please go on tomorrow.")
		}
		return s.invite(ctx, tx, v, in)
	})
}

// mayJoin refuses to invite those who are of the team already, whom the viewer sees anyway.
func (s *Service) mayJoin(ctx context.Context, v viewer.Viewer, email string) error {
	u, err := userByKey(ctx, s.db, emailKey(email))
	if err == nil && u != nil && u.OrganisationID != nil && *u.OrganisationID == v.Organisation {
		return fault.New(fault.Conflict, "email", "This person is of your team already.")
	}
	return db.Fault(err)
}

func (s *Service) invite(ctx context.Context, tx db.Q, v viewer.Viewer, in InviteMemberInput) error {
	inviter, err := userByID(ctx, tx, v.User)
	if err != nil {
		return err
	}
	if inviter == nil {
		return mustSignIn()
	}
	organisation, err := legalName(ctx, tx, v.Organisation)
	if err != nil {
		return err
	}
	now := s.now()
	token, hash := newSecret()
	i := invitation{ID: id.New[id.Invitation](now), Organisation: v.Organisation, Email: in.Email, EmailKey: emailKey(in.Email),
		Role: in.Role, InvitedBy: v.User, TokenHash: hash, CreatedAt: now, ExpiresAt: now.Add(invitationLife)}
	if err := replaceInvitation(ctx, tx, i); err != nil {
		return err
	}
	data := map[string]string{"link": s.link("invitation", token), "inviter": inviter.Name, "organisation": organisation}
	letter := mail.Letter{To: in.Email, Language: inviter.Language, Kind: mail.Invitation, Data: data}
	if err := mail.Enqueue(ctx, tx, now, letter); err != nil {
		return err
	}
	return s.record(ctx, tx, v.User, "inviteMember", string(v.Organisation), map[string]any{"invitation": i.ID, "role": in.Role})
}

// AcceptInvitationInput is the token of an invitation and, for a new account, who the person is.
type AcceptInvitationInput struct {
	Token          string
	Name           *string
	Password       *string
	PrivacyVersion *string
}

// AcceptInvitation makes the person whom an invitation was sent to a member of its organisation, and gives that. An account
// whose address is verified joins as it is; otherwise one is opened, and verified by the letter that the token came in.
// An account that somebody opened with the address, but never verified, is taken over, its sessions ended.
func (s *Service) AcceptInvitation(ctx context.Context, in AcceptInvitationInput) (id.Organisation, error) {
	i, err := openInvitation(ctx, s.db, hashOf(in.Token), s.now())
	if err != nil {
		return "", db.Fault(err)
	}
	if i == nil {
		return "", badLink()
	}
	u, err := userByKey(ctx, s.db, i.EmailKey)
	if err != nil {
		return "", db.Fault(err)
	}
	var opened *User
	if u == nil || !u.EmailVerified() {
		if opened, err = s.openFor(ctx, i, in); err != nil {
			return "", err
		}
	}
	return i.Organisation, s.db.InTx(ctx, func(tx *db.Tx) error { return s.accept(ctx, tx, i, opened) })
}

// openFor checks what a new account needs and prepares it.
func (s *Service) openFor(ctx context.Context, i *invitation, in AcceptInvitationInput) (*User, error) {
	name, password, privacy := value(in.Name), value(in.Password), value(in.PrivacyVersion)
	var c fault.Check
	c.Line("name", name, 1, maxName)
	checkPassword(&c, "password", password, i.Email)
	checkPrivacy(&c, privacy)
	if c.Err() != nil {
		return nil, c.Err()
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return nil, err
	}
	language := "en"
	if inviter, err := userByID(ctx, s.db, i.InvitedBy); err != nil {
		return nil, db.Fault(err)
	} else if inviter != nil {
		language = inviter.Language
	}
	now := s.now()
	return &User{ID: id.New[id.User](now), Email: i.Email, EmailKey: i.EmailKey, Name: name, PasswordHash: &hash, Language: language,
		EmailVerifiedAt: &now, PrivacyVersion: &privacy, CreatedAt: now}, nil
}

func (s *Service) accept(ctx context.Context, tx db.Q, i *invitation, opened *User) error {
	if ok, err := useInvitation(ctx, tx, i.ID, s.now()); err != nil {
		return err
	} else if !ok {
		return badLink()
	}
	if opened != nil {
		if err := s.open(ctx, tx, opened); err != nil {
			return err
		}
	}
	u, err := userByKey(ctx, tx, i.EmailKey)
	if err != nil {
		return err
	}
	if u == nil || u.Status != Active {
		return suspended()
	}
	if err := Join(ctx, tx, u.ID, i.Organisation, i.Role); err != nil {
		return err
	}
	return s.record(ctx, tx, u.ID, "acceptInvitation", string(i.Organisation), map[string]any{"invitation": i.ID, "role": i.Role})
}

// open stores a new account, or takes an unverified one over.
func (s *Service) open(ctx context.Context, tx db.Q, u *User) error {
	if ok, err := insertUser(ctx, tx, u); err != nil || ok {
		return err
	}
	ok, err := takeOver(ctx, tx, u)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Conflict, "", "The account has changed meanwhile. Please try again.")
	}
	stored, err := userByKey(ctx, tx, u.EmailKey)
	if err != nil || stored == nil {
		return err
	}
	if err := endAccess(ctx, tx, stored.ID, s.now()); err != nil {
		return err
	}
	if err := deleteTokens(ctx, tx, verification, stored.ID); err != nil {
		return err
	}
	return deleteTokens(ctx, tx, reset, stored.ID)
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
