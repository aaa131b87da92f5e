package server

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/oauth2-proxy/mockoidc"
	"github.com/prometheus/client_golang/prometheus"
)

// provider runs an OpenID provider and a world that trusts it.
func withProvider(t *testing.T) (*world, *mockoidc.MockOIDC) {
	t.Helper()
	m, err := mockoidc.Run()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.Shutdown() })
	w := newWorld(t, "https://portal.example", nil)
	w.now = time.Now()
	c := m.Config()
	w.options.OIDC = &OIDC{Issuer: c.Issuer, ClientID: c.ClientID, ClientSecret: c.ClientSecret, Name: "Mock"}
	w.options.Registry = prometheus.NewRegistry()
	w.http = New(w.options)
	return w, m
}

// travel leaves for the provider and gives the address that it sends the browser back to, and the cookie that the browser holds.
func (w *world) travel() (back string, errand *http.Cookie) {
	w.t.Helper()
	rec := w.do("GET", "/auth/oidc", "")
	if rec.Code != http.StatusSeeOther || len(rec.Result().Cookies()) != 1 {
		w.t.Fatal(rec.Code, rec.Header())
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(rec.Header().Get("Location"))
	if err != nil {
		w.t.Fatal(err)
	}
	resp.Body.Close()
	u, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || u.Path != "/auth/oidc/callback" || u.Host != "portal.example" {
		w.t.Fatal(resp.Status, resp.Header)
	}
	return u.RequestURI(), rec.Result().Cookies()[0]
}

func (w *world) arrive(back string, errand *http.Cookie) (to string, session string) {
	w.t.Helper()
	rec := w.do("GET", back, "", "Cookie: "+errand.Name+"="+errand.Value)
	return rec.Header().Get("Location"), sessionOf(rec)
}

func sessionOf(rec *httptest.ResponseRecorder) string {
	for _, c := range rec.Result().Cookies() {
		if c.Name == "__Host-portal" && c.MaxAge >= 0 {
			return c.Value
		}
	}
	return ""
}

func TestSignInByOpenID(t *testing.T) {
	w, m := withProvider(t)
	m.QueueUser(&mockoidc.MockUser{Subject: "s1", Email: "Anna@Arbre.example", EmailVerified: true})
	back, errand := w.travel()
	if errand.Name != "__Host-portal-oidc" || !errand.HttpOnly || !errand.Secure || errand.MaxAge != 600 {
		t.Errorf("%+v", errand)
	}
	to, session := w.arrive(back, errand)
	if to != "/" || w.asker("Cookie: __Host-portal="+session) != userID {
		t.Fatal(to, w.log.String())
	}
	if to, session := w.arrive(back, errand); to != "/sign-in?fault=UNAUTHENTICATED" || session != "" {
		t.Error("the code works twice", to)
	}
	returned, _ := url.Parse(back)
	keptBack := append(strings.Split(errand.Value, "."), returned.Query().Get("code"), session, strings.ToLower(email), "Anna@Arbre")
	for _, secret := range keptBack {
		if secret == "" || strings.Contains(w.log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	// from now on the subject counts, whatever address the provider tells
	m.QueueUser(&mockoidc.MockUser{Subject: "s1", Email: "new@elsewhere.example", EmailVerified: true})
	if to, session := w.arrive(w.travel()); to != "/" || w.asker("Cookie: __Host-portal="+session) != userID {
		t.Error("linked", to)
	}
	for what, u := range map[string]*mockoidc.MockUser{
		"no account": {Subject: "s2", Email: "nobody@nowhere.example", EmailVerified: true}, "address not verified there": {Subject: "s3", Email: email},
	} {
		m.QueueUser(u)
		if to, session := w.arrive(w.travel()); to != "/sign-in?fault=FORBIDDEN" || session != "" {
			t.Error(what, to)
		}
	}
	w.db.MustExec(`update portal_user set status = 'SUSPENDED' where id = $1`, userID)
	m.QueueUser(&mockoidc.MockUser{Subject: "s1", Email: email, EmailVerified: true})
	if to, session := w.arrive(w.travel()); to != "/sign-in?fault=FORBIDDEN" || session != "" {
		t.Error("suspended", to)
	}
}

func TestForgedReturnsFromTheProvider(t *testing.T) {
	w, m := withProvider(t)
	cases := map[string]func(back string, errand *http.Cookie) (string, *http.Cookie){
		"another state": func(b string, e *http.Cookie) (string, *http.Cookie) { return b + "&state=x", change(e, 0, "x") },
		"another browser": func(b string, e *http.Cookie) (string, *http.Cookie) {
			_, other := w.travel()
			return b, other
		},
		"another nonce":    func(b string, e *http.Cookie) (string, *http.Cookie) { return b, change(e, 1, "x") },
		"another verifier": func(b string, e *http.Cookie) (string, *http.Cookie) { return b, change(e, 2, strings.Repeat("x", 43)) },
		"no cookie":        func(b string, e *http.Cookie) (string, *http.Cookie) { return b, &http.Cookie{Name: "x"} },
		"no code": func(b string, e *http.Cookie) (string, *http.Cookie) {
			return "/auth/oidc/callback?state=" + strings.Split(e.Value, ".")[0], e
		},
		"a made-up code": func(b string, e *http.Cookie) (string, *http.Cookie) {
			return "/auth/oidc/callback?code=x&state=" + strings.Split(e.Value, ".")[0], e
		},
		"an error": func(b string, e *http.Cookie) (string, *http.Cookie) {
			return "/auth/oidc/callback?error=access_denied", e
		},
	}
	for what, forge := range cases {
		m.QueueUser(&mockoidc.MockUser{Subject: "s1", Email: email, EmailVerified: true})
		if to, session := w.arrive(forge(w.travel())); to != "/sign-in?fault=UNAUTHENTICATED" || session != "" {
			t.Errorf("%s: %s %q", what, to, session)
		}
	}
	if rec := w.do("GET", "/auth/ways", ""); rec.Body.String() != `{"oidc":{"name":"Mock","url":"/auth/oidc"},"passkeys":true}` {
		t.Error(rec.Body)
	}
	_ = m.Shutdown()
	w.options.Registry = prometheus.NewRegistry()
	w.http = New(w.options)
	if rec := w.do("GET", "/auth/oidc", ""); rec.Header().Get("Location") != "/sign-in?fault=UNAVAILABLE" {
		t.Error("without its provider", rec.Code, rec.Header())
	}
	without := newWorld(t, "https://portal.example", nil)
	if rec := without.do("GET", "/auth/ways", ""); rec.Body.String() != `{"passkeys":true}` {
		t.Error(rec.Body)
	}
	if rec := without.do("GET", "/auth/oidc", ""); rec.Code == http.StatusSeeOther {
		t.Error(rec.Header())
	}
}

// change replaces a part of what the browser holds.
func change(c *http.Cookie, part int, by string) *http.Cookie {
	parts := strings.Split(c.Value, ".")
	parts[part] = by
	return &http.Cookie{Name: c.Name, Value: strings.Join(parts, ".")}
}
