package account

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
)

const (
	ceremonyLife  = 5 * time.Minute // from asking the browser for a passkey to its answer
	mostPasskeys  = 20              // of a person
	maxCredential = 16 << 10        // bytes of a browser's answer
)

// Passkey is a person's passkey; what it signs with is on the person's device alone.
type Passkey struct {
	ID         id.Passkey `db:"id"`
	UserID     id.User    `db:"user_id"`
	Name       string     `db:"name"`
	CreatedAt  time.Time  `db:"created_at"`
	LastUsedAt *time.Time `db:"last_used_at"`
}

// relyingParty is the portal as browsers know it, by its public address and never by what a request calls it. Nil where that address is no
// name, such as a number: passkeys are bound to names.
func relyingParty(publicURL string) *webauthn.WebAuthn {
	u, err := url.Parse(publicURL)
	if err != nil {
		return nil
	}
	key := true
	w, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: totpIssuer, RPOrigins: []string{u.Scheme + "://" + u.Host},
		AttestationPreference: protocol.PreferNoAttestation, // any device will do
		AuthenticatorSelection: protocol.AuthenticatorSelection{RequireResidentKey: &key, ResidentKey: protocol.ResidentKeyRequirementRequired,
			UserVerification: protocol.VerificationRequired},
	})
	if err != nil {
		return nil
	}
	return w
}

// HasPasskeys tells whether people can use passkeys at the portal's address.
func (s *Service) HasPasskeys() bool { return s.party != nil }

// keyholder is a person as the library knows them.
type keyholder struct {
	*User
	credentials []webauthn.Credential
}

func (k keyholder) WebAuthnID() []byte                         { return []byte(k.ID) }
func (k keyholder) WebAuthnName() string                       { return k.Email }
func (k keyholder) WebAuthnDisplayName() string                { return k.Name }
func (k keyholder) WebAuthnCredentials() []webauthn.Credential { return k.credentials }

// beginCeremony keeps what was asked for, by the hash of the challenge.
func (s *Service) beginCeremony(ctx context.Context, user *id.User, asked *webauthn.SessionData, options any) (json.RawMessage, error) {
	session, err := json.Marshal(asked)
	if err != nil {
		return nil, err
	}
	if err := insertCeremony(ctx, s.db, hashOf(asked.Challenge), user, session, s.now().Add(ceremonyLife)); err != nil {
		return nil, db.Fault(err)
	}
	return json.Marshal(options)
}

// endCeremony takes what was asked for with a challenge, which counts once whatever comes of it; user is "" for signing in.
func (s *Service) endCeremony(ctx context.Context, challenge string) (asked webauthn.SessionData, user id.User, err error) {
	raw, owner, err := takeCeremony(ctx, s.db, hashOf(challenge), s.now())
	switch {
	case err != nil:
		return asked, "", db.Fault(err)
	case raw == nil:
		return asked, "", badPasskey(ctx, nil)
	}
	return asked, deref(owner), json.Unmarshal(raw, &asked)
}

// badPasskey says the same whatever was wrong; the log knows.
func badPasskey(ctx context.Context, why error) error {
	if why != nil {
		slog.InfoContext(ctx, "passkey refused", "why", why)
	}
	return fault.New(fault.Unauthenticated, "", "This passkey was not accepted. Please try again.")
}

func tooManyPasskeys(n int) error {
	return fault.New(fault.Limited, "", "You have %d passkeys. Please remove one that you no longer need.", n)
}

func noPasskeys() error {
	return fault.New(fault.Unavailable, "", "Passkeys need an address of the portal that is a name.")
}
