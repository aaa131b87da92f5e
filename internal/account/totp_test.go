package account_test

import (
	"encoding/base32"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
)

// app is somebody's authenticator app.
type app struct {
	w      *world
	secret string
}

// code is what the app shows now, or showed so many steps ago.
func (a app) code(stepsAgo int) string {
	a.w.t.Helper()
	code, err := totp.GenerateCode(a.secret, a.w.now().Add(time.Duration(-stepsAgo)*30*time.Second))
	ok(a.w.t, "code", err)
	return code
}

// enrolled sets an app up; it gives the recovery codes too, and lets the time step of the first code pass.
func (w *world) enrolled(v viewer.Viewer) (app, []string) {
	w.t.Helper()
	key, err := w.s.BeginTOTP(w.t.Context(), v, "", account.BeginTOTPInput{Password: password})
	ok(w.t, "begin", err)
	a := app{w, key.Secret}
	codes, err := w.s.ConfirmTOTP(w.t.Context(), v, "", account.ConfirmTOTPInput{TOTP: a.code(0)})
	ok(w.t, "confirm", err)
	w.pass(30 * time.Second)
	return a, codes
}

func (w *world) signInWith(email, code string) error {
	_, err := w.s.SignIn(w.t.Context(), account.Credentials{Email: email, Password: password, TOTP: code}, "192.0.2.1")
	return err
}

// The codes are those of RFC 6238, appendix B, of which six digits count.
func TestCodesAreThoseOfTheRFC(t *testing.T) {
	w := newWorld(t)
	v := w.signedIn(w.user("ana@example.org"))
	for unix, code := range map[int64]string{1111111109: "081804", 1234567890: "005924", 2000000000: "279037"} {
		_, err := w.s.BeginTOTP(t.Context(), v, "", account.BeginTOTPInput{Password: password})
		ok(t, "begin", err)
		w.exec(`update totp set secret = '12345678901234567890'`)
		now := w.now()
		w.nanos.Store(time.Unix(unix, 0).UnixNano())
		w.exec(`update session set created_at = $1, expires_at = $2`, w.now(), w.now().Add(time.Hour))
		v.Confirmed = w.now()
		_, err = w.s.ConfirmTOTP(t.Context(), v, "", account.ConfirmTOTPInput{TOTP: code})
		ok(t, fmt.Sprint(unix), err)
		w.exec(`delete from totp`)
		w.nanos.Store(now.UnixNano())
		v.Confirmed = w.now()
	}
}

func TestTOTP(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	v, other := w.signedIn(u), w.signedIn(u)
	key, err := w.s.BeginTOTP(t.Context(), v, "", account.BeginTOTPInput{Password: password})
	ok(t, "begin", err)
	uri, err := url.Parse(key.URI)
	ok(t, "uri", err)
	if raw, err := base32.StdEncoding.DecodeString(key.Secret); err != nil || len(raw) != 20 || uri.Scheme != "otpauth" || uri.Host != "totp" ||
		uri.Path != "/bioXclusters:ana@example.org" || uri.Query().Get("secret") != key.Secret || uri.Query().Get("issuer") != "bioXclusters" {
		t.Error(key)
	}
	ok(t, "it does not count yet", w.signInWith("ana@example.org", ""))
	a := app{w, key.Secret}
	_, err = w.s.ConfirmTOTP(t.Context(), v, "", account.ConfirmTOTPInput{TOTP: "12345"})
	is(t, "a wrong first code", err, fault.Invalid, "totp")
	first := a.code(0)
	codes, err := w.s.ConfirmTOTP(t.Context(), v, "", account.ConfirmTOTPInput{TOTP: first[:3] + " " + first[3:]})
	ok(t, "confirm", err)
	if len(codes) != 10 || len(codes[0]) != 11 {
		t.Error(codes)
	}
	_, err = w.s.ViewerBySession(t.Context(), other.Session)
	is(t, "other sessions", err, fault.Unauthenticated, "")
	_, err = w.s.ViewerBySession(t.Context(), v.Session)
	ok(t, "this one", err)
	_, err = w.s.BeginTOTP(t.Context(), v, "", account.BeginTOTPInput{Password: password})
	is(t, "a second app", err, fault.Conflict, "")

	is(t, "no code", w.signInWith("ana@example.org", ""), fault.Unauthenticated, "totp")
	is(t, "the code that set it up", w.signInWith("ana@example.org", first), fault.Unauthenticated, "totp")
	w.pass(30 * time.Second)
	code := a.code(0)
	_, wrong := w.s.SignIn(t.Context(), account.Credentials{Email: "ana@example.org", Password: "not the password", TOTP: code}, "")
	is(t, "a wrong password, whatever the code", wrong, fault.Unauthenticated, "")
	ok(t, "the code", w.signInWith("ana@example.org", code))
	is(t, "again", w.signInWith("ana@example.org", code), fault.Unauthenticated, "totp")
	is(t, "one from before", w.signInWith("ana@example.org", a.code(1)), fault.Unauthenticated, "totp")
	w.pass(90 * time.Second)
	is(t, "two steps old", w.signInWith("ana@example.org", a.code(2)), fault.Unauthenticated, "totp")
	ok(t, "one step old", w.signInWith("ana@example.org", a.code(1)))

	state, err := w.s.TOTP(t.Context(), v)
	if ok(t, "state", err); state == nil || state.RecoveryCodesLeft != 10 {
		t.Errorf("%+v", state)
	}
	ok(t, "a recovery code, as people type it", w.signInWith("ana@example.org", strings.ToLower(" "+codes[3])))
	is(t, "again", w.signInWith("ana@example.org", codes[3]), fault.Unauthenticated, "totp")
	if state, _ = w.s.TOTP(t.Context(), v); state.RecoveryCodesLeft != 9 {
		t.Errorf("%+v", state)
	}
	var secrets int
	ok(t, "log", w.db.Get(&secrets, `select count(*) from event where strpos(detail::text, $1) > 0 or strpos(detail::text, $2) > 0`, key.Secret, codes[3]))
	if want := "beginTotp confirmTotp signIn signIn useRecoveryCode"; w.acts() != want || secrets != 0 {
		t.Errorf("%s, %d secrets", w.acts(), secrets)
	}
}

// One code signs in once, however many come with it at the same moment; so does a recovery code.
func TestACodeCountsOnce(t *testing.T) {
	w := newWorld(t)
	a, codes := w.enrolled(w.signedIn(w.user("ana@example.org")))
	for what, code := range map[string]string{"code": a.code(0), "recovery code": codes[0]} {
		var all sync.WaitGroup
		var in atomic.Int32
		for range 8 {
			all.Go(func() {
				if w.signInWith("ana@example.org", code) == nil {
					in.Add(1)
				}
			})
		}
		if all.Wait(); in.Load() != 1 {
			t.Errorf("%s: %d signed in", what, in.Load())
		}
		w.exec(`delete from throttle`)
	}
}

// Whoever knows the password gets ten guesses of the code, together with those of the password, however many come at once.
func TestTenGuessesOfCodes(t *testing.T) {
	w := newWorld(t)
	a, _ := w.enrolled(w.signedIn(w.user("ana@example.org")))
	right := a.code(0)
	var all sync.WaitGroup
	var evaluated, limited atomic.Int32
	for i := range 1000 {
		all.Go(func() {
			code := fmt.Sprintf("%06d", i)
			if code == right {
				code = "999999"
			}
			in := account.Credentials{Email: "ana@example.org", Password: password, TOTP: code}
			_, err := w.s.SignIn(t.Context(), in, account.Address(fmt.Sprintf("198.51.%d.%d", i/250, i%250)))
			switch list := fault.All(err); {
			case len(list) == 1 && list[0].Code == fault.Unauthenticated:
				evaluated.Add(1)
			case len(list) == 1 && list[0].Code == fault.Limited:
				limited.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	if all.Wait(); evaluated.Load() != 10 || limited.Load() != 990 {
		t.Errorf("%d evaluated, %d limited", evaluated.Load(), limited.Load())
	}
	is(t, "the right one, after ten wrong", w.signInWith("ana@example.org", right), fault.Limited, "")
	w.pass(15 * time.Minute)
	for range 12 {
		is(t, "asking for the second step is no guess", w.signInWith("ana@example.org", ""), fault.Unauthenticated, "totp")
	}
	ok(t, "after the wait", w.signInWith("ana@example.org", a.code(0)))
}

func TestRemoveTOTP(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	v := w.signedIn(u)
	_, err := w.s.BeginTOTP(t.Context(), v, "", account.BeginTOTPInput{Password: "not the password"})
	is(t, "a wrong password", err, fault.Invalid, "password")
	a, old := w.enrolled(v)
	remove := func(v viewer.Viewer, password, code string) error {
		return w.s.RemoveTOTP(t.Context(), v, "", account.RemoveTOTPInput{Password: password, TOTP: code})
	}
	renew := func(password, code string) ([]string, error) {
		return w.s.RenewRecoveryCodes(t.Context(), v, "", account.RenewRecoveryCodesInput{Password: password, TOTP: code})
	}
	is(t, "without a code", remove(v, password, ""), fault.Invalid, "totp")
	is(t, "a wrong password", remove(v, "not the password", a.code(0)), fault.Invalid, "password")
	is(t, "a token", remove(viewer.Viewer{User: u.ID, Token: "tok_x", Confirmed: w.now()}, password, a.code(0)), fault.Unauthenticated, "")
	_, err = renew(password, "000000")
	is(t, "a wrong code", err, fault.Invalid, "totp")
	codes, err := renew(password, a.code(0))
	ok(t, "renew", err)
	is(t, "an old recovery code", w.signInWith("ana@example.org", old[0]), fault.Unauthenticated, "totp")
	ok(t, "remove", remove(v, password, codes[0]))
	is(t, "again", remove(v, password, codes[1]), fault.Conflict, "")
	_, err = renew(password, codes[1])
	is(t, "none to renew", err, fault.Conflict, "")
	_, err = w.s.ConfirmTOTP(t.Context(), v, "", account.ConfirmTOTPInput{TOTP: a.code(0)})
	is(t, "none to confirm", err, fault.Conflict, "")
	ok(t, "the password alone", w.signInWith("ana@example.org", ""))
	if want := "beginTotp confirmTotp removeTotp renewRecoveryCodes signIn useRecoveryCode"; w.acts() != want {
		t.Error(w.acts())
	}
}

// Where there is an app, a fresh sign-in takes a code too.
func TestConfirmingTakesACode(t *testing.T) {
	w := newWorld(t)
	v := w.signedIn(w.user("ana@example.org"))
	a, _ := w.enrolled(v)
	confirm := func(code *string) error {
		_, err := w.s.ConfirmPassword(t.Context(), v, "", account.ConfirmPasswordInput{Password: password, TOTP: code})
		return err
	}
	wrong, right := "000", a.code(0)
	is(t, "the password alone", confirm(nil), fault.Invalid, "totp")
	is(t, "a wrong code", confirm(&wrong), fault.Invalid, "totp")
	ok(t, "password and code", confirm(&right))
}

func TestResetTOTP(t *testing.T) {
	w := newWorld(t)
	ana, cora := w.user("ana@example.org"), w.user("cora@example.org")
	w.exec(`update portal_user set coordinator = true where id = $1`, cora.ID)
	v := w.signedIn(ana)
	w.enrolled(v)
	reset := func(by viewer.Viewer, whose account.ResetTOTPInput) error {
		_, err := w.s.ResetTOTP(t.Context(), by, whose)
		return err
	}
	of := account.ResetTOTPInput{UserID: ana.ID}
	is(t, "a visitor", reset(viewer.Viewer{}, of), fault.Unauthenticated, "")
	is(t, "nobody special", reset(w.signedIn(w.user("bob@example.org")), of), fault.NotFound, "userId")
	by := w.signedIn(cora)
	is(t, "one's own", reset(by, account.ResetTOTPInput{UserID: cora.ID}), fault.Conflict, "userId")
	is(t, "nobody's", reset(by, account.ResetTOTPInput{UserID: "usr_0000000000000000000000000Z"}), fault.NotFound, "userId")
	is(t, "nonsense", reset(by, account.ResetTOTPInput{UserID: "x"}), fault.NotFound, "userId")
	ok(t, "reset", reset(by, of))
	is(t, "again", reset(by, of), fault.Conflict, "userId")
	_, err := w.s.ViewerBySession(t.Context(), v.Session)
	is(t, "their sessions", err, fault.Unauthenticated, "")
	ok(t, "the password alone", w.signInWith("ana@example.org", ""))
	w.pass(10 * time.Minute)
	is(t, "stale", reset(by, of), fault.Forbidden, "")
	var actor string
	if ok(t, "log", w.db.Get(&actor, `select actor_id from event where act = 'resetTotp' and subject_id = $1`, ana.ID)); actor != string(cora.ID) {
		t.Error(actor)
	}
}
