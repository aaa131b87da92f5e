package account

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mail"
	"github.com/bioxclusters/portal/internal/viewer"
)

// AddPasskeyInput is what the browser made, as JSON of WebAuthn's RegistrationResponseJSON, and what the person calls it.
type AddPasskeyInput struct {
	Name       string
	Credential json.RawMessage
}

// RenamePasskeyInput says which, and its new name.
type RenamePasskeyInput struct {
	PasskeyID id.Passkey
	Name      string
}

// RemovePasskeyInput says which.
type RemovePasskeyInput struct{ PasskeyID id.Passkey }

// Passkeys lists the viewer's own passkeys, the oldest first.
func (s *Service) Passkeys(ctx context.Context, v viewer.Viewer) ([]*Passkey, error) {
	if !v.SignedIn() {
		return nil, mustSignIn()
	}
	list, err := passkeysOf(ctx, s.db, v.User)
	return list, db.Fault(err)
}

// BeginPasskeyInput is what the person is to call the passkey, asked before the device makes one.
type BeginPasskeyInput struct{ Name string }

func checkPasskeyName(name string) error {
	var c fault.Check
	c.Line("name", name, 1, 100)
	return c.Err()
}

// BeginPasskey gives what the viewer's browser is to make a passkey by, as JSON of WebAuthn's creation options; it counts for five minutes and
// once. It needs a fresh sign-in.
func (s *Service) BeginPasskey(ctx context.Context, v viewer.Viewer, in BeginPasskeyInput) (json.RawMessage, error) {
	holder, err := s.keyholder(ctx, v)
	if err != nil {
		return nil, err
	}
	if err := checkPasskeyName(in.Name); err != nil {
		return nil, err
	}
	if n := len(holder.credentials); n >= mostPasskeys {
		return nil, tooManyPasskeys(n)
	}
	options, asked, err := s.party.BeginRegistration(holder, webauthn.WithExclusions(webauthn.Credentials(holder.credentials).CredentialDescriptors()))
	if err != nil {
		return nil, err
	}
	return s.beginCeremony(ctx, &holder.ID, asked, options)
}

// AddPasskey keeps the passkey that the viewer's browser made. It needs a fresh sign-in.
func (s *Service) AddPasskey(ctx context.Context, v viewer.Viewer, in AddPasskeyInput) error {
	holder, err := s.keyholder(ctx, v)
	if err != nil {
		return err
	}
	if err := checkPasskeyName(in.Name); err != nil {
		return err
	}
	answer, err := protocol.ParseCredentialCreationResponseBytes(in.Credential)
	if err != nil || len(in.Credential) > maxCredential {
		return badPasskey(ctx, err)
	}
	asked, user, err := s.endCeremony(ctx, answer.Response.CollectedClientData.Challenge)
	if err != nil {
		return err
	}
	if user != v.User {
		return badPasskey(ctx, errors.New("it was begun by somebody else"))
	}
	made, err := s.party.CreateCredential(holder, asked, answer)
	if err != nil {
		return badPasskey(ctx, err)
	}
	record, err := json.Marshal(made)
	if err != nil {
		return err
	}
	p := Passkey{ID: id.New[id.Passkey](s.now()), UserID: v.User, Name: in.Name, CreatedAt: s.now()}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		n, err := lockPasskeys(ctx, tx, v.User)
		if err == nil && n >= mostPasskeys {
			err = tooManyPasskeys(n)
		}
		if err != nil {
			return err
		}
		if ok, err := insertPasskey(ctx, tx, p, made.ID, record); err != nil || !ok {
			return cmp.Or(err, badPasskey(ctx, errors.New("the device's name for it is taken")))
		}
		if err := s.tell(ctx, tx, holder.User, mail.PasskeyAdded); err != nil {
			return err
		}
		return s.record(ctx, tx, v.User, "addPasskey", string(p.ID), nil)
	})
}

// RenamePasskey gives one of the viewer's passkeys another name.
func (s *Service) RenamePasskey(ctx context.Context, v viewer.Viewer, in RenamePasskeyInput) error {
	if !v.SignedIn() {
		return mustSignIn()
	}
	if err := checkPasskeyName(in.Name); err != nil {
		return err
	}
	return s.changePasskey(ctx, v, "renamePasskey", in.PasskeyID, func(tx db.Q) (bool, error) {
		return renamePasskey(ctx, tx, v.User, in.PasskeyID, in.Name)
	})
}

// RemovePasskey takes one of the viewer's passkeys away. It needs a fresh sign-in.
func (s *Service) RemovePasskey(ctx context.Context, v viewer.Viewer, in RemovePasskeyInput) error {
	u, err := s.self(ctx, v)
	if err != nil {
		return err
	}
	if err := MustBeFresh(v, s.now()); err != nil {
		return err
	}
	return s.changePasskey(ctx, v, "removePasskey", in.PasskeyID, func(tx db.Q) (bool, error) {
		gone, err := deletePasskey(ctx, tx, v.User, in.PasskeyID)
		if err != nil || !gone {
			return false, err
		}
		return true, s.tell(ctx, tx, u, mail.PasskeyRemoved)
	})
}

// changePasskey does and records; change tells whether there was such a passkey.
func (s *Service) changePasskey(ctx context.Context, v viewer.Viewer, act string, passkey id.Passkey, change func(db.Q) (bool, error)) error {
	if !id.Valid(passkey) {
		return fault.Missing("passkeyId")
	}
	return s.db.InTx(ctx, func(tx *db.Tx) error {
		if ok, err := change(tx); err != nil || !ok {
			return cmp.Or(err, error(fault.Missing("passkeyId")))
		}
		return s.record(ctx, tx, v.User, act, string(passkey), nil)
	})
}

// BeginPasskeySignIn gives what a browser is to sign in by, as JSON of WebAuthn's request options; it counts for five minutes and once. It says
// nothing of who there is: the device knows whose passkeys it holds.
func (s *Service) BeginPasskeySignIn(ctx context.Context, client Address) (json.RawMessage, error) {
	if s.party == nil {
		return nil, noPasskeys()
	}
	if err := s.admit(ctx, clientCeremonies, client); err != nil {
		return nil, err
	}
	options, asked, err := s.party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, err
	}
	return s.beginCeremony(ctx, nil, asked, options)
}

// SignInByPasskey finds the person by what their browser signed, as JSON of WebAuthn's AuthenticationResponseJSON. It needs no password and no
// code: the device asked for a finger, a face or its own code. A passkey whose count of signatures went back is refused, for then two hold it.
func (s *Service) SignInByPasskey(ctx context.Context, credential json.RawMessage) (*User, error) {
	if s.party == nil {
		return nil, noPasskeys()
	}
	answer, err := protocol.ParseCredentialRequestResponseBytes(credential)
	if err != nil {
		return nil, badPasskey(ctx, err)
	}
	asked, user, err := s.endCeremony(ctx, answer.Response.CollectedClientData.Challenge)
	if err != nil {
		return nil, err
	}
	if user != "" {
		return nil, badPasskey(ctx, errors.New("it was begun to make a passkey"))
	}
	var u *User
	copied := false
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		row, err := lockPasskey(ctx, tx, answer.RawID)
		if err != nil || row == nil {
			return cmp.Or(err, badPasskey(ctx, errors.New("there is no such passkey")))
		}
		if u, err = userByID(ctx, tx, row.UserID); err != nil || u == nil {
			return cmp.Or(err, badPasskey(ctx, errors.New("there is no such person")))
		}
		copied, err = s.useKey(ctx, tx, u, row, asked, answer)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case copied:
		return nil, fault.New(fault.Unauthenticated, "", "This passkey seems to have been copied. Please sign in with your password and remove it.")
	}
	return u, maySignIn(u)
}

// useKey checks a signature and notes the use of the key, or that there seem to be two of it.
func (s *Service) useKey(ctx context.Context, tx db.Q, u *User, row *passkeyRow, asked webauthn.SessionData, answer *protocol.ParsedCredentialAssertionData) (copied bool, err error) {
	var key webauthn.Credential
	if err := json.Unmarshal(row.Record, &key); err != nil {
		return false, err
	}
	holder := keyholder{u, []webauthn.Credential{key}}
	used, err := s.party.ValidateDiscoverableLogin(func(_, handle []byte) (webauthn.User, error) {
		if !bytes.Equal(handle, holder.WebAuthnID()) {
			return nil, errors.New("it is another's")
		}
		return holder, nil
	}, asked, answer)
	if err != nil {
		return false, badPasskey(ctx, err)
	}
	if used.Authenticator.CloneWarning {
		return true, s.record(ctx, tx, u.ID, "passkeyCopied", string(row.ID), nil)
	}
	record, err := json.Marshal(used)
	if err != nil {
		return false, err
	}
	if err := touchPasskey(ctx, tx, row.ID, record, s.now()); err != nil {
		return false, err
	}
	return false, s.record(ctx, tx, u.ID, "usePasskey", string(row.ID), nil)
}

// keyholder is the viewer with their passkeys, where a fresh sign-in is needed.
func (s *Service) keyholder(ctx context.Context, v viewer.Viewer) (k keyholder, err error) {
	if k.User, err = s.self(ctx, v); err != nil {
		return k, err
	}
	if err := MustBeFresh(v, s.now()); err != nil {
		return k, err
	}
	if s.party == nil {
		return k, noPasskeys()
	}
	rows, err := passkeyRecords(ctx, s.db, v.User)
	if err != nil {
		return k, db.Fault(err)
	}
	k.credentials = make([]webauthn.Credential, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal(row.Record, &k.credentials[i]); err != nil {
			return k, err
		}
	}
	return k, nil
}
