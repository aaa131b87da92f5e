package server

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
)

// OIDC is an OpenID provider that people may sign in with.
type OIDC struct {
	Issuer, ClientID, ClientSecret string
	Name                           string // as the sign-in page calls it
}

const (
	oidcPath = "/auth/oidc"
	oidcTime = 10 * time.Minute // from leaving for the provider to coming back
)

// openID is the provider, looked up when it is first needed: the portal starts without it.
type openID struct {
	OIDC
	mu       sync.Mutex
	provider *oidc.Provider
}

func (o *openID) discover(ctx context.Context) (*oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider == nil {
		p, err := oidc.NewProvider(ctx, o.Issuer)
		if err != nil {
			return nil, errors.Join(fault.New(fault.Unavailable, "", "The sign-in service does not answer. Please try again in a minute."), err)
		}
		o.provider = p
	}
	return o.provider, nil
}

func (s *Server) oauth(p *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{ClientID: s.openID.ClientID, ClientSecret: s.openID.ClientSecret, Endpoint: p.Endpoint(),
		RedirectURL: s.PublicURL.String() + oidcPath + "/callback", Scopes: []string{oidc.ScopeOpenID, "email"}}
}

// signInWays answers GET /auth/ways: how else than by password people may sign in.
func (s *Server) signInWays(w http.ResponseWriter, _ *http.Request) {
	ways := map[string]any{}
	if s.openID != nil {
		ways["oidc"] = map[string]string{"name": s.openID.Name, "url": oidcPath}
	}
	ways["passkeys"] = s.Accounts.HasPasskeys()
	writeJSON(w, http.StatusOK, ways)
}

// leave answers GET /auth/oidc: the browser goes to the provider, and keeps what proves that it is the same one that comes back.
func (s *Server) leave(w http.ResponseWriter, r *http.Request) {
	p, err := s.openID.discover(context.WithoutCancel(r.Context()))
	if err != nil {
		s.comeBack(w, r, err)
		return
	}
	state, nonce, verifier := rand.Text(), rand.Text(), oauth2.GenerateVerifier()
	http.SetCookie(w, s.errand(state+"."+nonce+"."+verifier, int(oidcTime/time.Second)))
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, s.oauth(p).AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), http.StatusSeeOther)
}

// comingBack answers GET /auth/oidc/callback: a code that holds signs the person in.
func (s *Server) comingBack(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie(s.errandName())
	http.SetCookie(w, s.errand("", -1))
	if err != nil {
		s.comeBack(w, r, staleErrand())
		return
	}
	who, err := s.redeem(r, cookie.Value)
	if err != nil {
		s.comeBack(w, r, err)
		return
	}
	user, err := s.Accounts.SignInExternally(r.Context(), who)
	if err != nil {
		s.comeBack(w, r, err)
		return
	}
	session, err := s.Accounts.NewCookieSession(r.Context(), user, r.UserAgent())
	if err == nil {
		http.SetCookie(w, s.cookie(session.Secret, session.Expires))
	}
	s.comeBack(w, r, err)
}

// redeem changes the code for a token, by the verifier that only this browser has, and checks the token and its nonce.
func (s *Server) redeem(r *http.Request, errand string) (who account.External, err error) {
	parts := strings.Split(errand, ".")
	q := r.URL.Query()
	if len(parts) != 3 || subtle.ConstantTimeCompare([]byte(parts[0]), []byte(q.Get("state"))) != 1 || q.Get("code") == "" {
		return who, staleErrand()
	}
	p, err := s.openID.discover(context.WithoutCancel(r.Context()))
	if err != nil {
		return who, err
	}
	token, err := s.oauth(p).Exchange(r.Context(), q.Get("code"), oauth2.VerifierOption(parts[2]))
	if err != nil {
		return who, staleErrand()
	}
	raw, _ := token.Extra("id_token").(string)
	verified, err := p.Verifier(&oidc.Config{ClientID: s.openID.ClientID, Now: s.Now}).Verify(r.Context(), raw)
	if err != nil || verified.Nonce != parts[1] {
		return who, staleErrand()
	}
	var claims struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	if err := verified.Claims(&claims); err != nil {
		return who, staleErrand()
	}
	who = account.External{Issuer: verified.Issuer, Subject: verified.Subject}
	if claims.Verified {
		who.Email = claims.Email
	}
	return who, nil
}

func staleErrand() error {
	return fault.New(fault.Unauthenticated, "", "The sign-in did not come about. Please try again.")
}

// comeBack leads to the front page, or to the sign-in page with the code of what went wrong.
func (s *Server) comeBack(w http.ResponseWriter, r *http.Request, err error) {
	w.Header().Set("Cache-Control", "no-store")
	to := "/"
	if err != nil {
		to = "/sign-in?" + url.Values{"fault": {string(asFault(r, err).Code)}}.Encode()
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func (s *Server) errandName() string { return s.cookieName() + "-oidc" }

// errand is the cookie between leaving and coming back; Lax, as the provider's page leads back.
func (s *Server) errand(value string, seconds int) *http.Cookie {
	return &http.Cookie{Name: s.errandName(), Value: value, Path: "/", MaxAge: seconds, HttpOnly: true,
		Secure: strings.HasPrefix(s.cookieName(), "__Host-"), SameSite: http.SameSiteLaxMode}
}
