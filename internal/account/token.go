package account

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
	"github.com/golang-jwt/jwt/v5"
)

const (
	tokenType = "at+jwt" // RFC 9068
	tokenLife = 10 * time.Minute
	tokenSize = 4096 // bytes
	skew      = 30 * time.Second
)

// claims are those of an access token, all of them, of one JSON type each.
type claims struct {
	Issuer    string     `json:"iss"`
	Audience  string     `json:"aud"`
	Subject   id.User    `json:"sub"`
	Session   id.Session `json:"sid"`
	ID        string     `json:"jti"`
	IssuedAt  int64      `json:"iat"` // Unix seconds, as the others
	ExpiresAt int64      `json:"exp"`
	NotBefore *int64     `json:"nbf,omitempty"` // we never say it, and refuse it
}

// The library reads claims through these.

func (c *claims) GetExpirationTime() (*jwt.NumericDate, error) { return date(c.ExpiresAt), nil }
func (c *claims) GetIssuedAt() (*jwt.NumericDate, error)       { return date(c.IssuedAt), nil }
func (c *claims) GetNotBefore() (*jwt.NumericDate, error)      { return nil, nil }
func (c *claims) GetIssuer() (string, error)                   { return c.Issuer, nil }
func (c *claims) GetSubject() (string, error)                  { return string(c.Subject), nil }
func (c *claims) GetAudience() (jwt.ClaimStrings, error)       { return jwt.ClaimStrings{c.Audience}, nil }

func date(seconds int64) *jwt.NumericDate {
	if seconds == 0 {
		return nil // absent
	}
	return jwt.NewNumericDate(time.Unix(seconds, 0))
}

func (s *Service) audience() string { return s.issuer + "/graphql" }

// accessToken signs a token of tokenLife for a session.
func (s *Service) accessToken(ctx context.Context, session id.Session, user id.User) (string, error) {
	k, err := s.signingKey(ctx)
	if err != nil {
		return "", err
	}
	now := s.now()
	jti, _ := newSecret()
	t := jwt.NewWithClaims(jwt.SigningMethodEdDSA, &claims{
		Issuer: s.issuer, Audience: s.audience(), Subject: user, Session: session, ID: jti,
		IssuedAt: now.Unix(), ExpiresAt: now.Add(tokenLife).Unix(),
	})
	t.Header["typ"] = tokenType
	t.Header["kid"] = k.kid
	return t.SignedString(k.private)
}

// ViewerByToken gives the person behind an access token (without "Bearer "), UNAUTHENTICATED for whatever is not a token of
// ours, in force, of a session that lives. The signature alone opens nothing: session and person are read each time. It takes
// personal access tokens too.
func (s *Service) ViewerByToken(ctx context.Context, bearer string) (viewer.Viewer, error) {
	if strings.HasPrefix(bearer, apiPrefix) {
		return s.viewerByAPIToken(ctx, bearer)
	}
	c, err := s.parseToken(ctx, bearer)
	if err != nil {
		return viewer.Viewer{}, err
	}
	p, err := presenceByToken(ctx, s.db, s.now(), c.Session, c.Subject)
	if err != nil || p == nil {
		return viewer.Viewer{}, notSignedIn(err)
	}
	return p.viewer(), nil
}

// parseToken adds to the library what its defaults let pass.
func (s *Service) parseToken(ctx context.Context, bearer string) (*claims, error) {
	kid, ok := headerKid(bearer)
	if !ok {
		return nil, notSignedIn(nil)
	}
	k, err := s.verifyingKey(ctx, kid)
	if err != nil {
		return nil, err
	}
	if k == nil {
		return nil, notSignedIn(nil)
	}
	c := &claims{}
	_, err = jwt.ParseWithClaims(bearer, c, func(*jwt.Token) (any, error) { return k.public, nil },
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}), jwt.WithIssuer(s.issuer), jwt.WithAudience(s.audience()),
		jwt.WithExpirationRequired(), jwt.WithTimeFunc(s.now), jwt.WithStrictDecoding())
	if err != nil || !c.sane(s.now()) {
		return nil, notSignedIn(nil)
	}
	return c, nil
}

// sane tells whether the claims are such as accessToken makes.
func (c *claims) sane(now time.Time) bool {
	life := time.Duration(c.ExpiresAt-c.IssuedAt) * time.Second
	return life == tokenLife && !time.Unix(c.IssuedAt, 0).After(now.Add(skew)) && c.NotBefore == nil && c.ID != "" &&
		id.Valid(c.Subject) && id.Valid(c.Session)
}

// headerKid reads the key id of a token whose header says alg, typ and kid, each once, as ours do, and nothing else: no
// field by which a token could bring its own key along or change what the others mean.
func headerKid(token string) (string, bool) {
	if len(token) > tokenSize || strings.Count(token, ".") != 2 || strings.ContainsAny(token, "\r\n") { // which base64 passes over
		return "", false
	}
	head, _, _ := strings.Cut(token, ".")
	raw, err := base64.RawURLEncoding.Strict().DecodeString(head)
	if err != nil || bytes.ContainsAny(raw, "\\") { // escapes could spell a name in two ways
		return "", false
	}
	var h map[string]string
	if json.Unmarshal(raw, &h) != nil || len(h) != 3 || bytes.Count(raw, []byte{'"'}) != 12 {
		return "", false
	}
	return h["kid"], h["alg"] == jwt.SigningMethodEdDSA.Alg() && h["typ"] == tokenType && h["kid"] != ""
}

// JWKS is the set of keys that verify access tokens (RFC 7517, RFC 8037), as JSON.
func (s *Service) JWKS(ctx context.Context) ([]byte, error) {
	if _, err := s.signingKey(ctx); err != nil { // makes the first one
		return nil, err
	}
	keys, err := s.allKeys(ctx)
	if err != nil {
		return nil, err
	}
	type jwk struct {
		KeyType   string `json:"kty"`
		Curve     string `json:"crv"`
		Kid       string `json:"kid"`
		Use       string `json:"use"`
		Algorithm string `json:"alg"`
		X         string `json:"x"`
	}
	set := struct {
		Keys []jwk `json:"keys"`
	}{}
	for _, k := range slices.Backward(keys) {
		if k.verifies(s.now()) {
			set.Keys = append(set.Keys, jwk{"OKP", "Ed25519", k.kid, "sig", "EdDSA", base64.RawURLEncoding.EncodeToString(k.public)})
		}
	}
	return json.Marshal(set)
}
