package server

import (
	"encoding/json"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
)

const maxForm = 16 << 10 // bytes of a sign-in request

// credentials is what a client sends to sign in, by form or JSON.
type credentials struct {
	GrantType    string          `json:"grant_type"`
	Username     string          `json:"username"`
	Password     string          `json:"password"`
	RefreshToken string          `json:"refresh_token"`
	Email        string          `json:"email"`   // POST /auth/session calls the username so
	TOTP         string          `json:"totp"`    // a code of the authenticator app, or a recovery code
	Passkey      json.RawMessage `json:"passkey"` // what the browser signed, in place of all the rest; by JSON alone
}

// tokenAnswer is the answer of RFC 6749, section 5.1.
type tokenAnswer struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"` // seconds
	RefreshToken string `json:"refresh_token"`
}

// token answers POST /auth/token as RFC 6749 does, for the grants password (4.3) and refresh_token (6).
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	c, ok := readCredentials(w, r)
	if !ok {
		oauthError(w, http.StatusBadRequest, "invalid_request", "The body must be a form or JSON of at most 16 KiB.")
		return
	}
	var tokens account.Tokens
	var err error
	switch c.GrantType {
	case "password":
		if c.Username == "" || c.Password == "" {
			oauthError(w, http.StatusBadRequest, "invalid_request", "username and password are needed.")
			return
		}
		if tokens, err = s.passwordGrant(r, c); c.TOTP == "" && isOf(err, "totp") {
			oauthError(w, http.StatusBadRequest, "mfa_required", "totp is needed: a code of the authenticator app, or a recovery code.")
			return
		}
	case "refresh_token":
		if c.RefreshToken == "" {
			oauthError(w, http.StatusBadRequest, "invalid_request", "refresh_token is needed.")
			return
		}
		tokens, err = s.Accounts.Refresh(r.Context(), c.RefreshToken)
	case "":
		oauthError(w, http.StatusBadRequest, "invalid_request", "grant_type is needed.")
		return
	default:
		oauthError(w, http.StatusBadRequest, "unsupported_grant_type", "grant_type is password or refresh_token.")
		return
	}
	if err != nil {
		s.tokenRefused(w, r, err)
		return
	}
	w.Header().Set("Pragma", "no-cache")
	writeJSON(w, http.StatusOK, tokenAnswer{tokens.Access, "Bearer", int(tokens.ExpiresIn / time.Second), tokens.Refresh})
}

func (s *Server) passwordGrant(r *http.Request, c credentials) (account.Tokens, error) {
	user, err := s.Accounts.SignIn(r.Context(), account.Credentials{Email: c.Username, Password: c.Password, TOTP: c.TOTP}, account.AddressOf(s.clientAddress(r)))
	if err != nil {
		return account.Tokens{}, err
	}
	return s.Accounts.IssueTokens(r.Context(), user, r.UserAgent())
}

func (s *Server) tokenRefused(w http.ResponseWriter, r *http.Request, err error) {
	switch f := asFault(r, err); f.Code {
	case fault.Unauthenticated, fault.Forbidden, fault.Invalid, fault.NotFound, fault.Conflict:
		oauthError(w, http.StatusBadRequest, "invalid_grant", f.Error())
	case fault.Limited:
		w.Header().Set("Retry-After", "900")
		oauthError(w, http.StatusTooManyRequests, "temporarily_unavailable", f.Error())
	case fault.Unavailable:
		oauthError(w, http.StatusServiceUnavailable, "temporarily_unavailable", f.Error())
	default:
		oauthError(w, http.StatusInternalServerError, "server_error", f.Error())
	}
}

// oauthError answers as RFC 6749, section 5.2; its descriptions are English, as the RFC's characters are ASCII.
func oauthError(w http.ResponseWriter, status int, code, description string) {
	writeJSON(w, status, map[string]string{"error": code, "error_description": description})
}

// signIn gives a browser its session cookie.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	c, ok := readCredentials(w, r)
	if !ok || len(c.Passkey) == 0 && (c.Email == "" || c.Password == "") {
		writeFault(w, r, fault.New(fault.Invalid, "", "Please give email and password."))
		return
	}
	user, err := s.whoSignsIn(r, c)
	if err != nil {
		writeFault(w, r, err)
		return
	}
	session, err := s.Accounts.NewCookieSession(r.Context(), user, r.UserAgent())
	if err != nil {
		writeFault(w, r, err)
		return
	}
	http.SetCookie(w, s.cookie(session.Secret, session.Expires))
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) whoSignsIn(r *http.Request, c credentials) (*account.User, error) {
	if len(c.Passkey) > 0 {
		return s.Accounts.SignInByPasskey(r.Context(), c.Passkey)
	}
	return s.Accounts.SignIn(r.Context(), account.Credentials{Email: c.Email, Password: c.Password, TOTP: c.TOTP}, account.AddressOf(s.clientAddress(r)))
}

// signOut ends the session of the cookie or of the token; it succeeds when there is none.
func (s *Server) signOut(w http.ResponseWriter, r *http.Request) {
	v, err := s.viewer(w, r)
	if err == nil && v.SignedIn() {
		err = s.Accounts.EndSession(r.Context(), v)
	}
	if err != nil && !isCode(err, fault.Unauthenticated) {
		writeFault(w, r, err)
		return
	}
	s.dropCookie(w)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}

// jwks publishes the keys that access tokens are signed with (RFC 7517).
func (s *Server) jwks(w http.ResponseWriter, r *http.Request) {
	raw, err := s.Accounts.JWKS(r.Context())
	if err != nil {
		writeFault(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/jwk-set+json")
	w.Header().Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(raw)
}

func readCredentials(w http.ResponseWriter, r *http.Request) (c credentials, ok bool) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil:
		return c, false
	case media == "application/json":
		return c, readJSON(w, r, &c)
	case media == "application/x-www-form-urlencoded":
		if r.ParseForm() != nil {
			return c, false
		}
		f := r.PostForm
		for _, values := range f {
			if len(values) > 1 { // RFC 6749, section 3.2
				return c, false
			}
		}
		return credentials{GrantType: f.Get("grant_type"), Username: f.Get("username"), Password: f.Get("password"), RefreshToken: f.Get("refresh_token"),
			Email: f.Get("email"), TOTP: f.Get("totp")}, true
	}
	return c, false
}

// cookieName is bound to the host on https; browsers refuse __Host- on plain http.
func (s *Server) cookieName() string {
	if s.PublicURL.Scheme == "https" {
		return "__Host-portal"
	}
	return "portal"
}

func (s *Server) cookie(value string, expires time.Time) *http.Cookie {
	return &http.Cookie{Name: s.cookieName(), Value: value, Path: "/", Expires: expires, HttpOnly: true,
		Secure: strings.HasPrefix(s.cookieName(), "__Host-"), SameSite: http.SameSiteLaxMode}
}

func (s *Server) dropCookie(w http.ResponseWriter) {
	c := s.cookie("", time.Unix(1, 0))
	c.MaxAge = -1
	http.SetCookie(w, c)
}
