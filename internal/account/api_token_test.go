package account_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
)

func TestPersonalAccessTokens(t *testing.T) {
	w := newWorld(t)
	ana := w.user("ana@example.org")
	w.exec(`update portal_user set analyst = true where id = $1`, ana.ID)
	v, eva := w.signedIn(ana), w.signedIn(w.user("eva@example.org"))
	create := func(scopes ...viewer.Scope) (*account.Token, string) {
		t.Helper()
		token, secret, err := w.s.CreateToken(t.Context(), v, account.CreateTokenInput{Name: "my script", Scopes: scopes, Days: 30})
		ok(t, "create", err)
		return token, secret
	}
	token, secret := create(viewer.Export, viewer.Read, viewer.Read)
	if !strings.HasPrefix(secret, "bxp_") || len(secret) != 4+43 || !slices.Equal(token.Scopes(), []viewer.Scope{viewer.Export, viewer.Read}) {
		t.Errorf("%s %+v", secret, token)
	}
	by, err := w.s.ViewerByToken(t.Context(), secret)
	ok(t, "use", err)
	if by.User != ana.ID || by.Session != "" || by.Token != token.ID || !by.Has(viewer.Analyst) || !by.Allows(viewer.Read) || by.Allows(viewer.Write) {
		t.Errorf("%+v", by)
	}
	_, _, err = w.s.CreateToken(t.Context(), by, account.CreateTokenInput{Name: "x", Scopes: []viewer.Scope{viewer.Read}, Days: 1})
	is(t, "no token makes another", err, fault.Forbidden, "")
	_, err = w.s.ConfirmPassword(t.Context(), by, "", account.ConfirmPasswordInput{Password: password})
	is(t, "no token becomes fresh", err, fault.Unauthenticated, "")

	used := func() *time.Time {
		list, err := w.s.Tokens(t.Context(), v)
		ok(t, "list", err)
		return list[0].LastUsedAt
	}
	first := w.now()
	if at := used(); at == nil || !at.Equal(first) {
		t.Error(at)
	}
	w.pass(30 * time.Second)
	_, _ = w.s.ViewerByToken(t.Context(), secret)
	if at := used(); !at.Equal(first) {
		t.Error("written within the minute", at)
	}
	w.pass(time.Minute)
	_, _ = w.s.ViewerByToken(t.Context(), secret)
	if at := used(); !at.Equal(w.now()) {
		t.Error(at)
	}
	if list, err := w.s.Tokens(t.Context(), eva); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
	for _, bad := range []string{"bxp_", secret + "x", secret[:len(secret)-1], strings.ToLower(secret), "bxp_" + strings.Repeat("x", 5000), "bxp_\x00", "bxp_" + secret} {
		is(t, bad, errorOfViewer(w.s.ViewerByToken(t.Context(), bad)), fault.Unauthenticated, "")
	}
	_, err = w.s.RevokeToken(t.Context(), eva, account.RevokeTokenInput{TokenID: token.ID})
	is(t, "another's", err, fault.NotFound, "tokenId")
	_, err = w.s.RevokeToken(t.Context(), eva, account.RevokeTokenInput{TokenID: "tok_0000000000000000000000000X"})
	is(t, "nobody's", err, fault.NotFound, "tokenId")

	w.exec(`update portal_user set status = 'SUSPENDED' where id = $1`, ana.ID)
	is(t, "suspended", errorOfViewer(w.s.ViewerByToken(t.Context(), secret)), fault.Unauthenticated, "")
	w.exec(`update portal_user set status = 'ACTIVE', analyst = false where id = $1`, ana.ID)
	if by, err = w.s.ViewerByToken(t.Context(), secret); err != nil || by.Has(viewer.Analyst) {
		t.Error("demoted", by, err)
	}
	for range 2 {
		ended, err := w.s.RevokeToken(t.Context(), v, account.RevokeTokenInput{TokenID: token.ID})
		if ok(t, "revoke", err); ended.RevokedAt == nil {
			t.Errorf("%+v", ended)
		}
		is(t, "revoked", errorOfViewer(w.s.ViewerByToken(t.Context(), secret)), fault.Unauthenticated, "")
	}
	_, short := create(viewer.Read)
	w.pass(30 * day)
	is(t, "expired", errorOfViewer(w.s.ViewerByToken(t.Context(), short)), fault.Unauthenticated, "")
	if w.acts() != "createToken createToken revokeToken signIn signIn" {
		t.Error(w.acts())
	}
	var stored int
	if err := w.db.Get(&stored, `select count(*) from api_token where encode(hash, 'escape') like '%bxp%' or name like '%bxp%'`); err != nil || stored != 0 {
		t.Error("a token is stored", err)
	}
	ok(t, "prune", w.s.Prune(t.Context()))
	w.pass(2 * day)
	ok(t, "prune", w.s.Prune(t.Context()))
	if list, err := w.s.Tokens(t.Context(), v); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
}

func TestTokenInput(t *testing.T) {
	w := newWorld(t)
	v := w.signedIn(w.user("ana@example.org"))
	read := []viewer.Scope{viewer.Read}
	for field, in := range map[string]account.CreateTokenInput{
		"name": {Scopes: read, Days: 1}, "scopes": {Name: "x", Days: 1}, "scopes.0": {Name: "x", Scopes: []viewer.Scope{"ROOT"}, Days: 1},
		"days": {Name: "x", Scopes: read, Days: 366},
	} {
		_, _, err := w.s.CreateToken(t.Context(), v, in)
		is(t, field, err, fault.Invalid, field)
	}
	_, _, err := w.s.CreateToken(t.Context(), viewer.Viewer{}, account.CreateTokenInput{Name: "x", Scopes: read, Days: 1})
	is(t, "visitor", err, fault.Unauthenticated, "")
	var all sync.WaitGroup
	for range 30 { // at once, twenty and no more
		all.Go(func() {
			_, _, _ = w.s.CreateToken(t.Context(), v, account.CreateTokenInput{Name: "x", Scopes: read, Days: 1})
		})
	}
	all.Wait()
	_, _, err = w.s.CreateToken(t.Context(), v, account.CreateTokenInput{Name: "x", Scopes: read, Days: 1})
	is(t, "too many", err, fault.Limited, "")
	if list, err := w.s.Tokens(t.Context(), v); err != nil || len(list) != 20 {
		t.Error(len(list), err)
	}
	w.pass(10 * time.Minute)
	_, _, err = w.s.CreateToken(t.Context(), v, account.CreateTokenInput{Name: "x", Scopes: read, Days: 1})
	is(t, "stale", err, fault.Forbidden, "")
}

// A new password by letter, and a suspension, end what a thief may have made.
func TestAccessEndsWithTheAccountsTakeover(t *testing.T) {
	w := newWorld(t)
	cora, ana := w.coordinator("cora@example.org"), w.user("ana@example.org")
	make := func() string {
		_, secret, err := w.s.CreateToken(t.Context(), w.signedIn(ana), account.CreateTokenInput{Name: "x", Scopes: viewer.Scopes, Days: 1})
		ok(t, "create", err)
		return secret
	}
	before := make()
	ok(t, "ask", w.s.RequestPasswordReset(t.Context(), "", account.RequestPasswordResetInput{Email: ana.Email}))
	ok(t, "reset", w.s.ResetPassword(t.Context(), account.ResetPasswordInput{Token: w.oneLetter(ana.Email, "PASSWORD_RESET"), Password: "another long password"}))
	is(t, "reset", errorOfViewer(w.s.ViewerByToken(t.Context(), before)), fault.Unauthenticated, "")
	before = make()
	ok(t, "suspend", errorOnly(w.s.SuspendUser(t.Context(), cora, account.SuspendUserInput{UserID: ana.ID})))
	ok(t, "reinstate", errorOnly(w.s.ReinstateUser(t.Context(), cora, account.ReinstateUserInput{UserID: ana.ID})))
	is(t, "suspended", errorOfViewer(w.s.ViewerByToken(t.Context(), before)), fault.Unauthenticated, "")
}

func errorOfViewer(_ viewer.Viewer, err error) error { return err }
