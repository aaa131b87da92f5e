package account_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"github.com/bioxclusters/portal/internal/account"
	"github.com/bioxclusters/portal/internal/fault"
	"github.com/bioxclusters/portal/internal/viewer"
)

// device holds one passkey for a site; it answers as a browser and its authenticator would.
type device struct {
	w    *world
	site virtualwebauthn.RelyingParty
	auth virtualwebauthn.Authenticator
	key  virtualwebauthn.Credential
}

func (w *world) device(u *account.User) *device {
	return &device{w: w, site: virtualwebauthn.RelyingParty{ID: "portal.example", Name: "bioXclusters", Origin: publicURL},
		auth: virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(u.ID)}),
		key:  virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)}
}

// made answers the portal's options to make a passkey.
func (d *device) made(options json.RawMessage) json.RawMessage {
	d.w.t.Helper()
	parsed, err := virtualwebauthn.ParseAttestationOptions(string(options))
	ok(d.w.t, "options", err)
	return json.RawMessage(virtualwebauthn.CreateAttestationResponse(d.site, d.auth, d.key, *parsed))
}

// signed answers the portal's options to sign in, and counts.
func (d *device) signed(options json.RawMessage) json.RawMessage {
	d.w.t.Helper()
	parsed, err := virtualwebauthn.ParseAssertionOptions(string(options))
	ok(d.w.t, "options", err)
	d.key.Counter++
	return json.RawMessage(virtualwebauthn.CreateAssertionResponse(d.site, d.auth, d.key, *parsed))
}

func (d *device) add(v viewer.Viewer) error {
	d.w.t.Helper()
	options, err := d.w.s.BeginPasskey(d.w.t.Context(), v, account.BeginPasskeyInput{Name: "My laptop"})
	ok(d.w.t, "begin", err)
	return d.w.s.AddPasskey(d.w.t.Context(), v, account.AddPasskeyInput{Name: "My laptop", Credential: d.made(options)})
}

func (w *world) signInOptions() json.RawMessage {
	w.t.Helper()
	options, err := w.s.BeginPasskeySignIn(w.t.Context(), "")
	ok(w.t, "options", err)
	return options
}

func (d *device) signIn() error {
	_, err := d.w.s.SignInByPasskey(d.w.t.Context(), d.signed(d.w.signInOptions()))
	return err
}

func TestPasskeys(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	v, d := w.signedIn(u), w.device(u)
	w.enrolled(v) // a passkey is a second step in itself
	ok(t, "add", d.add(v))
	is(t, "the same again", d.add(v), fault.Unauthenticated, "")
	who, err := w.s.SignInByPasskey(t.Context(), d.signed(w.signInOptions()))
	if ok(t, "sign in", err); who.ID != u.ID {
		t.Error(who.ID)
	}
	list, err := w.s.Passkeys(t.Context(), v)
	if ok(t, "list", err); len(list) != 1 || list[0].Name != "My laptop" || list[0].LastUsedAt == nil {
		t.Fatalf("%+v", list)
	}
	rename := account.RenamePasskeyInput{PasskeyID: list[0].ID, Name: "Our laptop"}
	ok(t, "rename", w.s.RenamePasskey(t.Context(), v, rename))
	is(t, "no name", w.s.RenamePasskey(t.Context(), v, account.RenamePasskeyInput{PasskeyID: list[0].ID}), fault.Invalid, "name")
	bob := w.signedIn(w.user("bob@example.org"))
	is(t, "another's", w.s.RenamePasskey(t.Context(), bob, rename), fault.NotFound, "passkeyId")
	remove := account.RemovePasskeyInput{PasskeyID: list[0].ID}
	is(t, "another's", w.s.RemovePasskey(t.Context(), bob, remove), fault.NotFound, "passkeyId")
	w.pass(10 * time.Minute)
	is(t, "stale", w.s.RemovePasskey(t.Context(), v, remove), fault.Forbidden, "")
	_, err = w.s.BeginPasskey(t.Context(), v, account.BeginPasskeyInput{Name: "x"})
	is(t, "stale", err, fault.Forbidden, "")
	v = w.signedIn(u)
	ok(t, "remove", w.s.RemovePasskey(t.Context(), v, remove))
	is(t, "removed", d.signIn(), fault.Unauthenticated, "")
	if acts := w.acts(); !strings.Contains(acts, "addPasskey") || !strings.Contains(acts, "removePasskey renamePasskey") || !strings.HasSuffix(acts, "usePasskey") {
		t.Error(acts)
	}
}

func TestForgedPasskeys(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	v, d := w.signedIn(u), w.device(u)
	ok(t, "add", d.add(v))
	for what, change := range map[string]func(*device){
		"another site":        func(d *device) { d.site.Origin = "https://portal.example.evil.example" },
		"another site's hash": func(d *device) { d.site.ID = "evil.example" },
		"nobody touched it":   func(d *device) { d.auth.Options.UserNotPresent = true },
		"nobody was verified": func(d *device) { d.auth.Options.UserNotVerified = true },
		"another's handle":    func(d *device) { d.auth.Options.UserHandle = []byte(w.user("bob@example.org").ID) },
		"no handle":           func(d *device) { d.auth.Options.UserHandle = nil },
		"another key":         func(d *device) { d.key.Key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2).Key },
		"an unknown passkey":  func(d *device) { d.key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2) },
	} {
		forged := *d
		change(&forged)
		is(t, what, forged.signIn(), fault.Unauthenticated, "")
	}
	for _, nonsense := range []string{"", "{}", "null", "[]", `{"id":"x","rawId":"x","type":"public-key","response":{}}`} {
		_, err := w.s.SignInByPasskey(t.Context(), json.RawMessage(nonsense))
		is(t, nonsense, err, fault.Unauthenticated, "")
	}
	making, err := w.s.BeginPasskey(t.Context(), v, account.BeginPasskeyInput{Name: "x"})
	ok(t, "begin", err)
	var asked struct {
		PublicKey struct{ Challenge string }
	}
	ok(t, "options", json.Unmarshal(making, &asked))
	challenge, _ := base64.RawURLEncoding.DecodeString(asked.PublicKey.Challenge)
	d.key.Counter++
	_, err = w.s.SignInByPasskey(t.Context(), json.RawMessage(virtualwebauthn.CreateAssertionResponse(d.site, d.auth, d.key, virtualwebauthn.AssertionOptions{Challenge: challenge})))
	is(t, "a challenge to make one", err, fault.Unauthenticated, "")
	options, err := w.s.BeginPasskey(t.Context(), v, account.BeginPasskeyInput{Name: "x"})
	ok(t, "begin", err)
	bob := w.user("cleo@example.org")
	is(t, "begun by another", w.s.AddPasskey(t.Context(), w.signedIn(bob), account.AddPasskeyInput{Name: "x", Credential: w.device(bob).made(options)}), fault.Unauthenticated, "")
	ok(t, "the true one", d.signIn())
	w.exec(`update portal_user set status = 'SUSPENDED' where id = $1`, u.ID)
	is(t, "suspended", d.signIn(), fault.Forbidden, "")
}

// A challenge counts once, for five minutes, however many come with it at the same moment.
func TestChallengesCountOnce(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	d := w.device(u)
	ok(t, "add", d.add(w.signedIn(u)))
	late := d.signed(w.signInOptions())
	w.pass(5 * time.Minute)
	_, err := w.s.SignInByPasskey(t.Context(), late)
	is(t, "late", err, fault.Unauthenticated, "")
	answer := d.signed(w.signInOptions())
	var all sync.WaitGroup
	var in atomic.Int32
	for range 8 {
		all.Go(func() {
			if _, err := w.s.SignInByPasskey(t.Context(), answer); err == nil {
				in.Add(1)
			}
		})
	}
	if all.Wait(); in.Load() != 1 {
		t.Errorf("%d signed in", in.Load())
	}
}

// A count of signatures that does not grow means that two hold the key.
func TestCopiedPasskeys(t *testing.T) {
	w := newWorld(t)
	u := w.user("ana@example.org")
	d := w.device(u)
	ok(t, "add", d.add(w.signedIn(u)))
	thief := *d
	ok(t, "the owner", d.signIn())
	ok(t, "the owner", d.signIn())
	err := thief.signIn()
	is(t, "the copy", err, fault.Unauthenticated, "")
	if !strings.Contains(code(err), "copied") || !strings.Contains(w.acts(), "passkeyCopied") {
		t.Error(err, w.acts())
	}
	ok(t, "the owner", d.signIn())
}

func TestPasskeysNeedAName(t *testing.T) {
	w := newWorld(t)
	w.s = account.NewService(w.db, w.now, publicURL, "http://127.0.0.1:8080")
	_, err := w.s.BeginPasskeySignIn(t.Context(), "")
	if is(t, "an address that is a number", err, fault.Unavailable, ""); w.s.HasPasskeys() {
		t.Error("passkeys are offered")
	}
}
