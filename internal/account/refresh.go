package account

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/bioxclusters/portal/internal/db"
	"github.com/bioxclusters/portal/internal/id"
)

// Tokens are what a client without cookies signs in with.
type Tokens struct {
	Access    string        // JWT
	ExpiresIn time.Duration // of Access
	Refresh   string        // good for one Refresh within 30 days
}

// refreshGrace is for tabs that refresh at the same moment, and for answers that got lost.
const refreshGrace = 10 * time.Second

// IssueTokens signs a person in who has just come through SignIn; agent is the client's User-Agent.
func (s *Service) IssueTokens(ctx context.Context, u *User, agent string) (Tokens, error) {
	now := s.now()
	var secret, key [32]byte
	_, _ = rand.Read(secret[:])
	_, _ = rand.Read(key[:])
	row := session{ID: id.New[id.Session](now), UserID: u.ID, Kind: Program, SecretHash: familyHash(secret[:]), RotationKey: key[:],
		CreatedAt: now, ExpiresAt: now.Add(refreshIdle)}
	if err := s.begin(ctx, agent, row); err != nil {
		return Tokens{}, err
	}
	return s.tokens(ctx, &row, secret[:])
}

// Refresh gives new tokens for a refresh token and retires it. A token retired already ends the whole session, for then two
// hold it, one of them a thief – but for the last one within ten seconds, which gives the same refresh token again.
func (s *Service) Refresh(ctx context.Context, token string) (Tokens, error) {
	given, ok := parseRefresh(token)
	if !ok {
		return Tokens{}, notSignedIn(nil)
	}
	var current *session // nil after the transaction when the token is refused
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		current = nil
		row, err := s.liveFamily(ctx, tx, given)
		if err != nil || row == nil {
			return err
		}
		now := s.now()
		switch {
		case given.generation == row.Generation:
			row.Generation++
			row.RotatedAt = &now
			row.ExpiresAt = earliest(now.Add(refreshIdle), row.CreatedAt.Add(sessionLife))
			err = rotate(ctx, tx, row)
		case given.generation == row.Generation-1 && now.Sub(*row.RotatedAt) <= refreshGrace:
		default:
			return s.endFamily(ctx, tx, row, given.generation)
		}
		current = row
		return err
	})
	if err != nil || current == nil {
		return Tokens{}, notSignedIn(err)
	}
	return s.tokens(ctx, current, given.secret)
}

// liveFamily gives the session of a genuine refresh token, held until the transaction ends; nil when it is over.
func (s *Service) liveFamily(ctx context.Context, tx db.Q, given refresh) (*session, error) {
	row, err := lockFamily(ctx, tx, familyHash(given.secret))
	if err != nil || row == nil || !hmac.Equal(given.mac, refreshMAC(row.RotationKey, given.secret, given.generation)) {
		return nil, err
	}
	p, err := presenceByToken(ctx, tx, s.now(), row.ID, row.UserID)
	if err != nil || p == nil {
		return nil, err
	}
	return row, nil
}

func (s *Service) endFamily(ctx context.Context, tx db.Q, row *session, generation int) error {
	if err := endSession(ctx, tx, row.ID, s.now()); err != nil {
		return err
	}
	return s.record(ctx, tx, row.UserID, "refreshTokenReused", string(row.ID), map[string]any{"used": generation, "inForce": row.Generation})
}

func (s *Service) tokens(ctx context.Context, row *session, secret []byte) (Tokens, error) {
	access, err := s.accessToken(ctx, row.ID, row.UserID)
	return Tokens{Access: access, ExpiresIn: tokenLife, Refresh: formatRefresh(row, secret)}, err
}

// A refresh token is a secret of 256 bits which all tokens of a session share, the token's generation, and an HMAC of both
// under a key of the session's. The database knows the hash of the secret and the key: it can tell every generation that it
// ever gave out from a made-up one, and give the one in force twice, but nobody makes a token out of the database alone, nor
// the next one out of an old one.
type refresh struct {
	secret     []byte
	generation int
	mac        []byte
}

const refreshLen = 32 + 4 + 32

func formatRefresh(row *session, secret []byte) string {
	b := binary.BigEndian.AppendUint32(append([]byte{}, secret...), uint32(row.Generation))
	b = append(b, refreshMAC(row.RotationKey, secret, row.Generation)...)
	return base64.RawURLEncoding.EncodeToString(b)
}

func parseRefresh(token string) (refresh, bool) {
	if len(token) > 2*refreshLen {
		return refresh{}, false
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(b) != refreshLen {
		return refresh{}, false
	}
	return refresh{secret: b[:32], generation: int(binary.BigEndian.Uint32(b[32:36])), mac: b[36:]}, true
}

func refreshMAC(key, secret []byte, generation int) []byte {
	m := hmac.New(sha256.New, key)
	m.Write(secret)
	m.Write(binary.BigEndian.AppendUint32(nil, uint32(generation)))
	return m.Sum(nil)
}

func familyHash(secret []byte) []byte {
	sum := sha256.Sum256(secret)
	return sum[:]
}
