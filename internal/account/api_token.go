package account

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

const (
	apiPrefix  = "bxp_" // so that scanners for leaked secrets know it; no JWT begins so
	mostTokens = 20     // that live, of a person
	tokenDays  = 365
	usedEvery  = time.Minute // how exactly the last use is noted
)

// Token is the record of a personal access token; the token itself is known to its owner alone.
type Token struct {
	ID         id.Token              `db:"id"`
	UserID     id.User               `db:"user_id"`
	Name       string                `db:"name"`
	May        db.List[viewer.Scope] `db:"scopes"`
	CreatedAt  time.Time             `db:"created_at"`
	ExpiresAt  time.Time             `db:"expires_at"`
	LastUsedAt *time.Time            `db:"last_used_at"`
	RevokedAt  *time.Time            `db:"revoked_at"`
}

// Scopes are what the token may.
func (t *Token) Scopes() []viewer.Scope { return t.May }

// CreateTokenInput says what a token is for and what it may.
type CreateTokenInput struct {
	Name   string
	Scopes []viewer.Scope
	Days   int
}

// RevokeTokenInput names a token.
type RevokeTokenInput struct{ TokenID id.Token }

// Tokens lists the viewer's own tokens, the latest first.
func (s *Service) Tokens(ctx context.Context, v viewer.Viewer) ([]*Token, error) {
	if !v.SignedIn() {
		return nil, mustSignIn()
	}
	list, err := tokensOf(ctx, s.db, v.User)
	return list, db.Fault(err)
}

// CreateToken makes a token for the viewer, and gives it this once; it needs a fresh sign-in, so no token makes another.
func (s *Service) CreateToken(ctx context.Context, v viewer.Viewer, in CreateTokenInput) (t *Token, secret string, err error) {
	if !v.SignedIn() {
		return nil, "", mustSignIn()
	}
	now := s.now()
	if err := MustBeFresh(v, now); err != nil {
		return nil, "", err
	}
	if err := in.check(); err != nil {
		return nil, "", err
	}
	secret, _ = newSecret()
	secret = apiPrefix + secret
	scopes := slices.Clone(in.Scopes)
	slices.Sort(scopes)
	t = &Token{ID: id.New[id.Token](now), UserID: v.User, Name: in.Name, May: slices.Compact(scopes), CreatedAt: now, ExpiresAt: now.AddDate(0, 0, in.Days)}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		live, err := lockTokens(ctx, tx, v.User, now)
		if err != nil {
			return err
		}
		if live >= mostTokens {
			return fault.New(fault.Limited, "", "You have %d tokens. Please end one that you no longer need.", live)
		}
		if err := insertToken(ctx, tx, t, hashOf(secret)); err != nil {
			return err
		}
		return s.record(ctx, tx, v.User, "createToken", string(t.ID), map[string]any{"scopes": t.May, "days": in.Days})
	})
	if err != nil {
		return nil, "", err
	}
	return t, secret, nil
}

func (in CreateTokenInput) check() error {
	var c fault.Check
	c.Line("name", in.Name, 1, 100)
	c.Count("scopes", len(in.Scopes), 1, len(viewer.Scopes))
	for i, scope := range in.Scopes {
		c.That(slices.Contains(viewer.Scopes, scope), fault.Item("scopes", i), "There is no such choice.")
	}
	c.Range("days", in.Days, 1, tokenDays)
	return c.Err()
}

// RevokeToken ends one of the viewer's tokens; one that is over stays so.
func (s *Service) RevokeToken(ctx context.Context, v viewer.Viewer, in RevokeTokenInput) (t *Token, err error) {
	switch {
	case !v.SignedIn():
		return nil, mustSignIn()
	case !id.Valid(in.TokenID):
		return nil, fault.Missing("tokenId")
	}
	err = s.db.InTx(ctx, func(tx *db.Tx) error {
		ended, err := revokeToken(ctx, tx, v.User, in.TokenID, s.now())
		if err != nil {
			return err
		}
		if t, err = tokenOf(ctx, tx, v.User, in.TokenID); err != nil || t == nil {
			return cmp.Or(err, error(fault.Missing("tokenId")))
		}
		if !ended {
			return nil
		}
		return s.record(ctx, tx, v.User, "revokeToken", string(in.TokenID), nil)
	})
	return t, err
}

// viewerByAPIToken gives the person behind a personal access token, with what it may.
func (s *Service) viewerByAPIToken(ctx context.Context, secret string) (viewer.Viewer, error) {
	now := s.now()
	p, err := presenceByAPIToken(ctx, s.db, now, hashOf(secret))
	if err != nil || p == nil {
		return viewer.Viewer{}, notSignedIn(err)
	}
	if p.TokenUsed == nil || now.Sub(*p.TokenUsed) >= usedEvery {
		if err := touchToken(ctx, s.db, p.Token, now); err != nil {
			return viewer.Viewer{}, db.Fault(err)
		}
	}
	v := p.viewer()
	v.Token, v.Scopes = p.Token, p.Scopes
	return v, nil
}

// endAccess ends every session and personal access token of a person.
func endAccess(ctx context.Context, tx db.Q, user id.User, now time.Time) error {
	if err := endSessions(ctx, tx, user, "", now); err != nil {
		return err
	}
	return revokeTokens(ctx, tx, user, now)
}
