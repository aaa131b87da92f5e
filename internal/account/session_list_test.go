package account_test

import (
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/viewer"
)

const (
	firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
	iphone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)

func TestSessions(t *testing.T) {
	w := newWorld(t)
	ana, eva := w.user("ana@example.org"), w.user("eva@example.org")
	begin := func(u *account.User, agent string) (account.Cookie, viewer.Viewer) {
		t.Helper()
		w.pass(time.Second)
		c, err := w.s.NewCookieSession(t.Context(), u, agent)
		ok(t, "begin", err)
		v, err := w.s.ViewerByCookie(t.Context(), c.Secret)
		ok(t, "viewer", err)
		return c, v
	}
	desk, v := begin(ana, firefox)
	began := w.now()
	phone, onPhone := begin(ana, iphone)
	w.pass(time.Second)
	script, err := w.s.IssueTokens(t.Context(), ana, "curl/8.9.1")
	ok(t, "tokens", err)
	_, other := begin(eva, "")
	list := func() []*account.Session {
		t.Helper()
		list, err := w.s.Sessions(t.Context(), v)
		ok(t, "list", err)
		return list
	}
	words := func() string {
		var all []string
		for _, s := range list() {
			all = append(all, strings.Join([]string{string(s.Kind), s.Browser, s.System}, "/"))
		}
		return strings.Join(all, " ")
	}
	if got := words(); got != "COOKIE/Firefox/Windows TOKEN/curl/ COOKIE/Safari/iOS" {
		t.Error(got)
	}
	w.pass(59 * time.Minute)
	_, _ = w.s.ViewerByCookie(t.Context(), desk.Secret)
	if mine := list()[0]; !mine.Current || mine.ID != v.Session || !mine.SignedInAt.Equal(began) || !mine.LastUsedAt.Equal(began) {
		t.Errorf("%+v", mine)
	}
	w.pass(2 * time.Minute)
	_, _ = w.s.ViewerByCookie(t.Context(), phone.Secret)
	if used := list()[1]; used.ID != onPhone.Session || used.Current || !used.LastUsedAt.Equal(w.now()) {
		t.Errorf("the last used does not come first: %+v", used)
	}

	end := func(v viewer.Viewer, session id.Session) error {
		return w.s.EndSessions(t.Context(), v, account.EndSessionsInput{SessionID: &session})
	}
	is(t, "an hour later", end(v, onPhone.Session), fault.Forbidden, "")
	_, err = w.s.ConfirmPassword(t.Context(), v, "", account.ConfirmPasswordInput{Password: password})
	ok(t, "confirm", err)
	v, err = w.s.ViewerByCookie(t.Context(), desk.Secret)
	ok(t, "fresh", err)
	is(t, "a visitor's", end(viewer.Viewer{}, onPhone.Session), fault.Unauthenticated, "")
	is(t, "a token's", end(viewer.Viewer{User: ana.ID, Token: "tok_1", Confirmed: w.now()}, onPhone.Session), fault.Unauthenticated, "")
	is(t, "another's", end(v, other.Session), fault.NotFound, "sessionId")
	is(t, "nobody's", end(v, "ses_x"), fault.NotFound, "sessionId")
	ok(t, "end", end(v, onPhone.Session))
	is(t, "twice", end(v, onPhone.Session), fault.NotFound, "sessionId")
	is(t, "the ended one opens nothing", errorOfViewer(w.s.ViewerByCookie(t.Context(), phone.Secret)), fault.Unauthenticated, "")
	if got := words(); got != "COOKIE/Firefox/Windows TOKEN/curl/" {
		t.Error(got)
	}
	_, _ = begin(ana, firefox)
	ok(t, "end all others", w.s.EndSessions(t.Context(), v, account.EndSessionsInput{}))
	is(t, "the script's token opens nothing", errorOfViewer(w.s.ViewerByToken(t.Context(), script.Access)), fault.Unauthenticated, "")
	is(t, "nor a new one", errorOf(w.s.Refresh(t.Context(), script.Refresh)), fault.Unauthenticated, "")
	if got := words(); got != "COOKIE/Firefox/Windows" {
		t.Error(got)
	}
	if list, err := w.s.Sessions(t.Context(), other); err != nil || len(list) != 1 {
		t.Error("another person's ended too", list, err)
	}
	if got := w.acts(); got != "endSessions endSessions signIn signIn signIn signIn signIn" {
		t.Error(got)
	}
	_, err = w.s.Sessions(t.Context(), viewer.Viewer{})
	is(t, "a visitor", err, fault.Unauthenticated, "")
}

// A client may call itself anything.
func TestHostileUserAgents(t *testing.T) {
	w := newWorld(t)
	ana := w.user("ana@example.org")
	for _, agent := range []string{"", "\xff\xfe\x00", "x\x00y\r\nz/1.0 (a; b\u202e)", strings.Repeat("é", 5000), strings.Repeat("(", 5000), "Mozilla/5.0 (" + strings.Repeat("x;", 300), "<script>alert(1)</script>/1 (<b>)"} {
		c, err := w.s.NewCookieSession(t.Context(), ana, agent)
		ok(t, agent, err)
		v, err := w.s.ViewerByCookie(t.Context(), c.Secret)
		ok(t, agent, err)
		list, err := w.s.Sessions(t.Context(), v)
		ok(t, agent, err)
		if s := list[0]; !s.Current || len([]rune(s.Browser)) > 40 || len([]rune(s.System)) > 40 || strings.ContainsAny(s.Browser+s.System, "\x00\n\r\u202e") {
			t.Errorf("%q: %q %q", agent, s.Browser, s.System)
		}
	}
}

// Whoever's ways to sign in change gets a letter, in their language.
func TestLettersOfChangedWays(t *testing.T) {
	w := newWorld(t)
	ana := w.user("ana@example.org")
	w.exec(`update portal_user set language = 'de' where id = $1`, ana.ID)
	v := w.signedIn(ana)
	told := func(subject string) {
		t.Helper()
		letters := w.post()
		if len(letters) != 1 || letters[0].To != ana.Email || letters[0].Subject != subject || !strings.Contains(letters[0].Body, publicURL+"/security") {
			t.Errorf("%v, wanted %q", letters, subject)
		}
	}
	ok(t, "add", w.device(ana).add(v))
	told("Ein Passkey wurde hinzugefügt")
	list, err := w.s.Passkeys(t.Context(), v)
	ok(t, "list", err)
	remove := account.RemovePasskeyInput{PasskeyID: list[0].ID}
	ok(t, "remove", w.s.RemovePasskey(t.Context(), v, remove))
	told("Ein Passkey wurde entfernt")
	is(t, "again", w.s.RemovePasskey(t.Context(), v, remove), fault.NotFound, "passkeyId")
	for _, remove := range []func(a app) error{
		func(a app) error {
			return w.s.RemoveTOTP(t.Context(), v, "", account.RemoveTOTPInput{Password: password, TOTP: a.code(0)})
		},
		func(app) error {
			return errorOnly(w.s.ResetTOTP(t.Context(), w.coordinator("cora@example.org"), account.ResetTOTPInput{UserID: ana.ID}))
		},
	} {
		a, _ := w.enrolled(v)
		told("Eine Authentifizierungs-App wurde hinzugefügt")
		ok(t, "remove the app", remove(a))
		told("Ihre Authentifizierungs-App wurde entfernt")
	}
	ok(t, "password", w.s.ChangePassword(t.Context(), v, "", account.ChangePasswordInput{OldPassword: password, NewPassword: "another long password"}))
	told("Ihr Passwort wurde geändert")
	if letters := w.post(); len(letters) != 0 {
		t.Error("a letter without a change", letters)
	}
}
